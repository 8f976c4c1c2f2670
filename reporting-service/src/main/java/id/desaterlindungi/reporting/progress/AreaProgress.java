package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.goal.Goal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One area's figures. Those that need a goal are absent where the area has none: how many were covered there before the
 * register existed is not known, so neither is how many are covered in all.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = """
        The figures of one area. `goal`, `covered`, `remaining`, `percentOfGoal` and `coverage` are there only for an area \
        that has a goal: elsewhere the people covered before the register existed are not known.""")
record AreaProgress(
        AreaName area,
        @Nullable GoalFigures goal,

        @Schema(description = "Covered in all: (baseline - carriedOver) + register.covered.", examples = "1102000")
        @Nullable
        Long covered,

        @Schema(description = "Workers short of the goal; 0 once it is reached.", examples = "383000") @Nullable
        Long remaining,

        @Schema(description = "covered / target, in percent, two decimals.", examples = "74.21") @Nullable
        BigDecimal percentOfGoal,

        @Nullable CoverageFigures coverage,
        RegisterFigures register) {

    @Schema(description = "An administrative area.")
    record AreaName(
            @Schema(examples = "16") String code,
            @Schema(examples = "Sumatera Selatan") String name) {}

    @Schema(description = "What was aimed at, as somebody stated it.")
    record GoalFigures(
            @Schema(description = "Workers to be covered.", examples = "1485000")
            long target,

            @Schema(description = "Workers covered before the register existed, as stated.", examples = "1100000")
            long baseline,

            LocalDate statedOn,
            LocalDate dueOn,

            @Schema(description = "The day has passed (in Asia/Jakarta) and the target is not reached.")
            boolean overdue,

            String source) {}

    @Schema(description = "Covered workers of all workers.")
    record CoverageFigures(
            @Schema(examples = "3002426") long workforce,

            @Schema(description = "The workforce follows from other figures; nobody stated it.")
            boolean derived,

            @Schema(description = "covered / workforce, in percent, two decimals.", examples = "36.70")
            BigDecimal percent) {}

    @Schema(description = "What the register alone holds.")
    record RegisterFigures(
            @Schema(description = "People with status ACTIVE or GRACE.", examples = "2000")
            long covered,

            @Schema(
                    description = "People who were covered before the register existed, whatever their status now: "
                            + "each left the baseline.",
                    examples = "0")
            long carriedOver,

            @Schema(description = "People by status; a status that nobody has is absent.")
            Map<Status, Long> byStatus) {

        static RegisterFigures of(Map<Status, Long> byStatus, long carriedOver) {
            long covered = byStatus.entrySet().stream()
                    .filter(entry -> entry.getKey().covered())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new RegisterFigures(covered, carriedOver, byStatus);
        }
    }

    /** @param today in Asia/Jakarta */
    static AreaProgress of(AreaName area, @Nullable Goal goal, RegisterFigures register, LocalDate today) {
        if (goal == null) {
            return new AreaProgress(area, null, null, null, null, null, register);
        }
        long covered = goal.baseline() - register.carriedOver() + register.covered();
        long remaining = Math.max(goal.target() - covered, 0);
        boolean overdue = remaining > 0 && today.isAfter(goal.dueOn());
        var figures =
                new GoalFigures(goal.target(), goal.baseline(), goal.statedOn(), goal.dueOn(), overdue, goal.source());
        Goal.Workforce workforce = goal.workforce();
        var coverage = workforce == null
                ? null
                : new CoverageFigures(workforce.people(), workforce.derived(), percent(covered, workforce.people()));
        return new AreaProgress(area, figures, covered, remaining, percent(covered, goal.target()), coverage, register);
    }

    private static BigDecimal percent(long part, long whole) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }
}
