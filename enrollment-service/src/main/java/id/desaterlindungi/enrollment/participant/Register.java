package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.enrollment.LostUpdate;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.MergePatch;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Refusal;
import id.desaterlindungi.enrollment.participant.codes.CorrectionReason;
import id.desaterlindungi.enrollment.participant.codes.EndReason;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.StatusReason;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.core.Response.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Every change of the register: rule, row and outbox row in one transaction.
 *
 * <p>Changes of somebody who is there take the version that they are made for: 428 without one, 412 where somebody else was
 * faster, 404 where there is no such participant.
 */
@ApplicationScoped
public class Register {
    private static final String REFUSED = "participant-refused";

    /** The village has an operation of its own, with a date and a reason; and a correction has one reason for all. */
    private static final Map<String, String> NOT_A_CORRECTION =
            Map.of("villageCode", "field-not-corrected", "backdatingReason", "field-not-of-correction");

    private final EnrollmentCheck check;
    private final Participants participants;
    private final Areas areas;
    private final Outbox outbox;
    private final Seal seal;
    private final MergePatch patches;
    private final Caller caller;
    private final Jdbi jdbi;
    private final Tellings tellings;
    private final Access access;

    Register(
            EnrollmentCheck check,
            Participants participants,
            Areas areas,
            Outbox outbox,
            Seal seal,
            MergePatch patches,
            Caller caller,
            Jdbi jdbi,
            Tellings tellings,
            Access access) {
        this.check = check;
        this.participants = participants;
        this.areas = areas;
        this.outbox = outbox;
        this.seal = seal;
        this.patches = patches;
        this.caller = caller;
        this.jdbi = jdbi;
        this.tellings = tellings;
        this.access = access;
    }

    /**
     * @param patch a JSON Merge Patch (RFC 7396) of the fields of an enrollment, with {@code reason} beside them, which a
     *     changed NIK needs, and a day dated back further than others may
     * @throws ProblemException 422 with every rule that the outcome breaks; 409 where the NIK or KPJ is in the register, whoever
     *     enrolled it and wherever; 429 for another NIK where the caller was told often enough today who is registered elsewhere
     */
    @Transactional
    Participant correct(UUID id, IfMatch ifMatch, ObjectNode patch) {
        var participant = workable(id, ifMatch);
        var reason = takeReason(patch);
        var before = EnrollmentRequest.of(participant, seal);
        var datesBack = Rights.datesBack(caller);
        var request = merged(before, patch);
        var corrected = accepted(inVillage(check.ofCorrected(request, participant, datesBack), request));
        var hasOtherNik = !corrected.nik().equals(participant.nik(seal));
        if (reason == null && hasOtherNik) {
            throw refused(List.of(Finding.at("/reason", "nik-reason-missing")));
        }
        if (reason == null && check.datesFarBack(corrected, participant)) {
            throw refused(List.of(Finding.at("/reason", "day-reason-missing")));
        }
        if (hasOtherNik && wasToldEnough()) {
            throw access.refusedForToday(Tellings.Kind.ELSEWHERE);
        }
        if (participant.endReason() == EndReason.DUPLICATE && corrected.origin() == Origin.CARRIED_OVER) {
            throw refused(List.of(Finding.at("/origin", "origin-of-duplicate")));
        }
        var told = switch (check.ofCorrected(before, participant, datesBack)) {
            case Verdict.Accepted(var enrollment) -> enrollment.warnings();
            case Verdict.Refused refused -> List.<String>of();
        };
        var event = participant.correct(corrected, told, reason, seal, check.today());
        event.ifPresent(corrections -> {
            if (hasOtherNik) {
                participant.index(jdbi.withHandle(seal::holdIndexKeys));
            }
            flush(participant);
            outbox.append(corrections);
        });
        return participant;
    }

    /** @throws ProblemException 422 for an unknown village, the same village, or a day that does not fit */
    @Transactional
    Participant transfer(UUID id, IfMatch ifMatch, TransferRequest request) {
        var participant = workable(id, ifMatch);
        var fields = new Fields();
        var village = fields.required(
                "/villageCode", request.villageCode(), text -> Fields.matching(Fields.VILLAGE, text), "village-format");
        var reason = fields.code("/reason", request.reason(), TransferReason.class);
        var on = day(request.on(), participant, fields);
        if (village != null && village.equals(participant.villageCode())) {
            fields.add(Finding.at("/villageCode", "village-same"));
        } else if (village != null) {
            villageFault(village).ifPresent(fields::add);
        }
        if (!fields.errors().isEmpty() || village == null || reason == null || on == null) {
            throw refused(fields.errors());
        }
        var event = participant.transfer(village, reason, on);
        decided(participant, () -> participants.move(participant));
        access.within(village);
        outbox.append(event);
        return participant;
    }

    /** Nobody else changes somebody until the transaction ends; whoever is just doing so is waited for. */
    @Transactional(TxType.MANDATORY)
    public void hold(UUID id) {
        participants.findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * For who asked for somebody, as any other transfer, once the caller has {@linkplain #hold held} the person.
     *
     * @param on null for today
     * @throws ProblemException as {@link #transfer(UUID, IfMatch, TransferRequest)} does
     */
    @Transactional(TxType.MANDATORY)
    public void transfer(UUID id, String village, TransferReason reason, @Nullable LocalDate on) {
        var version = IfMatch.of(participants.own(id).version());
        transfer(id, version, new TransferRequest(village, on == null ? null : on.toString(), reason.name()));
    }

    /**
     * @throws ProblemException 409 for a move that the life of a membership does not have, with those that it has; 403 for an end
     *     as DIED that others than the branch would take back
     */
    @Transactional
    Participant moveTo(UUID id, IfMatch ifMatch, StatusRequest request) {
        var participant = current(id, ifMatch);
        var fields = new Fields();
        var next = fields.code("/status", request.status(), ParticipantStatus.class);
        var reason = request.reason() == null ? null : fields.code("/reason", request.reason(), StatusReason.class);
        var ended = reason == null ? null : reason.end().orElse(null);
        var on = day(request.on(), participant, fields);
        if (next == ParticipantStatus.ENDED && request.reason() == null) {
            fields.missing("/reason");
        }
        if (next != null && next != ParticipantStatus.ENDED && ended != null) {
            fields.add(Finding.at("/reason", "reason-without-end"));
        }
        if (reason == StatusReason.RECORDED_IN_ERROR
                && (next == ParticipantStatus.ENDED || participant.endReason() != EndReason.DIED)) {
            fields.add(Finding.at("/reason", "reason-without-death"));
        }
        if (!fields.errors().isEmpty() || next == null || on == null) {
            throw refused(fields.errors());
        }
        if (ended == EndReason.DIED) { // Which is to be recorded of everybody.
            participant.requireHeld();
        } else {
            participant.requireWorkable();
        }
        var event = reason == StatusReason.RECORDED_IN_ERROR
                ? deathTakenBack(participant, next, on)
                : moved(participant, next, ended, on);
        flush(participant);
        outbox.append(event);
        return participant;
    }

    private static Event moved(
            Participant participant, ParticipantStatus next, @Nullable EndReason ended, LocalDate on) {
        requireOneOf(participant.status().next(participant.endReason()), next, participant);
        return participant.moveTo(next, ended, on);
    }

    private Event deathTakenBack(Participant participant, ParticipantStatus next, LocalDate on) {
        if (!Rights.takesDeathsBack(caller)) {
            throw ProblemException.of(Status.FORBIDDEN, "death-recorded");
        }
        var today = check.today();
        requireOneOf(participant.afterAnError(today), next, participant);
        return participant.takeDeathBack(next, on, today);
    }

    private static void requireOneOf(Set<ParticipantStatus> allowed, ParticipantStatus next, Participant participant) {
        if (!allowed.contains(next)) {
            throw ProblemException.conflict(
                    "status-not-allowed",
                    Finding.at(
                            "/status",
                            allowed.isEmpty() ? finalOf(participant) : "status-not-allowed",
                            participant.status(),
                            allowed.stream().map(Enum::name).collect(Collectors.joining(", "))));
        }
    }

    private static String finalOf(Participant participant) {
        return participant.endReason() == EndReason.DIED ? "status-died" : "status-final";
    }

    /** Somebody has looked at a warning and found the record right. @throws ProblemException 404 for one that is not open */
    @Transactional
    Participant settle(UUID id, IfMatch ifMatch, String warning) {
        var participant = workable(id, ifMatch);
        var event = participant
                .settle(warning, check.today())
                .orElseThrow(() -> ProblemException.notFound("warning-not-found"));
        flush(participant);
        outbox.append(event);
        return participant;
    }

    private Participant current(UUID id, IfMatch ifMatch) {
        var participant = participants.own(id);
        ifMatch.require(participant.version());
        return participant;
    }

    private Participant workable(UUID id, IfMatch ifMatch) {
        var participant = current(id, ifMatch);
        participant.requireWorkable();
        return participant;
    }

    /** What can be told of a request before the database decides. A village outside the caller's areas is not there. */
    Verdict verdict(EnrollmentRequest request) {
        return inVillage(check.of(request, Rights.datesBack(caller)), request);
    }

    private Verdict inVillage(Verdict verdict, EnrollmentRequest request) {
        return switch (verdict) {
            case Verdict.Refused(var errors) -> new Verdict.Refused(withVillage(errors, request));
            case Verdict.Accepted(var enrollment) ->
                caller.scope().holds(enrollment.villageCode())
                        ? verdict
                        : new Verdict.Refused(List.of(villageUnknown()));
        };
    }

    private static Enrollment accepted(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var enrollment) -> enrollment;
            case Verdict.Refused(var errors) -> throw refused(errors);
        };
    }

    private EnrollmentRequest merged(EnrollmentRequest before, ObjectNode patch) {
        var errors = new ArrayList<Finding>();
        patch.fieldNames().forEachRemaining(field -> {
            if (NOT_A_CORRECTION.containsKey(field) || !EnrollmentRequest.FIELDS.contains(field)) {
                errors.add(Finding.at(
                        "/" + field.replace("~", "~0").replace("/", "~1"),
                        NOT_A_CORRECTION.getOrDefault(field, "field-unknown")));
            }
        });
        if (!errors.isEmpty()) {
            throw ProblemException.badRequest("body-unreadable", errors.toArray(Finding[]::new));
        }
        // What has a default on enrollment has none in a correction: null would silently mean "today" or "NEW".
        for (var field : List.of("origin", "enrolledOn", "coveredFrom")) {
            if (patch.path(field).isNull()) {
                patch.put(field, "");
            }
        }
        return patches.merged(before, patch, EnrollmentRequest.class);
    }

    private static @Nullable String takeReason(ObjectNode patch) {
        var reason = patch.remove("reason");
        if (reason == null || reason.isNull()) {
            return null;
        }
        var fields = new Fields();
        var code = fields.code("/reason", reason.isTextual() ? reason.textValue() : "?", CorrectionReason.class);
        if (code == null) {
            throw refused(fields.errors());
        }
        return code.name();
    }

    private @Nullable LocalDate day(@Nullable String text, Participant participant, Fields fields) {
        var today = check.today();
        var day = text == null ? today : fields.requiredDay("/on", text);
        if (day != null && day.isAfter(today)) {
            fields.add(Finding.at("/on", "day-future"));
        }
        if (day != null && day.isBefore(participant.enrolledOn())) {
            fields.add(Finding.at("/on", "day-before-enrollment"));
        }
        return day;
    }

    private void flush(Participant participant) {
        decided(participant, participants::flush);
    }

    /** Lets the database decide, and says what it decided in the caller's words. */
    private void decided(Participant participant, Runnable write) {
        try {
            LostUpdate.refused(write);
        } catch (ConstraintViolationException e) {
            throw switch (String.valueOf(e.getConstraintName())) {
                case "uq_participant_nik_index", "uq_participant_nik_index_next" -> new NikTaken(participant);
                case "uq_participant_kpj" -> refused(Refusal.KPJ_REGISTERED);
                case "fk_participant_village_code" ->
                    ProblemException.unprocessable(
                            REFUSED,
                            () -> List.of(
                                    villageFault(participant.villageCode()).orElseGet(Register::villageUnknown)));
                default -> e;
            };
        }
    }

    /**
     * Whether the caller was told as often as anybody may in a day that somebody is registered elsewhere. Then no NIK is looked at
     * any more, since what is not refused would tell it too.
     */
    boolean wasToldEnough() {
        return jdbi.withHandle(handle -> tellings.toldEnough(handle, caller.subject(), caller.scope()));
    }

    /** Thrown out of the transaction that met it. That one is lost, and holds a connection until it ends. */
    private static final class NikTaken extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Participant participant;

        NikTaken(Participant participant) {
            this.participant = participant;
        }
    }

    /**
     * Counts what a change tells that meets a NIK of the register, once the change's transaction has ended.
     *
     * @param change with its transaction
     * @throws ProblemException 409 where a NIK is in the register, 429 where that may not be told any more today
     */
    <T> T told(Supplier<T> change) {
        try {
            return change.get();
        } catch (NikTaken e) {
            throw QuarkusTransaction.requiringNew().call(() -> mayTell(List.of(e.participant)))
                    ? refused(Refusal.NIK_REGISTERED)
                    : access.refusedForToday(Tellings.Kind.ELSEWHERE);
        }
    }

    /**
     * Counts people whose NIKs are in the register, in the transaction that there is. Whoever is in the caller's areas can be seen
     * there anyway, and does not count.
     *
     * @return false where they are more than may be told today: then nothing of what was found may be, and the transaction is undone
     */
    boolean mayTell(List<Participant> registered) {
        if (registered.isEmpty()) {
            return true;
        }
        return jdbi.withHandle(handle -> {
            var elsewhere =
                    EnrollmentSet.outside(handle, registered, caller.scope()).size();
            var told = tellings.take(handle, Tellings.Kind.ELSEWHERE, caller.subject(), elsewhere);
            if (told == elsewhere) {
                access.toldElsewhere(told);
            }
            return told == elsewhere;
        });
    }

    /** For who asked for more than was left: that they are more than so many was told by the refusal, and is on record. */
    void tellNoMoreToday() {
        access.toldElsewhere(jdbi.withHandle(
                handle -> tellings.take(handle, Tellings.Kind.ELSEWHERE, caller.subject(), Integer.MAX_VALUE)));
    }

    /** The database refuses an unknown or closed village by itself; asked first only where other faults are to be told with it. */
    private List<Finding> withVillage(List<Finding> errors, EnrollmentRequest request) {
        var code = request.villageCode();
        if (code == null || errors.stream().anyMatch(error -> error.pointer().equals("/villageCode"))) {
            return errors;
        }
        var all = new ArrayList<>(errors);
        var fault = caller.scope().holds(code.strip()) ? villageFault(code.strip()) : Optional.of(villageUnknown());
        fault.ifPresent(all::add);
        return all;
    }

    private Optional<Finding> villageFault(String code) {
        return switch (areas.standing(code)) {
            case OPEN -> Optional.empty();
            case CLOSED -> Optional.of(villageClosed());
            case UNKNOWN -> Optional.of(villageUnknown());
        };
    }

    private static Finding villageClosed() {
        return Finding.at("/villageCode", "village-closed");
    }

    private static Finding villageUnknown() {
        return Finding.at("/villageCode", "village-unknown");
    }

    static ProblemException refused(Refusal why) {
        return switch (why) {
            case NIK_REGISTERED -> ProblemException.conflict("nik-registered", Finding.at("/nik", "nik-registered"));
            case KPJ_REGISTERED -> ProblemException.conflict("kpj-registered", Finding.at("/kpj", "kpj-registered"));
            case VILLAGE_UNKNOWN -> refused(List.of(villageUnknown()));
            case VILLAGE_CLOSED -> refused(List.of(villageClosed()));
        };
    }

    static ProblemException refused(List<Finding> errors) {
        return ProblemException.unprocessable(REFUSED, errors);
    }
}
