package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static id.desaterlindungi.enrollment.SyntheticPerson.enrolledOn;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From one village to another. */
@EnrollmentTest
class TransferTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    ParticipantCalls calls;

    @BeforeEach
    void prepare() {
        calls = new ParticipantCalls(stack, jdbi);
    }

    @Test
    void transfersToAnotherVillage() {
        var id = calls.enroll(body());

        var answer = calls.post(
                        id, 1, "transfer", Map.of("villageCode", "16.01.07.2004", "reason", "MOVED", "on", day(-20)))
                .then();

        answer.statusCode(200).header("ETag", "\"2\"").body("villageCode", equalTo("16.01.07.2004"));
        calls.history(id, 2)
                .body("items[1].type", equalTo("id.desaterlindungi.participant.transferred.v1"))
                .body("items[1].on", equalTo(day(-20)))
                .body("items[1].reason", equalTo("MOVED"))
                .body("items[1].changes.field", contains("villageCode"));
    }

    @ParameterizedTest
    @CsvSource({
        "16.01.07.2001, MOVED, today, /villageCode, village-same",
        "16.01.07.2999, MOVED, today, /villageCode, village-unknown",
        "16.01.07, MOVED, today, /villageCode, village-format",
        "16.01.07.2004, HOLIDAY, today, /reason, code-unknown",
        "16.01.07.2004, MOVED, 2099-01-01, /on, day-future",
        "16.01.07.2004, MOVED, 0000-01-01, /on, date-out-of-range",
        "16.01.07.2004, MOVED, 1 April, /on, date-format",
    })
    void refusesATransferThatDoesNotFit(String village, String reason, String on, String pointer, String code) {
        var id = calls.enroll(body());

        var answer = calls.post(
                        id,
                        1,
                        "transfer",
                        Map.of("villageCode", village, "reason", reason, "on", on.equals("today") ? day(0) : on))
                .then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
        calls.history(id, 1);
    }

    @Test
    void refusesATransferBeforeTheEnrollment() {
        var id = calls.enroll(body());
        var before = LocalDate.parse(enrolledOn()).minusDays(1).toString();

        var answer = calls.post(
                        id, 1, "transfer", Map.of("villageCode", "16.01.07.2004", "reason", "MOVED", "on", before))
                .then();

        answer.statusCode(422).body("errors.code", contains("day-before-enrollment"));
    }
}
