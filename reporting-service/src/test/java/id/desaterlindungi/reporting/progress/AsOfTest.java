package id.desaterlindungi.reporting.progress;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Mark;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The moment of the figures, as streams are told of it. */
class AsOfTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @CsvSource({",-1", "0,0", "0.2,0", "4.999,0", "5,1", "9.9,1", "10,2", "19.9,2", "20,3", "3600,10", "100000000,25"})
    void isLateByDoublings(@Nullable BigDecimal lagSeconds, int late) {
        assertThat(asOf(lagSeconds).late()).isEqualTo(late);
    }

    @Test
    void isAnotherMarkWhenItGrowsLateAndOnAnotherDay() {
        var mark = Mark.of(asOf(new BigDecimal("0.2")), TODAY, 0, 1);

        assertThat(Mark.of(asOf(new BigDecimal("0.3")), TODAY, 0, 1)).isEqualTo(mark);
        assertThat(Mark.of(asOf(new BigDecimal("7")), TODAY, 0, 1)).isNotEqualTo(mark);
        assertThat(Mark.of(asOf(null), TODAY, 0, 1)).isNotEqualTo(mark);
        assertThat(Mark.of(asOf(new BigDecimal("0.2")), TODAY.plusDays(1), 0, 1))
                .isNotEqualTo(mark)
                .matches(next -> !next.isBefore(mark));
    }

    private static AsOf asOf(@Nullable BigDecimal lagSeconds) {
        return new AsOf(2_000, null, lagSeconds, 0, null, null, null);
    }
}
