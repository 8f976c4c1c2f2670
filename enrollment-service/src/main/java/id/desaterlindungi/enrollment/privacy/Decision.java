package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
@Schema(
        name = "DataSubjectDecision",
        requiredProperties = {"outcome"})
record Decision(
        @Schema(implementation = Outcome.class, examples = "REFUSED") @Nullable
        String outcome,

        @Schema(
                implementation = RefusalReason.class,
                description = "Required for a refusal, and only there",
                examples = "NOT_ENTITLED")
        @Nullable
        String reason,

        @Schema(
                description = "In words, for who looks at it later",
                minLength = 1,
                maxLength = DataSubjectRequests.LONGEST_NOTE,
                examples = "Pemohon tidak membawa surat kuasa")
        @Nullable
        String note) {
    @Schema(name = "DataSubjectOutcome")
    enum Outcome {
        COMPLETED,
        REFUSED
    }
}
