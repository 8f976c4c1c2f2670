package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the first day of cover to the end, and back. */
@EnrollmentTest
class ParticipantStatusTest {
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
    void goesThroughItsLifeAndComesBack() {
        var id = calls.enroll(body());
        var version = 1;

        for (var next : List.of("GRACE", "ACTIVE", "GRACE", "LAPSED", "ACTIVE")) {
            calls.post(id, version++, "status", Map.of("status", next))
                    .then()
                    .statusCode(200)
                    .body("status", equalTo(next));
        }
        calls.post(id, version++, "status", Map.of("status", "ENDED", "reason", "WITHDREW"))
                .then()
                .statusCode(200)
                .body("endReason", equalTo("WITHDREW"));
        calls.post(id, version++, "status", Map.of("status", "ACTIVE"))
                .then()
                .statusCode(200)
                .body("endReason", nullValue());

        calls.history(id, 8)
                .body("items[5].reason", equalTo("REINSTATED"))
                .body("items[6].reason", equalTo("WITHDREW"))
                .body("items[7].reason", equalTo("REINSTATED"));
    }

    @ParameterizedTest
    @CsvSource({"DIED, status-died", "DUPLICATE, status-final"})
    void doesNotComeBackFromAFinalEnd(String reason, String code) {
        var id = ended(reason);

        var back = calls.post(id, 2, "status", Map.of("status", "ACTIVE")).then();

        back.statusCode(409).body("code", equalTo("status-not-allowed")).body("errors.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE", "GRACE", "LAPSED"})
    void takesADeathBackThatWasRecordedInError(String status) {
        var id = ended("DIED");

        var back = calls.post(id, 2, "status", Map.of("status", status, "reason", "RECORDED_IN_ERROR"))
                .then();

        back.statusCode(200).body("status", equalTo(status)).body("endReason", nullValue());
        calls.history(id, 3)
                .body("items[1].reason", equalTo("DIED"))
                .body("items[2].reason", equalTo("RECORDED_IN_ERROR"))
                .body("items[2].changes.find { it.field == 'status' }.after", equalTo(status));
    }

    /** REGISTERED is for whose cover has not begun; it would become ACTIVE by itself. */
    @Test
    void takesADeathBackToBeforeCoverForWhoseCoverHasNotBegun() {
        var registered = calls.enroll(body("coveredFrom", day(20)));
        calls.post(registered, 1, "status", Map.of("status", "ENDED", "reason", "DIED"))
                .then()
                .statusCode(200);
        var active = ended("DIED");
        var back = Map.of("status", "REGISTERED", "reason", "RECORDED_IN_ERROR");

        calls.post(active, 2, "status", back).then().statusCode(409).body("code", equalTo("status-not-allowed"));
        calls.post(registered, 2, "status", back).then().statusCode(200).body("status", equalTo("REGISTERED"));
    }

    @ParameterizedTest
    @CsvSource({"village, 16.01.07.2001", "district, 16.01.07", "regency, 16.01", "province, 16", "service, 16"})
    void letsTheBranchAloneTakeADeathBack(String role, String area) {
        var id = ended("DIED");
        var back = Map.of("status", "ACTIVE", "reason", "RECORDED_IN_ERROR");

        var others = calls.as(role, area)
                .header("If-Match", "\"2\"")
                .body(back)
                .post("/v1/participants/" + id + "/status")
                .then();

        others.statusCode(403).body("code", equalTo("death-recorded"));
        calls.as(role, area)
                .body(Map.of(
                        "operations",
                        List.of(Map.of(
                                "operationId", "dead-" + id, "participantId", id, "version", 2, "status", back))))
                .post("/v1/participants/batch")
                .then()
                .statusCode(200)
                .body("results.status", contains(403));
        calls.as("branch", "16.01")
                .header("If-Match", "\"2\"")
                .body(back)
                .post("/v1/participants/" + id + "/status")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"WITHDREW, ACTIVE", "DUPLICATE, ACTIVE", "DIED, ENDED"})
    void takesNothingButADeathBack(String ended, String status) {
        var id = ended(ended);

        var back = calls.post(id, 2, "status", Map.of("status", status, "reason", "RECORDED_IN_ERROR"))
                .then();

        back.statusCode(422)
                .body("errors.pointer", contains("/reason"))
                .body("errors.code", contains("reason-without-death"));
    }

    private String ended(String reason) {
        var id = calls.enroll(body());
        calls.post(id, 1, "status", Map.of("status", "ENDED", "reason", reason))
                .then()
                .statusCode(200);
        return id;
    }

    @Test
    void givesTheBaselineBackWhatADuplicateTook() {
        var id = calls.enroll(body("origin", "CARRIED_OVER"));

        calls.post(id, 1, "status", Map.of("status", "ENDED", "reason", "DUPLICATE"))
                .then()
                .statusCode(200)
                .body("origin", equalTo("NEW"));

        calls.history(id, 2)
                .body("items[1].changes.find { it.field == 'origin' }.before", equalTo("CARRIED_OVER"))
                .body("items[1].changes.find { it.field == 'origin' }.after", equalTo("NEW"));
        calls.correct(id, 2, Map.of("origin", "CARRIED_OVER"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("origin-of-duplicate"));
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(
                        "update participant set origin = 'CARRIED_OVER' where id = cast(? as uuid)", id)))
                .hasMessageContaining("ck_participant_duplicate_origin");
    }

    @ParameterizedTest
    @CsvSource({"DIED", "WITHDREW", "LEFT_PROVINCE"})
    void staysCarriedOverForEveryOtherEnd(String reason) {
        var id = calls.enroll(body("origin", "CARRIED_OVER"));

        var answer = calls.post(id, 1, "status", Map.of("status", "ENDED", "reason", reason));

        answer.then().statusCode(200).body("origin", equalTo("CARRIED_OVER"));
    }

    @Test
    void listsTheMovesThatThereAre() {
        var id = calls.enroll(body());

        var answer = calls.caller()
                .header("If-Match", "\"1\"")
                .header("Accept-Language", "en")
                .body(Map.of("status", "REGISTERED"))
                .post("/v1/participants/" + id + "/status")
                .then();

        answer.statusCode(409).body("errors.message", contains(containsString("GRACE, LAPSED, ENDED")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ENDED, -, /reason, field-missing",
                "GRACE, DIED, /reason, reason-without-end",
                "AWAY, -, /status, code-unknown"
            })
    void refusesAMoveThatDoesNotFit(String status, String reason, String pointer, String code) {
        var id = calls.enroll(body());
        var request = new HashMap<String, String>(Map.of("status", status));
        if (reason != null) {
            request.put("reason", reason);
        }

        var answer = calls.post(id, 1, "status", request).then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void isRegisteredUntilCoverBegins() {
        var answer = calls.caller()
                .body(body(
                        "coveredFrom",
                        LocalDate.now(BusinessClock.JAKARTA).plusMonths(1).toString()))
                .post("/v1/participants")
                .then();

        answer.statusCode(201).body("status", equalTo("REGISTERED"));
    }
}
