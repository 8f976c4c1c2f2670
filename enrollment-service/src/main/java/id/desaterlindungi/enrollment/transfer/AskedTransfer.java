package id.desaterlindungi.enrollment.transfer;

import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request for a transfer, as its row stands.
 *
 * @param from where the person is as long as it is open, and was when it ended. Not for who asked
 * @param to the village that asks
 * @param nikRegion the first six digits of the NIK that was asked for
 * @param person only where the person is in the caller's areas now
 */
record AskedTransfer(
        UUID id,
        int version,
        UUID participant,
        String from,
        String to,
        String nikRegion,
        TransferReason reason,
        String explanation,
        @Nullable LocalDate on,
        TransferState state,
        @Nullable String returnReason,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        Optional<Person> person) {

    record Person(UUID id, String name, String villageCode) {}

    static AskedTransfer of(ResultSet row, Scope caller) throws SQLException {
        return new AskedTransfer(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                row.getObject("participant_id", UUID.class),
                row.getString("from_village_code"),
                row.getString("village_code"),
                row.getString("nik_region"),
                TransferReason.valueOf(row.getString("reason")),
                row.getString("explanation"),
                row.getObject("effective_on", LocalDate.class),
                TransferState.valueOf(row.getString("state")),
                row.getString("return_reason"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"),
                person(row, caller));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Optional<Person> person(ResultSet row, Scope caller) throws SQLException {
        var village = row.getString("present_village_code");
        return village == null || !caller.holds(village)
                ? Optional.empty()
                : Optional.of(new Person(row.getObject("participant_id", UUID.class), row.getString("name"), village));
    }

    boolean isSeenFrom(Scope caller) {
        return isDecidedIn(caller) || caller.holds(to);
    }

    /** Whether the person is, or was, in these areas. */
    boolean isDecidedIn(Scope caller) {
        return caller.holds(from);
    }

    /**
     * Whether there is anything left to be done. Who asks for the same end again, perhaps since the first answer was lost, is
     * answered as it stands.
     *
     * @throws ProblemException 412 where it has changed since it was seen, 428 without a version; 409 where it has ended otherwise
     */
    boolean isStillToBe(TransferState end, IfMatch ifMatch) {
        if (state == end) {
            ifMatch.requireAny();
            return false;
        }
        ifMatch.require(version);
        if (state != TransferState.OPEN) {
            throw ProblemException.of(Status.CONFLICT, "transfer-request-ended", state);
        }
        return true;
    }

    /** So that no log line shows it by mistake. */
    @Override
    public String toString() {
        return "AskedTransfer[" + id + "]";
    }
}
