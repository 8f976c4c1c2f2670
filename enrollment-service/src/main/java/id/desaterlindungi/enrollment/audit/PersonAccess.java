package id.desaterlindungi.enrollment.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who looked at a person or changed the record, for the person to be told: nothing of others who were in the same request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PersonAccess")
public record PersonAccess(
        @JsonIgnore String place,

        @Schema(required = true, examples = "2026-11-22T01:23:45Z")
        Instant at,

        @Schema(required = true, description = "The subject of the token", examples = "village@16.01.07.2001")
        String actor,

        @Schema(required = true, description = "The program that the token was made for", examples = "web")
        String client,

        @Schema(required = true, examples = "village") String role,

        @Schema(required = true, description = "The operation's id in this description", examples = "getParticipant")
        String operation,

        @Schema(description = "What the whole NIK was shown for", examples = "CARD_CHECK") @Nullable
        String purpose,

        @Schema(examples = "Pencocokan dengan kartu peserta di kantor cabang") @Nullable
        String explanation) {

    static PersonAccess of(AccessView one) {
        return new PersonAccess(
                one.place(),
                one.at(),
                one.actor(),
                one.client(),
                one.role(),
                one.operation(),
                one.purpose(),
                one.explanation());
    }
}
