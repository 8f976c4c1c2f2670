package id.desaterlindungi.enrollment.events;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thread that does a step again and again: at once while there is work, at the next signal when there is none, and
 * after a growing pause when the step fails. A failure never ends it; only {@link #close} does.
 */
public final class Stage implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Stage.class);
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

    private Stage(String name, Signal signal, Duration idle, Step step) {
        this.name = name;
        this.step = step;
        this.signal = signal;
        this.idle = idle;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public static Stage start(String name, Signal signal, Duration idle, Step step) {
        var stage = new Stage(name, signal, idle, step);
        stage.thread.start();
        return stage;
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
                    LOG.infof("Stage works again, stage=%s", name);
                }
                pause = FIRST_PAUSE;
                if (!more && !closed) {
                    signal.await(seen, idle);
                }
            } catch (InterruptedException e) {
                // close() interrupts; the loop's condition ends it.
            } catch (Throwable e) { // Errors too: the memory that one step lacked is there for the next.
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

    /** The same failure again and again is one line, not thousands. */
    private void logOnce(Throwable e) {
        var now = e.toString();
        if (!now.equals(failure.getAndSet(now)) && !closed) {
            LOG.warnf(e, "Stage failed and tries again, stage=%s", name);
        }
    }

    /** Lets the running step end, so that a batch is not cut off without need. */
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
