package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was wrong is put right, by whoever saw the last version. */
@EnrollmentTest
class ParticipantCorrectionTest {
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
    void correctsWhatWasWrong() {
        var id = calls.enroll(body());

        var answer = calls.correct(id, 1, Map.of("name", "Uji Terkoreksi", "occupation", "NELAYAN", "kpj", kpj(id)))
                .then();

        answer.statusCode(200)
                .header("ETag", "\"2\"")
                .body("version", equalTo(2))
                .body("name", equalTo("Uji Terkoreksi"))
                .body("occupation", equalTo("NELAYAN"))
                .body("kpj", equalTo(kpj(id)))
                .body("villageCode", equalTo("16.01.07.2001"));
        calls.history(id, 2)
                .body("items[1].type", equalTo("id.desaterlindungi.participant.corrected.v1"))
                .body("items[1].actor", equalTo("branch@16"))
                .body("items[1].changes.find { it.field == 'occupation' }.before", equalTo("PETANI"))
                .body("items[1].changes.find { it.field == 'occupation' }.after", equalTo("NELAYAN"))
                .body("items[1].changes.find { it.field == 'name' }.after", nullValue());
    }

    @Test
    void takesAnOptionalFieldAway() {
        var id = calls.enroll(body());

        var answer = calls.correct(id, 1, withNull("phone")).then();

        answer.statusCode(200).body("phone", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"name", "nik", "birthDate", "programmes", "origin", "enrolledOn", "coveredFrom"})
    void keepsARequiredFieldFromBeingTakenAway(String field) {
        var id = calls.enroll(body());

        var answer = calls.correct(id, 1, withNull(field)).then();

        answer.statusCode(422)
                .body("errors.pointer", contains("/" + field))
                .body("errors.code", contains("field-missing"));
    }

    @Test
    void changesNothingWhereNothingIsDifferent() {
        var id = calls.enroll(body());

        calls.correct(id, 1, Map.of("name", "Uji Peserta"))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");

        calls.history(id, 1);
    }

    @Test
    void correctsANikWithAReasonOnly() {
        var id = calls.enroll(body());
        var other = (String) body().get("nik");

        calls.correct(id, 1, Map.of("nik", other)).then().statusCode(422).body("errors.pointer", contains("/reason"));
        calls.correct(id, 1, Map.of("nik", other, "reason", "WRONG_NIK"))
                .then()
                .statusCode(200)
                .body("nik", equalTo(other.substring(0, 6) + "**********"));

        calls.search("nik", other).body("items.id", contains(id));
        calls.history(id, 2)
                .body("items[1].reason", equalTo("WRONG_NIK"))
                .body("items[1].changes.field", contains("nik"));
    }

    @Test
    void takesNoFreeTextAsAReason() {
        var id = calls.enroll(body());

        var answer = calls.correct(id, 1, Map.of("name", "Uji Lain", "reason", "BUKAN_UJI_PESERTA"));

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
        var id = calls.enroll(body());

        var answer = calls.correct(id, 1, Map.of(field, day));

        answer.then().statusCode(422).body("errors.pointer", hasItem(pointer));
    }

    @Test
    void keepsNikAndKpjOfPeopleApart() {
        var first = body();
        var id = calls.enroll(first);
        calls.correct(id, 1, Map.of("kpj", kpj(id))).then().statusCode(200);
        var second = calls.enroll(body());

        calls.correct(second, 1, Map.of("nik", first.get("nik"), "reason", "WRONG_NIK"))
                .then()
                .statusCode(409)
                .body("code", equalTo("nik-registered"));
        calls.correct(second, 1, Map.of("kpj", kpj(id))).then().statusCode(409).body("code", equalTo("kpj-registered"));
        calls.history(second, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "villageCode, 16.01.07.2002, field-not-corrected",
        "status, ENDED, field-unknown",
        "nick, x, field-unknown"
    })
    void refusesFieldsThatACorrectionDoesNotHave(String field, String value, String code) {
        var id = calls.enroll(body());

        var answer = calls.correct(id, 1, Map.of(field, value)).then();

        answer.statusCode(400).body("errors.pointer", contains("/" + field)).body("errors.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 428",
                "'\"2\"', 412",
                "'W/\"2\"', 412",
                "1, 400",
                "'\"1', 400",
                "'W/1', 400",
                "'\"1\" \"2\"', 400",
                "*, 428",
                "'\"99999999999\"', 412",
                "'\"2\", W/\"3\"', 412"
            })
    void asksForTheVersionThatAChangeIsFor(String ifMatch, int status) {
        var id = calls.enroll(body());

        var request = calls.caller().body(Map.of("name", "Lain"));
        var answer = (ifMatch == null ? request : request.header("If-Match", ifMatch)).patch("/v1/participants/" + id);

        answer.then().statusCode(status).contentType("application/problem+json");
        calls.history(id, 1);
    }

    /** nginx, which compresses, makes the one of the other. */
    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "\"7\", W/\"1\"", ",\"7\",, \"1\" ,"})
    void takesAWeakVersionForTheSame(String ifMatch) {
        var id = calls.enroll(body());

        var answer = calls.caller()
                .header("If-Match", ifMatch)
                .body(Map.of("name", "Lain"))
                .patch("/v1/participants/" + id);

        answer.then().statusCode(200).header("ETag", "\"2\"");
    }

    @Test
    void saysThatAVersionIsMalformed() {
        var id = calls.enroll(body());

        var answer = calls.caller()
                .header("If-Match", "1")
                .body(Map.of("name", "Lain"))
                .patch("/v1/participants/" + id);

        answer.then()
                .statusCode(400)
                .body("code", equalTo("if-match-malformed"))
                .body("errors.code", contains("if-match-format"));
    }

    /** No request has a stack for each of them. */
    @Test
    void readsAListOfVersionsHoweverLong() {
        calls.caller()
                .header("If-Match", "\"2\"" + ", \"2\"".repeat(1_500))
                .body(Map.of("name", "Lain"))
                .patch("/v1/participants/" + calls.enroll(body()))
                .then()
                .statusCode(412);
    }

    @Test
    void takesAListOfVersionsThatOneFits() {
        var id = calls.enroll(body());

        calls.caller()
                .header("If-Match", "\"7\", W/\"1\" ,\"1\"")
                .body(Map.of("name", "Lain"))
                .patch("/v1/participants/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void letsOneOfTwoWin() throws Exception {
        var id = calls.enroll(body());
        var start = new CyclicBarrier(8);
        List<Integer> statuses;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return calls.correct(id, 1, Map.of("name", "Uji Peserta " + (char) ('A' + i)))
                                .statusCode();
                    }))
                    .toList();
            statuses = running.stream()
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
        calls.history(id, 2);
    }

    @Test
    void keepsAWarningUntilItIsSettled() {
        var id = calls.enroll(body("sex", "M"));

        calls.correct(id, 1, Map.of("occupation", "NELAYAN")).then().body("warnings.code", contains("nik-sex"));
        calls.settle(id, 2, "nik-sex")
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("warnings", empty());
        calls.settle(id, 3, "nik-sex").then().statusCode(404).body("code", equalTo("warning-not-found"));
        calls.correct(id, 3, Map.of("occupation", "PETANI")).then().body("warnings", empty());
        calls.correct(id, 4, Map.of("sex", "F")).then().body("warnings", empty());
        calls.correct(id, 5, Map.of("sex", "M")).then().body("warnings.code", contains("nik-sex"));
    }

    private static Map<String, Object> withNull(String field) {
        var patch = new HashMap<String, Object>();
        patch.put(field, null);
        return patch;
    }

    private static String kpj(String id) {
        return id.replace("-", "").substring(21).toUpperCase(Locale.ROOT);
    }
}
