package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/**
 * How many requests of people are open, and how many of them past their time. The numbers come from the database, so that every replica
 * shows the same; they are NaN while it does not answer.
 */
@ApplicationScoped
@Startup
class PrivacyMetrics {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private record Reading(long open, long overdue) {}

    private final Jdbi jdbi;
    private final Clock clock;

    PrivacyMetrics(@Workers Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        var figures = new Figures<>(FRESH, this::query);
        Gauge.builder("enrollment.requests.of.people.open", figures.shown(Reading::open))
                .description("Requests of people that are open")
                .register(metrics);
        Gauge.builder("enrollment.requests.of.people.overdue", figures.shown(Reading::overdue))
                .description("Those of them past their time")
                .register(metrics);
    }

    private Reading query() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) as open, count(*) filter (where due_at < :now) as overdue
                        from data_subject_request where state = 'OPEN'
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .map((row, _) -> new Reading(row.getLong("open"), row.getLong("overdue")))
                .one());
    }
}
