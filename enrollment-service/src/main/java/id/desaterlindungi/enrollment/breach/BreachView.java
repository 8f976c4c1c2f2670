package id.desaterlindungi.enrollment.breach;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Breach")
record BreachView(
        @Schema(required = true) UUID id,

        @Schema(required = true, description = "Each step adds 1. Also the ETag", examples = "1")
        int version,

        @Schema(required = true) BreachKind kind,

        @Schema(required = true, examples = "Berkas peserta satu desa terkirim ke alamat yang salah")
        String summary,

        @Schema(description = "Of about how many people; absent while nobody knows", examples = "120") @Nullable
        Long people,

        @Schema(required = true, examples = "2026-11-27T02:30:00Z")
        Instant noticedAt,

        @Schema(
                required = true,
                description = "By when those concerned and the authority have to be told",
                examples = "2026-11-30T02:30:00Z")
        Instant dueAt,

        @Schema(required = true, description = "Whether that time has passed, and not both have been told")
        boolean overdue,

        @Schema(required = true, examples = "operator") String recordedBy,

        @Schema(required = true, examples = "2026-11-27T02:35:00Z")
        Instant recordedAt,

        @Schema(required = true, description = "In the order in which they were done")
        List<Step> steps) {
    BreachView {
        steps = List.copyOf(steps);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BreachStepTaken")
    record Step(
            @Schema(required = true) BreachStep step,

            @Schema(required = true, examples = "2026-11-27T04:00:00Z")
            Instant at,

            @Nullable String note,

            @Schema(required = true, examples = "operator") String recordedBy,

            @Schema(required = true, examples = "2026-11-27T04:05:00Z")
            Instant recordedAt) {}

    Set<BreachStep> done() {
        var done = EnumSet.noneOf(BreachStep.class);
        steps.forEach(one -> done.add(one.step));
        return done;
    }
}
