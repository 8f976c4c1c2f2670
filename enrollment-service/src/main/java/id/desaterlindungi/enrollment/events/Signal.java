package id.desaterlindungi.enrollment.events;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Wakes whoever waits for something to happen in this process. Only a hint: what happened is in the database, and one that
 * happened elsewhere is found when the wait ends by itself.
 */
public final class Signal {
    private final Phaser phaser = new Phaser(1);

    /** Whoever raises it, and how many at once: a phaser of one party takes one arrival at a time. */
    public synchronized void raise() {
        phaser.arrive();
    }

    /** What to hand to {@link #await}; taken before looking, so that nothing slips between looking and waiting. */
    public int now() {
        return phaser.getPhase();
    }

    /** Returns at the first {@link #raise} since {@code seen}, and after {@code atMost} at the latest. */
    public void await(int seen, Duration atMost) throws InterruptedException {
        try {
            phaser.awaitAdvanceInterruptibly(seen, atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // As good as a signal: the caller looks again.
        }
    }
}
