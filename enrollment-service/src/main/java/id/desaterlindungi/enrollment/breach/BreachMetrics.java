package id.desaterlindungi.enrollment.breach;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * How many breaches nobody has been told of in time. The number comes from the database, so that every replica shows the same; it is NaN
 * while that does not answer.
 */
@ApplicationScoped
@Startup
class BreachMetrics {
    private static final Logger LOG = Logger.getLogger(BreachMetrics.class);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final Jdbi jdbi;
    private final Clock clock;
    private double overdue = Double.NaN;
    private long readAt = System.nanoTime() - FRESH;

    BreachMetrics(Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        Gauge.builder("enrollment.breaches.overdue", this::read)
                .description("Breaches past the time within which those concerned and the authority are to be told")
                .register(metrics);
    }

    private synchronized double read() {
        if (System.nanoTime() - readAt >= FRESH) {
            try {
                overdue = jdbi.withHandle(handle -> handle.createQuery(
                                "select count(*) from breach b where due_at < :now and " + Breaches.UNTOLD)
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .mapTo(Long.class)
                        .one());
            } catch (RuntimeException e) {
                overdue = Double.NaN;
                LOG.debug("Breaches could not be counted", e);
            }
            readAt = System.nanoTime();
        }
        return overdue;
    }
}
