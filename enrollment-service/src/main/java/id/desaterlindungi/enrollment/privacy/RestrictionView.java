package id.desaterlindungi.enrollment.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether somebody's record may be worked with; if not, since when, why, and who said so. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Restriction")
record RestrictionView(
        @Schema(required = true) UUID participantId,

        @Schema(required = true, description = "The participant's. Also the ETag", examples = "2")
        int version,

        @Schema(required = true) boolean restricted,

        @Nullable Instant restrictedAt,

        @Nullable RestrictionReason reason,

        @Schema(description = "The subject of the token", examples = "village@16.01.07.2001") @Nullable
        String restrictedBy) {}
