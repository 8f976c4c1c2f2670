package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.participant.ParticipantEvent;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.privacy.Traces.Somebody;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes from people of the register all that tells who they are, in one transaction with everything that is kept of them elsewhere. The
 * row stays with what is counted, so that each total stays as it is, and no event changes. Nothing brings the rest back.
 *
 * <p>The work sees all rows, since lists and kept answers are others' too. Whether a caller may have it done is asked before, on the
 * caller's own connection.
 */
@ApplicationScoped
class Erasures {
    /** What the columns hold that may not be empty, so that each reader of the row goes on, that of the release of before too. */
    private static final String NOBODYS_NIK = "0".repeat(16);

    private static final int INDEX_BYTES = 32;

    private static final List<String> CHANGED = List.of(
            "nik",
            "name",
            "birthDate",
            "phone",
            "kpj",
            "monthlyIncome",
            "groupName",
            "groupKind",
            "coveredFrom",
            "coveredUntil");

    private final Jdbi workers;
    private final List<Traces> traces;
    private final Outbox outbox;
    private final AccessRecords records;
    private final Access access;
    private final Seal seal;
    private final Clock clock;
    private final Caller caller;
    private final SecureRandom random = new SecureRandom();

    Erasures(
            @Workers Jdbi workers,
            @All List<Traces> traces,
            Outbox outbox,
            AccessRecords records,
            Access access,
            Seal seal,
            Clock clock,
            Caller caller) {
        this.workers = workers;
        this.traces = List.copyOf(traces);
        this.outbox = outbox;
        this.records = records;
        this.access = access;
        this.seal = seal;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * @param asked as the caller's own connection has shown it
     * @param answer made before the commit
     * @throws ProblemException 409 for who is not to be erased; 412 where somebody was faster
     */
    Response onRequest(DataSubjectRequest asked, Function<DataSubjectRequest, Response> answer) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var erased = workers.inTransaction(handle -> {
            var seen = erasable(handle, asked, "");
            var looked = look(handle, List.of(seen));
            var person = erasable(handle, asked, "for no key update");
            if (!person.equals(seen)) {
                throw IfMatch.stale();
            }
            erase(handle, looked, List.of(person), caller.subject());
            var updated = handle.createUpdate("""
                            update data_subject_request
                            set state = 'COMPLETED', version = version + 1, closed_at = :now, closed_by = :actor
                            where id = :id and version = :version and state = 'OPEN'
                            """)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("actor", caller.subject())
                    .bind("id", asked.id())
                    .bind("version", asked.version())
                    .execute();
            if (updated == 0) {
                throw IfMatch.stale();
            }
            records.write(handle, List.of(access.record(Status.OK.getStatusCode())));
            return answer.apply(DataSubjectRequests.one(handle, asked.id()));
        });
        access.isWritten(Status.OK.getStatusCode());
        outbox.wakeSequencer();
        return erased;
    }

    /** @param lock for the transaction; empty for none */
    private Somebody erasable(Handle handle, DataSubjectRequest asked, String lock) {
        var person = handle.createQuery("""
                        select id, nik_sealed, village_code, status, erased_at is not null as erased, restricted_at is not null as restricted
                        from participant where id = :id
                        """ + lock)
                .bind("id", asked.participantId())
                .map((row, _) -> {
                    if (!caller.scope().holds(row.getString("village_code"))) {
                        throw ProblemException.notFound("data-subject-request-not-found");
                    }
                    if (row.getBoolean("erased")) {
                        throw ProblemException.conflict("participant-erased");
                    }
                    if (!row.getString("status").equals("ENDED")) {
                        throw ProblemException.conflict("participant-not-ended");
                    }
                    if (row.getBoolean("restricted")) {
                        throw ProblemException.conflict("participant-restricted");
                    }
                    return somebody(row)
                            .orElseThrow(
                                    () -> new IllegalStateException("A NIK did not open: " + asked.participantId()));
                })
                .one();
        // A statement of its own: it sees what somebody took down for whom the lock has waited.
        if (handle.createQuery("""
                        select exists (select from data_subject_request where participant_id = :id and state = 'OPEN' and id <> :request)
                        """)
                .bind("id", person.id())
                .bind("request", asked.id())
                .mapTo(Boolean.class)
                .one()) {
            throw ProblemException.conflict("data-subject-requests-open");
        }
        return person;
    }

    /** What takes long, before the people are locked: no change of theirs, and no closure of their village, waits for it. */
    List<BiConsumer<Handle, List<Somebody>>> look(Handle handle, List<Somebody> people) {
        return traces.stream().map(one -> one.look(handle, people)).toList();
    }

    /** @param row of {@code participant} with its {@code nik_sealed} @return empty where no key at hand opens that */
    Optional<Somebody> somebody(ResultSet row) throws SQLException {
        var id = row.getObject("id", UUID.class);
        return seal.tryOpen(row.getBytes("nik_sealed"), id, "nik").map(nik -> new Somebody(id, new Nik(nik)));
    }

    /**
     * In the transaction of the handle, which sees all rows and has locked those of the people. The traces go first: whoever commits a
     * list holds what they wait for, and could come to wait for a changed NIK.
     *
     * @param looked for them and maybe others, in the same transaction
     */
    void erase(Handle handle, List<BiConsumer<Handle, List<Somebody>>> looked, List<Somebody> people, String actor) {
        looked.forEach(one -> one.accept(handle, people));
        handle.createUpdate("""
                        update data_subject_request set note = null, closing_note = null, version = version + 1
                        where participant_id = any(:people) and state <> 'OPEN' and num_nonnulls(note, closing_note) > 0
                        """)
                .bind("people", people.stream().map(Somebody::id).toArray(UUID[]::new))
                .execute();
        handle.createUpdate(
                        "update data_subject_request set note = null where participant_id = any(:people) and state = 'OPEN'")
                .bind("people", people.stream().map(Somebody::id).toArray(UUID[]::new))
                .execute();
        var today = BusinessClock.today(clock);
        outbox.append(
                handle,
                people.stream()
                        .map(person -> handle.createQuery("""
                                        update participant
                                        set version = version + 1, erased_at = :now, name = '-', nik_index = :index,
                                            nik_index_next = null, nik_sealed = :nik,
                                            phone_sealed = null, kpj = null, monthly_income = null, group_name = null, group_kind = null,
                                            birth_date = make_date(extract(year from birth_date)::integer, 1, 1),
                                            covered_from = enrolled_on, covered_until = null, warnings = '{}'
                                        where id = :id
                                        returning id, version, village_code, status, segment, occupation, funding_source, programmes, sex,
                                                  extract(year from birth_date)::integer as birth_year, origin
                                        """)
                                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                                .bind("index", nobodysIndex())
                                .bind("nik", seal.close(NOBODYS_NIK, person.id(), "nik"))
                                .bind("id", person.id())
                                .map((row, _) -> ParticipantEvent.notCounted(row, today, "ERASED", CHANGED))
                                .one())
                        .map(event -> outbox.row(event, actor))
                        .toList());
    }

    /** Of no NIK: whoever is enrolled with the one that stood there meets nobody. */
    private byte[] nobodysIndex() {
        var index = new byte[INDEX_BYTES];
        random.nextBytes(index);
        return index;
    }
}
