package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Somebody belongs to another village from a day on. */
@Schema(
        name = "TransferRequest",
        requiredProperties = {"villageCode", "reason"})
record TransferRequest(
        @Schema(
                description = "Kemendagri code of the new village",
                pattern = "^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$",
                examples = "16.01.07.2004")
        @Nullable
        String villageCode,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description =
                        "Business date in Asia/Jakarta; today if absent, neither in the future nor before the enrollment",
                examples = "2026-11-21")
        @Nullable
        String on,

        @Schema(implementation = TransferReason.class, examples = "MOVED") @Nullable
        String reason) {}
