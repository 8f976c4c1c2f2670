package id.desaterlindungi.enrollment.breach;

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
 * How many breaches nobody has been told of in time. The number comes from the database, so that every replica shows the same; it is NaN
 * while that does not answer.
 */
@ApplicationScoped
@Startup
class BreachMetrics {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Clock clock;

    BreachMetrics(Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        Gauge.builder("enrollment.breaches.overdue", new Figures<>(FRESH, this::overdue).shown(overdue -> overdue))
                .description("Breaches past the time within which those concerned and the authority are to be told")
                .register(metrics);
    }

    private long overdue() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from breach b where due_at < :now and " + Breaches.UNTOLD)
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .mapTo(Long.class)
                        .one());
    }
}
