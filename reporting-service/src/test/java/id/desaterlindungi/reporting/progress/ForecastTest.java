package id.desaterlindungi.reporting.progress;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.goal.Goal;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.RegisterFigures;
import id.desaterlindungi.reporting.progress.Forecast.Outlook;
import id.desaterlindungi.reporting.progress.History.Flow;
import id.desaterlindungi.reporting.progress.History.Net;
import id.desaterlindungi.reporting.progress.HistoryReader.Happened;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from a row of days: the way here and the way on. */
class ForecastTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final AsOf AS_OF = new AsOf(2_000, null, null, 0, null, null, null);

    @Test
    void aSteadyPaceHasNoBand() {
        var forecast = forecast(area(1_000, 300, TODAY.plusDays(9)), days(28, 10, 10, 10, 10, 10, 10, 10));

        assertThat(forecast.outlook()).isEqualTo(Outlook.DATED);
        assertThat(forecast.reached())
                .isEqualTo(new Forecast.Reached(
                        TODAY.plusDays(70), TODAY.plusDays(70), TODAY.plusDays(70), 4, new BigDecimal("10.00")));
        assertThat(forecast.needed())
                .isEqualTo(new Forecast.Needed(TODAY.plusDays(9), false, 10L, new BigDecimal("70.00")));
        assertThat(forecast.paces())
                .containsExactly(
                        new Forecast.Pace(7, 7, 70, new BigDecimal("10.00")),
                        new Forecast.Pace(30, 28, 280, new BigDecimal("10.00")),
                        new Forecast.Pace(90, 28, 280, new BigDecimal("10.00")));
    }

    @Test
    void anUnsteadyPaceHasABandAroundTheDay() {
        var growth = new TreeMap<LocalDate, Long>();
        long[] weeks = {60, 80, 70, 70};
        for (var week = 0; week < 4; week++) {
            growth.put(TODAY.minusWeeks(week + 1), weeks[week]);
        }

        var reached =
                forecast(area(1_000, 300, TODAY), growth, TODAY.minusDays(28)).reached();

        // Mean 70 a week, standard deviation 8.165, t 1.638 with 3 degrees of freedom: 70 +- 6.69.
        assertThat(reached).isNotNull();
        assertThat(reached.on()).isEqualTo(TODAY.plusDays(70));
        assertThat(reached.earliest()).isEqualTo(TODAY.plusDays((long) Math.ceil(700 * 7 / 76.687)));
        assertThat(reached.latest()).isEqualTo(TODAY.plusDays((long) Math.ceil(700 * 7 / 63.313)));
    }

    @Test
    void whereTheLowerPaceLeadsNowhereThereIsNoLatestDay() {
        var reached = forecast(
                        area(1_000, 300, TODAY), new TreeMap<>(Map.of(TODAY.minusDays(1), 100L)), TODAY.minusDays(28))
                .reached();

        assertThat(reached).isNotNull();
        assertThat(reached.latest()).isNull();
        assertThat(reached.earliest()).isBefore(reached.on());
    }

    @Test
    void whatWasDatedBackToBeforeTheFirstDayIsNoPace() {
        var growth = days(10, 1);
        growth.put(TODAY.minusDays(80), 900L);

        var forecast = forecast(area(1_000, 300, TODAY), growth, TODAY.minusDays(10));

        assertThat(forecast.paces())
                .containsExactly(
                        new Forecast.Pace(7, 7, 7, new BigDecimal("1.00")),
                        new Forecast.Pace(30, 10, 10, new BigDecimal("1.00")),
                        new Forecast.Pace(90, 10, 10, new BigDecimal("1.00")));
        assertThat(forecast.outlook()).isEqualTo(Outlook.TOO_FEW_DAYS);
    }

    @Test
    void todayIsNotOverAndDoesNotCount() {
        var growth = days(14, 1);
        growth.put(TODAY, 1_000L);

        assertThat(forecast(area(1_000, 300, TODAY), growth).paces().getFirst().growth())
                .isEqualTo(7);
    }

    @Test
    void nothingIsForetoldFromLittleOrWithoutAGoalOrBeyondReach() {
        assertThat(outlook(area(1_000, 300, TODAY), days(13, 10))).isEqualTo(Outlook.TOO_FEW_DAYS);
        assertThat(outlook(area(1_000, 300, TODAY), days(14, 10))).isEqualTo(Outlook.DATED);
        assertThat(outlook(area(1_000, 300, TODAY), days(14, 0))).isEqualTo(Outlook.NOT_GROWING);
        assertThat(outlook(area(1_000, 300, TODAY), days(14, -1))).isEqualTo(Outlook.NOT_GROWING);
        assertThat(outlook(area(100_000_000, 300, TODAY), days(14, 1))).isEqualTo(Outlook.TOO_SLOW);
        assertThat(outlook(area(300, 300, TODAY.minusYears(1)), days(14, 1))).isEqualTo(Outlook.REACHED);
        assertThat(outlook(AreaProgress.of(new AreaName("16.01", "x"), null, register(5), TODAY), days(14, 1)))
                .isEqualTo(Outlook.NO_GOAL);
        var nothing = forecast(area(1_000, 300, TODAY.minusDays(1)), new TreeMap<>(), null);
        assertThat(nothing.outlook()).isEqualTo(Outlook.TOO_FEW_DAYS);
        assertThat(nothing.paces()).allMatch(pace -> pace.perDay() == null);
        assertThat(nothing.needed()).isEqualTo(new Forecast.Needed(TODAY.minusDays(1), true, null, null));
    }

    @Test
    void aHistoryEndsWhereTheHeadlineIsAndItsStepsAddUp() {
        var area = area(1_000, 100, TODAY);
        var since = List.of(
                happened("2026-09-30", FlowKind.ENROLLED, 40, 40, 1),
                happened("2026-10-01", FlowKind.ENROLLED, 30, 30, 0),
                happened("2026-11-21", FlowKind.ENDED, 5, -5, 0),
                happened("2026-11-22", FlowKind.ENROLLED, 3, 3, 0),
                happened("2026-12-01", FlowKind.ENROLLED, 2, 2, 2));

        var history = HistoryReader.of(area, LocalDate.parse("2026-09-15"), TODAY, Interval.MONTH, since, AS_OF);

        assertThat(history.later()).isEqualTo(new Net(2, 2));
        assertThat(history.steps()).hasSize(3);
        assertThat(history.steps())
                .extracting(History.Step::from)
                .extracting(LocalDate::toString)
                .containsExactly("2026-09-15", "2026-10-01", "2026-11-01");
        assertThat(history.steps())
                .extracting(History.Step::to)
                .extracting(LocalDate::toString)
                .containsExactly("2026-09-30", "2026-10-31", "2026-11-22");
        assertThat(history.steps()).extracting(History.Step::registerCovered).containsExactly(70L, 100L, 98L);
        assertThat(history.steps()).extracting(History.Step::covered).containsExactly(72L, 102L, 100L);
        assertThat(history.steps().getLast().flows())
                .containsOnly(Map.entry(FlowKind.ENROLLED, new Flow(3, 3)), Map.entry(FlowKind.ENDED, new Flow(5, -5)));
    }

    @Test
    void weeksBeginOnMondayAndDaysStandAlone() {
        var area = area(1_000, 100, TODAY);

        var weeks = HistoryReader.of(area, TODAY.minusDays(8), TODAY, Interval.WEEK, List.of(), AS_OF);
        var days = HistoryReader.of(area, TODAY.minusDays(8), TODAY, Interval.DAY, List.of(), AS_OF);

        assertThat(weeks.steps())
                .extracting(step -> step.from() + " " + step.to())
                .containsExactly("2026-11-14 2026-11-15", "2026-11-16 2026-11-22");
        assertThat(days.steps()).hasSize(9).allMatch(step -> step.from().equals(step.to()));
    }

    private static Happened happened(String day, FlowKind kind, long people, long covered, long carriedOver) {
        return new Happened(LocalDate.parse(day), kind, new Flow(people, covered), carriedOver);
    }

    private static Outlook outlook(AreaProgress area, NavigableMap<LocalDate, Long> growth) {
        return forecast(area, growth).outlook();
    }

    private static Forecast forecast(AreaProgress area, NavigableMap<LocalDate, Long> growth) {
        return forecast(area, growth, growth.firstKey());
    }

    private static Forecast forecast(
            AreaProgress area, NavigableMap<LocalDate, Long> growth, @Nullable LocalDate firstDay) {
        return Forecast.of(area, growth, firstDay, TODAY, AS_OF);
    }

    private static NavigableMap<LocalDate, Long> days(int number, long... pattern) {
        var days = new TreeMap<LocalDate, Long>();
        for (var i = 1; i <= number; i++) {
            days.put(TODAY.minusDays(i), pattern[i % pattern.length]);
        }
        return days;
    }

    /** A goal from a baseline of nobody. */
    private static AreaProgress area(long target, long covered, LocalDate dueOn) {
        var goal = new Goal(target, 0, LocalDate.of(2024, 4, 29), dueOn, null, "source");
        return AreaProgress.of(new AreaName("16", "Sumatera Selatan"), goal, register(covered), TODAY);
    }

    private static RegisterFigures register(long covered) {
        return RegisterFigures.of(new EnumMap<>(Map.of(Status.ACTIVE, covered)), 0);
    }
}
