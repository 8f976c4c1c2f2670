package id.desaterlindungi.enrollment.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A request as offices see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DataSubjectRequest")
record RequestView(
        @Schema(required = true) UUID id,

        @Schema(required = true, description = "Each change adds 1. Also the ETag", examples = "1")
        int version,

        @Schema(required = true) UUID participantId,

        @Schema(required = true, description = "Where the person is now", examples = "16.01.07.2001")
        String villageCode,

        @Schema(required = true) RequestKind kind,

        @Schema(required = true) RequestState state,

        @Schema(required = true, examples = "2026-11-27T02:30:00Z")
        Instant receivedAt,

        @Schema(required = true, description = "By when it has to be met or refused", examples = "2026-11-30T02:30:00Z")
        Instant dueAt,

        @Schema(required = true, description = "Whether it is open past its time")
        boolean overdue,

        @Schema(required = true) IdentityCheck identityCheck,

        @Schema(description = "Absent also once the person is erased") @Nullable
        String note,

        @Schema(required = true, description = "The subject of the token", examples = "village@16.01.07.2001")
        String recordedBy,

        @Schema(required = true, examples = "2026-11-27T02:31:00Z")
        Instant recordedAt,

        @Schema(description = "When the person's data were last handed out for it") @Nullable
        Instant answeredAt,

        @Schema(description = "When it was met or refused") @Nullable
        Instant closedAt,

        @Nullable String closedBy,

        @Nullable RefusalReason refusalReason,

        @Schema(description = "Absent also once the person is erased") @Nullable
        String closingNote) {

    static RequestView of(DataSubjectRequest one, Instant now) {
        return new RequestView(
                one.id(),
                one.version(),
                one.participantId(),
                one.villageCode(),
                one.kind(),
                one.state(),
                one.receivedAt(),
                one.dueAt(),
                one.isOverdue(now),
                one.identityCheck(),
                one.note(),
                one.recordedBy(),
                one.recordedAt(),
                one.answeredAt(),
                one.closedAt(),
                one.closedBy(),
                one.refusalReason(),
                one.closingNote());
    }
}
