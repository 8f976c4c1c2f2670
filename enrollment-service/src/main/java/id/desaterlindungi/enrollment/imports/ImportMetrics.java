package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Workers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** What became of imports. The numbers come from the database, so that every replica shows the same. */
@ApplicationScoped
@Startup
class ImportMetrics {
    ImportMetrics(@Workers Jdbi jdbi, ImportClearing clearing, MeterRegistry metrics) {
        Gauge.builder("enrollment.imports.given.up", () -> givenUp(jdbi))
                .description("Imports of the last day whose work failed until it was tried no more")
                .register(metrics);
        Gauge.builder("enrollment.imports.overdue", clearing, ImportClearing::overdue)
                .description("Imports whose rows should have been deleted an hour ago, and are not")
                .register(metrics);
    }

    /** Counted for a day, so that somebody sees it even if the import was dropped at once and the list sent again. */
    private static long givenUp(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select count(*) from import where failed_at > clock_timestamp() - interval '1 day'
                        """).mapTo(Long.class).one());
    }

    static Counter rows(MeterRegistry metrics, String what, String description) {
        return Counter.builder("enrollment.import.rows")
                .tag("outcome", what)
                .description(description)
                .register(metrics);
    }
}
