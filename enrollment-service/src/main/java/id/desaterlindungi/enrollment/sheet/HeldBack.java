package id.desaterlindungi.enrollment.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file, which is not sent before more of it is there than fits, or all: until then a failure can be answered as
 * what it is.
 */
final class HeldBack extends OutputStream {
    private static final int MOST = 64 * 1024;

    private final OutputStream out;
    private final Runnable first;
    private @Nullable ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** @param first before the first byte is sent */
    HeldBack(OutputStream out, Runnable first) {
        this.out = out;
        this.first = first;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var beginning = held;
        if (beginning == null) {
            out.write(bytes, offset, length);
            return;
        }
        beginning.write(bytes, offset, length);
        if (beginning.size() > MOST) {
            end();
            out.flush(); // From here on it is answered, and nothing can take that back.
        }
    }

    /** To be called when all is written. */
    void end() throws IOException {
        var beginning = held;
        if (beginning != null) {
            first.run();
            held = null;
            beginning.writeTo(out);
        }
    }

    /** Also called by who closes what has failed. */
    @Override
    public void flush() throws IOException {
        if (held == null) {
            out.flush();
        }
    }
}
