package id.desaterlindungi.enrollment.keys;

import id.desaterlindungi.enrollment.background.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** How long indexes are being made anew in the same phase. Every replica shows the same; it is NaN while the database does not answer. */
@ApplicationScoped
@Startup
class ReindexingMetrics {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Jdbi jdbi;

    ReindexingMetrics(Jdbi jdbi, MeterRegistry metrics) {
        this.jdbi = jdbi;
        Gauge.builder(
                        "enrollment.reindexing.phase.seconds",
                        new Figures<>(FRESH, this::seconds).shown(seconds -> seconds))
                .description("Since when indexes are made anew in the same phase; 0 where they are not")
                .register(metrics);
    }

    private double seconds() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select greatest(0, extract(epoch from clock_timestamp() - min(phase_began_at))) from reindexing where finished_at is null
                        """).mapTo(Double.class).one());
    }
}
