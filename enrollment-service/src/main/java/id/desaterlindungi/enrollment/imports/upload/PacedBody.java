package id.desaterlindungi.enrollment.imports.upload;

import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A body that must come at some pace after a while, since it holds a place and a thread. */
final class PacedBody extends FilterInputStream {
    private static final double NANOS = 1e9;

    private final double freeSeconds;
    private final long leastPace;
    private final LongSupplier clock;
    private final long began;
    private long taken;

    /** @param leastPace bytes a second, after the free time @param clock in nanoseconds */
    PacedBody(InputStream body, Duration free, long leastPace, LongSupplier clock) {
        super(body);
        this.freeSeconds = free.toNanos() / NANOS;
        this.leastPace = leastPace;
        this.clock = clock;
        this.began = clock.getAsLong();
    }

    /** @throws ProblemException 408 if it comes too slowly */
    @Override
    public int read() throws IOException {
        var one = super.read();
        require(one < 0 ? one : 1);
        return one;
    }

    /** @throws ProblemException 408 if it comes too slowly */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var some = super.read(bytes, offset, length);
        require(some);
        return some;
    }

    private void require(int some) {
        taken += Math.max(some, 0);
        var seconds = (clock.getAsLong() - began) / NANOS - freeSeconds;
        if (some >= 0 && taken < seconds * leastPace) {
            throw ProblemException.of(Status.REQUEST_TIMEOUT, "body-slow");
        }
    }
}
