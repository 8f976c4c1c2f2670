package id.desaterlindungi.enrollment.sheet;

import id.desaterlindungi.enrollment.access.Floor;
import id.desaterlindungi.enrollment.http.connection.Shares;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jspecify.annotations.Nullable;

/** Sends files. Each caller has a share of the places, and a slow caller does not keep the database waiting. */
@ApplicationScoped
public class Exports {
    private static final String BUSY = "exports-busy";
    private static final int BUFFER = 64 * 1024;
    /** Reads from the database take seconds, so a place is soon free. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExportSettings settings;
    private final Floor floor;
    private final BrokenOff brokenOff;
    private final ExecutorService writers;
    private final Shares places;
    private final Semaphore reading;

    Exports(ExportSettings settings, Floor floor, BrokenOff brokenOff, ManagedExecutor writers, MeterRegistry metrics) {
        this.settings = settings;
        this.floor = floor;
        this.brokenOff = brokenOff;
        this.writers = writers;
        this.places = new Shares(settings.sending(), settings.sendingOfOne(), BUSY);
        this.reading = new Semaphore(settings.reading());
        Gauge.builder("enrollment.exports.sending", places, Shares::taken)
                .description("Files on their way to their readers")
                .register(metrics);
    }

    /** For content that is read in small pieces. Nothing is locked or open while a piece is sent. */
    public StreamingOutput inPieces(String caller, StreamingOutput content) {
        var asNow = asNow(content);
        return out -> {
            places.take(caller, 1);
            try {
                asNow.write(out);
            } catch (IOException | RuntimeException | Error e) {
                brokenOff.hangUp();
                throw e;
            } finally {
                places.giveBack(caller, 1);
            }
        };
    }

    /**
     * For content that is read in one go. The database's connection is released as soon as all is read, however slow the caller is.
     *
     * @param first once there is a place for it, and before its first byte
     */
    public StreamingOutput inOneGo(String caller, Runnable first, StreamingOutput content) {
        var asNow = asNow(content);
        return inPieces(caller, out -> {
            first.run();
            try (var spool = new Spool(settings.directory())) {
                writers.execute(() -> fill(spool, asNow));
                spool.copyTo(out, settings.longest());
            }
        });
    }

    /** Read later, and by another thread, it shows what the caller of this request may see. */
    private StreamingOutput asNow(StreamingOutput content) {
        var reach = floor.reach();
        return out -> reach.<@Nullable Void, IOException>call(() -> {
            content.write(out);
            return null;
        });
    }

    private void fill(Spool spool, StreamingOutput content) {
        try {
            if (!reading.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                spool.fail(ProblemException.of(Status.SERVICE_UNAVAILABLE, BUSY));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            spool.fail(e);
            return;
        }
        var out = new BufferedOutputStream(spool, BUFFER) {
            /** Leaves the file open for whoever reads it. */
            @Override
            public void close() throws IOException {
                flush();
            }
        };
        try {
            content.write(out);
            out.flush();
            spool.end();
        } catch (IOException | RuntimeException e) {
            spool.fail(e);
        } finally {
            reading.release();
        }
    }
}
