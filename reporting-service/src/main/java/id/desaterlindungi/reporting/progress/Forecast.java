package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Table.Code;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.GoalFigures;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When an area reaches its goal if it goes on at its recent pace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        description =
                "How fast an area has grown, how fast it would have to grow, and when it reaches its goal at the recent pace.")
public record Forecast(
        @Schema(required = true) AreaName area,

        @Nullable GoalFigures goal,

        @Schema(description = "Covered in all.", examples = "1102000") @Nullable
        Long covered,

        @Schema(description = "Workers short of the goal.", examples = "383000") @Nullable
        Long remaining,

        @Schema(required = true, description = "The last 7, 30 and 90 whole days, until yesterday.")
        List<Pace> paces,

        @Schema(description = "Absent without a goal, and once the goal is reached.") @Nullable
        Needed needed,

        @Schema(required = true, description = """
                `DATED`: `reached` tells the day. `NO_GOAL`: nobody has stated a goal for this area. `REACHED`: the goal is. \
                `TOO_FEW_DAYS`: fewer than 14 days are known, from which nothing is foretold. `NOT_GROWING`: the pace of late does \
                not lead to the goal. `TOO_SLOW`: not within a hundred years.""") Outlook outlook,

        @Nullable Reached reached,

        @Schema(required = true) Method method,

        @Schema(required = true) AsOf asOf)
        implements Dated<Forecast>, Tabular {

    private static final List<Integer> WINDOWS = List.of(7, 30, 90);
    private static final int FEWEST_DAYS = 14;
    private static final int MOST_WEEKS = 12;
    private static final long CENTURY = 36_500;

    /** Student's t, 90 % one-sided (so 80 % between both sides), for 1 to 11 degrees of freedom. */
    private static final double[] STUDENT_T = {
        3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363
    };

    private static final Method METHOD = new Method(
            "Net growth by whole weeks until yesterday, at most the last 12. Their mean is the pace, continued in a straight line"
                    + " from today. The band takes the 80 % confidence interval of that mean (Student's t) in its place; it knows"
                    + " nothing of budgets, seasons or campaigns to come.",
            "Student (1908): The probable error of a mean. Biometrika 6 (1), 1-25");

    @Schema(name = "ForecastOutlook")
    public enum Outlook {
        DATED,
        NO_GOAL,
        REACHED,
        TOO_FEW_DAYS,
        NOT_GROWING,
        TOO_SLOW
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ForecastPace")
    public record Pace(
            @Schema(required = true, examples = "30") int days,

            @Schema(
                    required = true,
                    description =
                            "How many of these days are known: since the first event of the register and the first day of the area.",
                    examples = "30")
            long daysKnown,

            @Schema(
                    required = true,
                    description = "Net growth of the covered on the known days, without people carried over.",
                    examples = "2000")
            long growth,

            @Schema(description = "growth / daysKnown, two decimals; absent if no day is known.", examples = "66.67")
            @Nullable
            BigDecimal perDay) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ForecastNeeded")
    public record Needed(
            @Schema(required = true) LocalDate dueOn,

            @Schema(required = true, description = "The day has passed, and the goal is not reached.")
            boolean overdue,

            @Schema(description = "Days left, including today; absent once the day has passed.") @Nullable
            Long daysLeft,

            @Schema(description = "remaining / daysLeft, two decimals.", examples = "911.90") @Nullable
            BigDecimal perDay) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ForecastReached", description = "The day on which the goal is reached.")
    public record Reached(
            @Schema(required = true, description = "At the mean pace.")
            LocalDate on,

            @Schema(required = true, description = "At the upper end of the band.")
            LocalDate earliest,

            @Schema(
                    description =
                            "At the lower end of the band; absent if the goal is not reached so within a hundred years.")
            @Nullable
            LocalDate latest,

            @Schema(
                    required = true,
                    description = "Number of whole weeks from which the pace was calculated.",
                    examples = "4")
            int weeks,

            @Schema(required = true, description = "The mean pace, two decimals.", examples = "66.67")
            BigDecimal perDay) {}

    @Schema(name = "ForecastMethod", description = "The method by which the day was calculated.")
    public record Method(
            @Schema(required = true) String text,
            @Schema(required = true) String source) {}

    /**
     * @param growth net growth by day, at least of the 90 days before today
     * @param firstDay the first day whose growth is known; null if none is
     */
    static Forecast of(
            AreaProgress area,
            NavigableMap<LocalDate, Long> growth,
            @Nullable LocalDate firstDay,
            LocalDate today,
            AsOf asOf) {
        var known = firstDay == null ? 0 : Math.max(ChronoUnit.DAYS.between(firstDay, today), 0);
        var paces = WINDOWS.stream()
                .map(days -> pace(days, Math.min(days, known), growth, today))
                .toList();
        var remaining = area.remaining();
        var goal = area.goal();
        Needed needed = goal == null || remaining == null || remaining == 0 ? null : needed(goal, remaining, today);
        var ending = ending(remaining, known, growth, today);
        return new Forecast(
                area.area(),
                goal,
                area.covered(),
                remaining,
                paces,
                needed,
                ending.outlook(),
                ending.reached(),
                METHOD,
                asOf);
    }

    /** Growth that was dated back to days before the known ones does not count toward the pace. */
    private static Pace pace(int days, long known, NavigableMap<LocalDate, Long> growth, LocalDate today) {
        var grown = sum(growth, today.minusDays(known), today);
        return new Pace(days, known, grown, known == 0 ? null : ratio(grown, known));
    }

    private static Needed needed(GoalFigures goal, long remaining, LocalDate today) {
        if (today.isAfter(goal.dueOn())) {
            return new Needed(goal.dueOn(), true, null, null);
        }
        var left = ChronoUnit.DAYS.between(today, goal.dueOn()) + 1;
        return new Needed(goal.dueOn(), false, left, ratio(remaining, left));
    }

    private record Ending(Outlook outlook, @Nullable Reached reached) {}

    private static Ending ending(
            @Nullable Long remaining, long known, NavigableMap<LocalDate, Long> growth, LocalDate today) {
        if (remaining == null) {
            return new Ending(Outlook.NO_GOAL, null);
        }
        if (remaining == 0) {
            return new Ending(Outlook.REACHED, null);
        }
        if (known < FEWEST_DAYS) {
            return new Ending(Outlook.TOO_FEW_DAYS, null);
        }
        var weeks = (int) Math.min(known / 7, MOST_WEEKS);
        var weekly = new double[weeks];
        for (var week = 0; week < weeks; week++) {
            weekly[week] = sum(growth, today.minusWeeks(week + 1L), today.minusWeeks(week));
        }
        double mean = 0;
        for (var one : weekly) {
            mean += one / weeks;
        }
        double squares = 0;
        for (var one : weekly) {
            squares += (one - mean) * (one - mean);
        }
        var margin = STUDENT_T[weeks - 2] * Math.sqrt(squares / (weeks - 1) / weeks);
        if (mean <= 0) {
            return new Ending(Outlook.NOT_GROWING, null);
        }
        var on = after(remaining, mean, today);
        var earliest = after(remaining, mean + margin, today);
        if (on == null || earliest == null) {
            return new Ending(Outlook.TOO_SLOW, null);
        }
        var perDay = BigDecimal.valueOf(mean / 7).setScale(2, RoundingMode.HALF_UP);
        return new Ending(
                Outlook.DATED, new Reached(on, earliest, after(remaining, mean - margin, today), weeks, perDay));
    }

    private static @Nullable LocalDate after(long remaining, double weekly, LocalDate today) {
        var days = weekly <= 0 ? CENTURY + 1 : Math.ceil(remaining * 7 / weekly);
        return days > CENTURY ? null : today.plusDays((long) days);
    }

    /** Days from the first, inclusive, to the second, exclusive. */
    private static long sum(NavigableMap<LocalDate, Long> growth, LocalDate from, LocalDate before) {
        return growth.subMap(from, true, before, false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static BigDecimal ratio(long part, long whole) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    @Override
    public Forecast with(AsOf confirmed) {
        return new Forecast(area, goal, covered, remaining, paces, needed, outlook, reached, method, confirmed);
    }

    @Override
    public Table table() {
        var table = Table.of(
                "progress-forecast",
                "code",
                "name",
                "covered",
                "remaining",
                "perDay7",
                "perDay30",
                "perDay90",
                "dueOn",
                "overdue",
                "neededPerDay",
                "outlook",
                "reachedOn",
                "earliest",
                "latest",
                "position",
                "at");
        return table.row(
                new Code(area.code()),
                area.name(),
                covered,
                remaining,
                paces.get(0).perDay(),
                paces.get(1).perDay(),
                paces.get(2).perDay(),
                needed == null ? null : needed.dueOn(),
                needed == null ? null : needed.overdue(),
                needed == null ? null : needed.perDay(),
                outlook,
                reached == null ? null : reached.on(),
                reached == null ? null : reached.earliest(),
                reached == null ? null : reached.latest(),
                asOf.position(),
                asOf.at());
    }
}
