package id.desaterlindungi.enrollment.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read while it is still being written, so that a slow reader does not slow down the writer. The file has no name
 * once it is made: nobody else finds it, and a killed process leaves nothing behind.
 */
final class Spool extends OutputStream {
    private static final int BUFFER = 64 * 1024;

    private final FileChannel file;
    private long written;
    private boolean ended;
    private @Nullable Throwable failure;

    Spool(Path directory) throws IOException {
        this.file = FileChannel.open(
                Files.createTempFile(directory, "export-", ""),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** @throws IOException also if the reader has gone */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            more(file.write(buffer, written));
        }
    }

    private synchronized void more(int bytes) {
        written += bytes;
        notifyAll();
    }

    /** Says that all is written. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Says that the rest will not come, and why. */
    synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    /**
     * Copies everything, to the end.
     *
     * @throws IOException if it takes too long, or if the writing failed
     */
    void copyTo(OutputStream out, Duration longest) throws IOException {
        var began = System.nanoTime();
        var buffer = new byte[BUFFER];
        for (var read = 0L; ; ) {
            var there = awaitMoreThan(read);
            if (there == read) {
                return;
            }
            while (read < there) {
                var some = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, there - read)), read);
                out.write(buffer, 0, some);
                read += some;
                if (System.nanoTime() - began > longest.toNanos()) {
                    throw new IOException("The file took too long to be sent");
                }
            }
        }
    }

    /** @return the number of bytes written; the same number if all is read */
    private synchronized long awaitMoreThan(long read) throws IOException {
        try {
            while (written == read && !ended && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        switch (failure) {
            case null -> {}
            case RuntimeException refused -> throw refused;
            case Throwable other -> throw new IOException(other);
        }
        return written;
    }

    /** A writer that goes on fails at its next byte. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
