package id.desaterlindungi.reporting.progress.snapshot;

import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The moment of the figures, as metrics of every replica. Each scrape asks the database once. A gauge is NaN if the database does
 * not answer or the value was never known, so that no alert rule takes it for a good value.
 */
@Startup
@ApplicationScoped
class ProjectionMetrics {
    private static final Logger LOG = Logger.getLogger(ProjectionMetrics.class);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final Supplier<AsOf> moment;
    private @Nullable AsOf reading;
    private long readAt = System.nanoTime() - FRESH;

    @Inject
    ProjectionMetrics(Snapshots snapshots, MeterRegistry registry) {
        this(() -> snapshots.read(Snapshot::asOf), registry);
    }

    /** @param moment reads the moment of the figures; may throw */
    ProjectionMetrics(Supplier<AsOf> moment, MeterRegistry registry) {
        this.moment = moment;
        gauge(registry, "reporting.projection.position", "Position of the last event in the figures", AsOf::position);
        gauge(
                registry,
                "reporting.projection.lag.seconds",
                "lagSeconds of every answer; NaN when that was never known",
                asOf -> asOf.lagSeconds() == null
                        ? Double.NaN
                        : asOf.lagSeconds().doubleValue());
        gauge(registry, "reporting.parked.events", "Events missing from the figures until a rebuild", AsOf::parked);
        gauge(
                registry,
                "reporting.reconciliation.matched",
                "1: the same as the register's last census, 0: not; NaN until compared",
                asOf -> asOf.matched() == null ? Double.NaN : asOf.matched() ? 1 : 0);
        gauge(
                registry,
                "reporting.reconciliation.time.seconds",
                "Time of that census, in seconds of the epoch; NaN until compared",
                asOf -> asOf.reconciledAt() == null
                        ? Double.NaN
                        : asOf.reconciledAt().getEpochSecond());
        gauge(
                registry,
                "reporting.feed.waiting",
                "1: a position is missing and the figures stay until it is fetched",
                asOf -> asOf.waitingFor() == null ? 0 : 1);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<AsOf> value) {
        Gauge.builder(name, () -> {
                    var read = read();
                    return read == null ? Double.NaN : value.applyAsDouble(read);
                })
                .description(description)
                .register(registry);
    }

    /** One reading serves all gauges of a scrape, also one that failed: else a scrape would wait six times for a lost database. */
    private synchronized @Nullable AsOf read() {
        if (System.nanoTime() - readAt >= FRESH) {
            try {
                reading = moment.get();
            } catch (RuntimeException e) {
                reading = null;
                LOG.debug("The moment of the figures could not be read", e);
            }
            readAt = System.nanoTime();
        }
        return reading;
    }
}
