package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can happen to a participant after the enrollment. */
@EnrollmentTest
class LifeTest {
    @Inject
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void correctsWhatWasWrong() {
        var id = enroll(body());

        var answer = correct(id, 1, Map.of("name", "Uji Terkoreksi", "occupation", "NELAYAN", "kpj", kpj(id)))
                .then();

        answer.statusCode(200)
                .header("ETag", "\"2\"")
                .body("version", equalTo(2))
                .body("name", equalTo("Uji Terkoreksi"))
                .body("occupation", equalTo("NELAYAN"))
                .body("kpj", equalTo(kpj(id)))
                .body("villageCode", equalTo("16.01.07.2001"));
        history(id, 2)
                .body("items[1].type", equalTo("id.desaterlindungi.participant.corrected.v1"))
                .body("items[1].actor", equalTo("village@16.01.07.2001"))
                .body("items[1].changes.find { it.field == 'occupation' }.before", equalTo("PETANI"))
                .body("items[1].changes.find { it.field == 'occupation' }.after", equalTo("NELAYAN"))
                .body("items[1].changes.find { it.field == 'name' }.after", nullValue());
    }

    @Test
    void takesAnOptionalFieldAway() {
        var id = enroll(body());

        var answer = correct(id, 1, withNull("phone")).then();

        answer.statusCode(200).body("phone", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"name", "nik", "birthDate", "programmes", "origin", "enrolledOn", "coveredFrom"})
    void keepsARequiredFieldFromBeingTakenAway(String field) {
        var id = enroll(body());

        var answer = correct(id, 1, withNull(field)).then();

        answer.statusCode(422)
                .body("errors.pointer", contains("/" + field))
                .body("errors.code", contains("field-missing"));
    }

    @Test
    void changesNothingWhereNothingIsDifferent() {
        var id = enroll(body());

        correct(id, 1, Map.of("name", "Uji Peserta")).then().statusCode(200).header("ETag", "\"1\"");

        history(id, 1);
    }

    @Test
    void correctsANikWithAReasonOnly() {
        var id = enroll(body());
        var other = (String) body().get("nik");

        correct(id, 1, Map.of("nik", other)).then().statusCode(422).body("errors.pointer", contains("/reason"));
        correct(id, 1, Map.of("nik", other, "reason", "WRONG_NIK"))
                .then()
                .statusCode(200)
                .body("nik", equalTo(other.substring(0, 6) + "******" + other.substring(12)));

        search("nik", other).body("items.id", contains(id));
        history(id, 2).body("items[1].reason", equalTo("WRONG_NIK")).body("items[1].changes.field", contains("nik"));
    }

    @Test
    void takesNoFreeTextAsAReason() {
        var id = enroll(body());

        var answer = correct(id, 1, Map.of("name", "Uji Lain", "reason", "BUKAN_UJI_PESERTA"));

        answer.then()
                .statusCode(422)
                .body("errors.pointer", contains("/reason"))
                .body("errors.code", contains("code-unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "enrolledOn, 1960-01-01, /birthDate",
        "coveredUntil, +9999999-01-01, /coveredUntil",
        "coveredFrom, -999999999-01-01, /coveredFrom"
    })
    void refusesDaysThatNoDatabaseHas(String field, String day, String pointer) {
        var id = enroll(body());

        var answer = correct(id, 1, Map.of(field, day));

        answer.then().statusCode(422).body("errors.pointer", hasItem(pointer));
    }

    @Test
    void keepsNikAndKpjOfPeopleApart() {
        var first = body();
        var id = enroll(first);
        correct(id, 1, Map.of("kpj", kpj(id))).then().statusCode(200);
        var second = enroll(body());

        correct(second, 1, Map.of("nik", first.get("nik"), "reason", "WRONG_NIK"))
                .then()
                .statusCode(409)
                .body("code", equalTo("nik-registered"));
        correct(second, 1, Map.of("kpj", kpj(id))).then().statusCode(409).body("code", equalTo("kpj-registered"));
        history(second, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "villageCode, 16.01.07.2002, field-not-corrected",
        "status, ENDED, field-unknown",
        "nick, x, field-unknown"
    })
    void refusesFieldsThatACorrectionDoesNotHave(String field, String value, String code) {
        var id = enroll(body());

        var answer = correct(id, 1, Map.of(field, value)).then();

        answer.statusCode(400).body("errors.pointer", contains("/" + field)).body("errors.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 428",
                "'\"2\"', 412",
                "'W/\"1\"', 412",
                "1, 412",
                "*, 428",
                "'\"99999999999\"', 412",
                "'\"2\", W/\"1\"', 412"
            })
    void asksForTheVersionThatAChangeIsFor(String ifMatch, int status) {
        var id = enroll(body());

        var request = caller().body(Map.of("name", "Lain"));
        var answer = (ifMatch == null ? request : request.header("If-Match", ifMatch)).patch("/v1/participants/" + id);

        answer.then().statusCode(status).contentType("application/problem+json");
        history(id, 1);
    }

    @Test
    void takesAListOfVersionsThatOneFits() {
        var id = enroll(body());

        caller().header("If-Match", "\"7\", W/\"1\" ,\"1\"")
                .body(Map.of("name", "Lain"))
                .patch("/v1/participants/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void letsOneOfTwoWin() throws Exception {
        var id = enroll(body());
        var start = new CyclicBarrier(8);
        List<Integer> statuses;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return correct(id, 1, Map.of("name", "Uji Peserta " + (char) ('A' + i)))
                                .statusCode();
                    }))
                    .toList();
            statuses = calls.stream()
                    .map(call -> {
                        try {
                            return call.get();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
        history(id, 2);
    }

    @Test
    void transfersToAnotherVillage() {
        var id = enroll(body());

        var answer = post(
                        id,
                        1,
                        "transfer",
                        Map.of("villageCode", "16.01.07.2004", "reason", "MOVED", "on", "2026-04-01"))
                .then();

        answer.statusCode(200).header("ETag", "\"2\"").body("villageCode", equalTo("16.01.07.2004"));
        history(id, 2)
                .body("items[1].type", equalTo("id.desaterlindungi.participant.transferred.v1"))
                .body("items[1].on", equalTo("2026-04-01"))
                .body("items[1].reason", equalTo("MOVED"))
                .body("items[1].changes.field", contains("villageCode"));
    }

    @ParameterizedTest
    @CsvSource({
        "16.01.07.2001, MOVED, 2026-04-01, /villageCode, village-same",
        "16.01.07.2999, MOVED, 2026-04-01, /villageCode, village-unknown",
        "16.01.07, MOVED, 2026-04-01, /villageCode, village-format",
        "16.01.07.2004, HOLIDAY, 2026-04-01, /reason, code-unknown",
        "16.01.07.2004, MOVED, 2999-01-01, /on, day-future",
        "16.01.07.2004, MOVED, 2026-03-01, /on, day-before-enrollment",
        "16.01.07.2004, MOVED, 1 April, /on, date-format",
    })
    void refusesATransferThatDoesNotFit(String village, String reason, String on, String pointer, String code) {
        var id = enroll(body());

        var answer = post(id, 1, "transfer", Map.of("villageCode", village, "reason", reason, "on", on))
                .then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
        history(id, 1);
    }

    @Test
    void goesThroughItsLifeAndComesBack() {
        var id = enroll(body());
        var version = 1;

        for (var next : List.of("GRACE", "ACTIVE", "GRACE", "LAPSED", "ACTIVE")) {
            post(id, version++, "status", Map.of("status", next))
                    .then()
                    .statusCode(200)
                    .body("status", equalTo(next));
        }
        post(id, version++, "status", Map.of("status", "ENDED", "reason", "WITHDREW"))
                .then()
                .statusCode(200)
                .body("endReason", equalTo("WITHDREW"));
        post(id, version++, "status", Map.of("status", "ACTIVE"))
                .then()
                .statusCode(200)
                .body("endReason", nullValue());

        history(id, 8)
                .body("items[5].reason", equalTo("REINSTATED"))
                .body("items[6].reason", equalTo("WITHDREW"))
                .body("items[7].reason", equalTo("REINSTATED"));
    }

    @ParameterizedTest
    @CsvSource({"DIED", "DUPLICATE"})
    void doesNotComeBackFromAFinalEnd(String reason) {
        var id = enroll(body());
        post(id, 1, "status", Map.of("status", "ENDED", "reason", reason))
                .then()
                .statusCode(200);

        var back = post(id, 2, "status", Map.of("status", "ACTIVE")).then();

        back.statusCode(409).body("code", equalTo("status-not-allowed")).body("errors.code", contains("status-final"));
    }

    @Test
    void givesTheBaselineBackWhatADuplicateTook() {
        var id = enroll(body("origin", "CARRIED_OVER"));

        post(id, 1, "status", Map.of("status", "ENDED", "reason", "DUPLICATE"))
                .then()
                .statusCode(200)
                .body("origin", equalTo("NEW"));

        history(id, 2)
                .body("items[1].changes.find { it.field == 'origin' }.before", equalTo("CARRIED_OVER"))
                .body("items[1].changes.find { it.field == 'origin' }.after", equalTo("NEW"));
        correct(id, 2, Map.of("origin", "CARRIED_OVER"))
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
        var id = enroll(body("origin", "CARRIED_OVER"));

        var answer = post(id, 1, "status", Map.of("status", "ENDED", "reason", reason));

        answer.then().statusCode(200).body("origin", equalTo("CARRIED_OVER"));
    }

    @Test
    void listsTheMovesThatThereAre() {
        var id = enroll(body());

        var answer = caller().header("If-Match", "\"1\"")
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
        var id = enroll(body());
        var request = new HashMap<String, String>(Map.of("status", status));
        if (reason != null) {
            request.put("reason", reason);
        }

        var answer = post(id, 1, "status", request).then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void isRegisteredUntilCoverBegins() {
        var answer = caller().body(body(
                        "coveredFrom",
                        LocalDate.now(BusinessClock.JAKARTA).plusMonths(1).toString()))
                .post("/v1/participants")
                .then();

        answer.statusCode(201).body("status", equalTo("REGISTERED"));
    }

    @Test
    void keepsAWarningUntilItIsSettled() {
        var id = enroll(body("sex", "M"));

        correct(id, 1, Map.of("occupation", "NELAYAN")).then().body("warnings.code", contains("nik-sex"));
        settle(id, 2, "nik-sex").then().statusCode(200).header("ETag", "\"3\"").body("warnings", empty());
        settle(id, 3, "nik-sex").then().statusCode(404).body("code", equalTo("warning-not-found"));
        correct(id, 3, Map.of("occupation", "PETANI")).then().body("warnings", empty());
        correct(id, 4, Map.of("sex", "F")).then().body("warnings", empty());
        correct(id, 5, Map.of("sex", "M")).then().body("warnings.code", contains("nik-sex"));
    }

    @Test
    void showsAWholeNikForAPurposeAndWritesItDown() {
        var person = body();
        var id = enroll(person);
        var purpose = "Pencocokan dengan kartu peserta";

        var answer = caller().body(Map.of("purpose", purpose))
                .post("/v1/participants/" + id + "/nik-disclosure")
                .then();

        answer.statusCode(200).header("Cache-Control", "no-store").body("nik", equalTo(person.get("nik")));
        assertThat(jdbi.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select actor || ': ' || purpose from nik_disclosure where participant_id = cast(:id as uuid)")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list()))
                .containsExactly("village@16.01.07.2001: " + purpose);
    }

    @ParameterizedTest
    @CsvSource({"''", "too short", "'          '"})
    void showsNoWholeNikWithoutAPurpose(String purpose) {
        var id = enroll(body());

        var answer = caller().body(Map.of("purpose", purpose))
                .post("/v1/participants/" + id + "/nik-disclosure")
                .then();

        answer.statusCode(422).body("errors.pointer", contains("/purpose"));
    }

    @ParameterizedTest
    @CsvSource({
        "patch, ''",
        "post, /transfer",
        "post, /status",
        "delete, /warnings/nik-sex",
        "get, ''",
        "get, /history",
        "post, /nik-disclosure"
    })
    void tellsThatThereIsNoSuchParticipant(String method, String path) {
        var request = caller().header("If-Match", "\"1\"");

        var answer = (method.equals("get") || method.equals("delete") ? request : request.body("{}"))
                .request(
                        method.toUpperCase(Locale.ROOT),
                        "/v1/participants/0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e" + path);

        answer.then().statusCode(404).body("code", equalTo("participant-not-found"));
    }

    @Test
    void searchesByNikAndKpj() {
        var person = body("kpj", "00A" + System.nanoTime() % 100_000_000);
        person.put("kpj", "%11s".formatted(person.get("kpj")).replace(' ', '0').substring(0, 11));
        var id = enroll(person);

        search("nik", (String) person.get("nik")).body("items.id", contains(id));
        search("kpj", (String) person.get("kpj"))
                .body("items.id", contains(id))
                .body("items.kpj", contains(person.get("kpj")));
        search("nik", (String) body().get("nik")).body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({"'{}'", "'{\"nik\":\"1\"}'", "'{\"nik\":\"1601074507849001\",\"kpj\":\"00A00000000\"}'"})
    void refusesASearchThatIsNone(String body) {
        caller().body(body)
                .post("/v1/participants/search")
                .then()
                .statusCode(422)
                .body("code", equalTo("search-refused"));
    }

    private String enroll(Map<String, ?> person) {
        return caller().body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Response correct(String id, int version, Map<String, ?> patch) {
        return caller().contentType("application/merge-patch+json")
                .header("If-Match", "\"" + version + "\"")
                .body(json(patch))
                .patch("/v1/participants/" + id);
    }

    private Response post(String id, int version, String what, Map<String, ?> body) {
        return caller().header("If-Match", "\"" + version + "\"")
                .body(body)
                .post("/v1/participants/" + id + "/" + what);
    }

    private Response settle(String id, int version, String warning) {
        return caller().header("If-Match", "\"" + version + "\"")
                .delete("/v1/participants/" + id + "/warnings/" + warning);
    }

    private ValidatableResponse search(String field, String value) {
        return caller().body(Map.of(field, value))
                .post("/v1/participants/search")
                .then()
                .statusCode(200);
    }

    /** The history once it has so many events: they get there when they get their positions. */
    private ValidatableResponse history(String id, int events) {
        await().untilAsserted(() -> assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from outbox")
                                .mapTo(Long.class)
                                .one()))
                .isZero());
        return caller().get("/v1/participants/" + id + "/history")
                .then()
                .statusCode(200)
                .body("items", hasSize(events));
    }

    private static String json(Map<String, ?> body) {
        try {
            return new ObjectMapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> withNull(String field) {
        var patch = new HashMap<String, Object>();
        patch.put(field, null);
        return patch;
    }

    private static String kpj(String id) {
        return id.replace("-", "").substring(21).toUpperCase(Locale.ROOT);
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("village", "16.01.07.2001"));
    }
}
