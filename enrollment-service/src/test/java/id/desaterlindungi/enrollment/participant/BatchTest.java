package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@EnrollmentTest
class BatchTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void doesAllKindsAndHarmsNoneForABadOne() {
        var person = enrollment(body());
        String id = send(List.of(person)).path("results[0].participantId");
        var known = body("nik", ((Map<?, ?>) person.get("enrollment")).get("nik"));

        var answer = send(List.of(
                        change("correction", id, 1, Map.of("name", "Uji Kedua")),
                        enrollment(body()),
                        enrollment(known),
                        enrollment(body("sex", "X")),
                        enrollment(body("villageCode", "16.01.07.2999")),
                        change("transfer", id, 2, Map.of("villageCode", "16.01.07.2004", "reason", "MOVED")),
                        change("status", id, 2, Map.of("status", "GRACE")),
                        change("status", id, 3, Map.of("status", "GRACE")),
                        change("status", UUID.randomUUID().toString(), 1, Map.of("status", "GRACE"))))
                .then();

        answer.statusCode(200)
                .body("results.status", contains(200, 201, 409, 422, 422, 200, 412, 200, 404))
                .body("done", equalTo(4))
                .body("refused", equalTo(5))
                .body("results[2].problem.code", equalTo("nik-registered"))
                .body("results[3].problem.errors.code", contains("code-unknown"))
                .body("results[4].problem.errors.code", contains("village-unknown"))
                .body("results[6].problem.code", equalTo("version-stale"))
                .body("results[7].version", equalTo(4));
    }

    /** A set names its columns by hand: a new field that it forgets is missing here. */
    @Test
    void keepsEachFieldThatAPersonCanHave() {
        var kpj = UUID.randomUUID().toString().replace("-", "").substring(0, 11).toUpperCase(Locale.ROOT);
        var person = body("kpj", kpj);
        person.put("monthlyIncome", "UNDER_1_MILLION");
        person.put("groupName", "Kelompok Uji");
        person.put("groupKind", "KOPERASI");
        person.put("coveredUntil", "2100-12-31");

        String id = send(List.of(enrollment(person))).path("results[0].participantId");

        Map<String, Object> kept = given().auth()
                .oauth2(stack.token("branch", "16"))
                .get("/v1/participants/" + id)
                .then()
                .statusCode(200)
                .extract()
                .path("$");
        assertThat(kept.keySet())
                .as(
                        "a field that is missing is not in the columns of EnrollmentSet, or the person of this test lacks it")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ParticipantView.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(field -> !List.of("endReason", "restrictedAt", "erasedAt")
                                .contains(field))
                        .toList());
        assertThat(kept)
                .containsEntry("kpj", kpj)
                .containsEntry("monthlyIncome", "UNDER_1_MILLION")
                .containsEntry("groupName", "Kelompok Uji")
                .containsEntry("groupKind", "KOPERASI")
                .containsEntry("coveredUntil", "2100-12-31");
    }

    @Test
    void changesNothingAndAnswersTheSameWhenSentAgain() {
        var operations = new ArrayList<Map<String, Object>>();
        IntStream.range(0, 20).forEach(i -> operations.add(enrollment(body())));
        operations.add(enrollment(body("sex", "X")));
        var first = send(operations);
        String id = first.path("results[0].participantId");
        operations.add(change("correction", id, 1, Map.of("name", "Uji Ketiga")));
        var second = send(operations);
        var before = counts();

        var third = send(operations);

        assertThat(third.asString()).isEqualTo(second.asString());
        assertThat(third.<List<Object>>path("results").subList(0, 21)).isEqualTo(first.path("results"));
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void doesEachOperationOnceHoweverManySendIt() throws Exception {
        var operations = new ArrayList<Map<String, Object>>();
        IntStream.range(0, 100).forEach(i -> operations.add(enrollment(body())));
        var before = counts();
        var start = new CyclicBarrier(8);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        var mine = new ArrayList<>(operations);
                        Collections.rotate(mine, i * 13);
                        start.await();
                        return send(mine).statusCode();
                    }))
                    .toList();
            for (var call : calls) {
                assertThat(call.get()).isEqualTo(200);
            }
        }

        assertThat(counts()).isEqualTo(List.of(before.get(0) + 100, before.get(1) + 100));
        send(operations).then().body("done", equalTo(100)).body("results.status", everyItem(equalTo(201)));
    }

    @Test
    void takesAPersonOnceFromManyBatches() throws Exception {
        var people = IntStream.range(0, 50).mapToObj(i -> body()).toList();
        var before = counts();
        var start = new CyclicBarrier(4);

        var done = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> {
                        var mine = new ArrayList<>(
                                people.stream().map(BatchTest::enrollment).toList());
                        Collections.rotate(mine, i * 7);
                        start.await();
                        return send(mine).<Integer>path("done");
                    }))
                    .toList();
            for (var call : calls) {
                done.add(call.get());
            }
        }

        assertThat(done.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
        assertThat(counts()).isEqualTo(List.of(before.get(0) + 50, before.get(1) + 50));
    }

    @Test
    void tellsTwoOfOnePersonInOneBatchApart() {
        var person = body();

        send(List.of(enrollment(person), enrollment(person)))
                .then()
                .body("done", equalTo(1))
                .body("refused", equalTo(1));
    }

    @Test
    void refusesAnOperationIdThatCameWithSomethingElse() {
        var operation = enrollment(body());
        send(List.of(operation)).then().body("done", equalTo(1));
        operation.put("enrollment", body());

        send(List.of(operation))
                .then()
                .body("results[0].status", equalTo(422))
                .body("results[0].problem.code", equalTo("idempotency-key-reused"));
    }

    @Test
    void harmsNoneForOneThatCannotBeRead() {
        var both = enrollment(body());
        both.put("status", Map.of("status", "GRACE"));
        var typed = enrollment(body("programmes", "JKK"));
        var versioned = enrollment(body());
        versioned.put("version", 1);
        var unknown = enrollment(body());
        unknown.put("color", "red");

        send(List.of(
                        both,
                        typed,
                        versioned,
                        unknown,
                        change("status", null, 1, Map.of("status", "GRACE")),
                        change("correction", UUID.randomUUID().toString(), 1, Map.of("name", "Uji\0")),
                        enrollment(body())))
                .then()
                .statusCode(200)
                .body("results.status", contains(422, 400, 422, 400, 422, 404, 201))
                .body("results[0].problem.errors.code", contains("operation-kind"))
                .body("results[1].problem.errors[0].pointer", equalTo("/enrollment/programmes"))
                .body("results[2].problem.errors.pointer", contains("/version"))
                .body("results[3].problem.errors.code", contains("field-unknown"))
                .body("results[4].problem.errors.pointer", contains("/participantId"))
                .body("done", equalTo(1));
    }

    @Test
    void refusesWhatIsNoBatch() {
        var before = counts();
        var many = new ArrayList<Map<String, Object>>();
        IntStream.range(0, 501).forEach(i -> many.add(enrollment(body())));
        var twice = enrollment(body());
        var nameless = enrollment(body());
        nameless.remove("operationId");

        refused(many, "batch-size");
        refused(List.of(), "batch-size");
        refused(List.of(twice, twice), "operation-id-repeated");
        refused(List.of(enrollment(body()), nameless), "operation-id-format");
        refused(List.of(enrollment(body()), Map.of("operationId", 17)), "operation-id-format");
        assertThat(counts()).isEqualTo(before);
    }

    private void refused(List<Map<String, Object>> operations, String code) {
        send(operations)
                .then()
                .statusCode(422)
                .body("code", equalTo("batch-refused"))
                .body("errors.code", contains(code));
    }

    private static Map<String, Object> enrollment(Map<String, ?> person) {
        return new HashMap<>(Map.of("operationId", UUID.randomUUID().toString(), "enrollment", person));
    }

    private static Map<String, Object> change(String kind, String id, int version, Map<String, ?> body) {
        var operation = new HashMap<String, Object>(
                Map.of("operationId", UUID.randomUUID().toString(), "version", version, kind, body));
        if (id != null) {
            operation.put("participantId", id);
        }
        return operation;
    }

    private Response send(List<? extends Map<String, ?>> operations) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token("branch", "16"))
                .body(Map.of("operations", operations))
                .post("/v1/participants/batch");
    }

    private List<Long> counts() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select array[(select count(*) from participant), (select count(*) from outbox) + (select count(*) from event_log)]
                        """).mapTo(Long[].class).map(List::of).one());
    }
}
