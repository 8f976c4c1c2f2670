package id.desaterlindungi.reporting.coverage;

import java.time.Duration;

/** How long to wait between tries: after each failure twice as long, never longer than the longest. For one thread. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = shorter(first, longest);
        this.longest = longest;
        this.next = this.first;
    }

    /** After a failure. */
    public Duration next() {
        var now = next;
        next = shorter(now.multipliedBy(2), longest);
        return now;
    }

    /** After a success. */
    public void reset() {
        next = first;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
