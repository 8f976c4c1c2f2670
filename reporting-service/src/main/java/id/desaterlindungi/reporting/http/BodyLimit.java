package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a body that is larger than any operation needs: by its announced length, or once it has grown too long. */
@Provider
class BodyLimit implements ContainerRequestFilter, ReaderInterceptor {

    /** The largest body that any operation describes is a goal, well under a kilobyte. */
    private static final long LIMIT = 64 * 1024;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > LIMIT) {
            throw tooLarge();
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Counted(context.getInputStream()));
        return context.proceed();
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(Status.REQUEST_ENTITY_TOO_LARGE, "body-too-large");
    }

    private static final class Counted extends FilterInputStream {
        private long seen;

        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var some = super.read(bytes, offset, length);
            count(Math.max(some, 0));
            return some;
        }

        private void count(int more) {
            seen += more;
            if (seen > LIMIT) {
                throw tooLarge();
            }
        }
    }
}
