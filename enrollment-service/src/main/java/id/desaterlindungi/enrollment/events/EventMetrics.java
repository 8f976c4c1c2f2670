package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/**
 * How far each stage has come. The numbers come from the database, so that every replica shows the same; they are NaN while the
 * database does not answer.
 */
@ApplicationScoped
@Startup
class EventMetrics {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private record Reading(long outboxRows, double outboxAge, long sequenced, long published, double publisherAge) {}

    private final Jdbi jdbi;

    EventMetrics(@Workers Jdbi jdbi, MeterRegistry metrics) {
        this.jdbi = jdbi;
        var figures = new Figures<>(FRESH, this::query);
        Gauge.builder("enrollment.outbox.rows", figures.shown(Reading::outboxRows))
                .description("Changes without a position yet")
                .register(metrics);
        Gauge.builder("enrollment.outbox.age.seconds", figures.shown(Reading::outboxAge))
                .description("Age of the oldest of them")
                .register(metrics);
        Gauge.builder("enrollment.log.position", figures.shown(Reading::sequenced))
                .description("Position of the last event")
                .register(metrics);
        Gauge.builder("enrollment.published.position", figures.shown(Reading::published))
                .description("Position of the last event on the topic")
                .register(metrics);
        Gauge.builder("enrollment.publisher.lag", figures.shown(r -> r.sequenced() - r.published()))
                .description("Events in the log that are not on the topic yet")
                .register(metrics);
        Gauge.builder("enrollment.publisher.age.seconds", figures.shown(Reading::publisherAge))
                .description("Age of the oldest of them")
                .register(metrics);
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
