package id.desaterlindungi.enrollment.transfer;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a request for a transfer is not accepted. */
@Schema(
        name = "TransferReturn",
        requiredProperties = {"reason"})
record TransferReturn(
        @Schema(
                description = "For the office that asked, in words",
                minLength = TransferRequests.SHORTEST,
                maxLength = TransferRequests.LONGEST,
                examples = "Yang bersangkutan masih tinggal dan bekerja di sini")
        @Nullable
        String reason) {
    /** So that no log line shows it by mistake. */
    @Override
    public String toString() {
        return "TransferReturn[masked]";
    }
}
