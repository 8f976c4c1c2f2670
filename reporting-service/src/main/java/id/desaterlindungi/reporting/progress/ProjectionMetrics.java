package id.desaterlindungi.reporting.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Of what moment the figures are, as every replica reads it; each scrape asks the database. */
@Startup
@Singleton
class ProjectionMetrics {

    ProjectionMetrics(ProgressReport report, MeterRegistry registry) {
        gauge(
                registry,
                report,
                "reporting.projection.position",
                "Position of the last event in the figures",
                asOf -> asOf.position());
        gauge(
                registry,
                report,
                "reporting.projection.lag.seconds",
                "lagSeconds of every answer",
                asOf -> asOf.lagSeconds() == null
                        ? Double.NaN
                        : asOf.lagSeconds().doubleValue());
        gauge(
                registry,
                report,
                "reporting.parked.events",
                "Events missing from the figures until a rebuild",
                asOf -> asOf.parked());
        gauge(
                registry,
                report,
                "reporting.reconciliation.matched",
                "1: the same as the register's last census, 0: not; NaN until compared",
                asOf -> asOf.matched() == null ? Double.NaN : asOf.matched() ? 1 : 0);
        gauge(
                registry,
                report,
                "reporting.reconciliation.time.seconds",
                "Time of that census, in seconds of the epoch",
                asOf -> asOf.reconciledAt() == null
                        ? Double.NaN
                        : asOf.reconciledAt().getEpochSecond());
        gauge(
                registry,
                report,
                "reporting.feed.waiting",
                "1: a position is missing and the figures stay until it is fetched",
                asOf -> asOf.waitingFor() == null ? 0 : 1);
    }

    private static void gauge(
            MeterRegistry registry,
            ProgressReport report,
            String name,
            String description,
            ToDoubleFunction<AsOf> value) {
        Gauge.builder(name, report, read -> value.applyAsDouble(read.asOf()))
                .description(description)
                .register(registry);
    }
}
