package id.desaterlindungi.enrollment.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of the access record, as the auditor reads it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AccessRecord")
record AccessView(
        @Schema(required = true, examples = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
        UUID id,

        @Schema(required = true, examples = "2026-11-22T01:23:45Z")
        Instant at,

        @Schema(required = true, description = "The subject of the token", examples = "village@16.01.07.2001")
        String actor,

        @Schema(
                required = true,
                description =
                        "The program that the token was made for; empty, as the role and the address, for what the service did later on somebody's behalf",
                examples = "web")
        String client,

        @Schema(required = true, examples = "village") String role,

        @Schema(required = true, description = "Where the request came from", examples = "192.0.2.7")
        String address,

        @Schema(required = true, description = "The operation's id in this description", examples = "getParticipant")
        String operation,

        @Schema(required = true, description = "Status of the answer", examples = "200")
        int status,

        @Schema(
                required = true,
                description = "The smallest area that holds all that was asked about",
                examples = "16.01.07.2001")
        String area,

        @Schema(required = true, description = "Those that it names; who stood in a list follows from its selection")
        List<UUID> participants,

        @Schema(
                type = SchemaType.OBJECT,
                description =
                        "What a list was asked for. What people write shows as `*`: that a name was asked for, and not which",
                examples = "{\"within\":\"16.01\",\"status\":\"ACTIVE\",\"name\":\"*\"}")
        @JsonRawValue
        @Nullable
        String selection,

        @Schema(required = true, description = "Of how many people something was shown or changed", examples = "1")
        long people,

        @Schema(
                required = true,
                description = "Of how many people it was told that they are registered elsewhere",
                examples = "0")
        int elsewhere,

        @Schema(description = "What a whole NIK was shown for", examples = "CARD_CHECK") @Nullable
        String purpose,

        @Schema(examples = "Pencocokan dengan kartu peserta di kantor cabang") @Nullable
        String explanation) {

    String place() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + id;
    }
}
