package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnrollmentTest
class EnrollTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void enrollsAndShowsThePersonMasked() {
        var body = body();
        var nik = (String) body.get("nik");

        var location = enroll(body)
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("status", equalTo("ACTIVE"))
                .body("warnings", empty())
                .extract()
                .header("Location");

        var shown = caller().get(location)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("nik", equalTo(nik.substring(0, 6) + "**********"))
                .body("phone", matchesPattern("\\+6280\\*+\\d\\d"))
                .body("name", equalTo("Uji Peserta"))
                .body("programmes", contains("JKK", "JKM"))
                .extract()
                .asString();
        assertThat(shown).doesNotContain(nik);
    }

    @Test
    void takesOriginDayAndPhoneAsOptional() {
        var body = body();
        body.keySet().removeAll(List.of("origin", "enrolledOn", "phone"));

        var answer = enroll(body).then();

        answer.statusCode(201)
                .body("origin", equalTo("NEW"))
                .body("enrolledOn", notNullValue())
                .body("phone", nullValue());
    }

    @Test
    void warnsWithoutRefusing() {
        var body = body();
        body.put("sex", "M");
        body.put("birthDate", "1971-01-01");
        body.put("nik", "97" + ((String) body.get("nik")).substring(2));

        var answer = enroll(body).then();

        answer.statusCode(201)
                .body("warnings.code", contains("nik-province", "nik-birth-date", "nik-sex"))
                .body("warnings.pointer", contains("/nik", "/nik", "/nik"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "nik | 160107450784900 | /nik | nik-format",
                "nik | 16010745078A9001 | /nik | nik-format",
                "nik | １６０１０７４５０７８４９００１ | /nik | nik-format",
                "nik | 1601074507840000 | /nik | nik-serial",
                "nik | 1601077102849001 | /nik | nik-date",
                "nik | - | /nik | field-missing",
                "name | ... | /name | name-format",
                "name | #REF! | /name | excel-error",
                "nik | #N/A | /nik | excel-error",
                "birthDate | #VALUE! | /birthDate | excel-error",
                "occupation | #NAME? | /occupation | excel-error",
                "birthDate | 1984-02-30 | /birthDate | date-not-in-calendar",
                "birthDate | 31/04/1984 | /birthDate | date-not-in-calendar",
                "birthDate | 1984-00-05 | /birthDate | date-not-in-calendar",
                "birthDate | １９８４-07-05 | /birthDate | date-format",
                "birthDate | 05/07/1984 | /birthDate | date-format",
                "birthDate | 2099-01-01 | /birthDate | birth-date-future",
                "birthDate | 1899-12-31 | /birthDate | date-out-of-range",
                "birthDate | 1956-03-02 | /birthDate | too-old",
                "birthDate | 2012-03-03 | /birthDate | too-young",
                "enrolledOn | 2099-01-01 | /enrolledOn | enrolled-on-future",
                "enrolledOn | 0000-01-01 | /enrolledOn | date-out-of-range",
                "coveredFrom | 2101-01-01 | /coveredFrom | date-out-of-range",
                "coveredUntil | 9999-12-31 | /coveredUntil | date-out-of-range",
                "birthDate | 2101-01-01 | /birthDate | date-out-of-range",
                "sex | X | /sex | code-unknown",
                "segment | BPJS | /segment | code-unknown",
                "occupation | petani | /occupation | code-unknown",
                "fundingSource | APBD | /fundingSource | code-unknown",
                "origin | OLD | /origin | code-unknown",
                "villageCode | 16.01.07 | /villageCode | village-format",
                "villageCode | 16.01.07.2999 | /villageCode | village-unknown",
                "phone | 0711-123456 | /phone | phone-format",
            })
    void refusesAndWritesNothing(String field, String value, String pointer, String code) {
        var body = body(field, value);
        var before = counts();

        var answer = enroll(body).then();

        answer.statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("participant-refused"))
                .body("errors.find { it.pointer == '%s' }.code".formatted(pointer), equalTo(code));
        assertThat(counts()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BPU | JKK | programmes-base",
                "BPU | JKK,JKM,JP | programmes-segment",
                "BPU | JKK,JKM,JKP | programmes-segment",
                "JAKON | JKK,JKM,JHT | programmes-segment",
                "PMI | JKK,JKM,JP | programmes-segment",
            })
    void refusesProgrammesThatTheSegmentDoesNotHave(String segment, String programmes, String code) {
        var body = body("segment", segment);
        body.put("programmes", List.of(programmes.split(",")));

        var answer = enroll(body).then();

        answer.statusCode(422).body("errors.code", contains(code));
    }

    @Test
    void tellsEveryFaultAtOnce() {
        var body = body("nik", "1");
        body.put("villageCode", "16.99.99.2001");
        body.put("programmes", List.of("JKK", "XXX"));

        var answer = enroll(body).then();

        answer.statusCode(422).body("errors.pointer", contains("/nik", "/programmes/1", "/villageCode"));
    }

    @Test
    void takesAPersonOnceAlsoFromAnotherVillage() {
        var body = body();
        enroll(body).then().statusCode(201);
        body.put("villageCode", "16.02.03.2002");
        var before = counts();

        var answer = enroll(body).then();

        answer.statusCode(409).body("code", equalTo("nik-registered")).body("errors.pointer", contains("/nik"));
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void takesOneOf32AtOnce() throws Exception {
        var body = body();
        var before = counts();

        var statuses = atOnce(32, () -> enroll(body).statusCode());

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(31);
        assertThat(counts()).isEqualTo(new Counts(before.participants() + 1, before.events() + 1));
    }

    @Test
    void answersARepeatedKeyWithTheFirstAnswer() {
        var body = body();
        var key = "key-" + body.get("nik").hashCode();
        var first = caller().header("Idempotency-Key", key).body(body).post("/v1/participants");
        var before = counts();

        var again = caller().header("Idempotency-Key", key).body(body).post("/v1/participants");

        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", first.header("Location"))
                .header("ETag", "\"1\"");
        assertThat(again.jsonPath().getMap("")).isEqualTo(first.jsonPath().getMap(""));
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void enrollsOnceFor32RequestsWithOneKey() throws Exception {
        var body = body();
        var key = "key-" + body.get("nik").hashCode();
        var before = counts();

        var statuses = atOnce(
                32,
                () -> caller().header("Idempotency-Key", key)
                        .body(body)
                        .post("/v1/participants")
                        .statusCode());

        assertThat(statuses).isSubsetOf(201, 409).contains(201);
        assertThat(counts()).isEqualTo(new Counts(before.participants() + 1, before.events() + 1));
    }

    @Test
    void refusesAKeyThatCameWithAnotherBody() {
        var key = "key-" + body().get("nik").hashCode();
        caller().header("Idempotency-Key", key)
                .body(body())
                .post("/v1/participants")
                .then()
                .statusCode(201);
        var before = counts();

        var other = caller().header("Idempotency-Key", key).body(body()).post("/v1/participants");

        other.then().statusCode(422).body("code", equalTo("idempotency-key-reused"));
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void keepsKeysOfCallersApart() {
        var key = "key-" + body().get("nik").hashCode();
        caller().header("Idempotency-Key", key)
                .body(body())
                .post("/v1/participants")
                .then()
                .statusCode(201);

        var other = given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token("regency", "16.01"))
                .header("Idempotency-Key", key)
                .body(body())
                .post("/v1/participants");

        other.then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void refusesTwoKeys() {
        var answer = caller().header("Idempotency-Key", "one")
                .header("Idempotency-Key", "two")
                .body(body())
                .post("/v1/participants");

        answer.then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("Idempotency-Key"), "errors[0].code", equalTo("header-repeated"));
    }

    @Test
    void judgesARefusedRequestAgain() {
        var key = "key-" + body().get("nik").hashCode();
        caller().header("Idempotency-Key", key)
                .body(body("sex", "X"))
                .post("/v1/participants")
                .then()
                .statusCode(422);

        var corrected = caller().header("Idempotency-Key", key).body(body()).post("/v1/participants");

        corrected.then().statusCode(201);
    }

    @Test
    void hidesNikAndPhoneAtRest() {
        var body = body();
        var nik = (String) body.get("nik");
        var id = caller().header("Idempotency-Key", "rest-" + nik.hashCode())
                .body(body)
                .post("/v1/participants")
                .jsonPath()
                .getString("id");

        var rows = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select to_jsonb(p)::text || encode(nik_sealed, 'escape')
                        from participant p where id = cast(:id as uuid)
                        union all
                        select to_jsonb(e)::text from event_log e where subject = :id
                        union all
                        select to_jsonb(o)::text from outbox o where subject = :id
                        union all
                        select to_jsonb(i)::text from idempotent_request i
                        """).bind("id", id).mapTo(String.class).list());

        assertThat(rows).hasSizeGreaterThanOrEqualTo(3).noneMatch(row -> row.contains(nik));
        assertThat(rows)
                .noneMatch(row -> row.contains(
                        ((String) body.get("phone")).replace("-", "").substring(1)));
        assertThat(rows.stream().filter(row -> row.contains("Uji Peserta")))
                .as("only the person's own row")
                .hasSize(1);
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }

    private Response enroll(Map<String, ?> body) {
        return caller().body(body).post("/v1/participants");
    }

    private record Counts(long participants, long events) {}

    private Counts counts() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select (select count(*) from participant) as participants,
                               (select count(*) from outbox) + (select count(*) from event_log) as events
                        """)
                .map((row, _) -> new Counts(row.getLong("participants"), row.getLong("events")))
                .one());
    }

    private static <T> List<T> atOnce(int many, Callable<T> call) throws Exception {
        var start = new CyclicBarrier(many);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, many)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return call.call();
                    }))
                    .toList();
            var answers = new ArrayList<T>();
            for (var answer : calls) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
