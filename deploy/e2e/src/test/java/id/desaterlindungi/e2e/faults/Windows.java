package id.desaterlindungi.e2e.faults;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** When the system was in trouble: from the fault's first moment until all of it has served again, and a little longer. */
public final class Windows {
    /** Connections that a fault has broken are found broken one after the other. */
    private static final long SLACK_NANOS = 1_000_000_000;

    /** @param until of {@link System#nanoTime}, as {@code from}; the last moment for one that is not over */
    public record Window(Trouble trouble, long from, long until, Instant began, Instant ended) {}

    private final List<Window> all = new CopyOnWriteArrayList<>();

    /** @return to be handed back when it is over */
    public Window begin(Trouble trouble) {
        var window = new Window(trouble, System.nanoTime(), Long.MAX_VALUE, Instant.now(), Instant.MAX);
        all.add(window);
        return window;
    }

    public Window end(Window window) {
        var ended = new Window(
                window.trouble(),
                window.from(),
                System.nanoTime() + SLACK_NANOS,
                window.began(),
                Instant.now().plusNanos(SLACK_NANOS));
        all.set(all.indexOf(window), ended);
        return ended;
    }

    public List<Window> all() {
        return List.copyOf(all);
    }

    /** Whether any of it was in a time of trouble. */
    boolean touch(long from, long until) {
        return all.stream().anyMatch(window -> from <= window.until() && until >= window.from());
    }

    boolean touch(Instant moment) {
        return all.stream().anyMatch(window -> !moment.isBefore(window.began()) && !moment.isAfter(window.ended()));
    }
}
