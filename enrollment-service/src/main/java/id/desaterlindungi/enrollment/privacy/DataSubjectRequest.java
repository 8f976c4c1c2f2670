package id.desaterlindungi.enrollment.privacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code data_subject_request}.
 *
 * @param villageCode where its person is now
 */
record DataSubjectRequest(
        UUID id,
        int version,
        UUID participantId,
        String villageCode,
        RequestKind kind,
        RequestState state,
        Instant receivedAt,
        Instant dueAt,
        IdentityCheck identityCheck,
        @Nullable String note,
        String recordedBy,
        Instant recordedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable RefusalReason refusalReason,
        @Nullable String closingNote) {
    static DataSubjectRequest of(ResultSet row) throws SQLException {
        return new DataSubjectRequest(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                row.getObject("participant_id", UUID.class),
                row.getString("village_code"),
                RequestKind.valueOf(row.getString("kind")),
                RequestState.valueOf(row.getString("state")),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                IdentityCheck.valueOf(row.getString("identity_check")),
                row.getString("note"),
                row.getString("recorded_by"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                moment(row, "answered_at"),
                moment(row, "closed_at"),
                row.getString("closed_by"),
                Optional.ofNullable(row.getString("refusal_reason"))
                        .map(RefusalReason::valueOf)
                        .orElse(null),
                row.getString("closing_note"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    /** Open past its time. */
    boolean isOverdue(Instant now) {
        return state == RequestState.OPEN && now.isAfter(dueAt);
    }
}
