package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Answers that are kept for a week for requests that come again. They are sealed, and found by what was written in their transactions: an
 * event or a request of the person has the same time and the same caller.
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
        var kept = about(handle, person).size();
        return kept == 0 ? List.of() : List.of(new Trace("held.trace.answers", List.of(kept)));
    }

    @Override
    public void erase(Handle handle, List<Somebody> people) {
        var gone = new ArrayList<UUID>();
        people.forEach(person -> gone.addAll(about(handle, person)));
        if (!gone.isEmpty()) {
            handle.createUpdate("delete from idempotent_request where id = any(:ids)")
                    .bind("ids", gone.toArray(UUID[]::new))
                    .execute();
        }
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
