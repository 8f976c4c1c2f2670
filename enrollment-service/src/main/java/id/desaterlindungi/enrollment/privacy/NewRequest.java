package id.desaterlindungi.enrollment.privacy;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What somebody asks for, as an office takes it down. */
@Schema(
        name = "NewDataSubjectRequest",
        requiredProperties = {"participantId", "kind", "identityCheck"})
record NewRequest(
        @Schema(examples = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e") @Nullable
        UUID participantId,

        @Schema(implementation = RequestKind.class, examples = "ACCESS") @Nullable
        String kind,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                description =
                        "When the office received it, from which the clock runs; now if absent, not in the future and not before 2022-10-17, the day of the law",
                examples = "2026-11-27T02:30:00Z")
        @Nullable
        String receivedAt,

        @Schema(
                implementation = IdentityCheck.class,
                description = "How the office made sure who asks",
                examples = "KTP_SHOWN")
        @Nullable
        String identityCheck,

        @Schema(
                description = "What exactly is asked for, in words",
                minLength = 1,
                maxLength = DataSubjectRequests.LONGEST_NOTE,
                examples = "Ingin tahu siapa saja yang melihat datanya")
        @Nullable
        String note) {}
