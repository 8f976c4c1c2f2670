package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.NikIndex;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.exception.ConstraintViolationException;

/** Every change of the register: rule, row and outbox row in one transaction. */
@ApplicationScoped
class Register {
    private final EnrollmentCheck check;
    private final Participants participants;
    private final Areas areas;
    private final Outbox outbox;
    private final NikIndex index;
    private final Seal seal;
    private final Clock clock;

    Register(
            EnrollmentCheck check,
            Participants participants,
            Areas areas,
            Outbox outbox,
            NikIndex index,
            Seal seal,
            Clock clock) {
        this.check = check;
        this.participants = participants;
        this.areas = areas;
        this.outbox = outbox;
        this.index = index;
        this.seal = seal;
        this.clock = clock;
    }

    /**
     * @throws ProblemException 422 with every rule that the request breaks; 409 where the NIK is in the register, whoever
     *     enrolled it and wherever
     */
    @Transactional
    Participant enroll(EnrollmentRequest request) {
        return switch (check.of(request)) {
            case Verdict.Accepted(var enrollment) -> enroll(enrollment);
            case Verdict.Refused(var errors) -> throw refused(withVillage(errors, request));
        };
    }

    private Participant enroll(Enrollment enrollment) {
        var participant = Participant.enroll(enrollment, index, seal, Instant.now(clock));
        try {
            participants.persistAndFlush(participant);
        } catch (ConstraintViolationException e) {
            throw switch (String.valueOf(e.getConstraintName())) {
                case "uq_participant_nik_index" ->
                    ProblemException.conflict("nik-registered", Finding.at("/nik", "nik-registered"));
                case "fk_participant_village_code" -> refused(List.of(villageUnknown()));
                default -> e;
            };
        }
        outbox.append(participant.enrolled());
        return participant;
    }

    /** The database refuses an unknown village by itself; asked first only where other faults are to be told with it. */
    private List<Finding> withVillage(List<Finding> errors, EnrollmentRequest request) {
        var code = request.villageCode();
        if (code == null
                || errors.stream().anyMatch(error -> error.pointer().equals("/villageCode"))
                || areas.isVillage(code.strip())) {
            return errors;
        }
        var all = new ArrayList<>(errors);
        all.add(villageUnknown());
        return all;
    }

    private static Finding villageUnknown() {
        return Finding.at("/villageCode", "village-unknown");
    }

    private static ProblemException refused(List<Finding> errors) {
        return ProblemException.unprocessable("participant-refused", errors);
    }
}
