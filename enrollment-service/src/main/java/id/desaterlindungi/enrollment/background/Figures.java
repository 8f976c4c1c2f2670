package id.desaterlindungi.enrollment.background;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What gauges show of the database, so that every replica shows the same. It is read when somebody asks, once for all gauges of a scrape,
 * and NaN while the database does not answer. One that fails serves all of them too: otherwise a scrape would wait for a lost database as
 * often as there are gauges.
 */
public final class Figures<T> {
    private static final Logger LOG = Logger.getLogger(Figures.class);

    private final long fresh;
    private final Supplier<T> query;
    private @Nullable T read;
    private long readAt;

    /** @param fresh for how long what was read is shown */
    public Figures(Duration fresh, Supplier<T> query) {
        this.fresh = fresh.toNanos();
        this.query = query;
        readAt = System.nanoTime() - this.fresh;
    }

    /** For a gauge. */
    public Supplier<Number> shown(ToDoubleFunction<T> figure) {
        return () -> {
            var all = read();
            return all == null ? Double.NaN : figure.applyAsDouble(all);
        };
    }

    private synchronized @Nullable T read() {
        if (System.nanoTime() - readAt >= fresh) {
            try {
                read = query.get();
            } catch (RuntimeException e) {
                read = null;
                LOG.debug("Figures could not be read", e);
            }
            readAt = System.nanoTime();
        }
        return read;
    }
}
