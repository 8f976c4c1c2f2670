package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Moment;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.privacy.Decision.Outcome;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Requests of people: taken down, listed by what is due, met or refused. */
@ApplicationScoped
class DataSubjectRequests {
    static final int LONGEST_NOTE = 500;

    /** The day of the law: whoever takes down what came before has mistaken the year. */
    private static final LocalDate LAW = LocalDate.of(2022, 10, 17);

    private static final String REFUSED = "data-subject-request-refused";
    private static final String TOO_LONG = "text-too-long";

    /** Microseconds since 1970 and an id: where a page ended. */
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,16}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final String ALL = """
            select r.id, r.version, r.participant_id, p.village_code, r.kind, r.state, r.received_at, r.due_at, r.identity_check, r.note,
                   r.recorded_by, r.recorded_at, r.answered_at, r.closed_at, r.closed_by, r.refusal_reason, r.closing_note
            from data_subject_request r
            join participant p on p.id = r.participant_id
            """;

    /** The floor beneath it holds rows to areas too. */
    private static final String IS_OWN = """
            exists (select from unnest(string_to_array(:own, ',')) own (code) where starts_with(p.village_code || '.', own.code || '.'))
            """;

    private final Jdbi jdbi;
    private final People people;
    private final PrivacySettings settings;
    private final Clock clock;
    private final Caller caller;
    private final Access access;

    DataSubjectRequests(Jdbi jdbi, People people, PrivacySettings settings, Clock clock, Caller caller, Access access) {
        this.jdbi = jdbi;
        this.people = people;
        this.settings = settings;
        this.clock = clock;
        this.caller = caller;
        this.access = access;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @throws ProblemException 404 for a person who is not there; 409 for one who is erased; 422 with all that does not fit */
    @Transactional(TxType.MANDATORY)
    DataSubjectRequest take(NewRequest request) {
        var now = now();
        var fields = new Fields();
        if (request.participantId() == null) {
            fields.missing("/participantId");
        }
        var kind = fields.code("/kind", request.kind(), RequestKind.class);
        var check = fields.code("/identityCheck", request.identityCheck(), IdentityCheck.class);
        var received = request.receivedAt() == null
                ? now
                : fields.required("/receivedAt", request.receivedAt(), Moment::read, "moment-format");
        if (received != null && received.isAfter(now)) {
            fields.add(Finding.at("/receivedAt", "moment-future"));
        } else if (received != null
                && received.isBefore(LAW.atStartOfDay(BusinessClock.JAKARTA).toInstant())) {
            fields.add(Finding.at("/receivedAt", "moment-early", LAW));
        }
        var note = note(fields, request.note());
        if (request.participantId() == null || kind == null || check == null || received == null || !isRight(fields)) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        // Or words of somebody could be taken down who is erased at this moment.
        var person = people.hold(request.participantId());
        if (person.erased()) {
            throw ProblemException.conflict("participant-erased");
        }
        var id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into data_subject_request (id, participant_id, kind, received_at, due_at, identity_check, note, recorded_by)
                        values (:id, :participant, :kind, :received, :due, :check, :note, :actor)
                        """)
                .bind("id", id)
                .bind("participant", person.id())
                .bind("kind", kind.name())
                .bind("received", received.atOffset(ZoneOffset.UTC))
                .bind("due", received.plus(settings.answerWithin()).atOffset(ZoneOffset.UTC))
                .bind("check", check.name())
                .bind("note", note)
                .bind("actor", caller.subject())
                .execute());
        return own(id);
    }

    private static boolean isRight(Fields fields) {
        return fields.errors().isEmpty();
    }

    private static @Nullable String note(Fields fields, @Nullable String note) {
        return note == null ? null : fields.lines("/note", note, LONGEST_NOTE, TOO_LONG);
    }

    /** What is asked for; null for what is not. */
    record Sought(
            @Nullable AreaCode within,
            @Nullable RequestKind kind,
            @Nullable RequestState state,
            @Nullable Boolean overdue) {}

    static PageRequest page(@Nullable String cursor, int limit, Sought sought) {
        return PageRequest.of(cursor, limit, sought.within, sought.kind, sought.state, sought.overdue)
                .keyed(PLACE);
    }

    static String place(RequestView one) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, one.dueAt()) + "." + one.id();
    }

    /** Those of the caller's areas, what is due first. */
    List<DataSubjectRequest> page(Sought sought, PageRequest page) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        if (!caller.scope().holds(Scope.PROVINCE)) {
            conditions.add(IS_OWN);
            values.put("own", String.join(",", caller.scope().codes()));
        }
        if (sought.within != null) {
            conditions.add("starts_with(p.village_code || '.', :within || '.')");
            values.put("within", sought.within.text());
        }
        if (sought.kind != null) {
            conditions.add("r.kind = :kind");
            values.put("kind", sought.kind.name());
        }
        if (sought.state != null) {
            conditions.add("r.state = :state");
            values.put("state", sought.state.name());
        }
        if (sought.overdue != null) {
            conditions.add((sought.overdue ? "" : "not ") + "(r.state = 'OPEN' and r.due_at < :now)");
            values.put("now", now().atOffset(ZoneOffset.UTC));
        }
        if (!page.after().isEmpty()) {
            var place = page.after().split("\\.", 2);
            conditions.add("(r.due_at, r.id) > (:afterAt, :afterId)");
            values.put(
                    "afterAt",
                    OffsetDateTime.ofInstant(
                            Instant.EPOCH.plus(Long.parseLong(place[0]), ChronoUnit.MICROS), ZoneOffset.UTC));
            values.put("afterId", UUID.fromString(place[1]));
        }
        values.put("most", page.limit() + 1);
        return jdbi.withHandle(handle -> handle.createQuery(ALL + "where "
                        + (conditions.isEmpty() ? "true" : String.join(" and ", conditions))
                        + " order by r.due_at, r.id limit :most")
                .bindMap(values)
                .map((row, _) -> DataSubjectRequest.of(row))
                .list());
    }

    /** @throws ProblemException 404 for one that is not there, as for one of somebody outside the caller's areas */
    DataSubjectRequest own(UUID id) {
        return jdbi.withHandle(handle -> own(handle, id, ""));
    }

    /** @param lock for the transaction; empty for none */
    private DataSubjectRequest own(Handle handle, UUID id, String lock) {
        var found = handle.createQuery(ALL + "where r.id = :id " + lock)
                .bind("id", id)
                .map((row, _) -> DataSubjectRequest.of(row))
                .findOne()
                .filter(one -> caller.scope().holds(one.villageCode()))
                .orElseThrow(() -> ProblemException.notFound("data-subject-request-not-found"));
        access.of(found.participantId(), found.villageCode());
        return found;
    }

    /**
     * One that is open, locked until the transaction ends.
     *
     * @throws ProblemException 412 for another version; 409 for one that was met or refused
     */
    @Transactional(TxType.MANDATORY)
    DataSubjectRequest open(UUID id, IfMatch ifMatch) {
        var found = jdbi.withHandle(handle -> own(handle, id, "for no key update of r"));
        ifMatch.require(found.version());
        if (found.state() != RequestState.OPEN) {
            throw ProblemException.conflict("data-subject-request-closed");
        }
        return found;
    }

    /** As a read shows it, for the work that follows. @throws ProblemException as {@link #open}; 409 for one of another kind */
    DataSubjectRequest toErase(UUID id, IfMatch ifMatch) {
        var found = own(id);
        ifMatch.require(found.version());
        return openOf(found, RequestKind.ERASURE);
    }

    /** @throws ProblemException as {@link #own}; 409 for one that is closed, or of another kind */
    DataSubjectRequest toAnswer(UUID id) {
        var found = openOf(own(id), RequestKind.ACCESS);
        if (people.own(found.participantId()).erased()) {
            throw ProblemException.conflict("participant-erased");
        }
        return found;
    }

    private static DataSubjectRequest openOf(DataSubjectRequest found, RequestKind kind) {
        if (found.state() != RequestState.OPEN) {
            throw ProblemException.conflict("data-subject-request-closed");
        }
        if (found.kind() != kind) {
            throw ProblemException.conflict("data-subject-request-kind");
        }
        return found;
    }

    /**
     * That the person's data are handed out for it.
     *
     * @param version of the participant as it was read
     * @throws ProblemException 412 where the participant or the request has changed since
     */
    @Transactional(TxType.MANDATORY)
    DataSubjectRequest answered(DataSubjectRequest asked, int version) {
        if (people.own(asked.participantId()).version() != version) {
            throw IfMatch.stale();
        }
        var updated = jdbi.withHandle(handle -> handle.createUpdate("""
                        update data_subject_request set answered_at = :now, version = version + 1
                        where id = :id and version = :version and state = 'OPEN'
                        """)
                .bind("now", now().atOffset(ZoneOffset.UTC))
                .bind("id", asked.id())
                .bind("version", asked.version())
                .execute());
        if (updated == 0) {
            throw IfMatch.stale();
        }
        return own(asked.id());
    }

    /** On the connection of the handle. */
    static DataSubjectRequest one(Handle handle, UUID id) {
        return handle.createQuery(ALL + "where r.id = :id")
                .bind("id", id)
                .map((row, _) -> DataSubjectRequest.of(row))
                .one();
    }

    /** All of one person, in the order in which they were taken down. */
    static List<DataSubjectRequest> ofPerson(Jdbi jdbi, UUID participant) {
        return jdbi.withHandle(handle -> handle.createQuery(ALL + "where r.participant_id = :id order by r.id")
                .bind("id", participant)
                .map((row, _) -> DataSubjectRequest.of(row))
                .list());
    }

    /** Whether a correction was made, its office alone can tell. */
    private void requireMet(DataSubjectRequest open) {
        var missing = switch (open.kind()) {
            case ACCESS -> open.answeredAt() == null ? "data-subject-request-unanswered" : null;
            case CORRECTION -> null;
            case RESTRICTION ->
                people.own(open.participantId()).restricted() ? null : "data-subject-request-unrestricted";
            case ERASURE -> "data-subject-request-erases";
        };
        if (missing != null) {
            throw ProblemException.conflict(missing);
        }
    }

    /** @throws ProblemException as {@link #open}; 409 for one that is not met yet; 422 with all that does not fit */
    @Transactional(TxType.MANDATORY)
    DataSubjectRequest decide(UUID id, IfMatch ifMatch, Decision decision) {
        var open = open(id, ifMatch);
        var fields = new Fields();
        var outcome = fields.code("/outcome", decision.outcome(), Outcome.class);
        var reason = decision.reason() == null ? null : fields.code("/reason", decision.reason(), RefusalReason.class);
        if (outcome == Outcome.REFUSED && decision.reason() == null) {
            fields.missing("/reason");
        }
        if (outcome == Outcome.COMPLETED && decision.reason() != null) {
            fields.add(Finding.at("/reason", "reason-without-refusal"));
        }
        var note = note(fields, decision.note());
        if (outcome == null || !isRight(fields)) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        if (outcome == Outcome.COMPLETED) {
            requireMet(open);
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update data_subject_request
                        set state = :state, version = version + 1, closed_at = :now, closed_by = :actor, refusal_reason = :reason,
                            closing_note = :note
                        where id = :id
                        """)
                .bind("id", open.id())
                .bind("state", outcome.name())
                .bind("now", now().atOffset(ZoneOffset.UTC))
                .bind("actor", caller.subject())
                .bind("reason", reason == null ? null : reason.name())
                .bind("note", note)
                .execute());
        return own(id);
    }
}
