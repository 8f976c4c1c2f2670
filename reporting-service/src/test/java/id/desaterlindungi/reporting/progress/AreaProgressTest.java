package id.desaterlindungi.reporting.progress;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.goal.Goal;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.CoverageFigures;
import id.desaterlindungi.reporting.progress.AreaProgress.RegisterFigures;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The goal's arithmetic, on the figures of the source. */
class AreaProgressTest {
    private static final AreaName PROVINCE = new AreaName("16", "Sumatera Selatan");
    private static final LocalDate DUE = LocalDate.of(2025, 12, 31);
    private static final Goal GOAL = new Goal(
            1_485_000, 1_100_000, LocalDate.of(2024, 4, 29), DUE, new Goal.Workforce(3_002_426, true), "source");
    private static final Instant NOW = Instant.parse("2026-11-22T01:23:45Z");

    @Test
    void theSourcesOwnFiguresComeOut() {
        var progress = of(GOAL, Map.of(), 0, DUE);

        assertThat(progress.covered()).isEqualTo(1_100_000);
        assertThat(progress.remaining()).isEqualTo(385_000);
        assertThat(progress.coverage()).isEqualTo(new CoverageFigures(3_002_426, true, new BigDecimal("36.64")));
    }

    @Test
    void theFirstTwoThousandMoveIt() {
        var progress = of(GOAL, Map.of(Status.ACTIVE, 2_000L), 0, DUE);

        assertThat(progress.covered()).isEqualTo(1_102_000);
        assertThat(progress.remaining()).isEqualTo(383_000);
        assertThat(progress.percentOfGoal()).isEqualTo(new BigDecimal("74.21"));
        assertThat(progress.coverage()).isEqualTo(new CoverageFigures(3_002_426, true, new BigDecimal("36.70")));
    }

    @Test
    void carriedOverLeavesTheBaselineEvenWhenItLapses() {
        var progress = of(GOAL, Map.of(Status.ACTIVE, 3L, Status.LAPSED, 2L), 5, DUE);

        assertThat(progress.covered()).isEqualTo(1_100_000 - 5 + 3);
    }

    @Test
    void aGoalIsOverdueFromTheDayAfterUnlessItIsReached() {
        assertThat(overdue(of(GOAL, Map.of(), 0, DUE))).isFalse();
        assertThat(overdue(of(GOAL, Map.of(), 0, DUE.plusDays(1)))).isTrue();
        var reached = of(GOAL, Map.of(Status.GRACE, 400_000L), 0, DUE.plusDays(1));
        assertThat(overdue(reached)).isFalse();
        assertThat(reached.remaining()).isZero();
        assertThat(reached.percentOfGoal()).isEqualTo(new BigDecimal("101.01"));
    }

    @Test
    void withoutAGoalOrWorkforceNothingIsMadeUp() {
        var noGoal = of(null, Map.of(Status.ACTIVE, 7L), 0, DUE);
        var noWorkforce = of(new Goal(10, 0, DUE, DUE, null, "source"), Map.of(Status.ACTIVE, 7L), 0, DUE);

        assertThat(noGoal.goal()).isNull();
        assertThat(noGoal.covered()).isNull();
        assertThat(noGoal.register().covered()).isEqualTo(7);
        assertThat(noWorkforce.coverage()).isNull();
        assertThat(noWorkforce.covered()).isEqualTo(7);
    }

    @Test
    void whileCompleteTheLagIsWhatTheLastEventTook() {
        var asOf = AsOf.of(
                9, NOW.minusSeconds(3_600), NOW.minusSeconds(3_600).plusMillis(200), NOW.minusSeconds(1), NOW, 0);

        assertThat(asOf.lagSeconds()).isEqualTo(new BigDecimal("0.200"));
    }

    @Test
    void whatCameLateMakesCompleteFiguresNoLater() {
        var afterAnOutage = AsOf.of(9, NOW.minusSeconds(3_600), NOW.minusSeconds(3_000), NOW.minusMillis(400), NOW, 0);

        assertThat(afterAnOutage.lagSeconds()).isEqualTo(new BigDecimal("0.400"));
        assertThat(afterAnOutage.late()).isZero();
    }

    @Test
    void whileBehindOrOutOfReachTheLagGrows() {
        var outOfReach = AsOf.of(9, NOW.minusSeconds(3_600), NOW.minusSeconds(3_599), NOW.minusSeconds(60), NOW, 0);
        var catchingUp = AsOf.of(9, NOW.minusSeconds(30), NOW, NOW.minusSeconds(60), NOW, 0);
        var neverComplete = AsOf.of(9, NOW.minusSeconds(3_600), NOW, null, NOW, 0);

        assertThat(outOfReach.lagSeconds()).isEqualTo(new BigDecimal("60.000"));
        assertThat(catchingUp.lagSeconds()).isEqualTo(new BigDecimal("30.000"));
        assertThat(neverComplete.lagSeconds()).isEqualTo(new BigDecimal("3600.000"));
    }

    @Test
    void beforeTheFirstEventTheLagIsNoneOrUnknown() {
        assertThat(AsOf.of(0, null, null, NOW, NOW, 0).lagSeconds()).isEqualTo(new BigDecimal("0.000"));
        assertThat(AsOf.of(0, null, null, null, NOW, 0).lagSeconds()).isNull();
    }

    private static boolean overdue(AreaProgress progress) {
        return progress.goal() != null && progress.goal().overdue();
    }

    private static AreaProgress of(@Nullable Goal goal, Map<Status, Long> byStatus, long carriedOver, LocalDate today) {
        return AreaProgress.of(PROVINCE, goal, RegisterFigures.of(byStatus, carriedOver), today);
    }
}
