package id.desaterlindungi.enrollment.transfer;

import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Somebody who is registered elsewhere is to belong to a village of the caller's. */
@Schema(
        name = "NewTransferRequest",
        requiredProperties = {"nik", "villageCode", "reason", "explanation"})
record NewTransferRequest(
        @Schema(description = "Of the person; spaces, dots and dashes do not count", examples = "1601074507849001")
        @Nullable
        String nik,

        @Schema(
                description = "Kemendagri code of the village of the own areas that asks",
                pattern = "^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$",
                examples = "16.02.03.2004")
        @Nullable
        String villageCode,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description =
                        "Business date of the transfer in Asia/Jakarta, not in the future; the day of the acceptance if absent",
                examples = "2026-11-21")
        @Nullable
        String on,

        @Schema(implementation = TransferReason.class, examples = "MOVED") @Nullable
        String reason,

        @Schema(
                description = "What it rests on, for the office that decides",
                minLength = TransferRequests.SHORTEST,
                maxLength = TransferRequests.LONGEST,
                examples = "Pindah mengikuti suami, KK baru sejak November")
        @Nullable
        String explanation) {
    /** So that no log line shows it by mistake. */
    @Override
    public String toString() {
        return "NewTransferRequest[masked]";
    }
}
