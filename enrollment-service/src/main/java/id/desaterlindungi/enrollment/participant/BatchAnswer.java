package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A result for each operation, in their order. */
@Schema(name = "BatchAnswer")
record BatchAnswer(
        @Schema(required = true, description = "Operations that were done, now or before")
        int done,

        @Schema(required = true, description = "Operations that were refused; they changed nothing")
        int refused,

        @Schema(required = true) List<Result> results) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchResult")
    record Result(
            @Schema(required = true, examples = "device7-000123")
            String operationId,

            @Schema(required = true, description = "What a single request would have answered", examples = "201")
            int status,

            @Nullable UUID participantId,

            @Schema(description = "The participant's version after it") @Nullable
            Integer version,

            @Schema(description = "Codes of warnings that somebody should look at") @Nullable
            List<String> warnings,

            @Schema(description = "Why it was refused") @Nullable
            Problem problem) {

        static Result done(String operationId, int status, Participant participant) {
            return new Result(
                    operationId, status, participant.id(), participant.version(), participant.warnings(), null);
        }

        static Result refused(String operationId, Problem problem) {
            return new Result(operationId, problem.status(), null, null, null, problem);
        }

        boolean succeeded() {
            return problem == null;
        }
    }

    static BatchAnswer of(List<Result> results) {
        var done = (int) results.stream().filter(Result::succeeded).count();
        return new BatchAnswer(done, results.size() - done, results);
    }
}
