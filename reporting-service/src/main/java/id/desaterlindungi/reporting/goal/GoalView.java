package id.desaterlindungi.reporting.goal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An area's goal as it is told. */
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

        @Schema(description = "Subject of the token that it was recorded with; told to offices alone") @Nullable
        String recordedBy,

        @Schema(description = "The goals of the areas right below; absent where none of them has one") @Nullable
        Sum parts,

        @Schema(description = "The area right above and its parts, this one among them; absent where it has no goal")
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

            @Schema(required = true, description = "The number follows from other figures; nobody stated it")
            boolean derived) {

        static @Nullable GoalWorkforce of(Goal.@Nullable Workforce workforce) {
            return workforce == null ? null : new GoalWorkforce(workforce.people(), workforce.derived());
        }
    }

    /** Whether the targets of an area's parts make up its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GoalSum", description = "Whether the targets of an area's parts make up its own.")
    record Sum(
            @Schema(required = true, description = "Code of the area", examples = "16")
            String areaCode,

            @Schema(required = true, examples = "1485000") long target,

            @Schema(required = true, description = "Areas right below it", examples = "17")
            int parts,

            @Schema(required = true, description = "Those of them that have a goal", examples = "17")
            int partsWithGoal,

            @Schema(required = true, description = "What their targets add up to", examples = "1484000")
            long partsTarget,

            @Schema(
                    required = true,
                    description = "partsTarget - target: below 0 the parts aim at too little, above 0 at too much",
                    examples = "-1000")
            long difference,

            @Schema(
                    description =
                            "False once it cannot come out right: every part has a goal and they make another "
                                    + "number, or some alone make more. Absent while parts without a goal could make up for it.",
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

    /** As those are told it who may not learn who recorded it. */
    GoalView withoutRecorder() {
        return new GoalView(
                area, version, target, baseline, statedOn, dueOn, workforce, source, recordedAt, null, parts, partOf);
    }

    /** Whether it says the same as somebody states now. */
    boolean says(Goal other) {
        return target == other.target()
                && baseline == other.baseline()
                && statedOn.equals(other.statedOn())
                && dueOn.equals(other.dueOn())
                && Objects.equals(workforce, GoalWorkforce.of(other.workforce()))
                && source.equals(other.source());
    }
}
