package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.participant.ParticipantEvent;
import id.desaterlindungi.enrollment.privacy.People.Person;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Stops work with somebody's record, and lets it go on. Meanwhile the person is counted as before; who may be asked what then stands in
 * docs/decisions/0034-rights-of-people.md.
 */
@ApplicationScoped
class Restrictions {
    private static final List<String> CHANGED = List.of("restriction");

    private final Jdbi jdbi;
    private final People people;
    private final Outbox outbox;
    private final Clock clock;
    private final Caller caller;

    Restrictions(Jdbi jdbi, People people, Outbox outbox, Clock clock, Caller caller) {
        this.jdbi = jdbi;
        this.people = people;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    RestrictionView of(UUID participant) {
        return view(people.own(participant).id());
    }

    private RestrictionView view(UUID participant) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, version, restricted_at, restriction_reason, restricted_by from participant where id = :id
                        """)
                .bind("id", participant)
                .map((row, _) -> {
                    var since = row.getObject("restricted_at", OffsetDateTime.class);
                    return new RestrictionView(
                            row.getObject("id", UUID.class),
                            row.getInt("version"),
                            since != null,
                            since == null ? null : since.toInstant(),
                            Optional.ofNullable(row.getString("restriction_reason"))
                                    .map(RestrictionReason::valueOf)
                                    .orElse(null),
                            row.getString("restricted_by"));
                })
                .one());
    }

    /** The same once more changes nothing. @throws ProblemException 409 for who is erased; 412 for another version */
    @Transactional(TxType.MANDATORY)
    RestrictionView restrict(UUID participant, IfMatch ifMatch, RestrictionRequest request) {
        var person = held(participant, ifMatch);
        var fields = new Fields();
        var reason = fields.code("/reason", request.reason(), RestrictionReason.class);
        if (reason == null) {
            throw ProblemException.unprocessable("restriction-refused", fields.errors());
        }
        if (view(participant).reason() != reason) {
            write(person, reason, "PROCESSING_RESTRICTED");
        }
        return view(participant);
    }

    /** @throws ProblemException 404 where nothing is restricted; 412 for another version */
    @Transactional(TxType.MANDATORY)
    RestrictionView lift(UUID participant, IfMatch ifMatch) {
        var person = held(participant, ifMatch);
        if (!person.restricted()) {
            throw ProblemException.notFound("restriction-not-found");
        }
        write(person, null, "RESTRICTION_LIFTED");
        return view(participant);
    }

    private Person held(UUID participant, IfMatch ifMatch) {
        var person = people.own(participant);
        ifMatch.require(person.version());
        if (person.erased()) {
            throw ProblemException.conflict("participant-erased");
        }
        return person;
    }

    /** @param reason null where it is lifted */
    private void write(Person person, @Nullable RestrictionReason reason, String why) {
        var today = BusinessClock.today(clock);
        var event = jdbi.withHandle(handle -> handle.createQuery("""
                        update participant
                        set restricted_at = :at, restriction_reason = :reason, restricted_by = :actor, version = version + 1
                        where id = :id and version = :version
                        returning id, version, village_code, status, segment, occupation, funding_source, programmes, sex,
                                  extract(year from birth_date)::integer as birth_year, origin
                        """)
                .bind("at", reason == null ? null : clock.instant().atOffset(ZoneOffset.UTC))
                .bind("reason", reason == null ? null : reason.name())
                .bind("actor", reason == null ? null : caller.subject())
                .bind("id", person.id())
                .bind("version", person.version())
                .map((row, _) -> ParticipantEvent.notCounted(row, today, why, CHANGED))
                .findOne());
        outbox.append(event.orElseThrow(IfMatch::stale));
    }
}
