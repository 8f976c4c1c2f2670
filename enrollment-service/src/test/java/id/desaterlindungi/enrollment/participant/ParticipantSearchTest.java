package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How one participant is found, and the whole NIK shown. */
@EnrollmentTest
class ParticipantSearchTest {
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
    void showsAWholeNikForAPurposeAndWritesItDown() {
        var person = body();
        var id = calls.enroll(person);
        var explanation = "Pencocokan dengan kartu peserta";

        var answer = calls.caller()
                .body(Map.of("purpose", "CARD_CHECK", "explanation", explanation))
                .post("/v1/participants/" + id + "/nik-disclosure")
                .then();

        answer.statusCode(200).header("Cache-Control", "no-store").body("nik", equalTo(person.get("nik")));
        assertThat(jdbi.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select actor || ': ' || purpose_code || ' ' || purpose from nik_disclosure where participant_id = cast(:id as uuid)")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list()))
                .containsExactly("branch@16: CARD_CHECK " + explanation);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Pencocokan dengan kartu, /purpose",
        "PENCOCOKAN, Pencocokan dengan kartu, /purpose",
        "CARD_CHECK, '', /explanation",
        "CARD_CHECK, too short, /explanation",
        "CARD_CHECK, '          ', /explanation"
    })
    void showsNoWholeNikWithoutAPurpose(String purpose, String explanation, String pointer) {
        var id = calls.enroll(body());

        var answer = calls.caller()
                .body(Map.of("purpose", purpose, "explanation", explanation))
                .post("/v1/participants/" + id + "/nik-disclosure")
                .then();

        answer.statusCode(422).body("errors.pointer", contains(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "patch, ''",
        "post, /transfer",
        "post, /status",
        "delete, /warnings/nik-sex",
        "get, ''",
        "get, /history",
        "get, /access",
        "post, /nik-disclosure"
    })
    void tellsThatThereIsNoSuchParticipant(String method, String path) {
        var request = calls.caller().header("If-Match", "\"1\"");

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
        var id = calls.enroll(person);

        calls.search("nik", (String) person.get("nik")).body("items.id", contains(id));
        calls.search("kpj", (String) person.get("kpj"))
                .body("items.id", contains(id))
                .body("items.kpj", contains(person.get("kpj")));
        calls.search("nik", (String) body().get("nik")).body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({"'{}'", "'{\"nik\":\"1\"}'", "'{\"nik\":\"1601074507849001\",\"kpj\":\"00A00000000\"}'"})
    void refusesASearchThatIsNone(String body) {
        calls.caller()
                .body(body)
                .post("/v1/participants/search")
                .then()
                .statusCode(422)
                .body("code", equalTo("search-refused"));
    }
}
