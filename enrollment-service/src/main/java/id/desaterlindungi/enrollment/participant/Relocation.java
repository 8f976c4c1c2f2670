package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Moves everybody of a village that closes, whatever their status, each with an event. */
@ApplicationScoped
public class Relocation {
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Access access;

    Relocation(Jdbi jdbi, Outbox outbox, Access access) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.access = access;
    }

    /**
     * The caller holds the row of the village that they leave, {@code for update}: until it commits nobody comes in.
     *
     * @param on the day from which they belong to the other village; for somebody enrolled later, the enrollment's
     * @return how many
     */
    @Transactional(TxType.MANDATORY)
    public int move(String from, String to, LocalDate on) {
        // Whoever is being changed at this moment is waited for; what comes back is the row as that change left it.
        List<Event> events = jdbi.withHandle(handle -> handle.createQuery("""
                        with moved as (
                            update participant set village_code = :to, version = version + 1
                            where village_code = :from
                            returning *
                        )
                        select id, version, greatest(enrolled_on, :on) as moved_on, status, segment, occupation, funding_source,
                               programmes, sex, extract(year from birth_date)::integer as birth_year, origin
                        from moved
                        order by id
                        """)
                .bind("from", from)
                .bind("to", to)
                .bind("on", on)
                .map((row, _) -> transferred(row, from, to))
                .list());
        outbox.append(events);
        takeRequests(from, to);
        access.people(events.size());
        access.within(to);
        return events.size();
    }

    /** Who is asked for by other villages is so still: the people have not moved, their village has. */
    private void takeRequests(String from, String to) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            update transfer_request set state = 'OVERTAKEN', ended_at = clock_timestamp(), version = version + 1
                            where from_village_code = :from and village_code = :to and state = 'OPEN'
                                and expires_at > clock_timestamp()
                            """).bind("from", from).bind("to", to).execute();
            handle.createUpdate("""
                            update transfer_request set from_village_code = :to
                            where from_village_code = :from and state = 'OPEN'
                            """).bind("from", from).bind("to", to).execute();
        });
    }

    private static Event transferred(ResultSet row, String from, String to) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var status = ParticipantStatus.valueOf(row.getString("status"));
        return new Event(
                Participant.TYPE + "transferred.v1",
                id.toString(),
                new ParticipantEvent(
                        id,
                        row.getInt("version"),
                        row.getObject("moved_on", LocalDate.class),
                        TransferReason.VILLAGE_CHANGED.name(),
                        List.of(),
                        ParticipantEvent.Facets.of(row, from, status),
                        ParticipantEvent.Facets.of(row, to, status)));
    }
}
