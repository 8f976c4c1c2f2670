package id.desaterlindungi.reporting.goal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An area's goal as the API answers it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "GoalInForce")
record GoalView(
        @Schema(required = true) GoalArea area,

        @Schema(required = true, description = "1 for the area's first goal; also the ETag", examples = "1")
        int version,

        @Schema(required = true, description = "Workers to be covered", examples = "1485000")
        long target,

        @Schema(required = true, description = "Workers covered before the register existed", examples = "1100000")
        long baseline,

        @Schema(required = true) LocalDate statedOn,
        @Schema(required = true) LocalDate dueOn,
        @Nullable GoalWorkforce workforce,

        @Schema(required = true, description = "Who stated it where")
        String source,

        @Schema(required = true) Instant recordedAt,

        @Schema(description = "Subject of the token that recorded it; shown only to offices") @Nullable
        String recordedBy,

        @Schema(description = "The goals of the areas one level below; absent if none of them has one") @Nullable
        Sum parts,

        @Schema(description = "The area one level above and its parts, this one among them; absent if it has no goal")
        @Nullable
        Sum partOf) {

    @Schema(name = "GoalArea")
    record GoalArea(
            @Schema(required = true, examples = "16") String code,

            @Schema(required = true, examples = "Sumatera Selatan")
            String name) {}

    @Schema(name = "GoalWorkforce")
    record GoalWorkforce(
            @Schema(required = true, examples = "3002426") long people,

            @Schema(required = true, description = "The number was derived from other figures; nobody stated it")
            boolean derived) {

        static @Nullable GoalWorkforce of(Goal.@Nullable Workforce workforce) {
            return workforce == null ? null : new GoalWorkforce(workforce.people(), workforce.derived());
        }
    }

    /** Whether the targets of an area's parts add up to its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GoalSum", description = "Whether the targets of an area's parts make up its own.")
    record Sum(
            @Schema(required = true, description = "Code of the area", examples = "16")
            String areaCode,

            @Schema(required = true, examples = "1485000") long target,

            @Schema(required = true, description = "Areas one level below it", examples = "17")
            int parts,

            @Schema(required = true, description = "Those of them that have a goal", examples = "17")
            int partsWithGoal,

            @Schema(required = true, description = "Sum of their targets", examples = "1484000")
            long partsTarget,

            @Schema(
                    required = true,
                    description = "partsTarget - target. Below 0 the parts aim too low, above 0 too high",
                    examples = "-1000")
            long difference,

            @Schema(
                    description =
                            "False if the sum cannot become right: every part has a goal and the sum differs, or some parts "
                                    + "alone exceed it. Absent while parts without a goal could make up the difference.",
                    examples = "false")
            @Nullable
            Boolean addsUp) {

        static Sum of(String areaCode, long target, int parts, int partsWithGoal, long partsTarget) {
            Boolean addsUp = parts == partsWithGoal
                    ? Boolean.valueOf(partsTarget == target)
                    : partsTarget > target ? Boolean.FALSE : null;
            return new Sum(areaCode, target, parts, partsWithGoal, partsTarget, partsTarget - target, addsUp);
        }
    }

    /** The goal without its recorder, for callers who may not learn who recorded it. */
    GoalView withoutRecorder() {
        return new GoalView(
                area, version, target, baseline, statedOn, dueOn, workforce, source, recordedAt, null, parts, partOf);
    }

    /** Whether a new statement says the same as this goal. */
    boolean says(Goal other) {
        return target == other.target()
                && baseline == other.baseline()
                && statedOn.equals(other.statedOn())
                && dueOn.equals(other.dueOn())
                && Objects.equals(workforce, GoalWorkforce.of(other.workforce()))
                && source.equals(other.source());
    }
}
