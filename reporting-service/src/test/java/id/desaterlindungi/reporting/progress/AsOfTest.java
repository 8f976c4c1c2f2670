package id.desaterlindungi.reporting.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Mark;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The moment of the figures, as streams and metrics are told of it. */
class AsOfTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @CsvSource({",-1", "0,0", "0.2,0", "4.999,0", "5,1", "9.9,1", "10,2", "19.9,2", "20,3", "3600,10", "100000000,25"})
    void isLateByDoublings(@Nullable BigDecimal lagSeconds, int late) {
        assertThat(asOf(lagSeconds).late()).isEqualTo(late);
    }

    @Test
    void isAnotherMarkWhenItGrowsLateAndOnAnotherDay() {
        Mark mark = Mark.of(asOf(new BigDecimal("0.2")), TODAY, 0, 1);

        assertThat(Mark.of(asOf(new BigDecimal("0.3")), TODAY, 0, 1)).isEqualTo(mark);
        assertThat(Mark.of(asOf(new BigDecimal("7")), TODAY, 0, 1)).isNotEqualTo(mark);
        assertThat(Mark.of(asOf(null), TODAY, 0, 1)).isNotEqualTo(mark);
        assertThat(Mark.of(asOf(new BigDecimal("0.2")), TODAY.plusDays(1), 0, 1))
                .isNotEqualTo(mark)
                .matches(next -> !next.isBefore(mark));
    }

    @Test
    void isReadOnceForAllMetricsOfAScrape() {
        var readings = new AtomicInteger();
        MeterRegistry registry = metrics(() -> {
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
        MeterRegistry registry = metrics(() -> {
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

    private static AsOf asOf(@Nullable BigDecimal lagSeconds) {
        return new AsOf(2_000, null, lagSeconds, 0, null, null, null);
    }
}
