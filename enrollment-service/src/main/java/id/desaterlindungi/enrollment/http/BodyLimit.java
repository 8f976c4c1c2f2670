package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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

    @ConfigMapping(prefix = "enrollment.http")
    interface Settings {
        /** One participant takes about 500 bytes. */
        @WithDefault("1M")
        MemorySize maxBody();
    }

    /** Asked at each request: providers are made while the service is built up, before its configuration is there. */
    private final Instance<Settings> settings;

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    BodyLimit(Instance<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        // As a long: what is refused for its length may well be beyond an int.
        if (!countsItsBody() && length != null && Long.parseLong(length) > limit()) {
            throw tooLarge();
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!countsItsBody()) {
            context.setInputStream(new Counted(context.getInputStream(), limit()));
        }
        return context.proceed();
    }

    private boolean countsItsBody() {
        return resource.getResourceMethod().isAnnotationPresent(CountsItsBody.class);
    }

    private long limit() {
        return settings.get().maxBody().asLongValue();
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(Status.REQUEST_ENTITY_TOO_LARGE, "body-too-large");
    }

    private static final class Counted extends FilterInputStream {
        private final long limit;
        private long seen;

        Counted(InputStream body, long limit) {
            super(body);
            this.limit = limit;
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
            if (seen > limit) {
                throw tooLarge();
            }
        }
    }
}
