package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.StatusReason;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The next step in the life of a membership. */
@Schema(
        name = "StatusRequest",
        requiredProperties = {"status"})
record StatusRequest(
        @Schema(implementation = ParticipantStatus.class, examples = "ENDED") @Nullable
        String status,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description =
                        "Business date in Asia/Jakarta; today if absent, neither in the future nor before the enrollment",
                examples = "2026-11-21")
        @Nullable
        String on,

        @Schema(
                implementation = StatusReason.class,
                description =
                        "Why it ended: required with ENDED, and only there. RECORDED_IN_ERROR takes an end as DIED back, and goes with nothing else",
                examples = "WITHDREW")
        @Nullable
        String reason) {}
