package id.desaterlindungi.reporting.progress.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The moment of the figures, as metrics are told of it. */
class ProjectionMetricsTest {
    @Test
    void isReadOnceForAllMetricsOfAScrape() {
        var readings = new AtomicInteger();
        var registry = metrics(() -> {
            readings.incrementAndGet();
            return asOf(new BigDecimal("0.2")).with(Instant.ofEpochSecond(7), true, null);
        });

        assertThat(registry.get("reporting.projection.position").gauge().value())
                .isEqualTo(2_000);
        assertThat(registry.get("reporting.projection.lag.seconds").gauge().value())
                .isEqualTo(0.2, within(1e-9));
        assertThat(registry.get("reporting.reconciliation.matched").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("reporting.reconciliation.time.seconds").gauge().value())
                .isEqualTo(7);
        assertThat(readings).hasValue(1);
    }

    @Test
    void isUnknownInEveryMetricWhereItCannotBeRead() {
        var readings = new AtomicInteger();
        var registry = metrics(() -> {
            readings.incrementAndGet();
            throw new IllegalStateException("no database");
        });

        assertThat(registry.getMeters())
                .hasSize(6)
                .allSatisfy(meter -> assertThat(meter.measure()).allMatch(one -> Double.isNaN(one.getValue())));
        assertThat(readings).hasValue(1);
    }

    private static MeterRegistry metrics(Supplier<AsOf> reading) {
        var registry = new SimpleMeterRegistry();
        var _ = new ProjectionMetrics(reading, registry);
        return registry;
    }

    private static AsOf asOf(BigDecimal lagSeconds) {
        return new AsOf(2_000, null, lagSeconds, 0, null, null, null);
    }
}
