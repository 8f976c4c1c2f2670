package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a device that was offline has gathered. Each operation is read by itself, so that one bad item harms no other. */
@Schema(
        name = "BatchRequest",
        requiredProperties = {"operations"})
record BatchRequest(
        @Schema(type = SchemaType.ARRAY, implementation = Operation.class, minItems = 1, maxItems = MOST) @Nullable
        List<@Nullable JsonNode> operations) {
    static final int MOST = 500;

    /** One thing done on the device. Exactly one of the last four is given; all but an enrollment name a participant. */
    @Schema(
            name = "BatchOperation",
            requiredProperties = {"operationId"})
    record Operation(
            @Schema(
                    description =
                            "Chosen by the device, a different one for each operation. An operation that is sent again is not done again",
                    pattern = "^[!-~]{1,100}$",
                    examples = "device7-000123")
            @Nullable
            String operationId,

            @Schema(description = "The participant; not for an enrollment") @Nullable
            UUID participantId,

            @Schema(description = "The version that the device last saw; not for an enrollment", examples = "1")
            @Nullable
            Integer version,

            @Nullable EnrollmentRequest enrollment,

            @Schema(implementation = ParticipantResource.Correction.class) @JsonProperty @Nullable
            ObjectNode correction,

            @Nullable TransferRequest transfer,

            @Nullable StatusRequest status) {}
}
