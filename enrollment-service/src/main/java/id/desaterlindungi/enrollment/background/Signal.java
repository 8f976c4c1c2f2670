package id.desaterlindungi.enrollment.background;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Wakes a thread that waits for something to happen in this process. It is only a hint. What happened is in the database, and
 * what another process did is found when the wait ends by itself.
 */
public final class Signal {
    private final Phaser phaser = new Phaser(1);

    /** Synchronized, since many threads may raise it at once and a phaser of one party takes one arrival at a time. */
    public synchronized void raise() {
        phaser.arrive();
    }

    /** What to hand to {@link #await}. Take it before you look for work, so that no signal is lost between looking and waiting. */
    public int now() {
        return phaser.getPhase();
    }

    /** Returns at the first {@link #raise} since {@code seen}, and at the latest after {@code atMost}. */
    public void await(int seen, Duration atMost) throws InterruptedException {
        try {
            phaser.awaitAdvanceInterruptibly(seen, atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The caller looks again, as after a signal.
        }
    }
}
