package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Answers that are kept for a week for requests that come again. They are sealed, and found by what was written in their transactions: an
 * event or a request of the person has the same time and the same caller. Those to requests for transfers do not name the person, and
 * are found by the request that they tell of.
 */
@ApplicationScoped
class KeptAnswers implements Traces {
    private final Seal seal;

    KeptAnswers(Seal seal) {
        this.seal = seal;
    }

    private record Kept(UUID id, String answer) {}

    @Override
    public List<Trace> of(Handle handle, Somebody person) {
        var kept = all(handle, person).size();
        return kept == 0 ? List.of() : List.of(new Trace("held.trace.answers", List.of(kept)));
    }

    @Override
    public void erase(Handle handle, List<Somebody> people) {
        var gone = new ArrayList<UUID>();
        people.forEach(person -> gone.addAll(all(handle, person)));
        if (!gone.isEmpty()) {
            handle.createUpdate("delete from idempotent_request where id = any(:ids)")
                    .bind("ids", gone.toArray(UUID[]::new))
                    .execute();
        }
    }

    private List<UUID> all(Handle handle, Somebody person) {
        return Stream.concat(about(handle, person).stream(), toTransfers(handle, person).stream())
                .toList();
    }

    /** Their transaction began a moment before. */
    private static List<UUID> toTransfers(Handle handle, Somebody person) {
        return handle.createQuery("""
                        select k.id
                        from transfer_request t
                        join idempotent_request k on k.created_at between t.requested_at - interval '5 minutes' and t.requested_at
                            and k.location = '/v1/transfer-requests/' || t.id
                        where t.participant_id = :id and t.requested_at > now() - interval '8 days'
                        """).bind("id", person.id()).mapTo(UUID.class).list();
    }

    /** Others were done in the same transaction, whose answers stay. */
    private List<UUID> about(Handle handle, Somebody person) {
        return handle
                .createQuery("""
                        select k.id, k.answer_sealed
                        from (select recorded_at, actor from event_log where subject = cast(:id as text)
                              union
                              select recorded_at, actor from outbox where subject = cast(:id as text)
                              union
                              select recorded_at, recorded_by from data_subject_request where participant_id = :id) as done (at, actor)
                        join idempotent_request k on k.created_at = done.at and k.caller = done.actor
                        where done.at > now() - interval '8 days'
                        """)
                .bind("id", person.id())
                .map((row, _) -> {
                    var id = row.getObject("id", UUID.class);
                    return new Kept(
                            id,
                            seal.tryOpen(row.getBytes("answer_sealed"), id, Idempotency.ANSWER)
                                    .orElse(""));
                })
                .stream()
                .filter(kept -> kept.answer.contains(person.id().toString()))
                .map(Kept::id)
                .toList();
    }
}
