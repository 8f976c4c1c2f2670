package id.desaterlindungi.enrollment.http;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The server hands over the trailers of a chunked body (RFC 9112, 7.1.2), which nobody here reads, as a piece without a byte.
 * Readers may take a read of no byte for a fault of the stream, so that it is read again.
 */
@Provider
class UnbrokenReads implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Unbroken(context.getInputStream()));
        return context.proceed();
    }

    private static final class Unbroken extends FilterInputStream {
        Unbroken(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some;
            do {
                some = super.read(bytes, offset, length);
            } while (some == 0 && length > 0);
            return some;
        }
    }
}
