package id.desaterlindungi.enrollment.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How far each stage has come, read from the database so that every replica tells the same. */
@ApplicationScoped
@Startup
class EventMetrics {
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private record Reading(long outboxRows, double outboxAge, long sequenced, long published) {}

    private final Jdbi jdbi;
    private @Nullable Reading reading;
    private long readAt;

    EventMetrics(Jdbi jdbi, MeterRegistry metrics) {
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
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Reading> value) {
        Gauge.builder(name, () -> value.applyAsDouble(read()))
                .description(description)
                .register(metrics);
    }

    /** One query serves all gauges of a scrape. */
    private synchronized Reading read() {
        var current = reading;
        if (current == null || System.nanoTime() - readAt > FRESH) {
            current = jdbi.withHandle(handle -> handle.createQuery("""
                            select count(*) as outbox_rows,
                                   coalesce(extract(epoch from now() - min(recorded_at)), 0) as outbox_age,
                                   (select position from event_cursor where stage = 'sequenced') as sequenced,
                                   (select position from event_cursor where stage = 'published') as published
                            from outbox
                            """)
                    .map((row, context) -> new Reading(
                            row.getLong("outbox_rows"),
                            row.getDouble("outbox_age"),
                            row.getLong("sequenced"),
                            row.getLong("published")))
                    .one());
            reading = current;
            readAt = System.nanoTime();
        }
        return current;
    }
}
