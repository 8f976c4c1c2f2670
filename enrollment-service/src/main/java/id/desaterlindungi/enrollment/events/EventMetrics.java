package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.Workers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * How far each stage has come. The numbers come from the database, so that every replica shows the same; they are NaN while the
 * database does not answer.
 */
@ApplicationScoped
@Startup
class EventMetrics {
    private static final Logger LOG = Logger.getLogger(EventMetrics.class);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private record Reading(long outboxRows, double outboxAge, long sequenced, long published, double publisherAge) {}

    private final Jdbi jdbi;
    private @Nullable Reading reading;
    private long readAt = System.nanoTime() - FRESH;

    EventMetrics(@Workers Jdbi jdbi, MeterRegistry metrics) {
        this.jdbi = jdbi;
        gauge(metrics, "enrollment.outbox.rows", "Changes without a position yet", Reading::outboxRows);
        gauge(metrics, "enrollment.outbox.age.seconds", "Age of the oldest of them", Reading::outboxAge);
        gauge(metrics, "enrollment.log.position", "Position of the last event", Reading::sequenced);
        gauge(metrics, "enrollment.published.position", "Position of the last event on the topic", Reading::published);
        gauge(
                metrics,
                "enrollment.publisher.lag",
                "Events in the log that are not on the topic yet",
                r -> r.sequenced() - r.published());
        gauge(metrics, "enrollment.publisher.age.seconds", "Age of the oldest of them", Reading::publisherAge);
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Reading> value) {
        Gauge.builder(name, () -> {
                    var read = read();
                    return read == null ? Double.NaN : value.applyAsDouble(read);
                })
                .description(description)
                .register(metrics);
    }

    /** One query serves all gauges of a scrape. So does one that fails: otherwise a scrape would wait six times for a lost database. */
    private synchronized @Nullable Reading read() {
        if (System.nanoTime() - readAt >= FRESH) {
            try {
                reading = query();
            } catch (RuntimeException e) {
                reading = null;
                LOG.debug("The stages' progress could not be read", e);
            }
            readAt = System.nanoTime();
        }
        return reading;
    }

    private Reading query() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with stage as (
                            select max(position) filter (where stage = 'sequenced') as sequenced,
                                   max(position) filter (where stage = 'published') as published
                            from event_cursor
                        )
                        select (select count(*) from outbox) as outbox_rows,
                               (select coalesce(extract(epoch from now() - min(recorded_at)), 0) from outbox) as outbox_age,
                               sequenced,
                               published,
                               coalesce(extract(epoch from now() - (
                                   select recorded_at from event_log where position = published + 1)), 0) as publisher_age
                        from stage
                        """)
                .map((row, _) -> new Reading(
                        row.getLong("outbox_rows"),
                        row.getDouble("outbox_age"),
                        row.getLong("sequenced"),
                        row.getLong("published"),
                        row.getDouble("publisher_age")))
                .one());
    }
}
