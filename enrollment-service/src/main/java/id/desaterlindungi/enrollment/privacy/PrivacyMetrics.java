package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.Workers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of people are open, and how many of them past their time. The numbers come from the database, so that every replica
 * shows the same; they are NaN while it does not answer.
 */
@ApplicationScoped
@Startup
class PrivacyMetrics {
    private static final Logger LOG = Logger.getLogger(PrivacyMetrics.class);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private record Reading(long open, long overdue) {}

    private final Jdbi jdbi;
    private final Clock clock;
    private @Nullable Reading reading;
    private long readAt = System.nanoTime() - FRESH;

    PrivacyMetrics(@Workers Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        gauge(metrics, "enrollment.requests.of.people.open", "Requests of people that are open", Reading::open);
        gauge(metrics, "enrollment.requests.of.people.overdue", "Those of them past their time", Reading::overdue);
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToLongFunction<Reading> value) {
        Gauge.builder(name, () -> {
                    var read = read();
                    return read == null ? Double.NaN : value.applyAsLong(read);
                })
                .description(description)
                .register(metrics);
    }

    private synchronized @Nullable Reading read() {
        if (System.nanoTime() - readAt >= FRESH) {
            try {
                reading = query();
            } catch (RuntimeException e) {
                reading = null;
                LOG.debug("Requests of people could not be counted", e);
            }
            readAt = System.nanoTime();
        }
        return reading;
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
