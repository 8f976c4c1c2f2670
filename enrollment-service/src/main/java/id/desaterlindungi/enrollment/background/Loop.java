package id.desaterlindungi.enrollment.background;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thread that repeats a step: at once while there is work, at the next signal when there is none, and after a growing
 * pause when the step fails. A failure never ends it; only {@link #close} does.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** @return whether there may be more to do at once */
    @FunctionalInterface
    public interface Step {
        boolean run() throws InterruptedException;
    }

    private final String name;
    private final Step step;
    private final Signal signal;
    private final Duration idle;
    private final Signal closing = new Signal();
    private final Thread thread;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private volatile boolean closed;

    private Loop(String name, Signal signal, Duration idle, Step step) {
        this.name = name;
        this.step = step;
        this.signal = signal;
        this.idle = idle;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public static Loop start(String name, Signal signal, Duration idle, Step step) {
        var loop = new Loop(name, signal, idle, step);
        loop.thread.start();
        return loop;
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        var pause = FIRST_PAUSE;
        while (!closed) {
            var seen = signal.now();
            var still = closing.now();
            try {
                var more = step.run();
                if (failure.getAndSet(null) != null) {
                    LOG.infof("Loop works again loop=%s", name);
                }
                pause = FIRST_PAUSE;
                if (!more && !closed) {
                    signal.await(seen, idle);
                }
            } catch (InterruptedException e) {
                // close() interrupts; the loop's condition ends it.
            } catch (Throwable e) { // Errors too: the next step may have the memory that this one lacked.
                logOnce(e);
                try {
                    closing.await(still, pause);
                } catch (InterruptedException closed) {
                    // As above.
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    /** A failure that repeats itself is one line in the log, not thousands. */
    private void logOnce(Throwable e) {
        var now = e.toString();
        if (!now.equals(failure.getAndSet(now)) && !closed) {
            LOG.warnf(e, "Loop failed and tries again loop=%s", name);
        }
    }

    /** Waits for the running step, so that no batch is cut off without need. */
    @Override
    public void close() {
        closed = true;
        closing.raise();
        signal.raise();
        try {
            if (!thread.join(GRACE)) {
                thread.interrupt();
                thread.join(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
