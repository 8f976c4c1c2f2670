package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.goal.Goal;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Table.Code;
import id.desaterlindungi.reporting.progress.disclosure.PublicFigures;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One area's figures. Figures that need a goal are absent if the area has none: nobody knows how many people were covered there
 * before the register existed, so nobody knows how many are covered in all.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = """
        The figures of one area. `goal`, `covered`, `remaining`, `percentOfGoal` and `coverage` are there only for an area \
        that has a goal: elsewhere the people covered before the register existed are not known.""")
public record AreaProgress(
        @Schema(required = true) AreaName area,
        @Nullable GoalFigures goal,

        @Schema(description = "Covered in all: (baseline - carriedOver) + register.covered.", examples = "1102000")
        @Nullable
        Long covered,

        @Schema(description = "Workers short of the goal; 0 once it is reached.", examples = "383000") @Nullable
        Long remaining,

        @Schema(description = "covered / target, in percent, two decimals.", examples = "74.21") @Nullable
        BigDecimal percentOfGoal,

        @Nullable CoverageFigures coverage,
        @Schema(required = true) RegisterFigures register,

        @Schema(
                description =
                        "Growth of the covered in the last 30 days, without people carried over. Only in a list sorted by "
                                + "it.",
                examples = "212")
        @Nullable
        Long growth,

        @Nullable VillageFigures village,

        @Schema(description = """
                Only in figures for the public: true where fewer than 5 people are covered here, or in an area beside or above \
                it from which the number could be worked out.""") @Nullable Boolean withheld) {

    @Schema(description = "An administrative area.")
    public record AreaName(
            @Schema(required = true, examples = "16") String code,

            @Schema(required = true, examples = "Sumatera Selatan")
            String name) {}

    @Schema(description = "The goal as it was stated.")
    public record GoalFigures(
            @Schema(required = true, description = "Workers to be covered.", examples = "1485000")
            long target,

            @Schema(
                    required = true,
                    description = "Workers covered before the register existed, as stated.",
                    examples = "1100000")
            long baseline,

            @Schema(required = true) LocalDate statedOn,
            @Schema(required = true) LocalDate dueOn,

            @Schema(
                    required = true,
                    description = "The day has passed (in Asia/Jakarta) and the target is not reached.")
            boolean overdue,

            @Schema(required = true) String source) {}

    @Schema(description = "Covered workers of all workers.")
    public record CoverageFigures(
            @Schema(required = true, examples = "3002426") long workforce,

            @Schema(required = true, description = "The workforce was derived from other figures; nobody stated it.")
            boolean derived,

            @Schema(required = true, description = "covered / workforce, in percent, two decimals.", examples = "36.70")
            BigDecimal percent) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "The figures of the register alone.")
    public record RegisterFigures(
            @Schema(
                    description =
                            "People with status ACTIVE or GRACE. Absent only where it is withheld from the public.",
                    examples = "2000")
            @Nullable
            Long covered,

            @Schema(
                    description = "People who were covered before the register existed, whatever their status now: "
                            + "each left the baseline. Not in figures for the public.",
                    examples = "0")
            @Nullable
            Long carriedOver,

            @Schema(
                    description =
                            "People by status; a status that nobody has is absent. Not in figures for the public.")
            @Nullable
            Map<Status, Long> byStatus) {

        static RegisterFigures of(Map<Status, Long> byStatus, long carriedOver) {
            var covered = byStatus.entrySet().stream()
                    .filter(entry -> entry.getKey().covered())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new RegisterFigures(covered, carriedOver, byStatus);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "What is known of a village; only what events have said.")
    public record VillageFigures(
            @Schema(description = "Workers living there, an estimate.", examples = "1240") @Nullable
            Long workers,

            @Schema(description = "Day of the event that brought the estimate.") @Nullable
            LocalDate workersOn,

            @Schema(required = true, description = "Whether the register knows the village's head.")
            boolean headPresent,

            @Schema(required = true, description = "Desa Sadar Jaminan Sosial Ketenagakerjaan.")
            boolean sadar,

            @Schema(description = "The first day on which the village no longer exists.") @Nullable
            LocalDate closedOn) {}

    /** @param today in Asia/Jakarta */
    static AreaProgress of(AreaName area, @Nullable Goal goal, RegisterFigures register, LocalDate today) {
        if (goal == null || register.covered() == null || register.carriedOver() == null) {
            return new AreaProgress(area, null, null, null, null, null, register, null, null, null);
        }
        var covered = goal.baseline() - register.carriedOver() + register.covered();
        var remaining = Math.max(goal.target() - covered, 0);
        var overdue = remaining > 0 && today.isAfter(goal.dueOn());
        var figures =
                new GoalFigures(goal.target(), goal.baseline(), goal.statedOn(), goal.dueOn(), overdue, goal.source());
        var workforce = goal.workforce();
        var coverage = workforce == null
                ? null
                : new CoverageFigures(workforce.people(), workforce.derived(), percent(covered, workforce.people()));
        return new AreaProgress(
                area,
                figures,
                covered,
                remaining,
                percent(covered, goal.target()),
                coverage,
                register,
                null,
                null,
                null);
    }

    AreaProgress with(@Nullable Long more, @Nullable VillageFigures facts) {
        return new AreaProgress(
                area, goal, covered, remaining, percentOfGoal, coverage, register, more, facts, withheld);
    }

    /**
     * The figures that the public may know. Figures toward a goal are shown for the province alone: from those of a regency one could
     * work out how many people were carried over there.
     */
    AreaProgress forPublic(PublicFigures figures) {
        if (!figures.tells(area.code())) {
            var nothing = new RegisterFigures(null, null, null);
            return new AreaProgress(area, null, null, null, null, null, nothing, null, null, true);
        }
        var told = new RegisterFigures(register.covered(), null, null);
        var goalTold = area.code().indexOf('.') < 0
                && register.carriedOver() != null
                && !PublicFigures.few(register.carriedOver());
        return goalTold
                ? new AreaProgress(area, goal, covered, remaining, percentOfGoal, coverage, told, null, null, false)
                : new AreaProgress(area, null, null, null, null, null, told, null, null, false);
    }

    private static final String[] HEADER = {
        "code", "name", "registerCovered", "registerCarriedOver", "registered", "active", "grace", "lapsed", "ended",
                "covered",
        "target", "remaining", "percentOfGoal", "growth", "workers", "headPresent", "sadar", "withheld", "position",
                "at"
    };

    static Table table(String name, List<AreaProgress> areas, AsOf asOf) {
        var table = Table.of(name, HEADER);
        for (var one : areas) {
            table.row(
                    new Code(one.area.code()),
                    one.area.name(),
                    one.register.covered(),
                    one.register.carriedOver(),
                    one.people(Status.REGISTERED),
                    one.people(Status.ACTIVE),
                    one.people(Status.GRACE),
                    one.people(Status.LAPSED),
                    one.people(Status.ENDED),
                    one.covered,
                    one.goal == null ? null : one.goal.target(),
                    one.remaining,
                    one.percentOfGoal,
                    one.growth,
                    one.village == null ? null : one.village.workers(),
                    one.village == null ? null : one.village.headPresent(),
                    one.village == null ? null : one.village.sadar(),
                    one.withheld,
                    asOf.position(),
                    asOf.at());
        }
        return table;
    }

    private @Nullable Long people(Status status) {
        return register.byStatus() == null ? null : register.byStatus().getOrDefault(status, 0L);
    }

    static BigDecimal percent(long part, long whole) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }
}
