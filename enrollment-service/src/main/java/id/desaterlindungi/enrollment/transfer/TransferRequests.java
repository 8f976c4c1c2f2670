package id.desaterlindungi.enrollment.transfer;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.participant.Register;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Requests for people who are registered elsewhere: asked by the office of a village, decided by an office of the village where the
 * person is. {@link TransferState} has the table of both.
 *
 * <p>Whoever asks is told that somebody is registered elsewhere, and nothing more of the person before the transfer is made. That is
 * counted and limited as with an enrollment ({@link Tellings}). A NIK that is in no register counts too: here it costs who asks
 * nothing, where an enrollment would have enrolled somebody.
 *
 * <p>A change takes the person before the request, as a transfer does. So two of them wait for one another and never in a circle.
 */
@ApplicationScoped
class TransferRequests {
    static final int SHORTEST = 10;
    static final int LONGEST = 300;

    private static final String REFUSED = "transfer-request-refused";

    private static final String COLUMNS = """
            asked.id, asked.version, participant_id, from_village_code, asked.village_code, nik_region, reason, explanation,
            effective_on, return_reason, requested_at, expires_at,
            -- By one moment for the whole answer; a statement behind a lock begins when it is held.
            case when state = 'OPEN' and expires_at <= statement_timestamp() then 'EXPIRED' else state end as state,
            case when state = 'OPEN' and expires_at <= statement_timestamp() then expires_at else ended_at end as ended_at,
            person.name, person.village_code as present_village_code
            from transfer_request as asked
            -- Of the own people alone.
            left join participant as person on person.id = participant_id and person.erased_at is null
            """;

    /** Whoever is restricted is in no list: not by name in this one either. */
    private static final String LISTED = COLUMNS + " and person.restricted_at is null";

    private final Register register;
    private final Areas areas;
    private final Seal seal;
    private final Caller caller;
    private final Jdbi jdbi;
    private final Tellings tellings;
    private final Access access;
    private final TransferRequestSettings settings;
    private final Clock clock;

    TransferRequests(
            Register register,
            Areas areas,
            Seal seal,
            Caller caller,
            Jdbi jdbi,
            Tellings tellings,
            Access access,
            TransferRequestSettings settings,
            Clock clock) {
        this.register = register;
        this.areas = areas;
        this.seal = seal;
        this.caller = caller;
        this.jdbi = jdbi;
        this.tellings = tellings;
        this.access = access;
        this.settings = settings;
        this.clock = clock;
    }

    /** What was sent, read and found right. */
    private record Question(
            Nik nik, String village, @Nullable LocalDate on, TransferReason reason, String explanation) {}

    /** What the database says to a question. */
    private enum Found {
        ASKED,
        AGAIN,
        NOWHERE,
        OWN
    }

    /**
     * @throws ProblemException 422 with every field that does not fit; 409 where the person is in the own areas; 429 where the caller
     *     was told as often as anybody may in a day
     * @throws Told where the answer has to be counted, and no request was made: see {@link #told}
     */
    @Transactional(TxType.MANDATORY)
    AskedTransfer ask(NewTransferRequest request) {
        var question = question(request);
        access.within(question.village());
        if (jdbi.withHandle(handle -> tellings.toldEnough(handle, caller.subject(), caller.scope()))) {
            throw access.refusedForToday(Tellings.Kind.ELSEWHERE);
        }
        var id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        switch (found(id, question)) {
            case OWN -> throw ProblemException.conflict("nik-in-own-area", Finding.at("/nik", "nik-in-own-area"));
            case NOWHERE -> throw new Told(false);
            case AGAIN -> throw new Told(true);
            case ASKED -> {}
        }
        if (!mayTell()) {
            throw access.refusedForToday(Tellings.Kind.ELSEWHERE);
        }
        access.toldElsewhere(1);
        access.facet("transferRequest", id);
        return own(id);
    }

    private Found found(UUID id, Question question) {
        var indexes = seal.indexes(question.nik().digits()).values();
        jdbi.useHandle(seal::holdIndexKeys); // Fails where a key is missing by which somebody may be found.
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select ask_for_transfer_of_any(:id, :nik, :region, :village, :reason, :explanation, :on, make_interval(secs => :openFor))
                        """)
                .bind("id", id)
                .bind("nik", ByteArrays.of(indexes, index -> index))
                .bind("region", question.nik().masked().substring(0, 6))
                .bind("village", question.village())
                .bind("reason", question.reason())
                .bind("explanation", question.explanation())
                .bind("on", question.on())
                .bind("openFor", settings.openFor().toSeconds())
                .mapTo(Found.class)
                .one());
    }

    private Question question(NewTransferRequest request) {
        var fields = new Fields();
        var nik = fields.required("/nik", request.nik(), Nik::read, "nik-format");
        var village = fields.required(
                "/villageCode", request.villageCode(), text -> Fields.matching(Fields.VILLAGE, text), "village-format");
        var on = fields.optionalDay("/on", request.on());
        var reason = fields.code("/reason", request.reason(), TransferReason.class);
        var explanation = words("/explanation", request.explanation(), fields);
        if (on != null && on.isAfter(BusinessClock.today(clock))) {
            fields.add(Finding.at("/on", "day-future"));
        }
        if (village != null) {
            // What lies outside the own areas is not there.
            switch (caller.scope().holds(village) ? areas.standing(village) : Areas.Standing.UNKNOWN) {
                case OPEN -> {}
                case CLOSED -> fields.add(Finding.at("/villageCode", "village-closed"));
                case UNKNOWN -> fields.add(Finding.at("/villageCode", "village-unknown"));
            }
        }
        if (!fields.errors().isEmpty() || nik == null || village == null || reason == null || explanation == null) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        return new Question(nik, village, on, reason, explanation);
    }

    private static @Nullable String words(String pointer, @Nullable String text, Fields fields) {
        var words = fields.line(pointer, text, LONGEST, "text-length");
        if (words != null && words.codePointCount(0, words.length()) < SHORTEST) {
            fields.add(Finding.at(pointer, "too-short", SHORTEST));
            return null;
        }
        return words;
    }

    /** Thrown out of the transaction that met it, since what it tells counts although nothing is written. */
    private static final class Told extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean elsewhere;

        /** @param elsewhere whether there is somebody, whom the village asks for already */
        Told(boolean elsewhere) {
            super(null, null, false, false);
            this.elsewhere = elsewhere;
        }
    }

    /**
     * Counts what a question tells that made no request.
     *
     * @param change with its transaction
     * @throws ProblemException 409 where nobody has the NIK, or is asked for already; 429 where that may not be told any more today
     */
    <T> T told(Supplier<T> change) {
        try {
            return change.get();
        } catch (Told told) {
            if (!QuarkusTransaction.requiringNew().call(this::mayTell)) {
                throw access.refusedForToday(Tellings.Kind.ELSEWHERE);
            }
            if (told.elsewhere) {
                access.toldElsewhere(1);
                throw ProblemException.conflict("transfer-requested", Finding.at("/nik", "transfer-requested"));
            }
            throw ProblemException.conflict("nik-not-registered", Finding.at("/nik", "nik-not-registered"));
        }
    }

    /** Of who has the province nothing is counted, since there is no elsewhere. */
    private boolean mayTell() {
        return caller.scope().holds(Scope.PROVINCE)
                || jdbi.withHandle(handle -> tellings.take(handle, Tellings.Kind.ELSEWHERE, caller.subject(), 1)) == 1;
    }

    /** @throws ProblemException 404 for one that is not there, as for one between areas of others */
    AskedTransfer own(UUID id) {
        var scope = caller.scope();
        var asked = jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " where asked.id = :id")
                        .bind("id", id)
                        .map((row, _) -> AskedTransfer.of(row, scope))
                        .findOne())
                .filter(one -> one.isSeenFrom(scope))
                .orElseThrow(() -> ProblemException.notFound("transfer-request-not-found"));
        access.of(asked.participant(), asked.to());
        access.within(asked.from());
        return asked;
    }

    /** The latest first. @param state null for all @param direction null for both */
    List<AskedTransfer> page(@Nullable TransferState state, @Nullable Direction direction, PageRequest page) {
        var scope = caller.scope();
        var values = new HashMap<String, Object>(Map.of(
                "low", scope.low(),
                "high", scope.high(),
                "several", scope.several(),
                "limit", page.limit() + 1));
        var incoming = inOwnAreas("from_village_code");
        var outgoing = inOwnAreas("asked.village_code");
        var where = direction == null
                ? "(" + incoming + " or " + outgoing + ")"
                : switch (direction) {
                    case INCOMING -> incoming;
                    case OUTGOING -> outgoing;
                };
        if (state != null) {
            where += switch (state) {
                case OPEN -> " and state = 'OPEN' and expires_at > statement_timestamp()";
                case EXPIRED -> " and (state = 'EXPIRED' or state = 'OPEN' and expires_at <= statement_timestamp())";
                case ACCEPTED, RETURNED, WITHDRAWN, OVERTAKEN -> " and state = :state";
            };
            values.put("state", state);
        }
        if (!page.after().isEmpty()) {
            where += " and asked.id < :after";
            values.put("after", UUID.fromString(page.after()));
        }
        var sql = "select " + LISTED + " where " + where + " order by asked.id desc limit :limit";
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bindMap(values)
                .map((row, _) -> AskedTransfer.of(row, scope))
                .list());
    }

    private static String inOwnAreas(String column) {
        return """
                (%1$s >= :low and %1$s < :high and (:several = '' or exists (
                    select from unnest(string_to_array(:several, ',')) as own (code)
                    where %1$s = own.code or starts_with(%1$s, own.code || '.'))))
                """.formatted(column);
    }

    /**
     * The transfer is made as any other, with all its rules; both are there or neither.
     *
     * @throws ProblemException 403 for who does not decide; what a transfer is refused with; see {@link AskedTransfer#isStillToBe}
     */
    @Transactional(TxType.MANDATORY)
    AskedTransfer accept(UUID id, IfMatch ifMatch) {
        var seen = decided(id);
        if (seen.state() == TransferState.OPEN) {
            register.hold(seen.participant());
        }
        var asked = held(id);
        if (asked.isStillToBe(TransferState.ACCEPTED, ifMatch)) {
            end(id, TransferState.ACCEPTED, null);
            register.transfer(asked.participant(), asked.to(), asked.reason(), asked.on());
        }
        return own(id);
    }

    /** @throws ProblemException 403 for who does not decide; 422 without a reason; see {@link AskedTransfer#isStillToBe} */
    @Transactional(TxType.MANDATORY)
    AskedTransfer giveBack(UUID id, IfMatch ifMatch, TransferReturn request) {
        decided(id);
        var fields = new Fields();
        var reason = words("/reason", request.reason(), fields);
        if (reason == null) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        if (held(id).isStillToBe(TransferState.RETURNED, ifMatch)) {
            end(id, TransferState.RETURNED, reason);
        }
        return own(id);
    }

    /** @throws ProblemException 403 for who did not ask; see {@link AskedTransfer#isStillToBe} */
    @Transactional(TxType.MANDATORY)
    AskedTransfer withdraw(UUID id, IfMatch ifMatch) {
        if (!caller.scope().holds(own(id).to())) {
            throw ProblemException.of(Status.FORBIDDEN, "transfer-request-of-others");
        }
        if (held(id).isStillToBe(TransferState.WITHDRAWN, ifMatch)) {
            end(id, TransferState.WITHDRAWN, null);
        }
        return own(id);
    }

    private AskedTransfer decided(UUID id) {
        var asked = own(id);
        if (!asked.isDecidedIn(caller.scope())) {
            throw ProblemException.of(Status.FORBIDDEN, "transfer-request-not-decided");
        }
        return asked;
    }

    /** As it stands once nobody else is changing it; nobody does until the transaction ends. */
    private AskedTransfer held(UUID id) {
        jdbi.useHandle(handle -> handle.createQuery("select id from transfer_request where id = :id for update")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne());
        return own(id);
    }

    private void end(UUID id, TransferState state, @Nullable String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update transfer_request
                        set state = :state, return_reason = :reason, ended_at = clock_timestamp(), version = version + 1
                        where id = :id
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("reason", reason)
                .execute());
    }
}
