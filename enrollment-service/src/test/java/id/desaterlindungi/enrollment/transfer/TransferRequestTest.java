package id.desaterlindungi.enrollment.transfer;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static id.desaterlindungi.enrollment.SyntheticPerson.enrolledOn;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.ELSEWHERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.HERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.REQUESTS;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.THERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.WHY;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody is asked for who is registered elsewhere, and given or not. */
@EnrollmentTest
class TransferRequestTest {
    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    private TransferCalls calls;

    @BeforeEach
    void prepare() {
        calls = new TransferCalls(stack);
    }

    @Test
    void movesWhoIsAskedForOnceItIsAccepted() {
        var person = calls.enrolled();
        var participant = calls.idOf(person);
        var asked = calls.here()
                .body(with(question(person.get("nik"), HERE), "on", day(-20)))
                .post(REQUESTS)
                .then();
        asked.statusCode(201)
                .header("ETag", "\"1\"")
                .body("state", equalTo("OPEN"))
                .body("villageCode", equalTo(HERE))
                .body("nik", equalTo(person.get("nik").toString().substring(0, 6) + "**********"))
                .body("explanation", equalTo(WHY))
                .body("on", equalTo(day(-20)))
                .body("participant", nullValue())
                .header("Location", endsWith(asked.extract().<String>path("id")));
        var id = asked.extract().<String>path("id");
        calls.there()
                .get(REQUESTS + "/" + id)
                .then()
                .statusCode(200)
                .body("participant.id", equalTo(participant))
                .body("participant.name", equalTo("Uji Peserta"))
                .body("participant.villageCode", equalTo(THERE));

        var accepted = calls.accept(calls.there(), id).then();

        accepted.statusCode(200)
                .header("ETag", "\"2\"")
                .body("state", equalTo("ACCEPTED"))
                .body("endedAt", notNullValue())
                .body("participant", nullValue());
        calls.here()
                .get(REQUESTS + "/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("ACCEPTED"))
                .body("participant.id", equalTo(participant))
                .body("participant.villageCode", equalTo(HERE));
        calls.here()
                .get("/v1/participants/" + participant)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        calls.there().get("/v1/participants/" + participant).then().statusCode(404);
        history(participant, 2)
                .body("items[1].type", equalTo("id.desaterlindungi.participant.transferred.v1"))
                .body("items[1].on", equalTo(day(-20)))
                .body("items[1].reason", equalTo("MOVED"))
                .body("items[1].actor", equalTo(calls.me()))
                .body("items[1].changes.field", contains("villageCode"));
        // Once more, as if the answer had been lost: the same, and no second event.
        calls.accept(calls.there(), id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("state", equalTo("ACCEPTED"));
        history(participant, 2);
    }

    @ParameterizedTest
    @CsvSource({"district, 16.06.01", "regency, 16.06", "province, 16", "branch, 16.05 16.06", "service, 16.06"})
    void isDecidedByEachOfficeAboveTheVillage(String role, String areas) {
        var id = calls.asked(calls.enrolled(), HERE);

        calls.accept(calls.as(role, areas), id).then().statusCode(200).body("state", equalTo("ACCEPTED"));
    }

    @Test
    void isReturnedWithAReason() {
        var person = calls.enrolled();
        var id = calls.asked(person, HERE);

        calls.giveBack(calls.there(), id).then().statusCode(200).body("state", equalTo("RETURNED"));

        calls.here()
                .get(REQUESTS + "/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("RETURNED"))
                .body("returnReason", equalTo("Masih tinggal di sini"))
                .body("participant", nullValue());
        calls.accept(calls.there(), id).then().statusCode(412);
        calls.there()
                .header("If-Match", "\"2\"")
                .post(REQUESTS + "/" + id + "/acceptance")
                .then()
                .statusCode(409)
                .body("code", equalTo("transfer-request-ended"));
        history(calls.idOf(person), 1);
        calls.asked(person, HERE); // It may be asked again.
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, field-missing",
                "' ', field-missing",
                "Tidak, too-short",
                "NIK 1601074507849001 keliru, text-digits"
            })
    void isNotReturnedWithoutAReason(String reason, String code) {
        var id = calls.asked(calls.enrolled(), HERE);

        calls.there()
                .header("If-Match", "\"1\"")
                .body(reason == null ? Map.of() : Map.of("reason", reason))
                .post(REQUESTS + "/" + id + "/return")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/reason"))
                .body("errors.code", contains(code));
        assertThat(calls.state(id)).isEqualTo("OPEN");
    }

    @Test
    void isWithdrawnByWhoAsked() {
        var id = calls.asked(calls.enrolled(), HERE);

        calls.withdraw(calls.as("regency", "16.05"), id).then().statusCode(200).body("state", equalTo("WITHDRAWN"));

        calls.there().get(REQUESTS + "/" + id).then().statusCode(200).body("state", equalTo("WITHDRAWN"));
        calls.giveBack(calls.there(), id).then().statusCode(412);
    }

    @Test
    void isForEachSideToDoWhatIsIts() {
        var id = calls.asked(calls.enrolled(), HERE);

        calls.accept(calls.here(), id).then().statusCode(403).body("code", equalTo("transfer-request-not-decided"));
        calls.giveBack(calls.here(), id).then().statusCode(403).body("code", equalTo("transfer-request-not-decided"));
        calls.withdraw(calls.there(), id).then().statusCode(403).body("code", equalTo("transfer-request-of-others"));
        calls.there().post(REQUESTS + "/" + id + "/acceptance").then().statusCode(428);
        assertThat(calls.state(id)).isEqualTo("OPEN");
    }

    @Test
    void isNotThereForOthers() {
        var id = calls.asked(calls.enrolled(), HERE);
        var none = UUID.randomUUID().toString();
        for (var who : List.of("village " + ELSEWHERE, "regency 16.01", "district 16.06.02", "service 16.07")) {
            var parts = who.split(" ");
            var foreign = calls.as(parts[0], parts[1]).get(REQUESTS + "/" + id);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.asString())
                    .isEqualTo(calls.as(parts[0], parts[1])
                            .get(REQUESTS + "/" + none)
                            .asString());
            assertThat(calls.accept(calls.as(parts[0], parts[1]), id).asString())
                    .isEqualTo(calls.accept(calls.as(parts[0], parts[1]), none).asString());
            assertThat(calls.giveBack(calls.as(parts[0], parts[1]), id).statusCode())
                    .isEqualTo(404);
            assertThat(calls.withdraw(calls.as(parts[0], parts[1]), id).statusCode())
                    .isEqualTo(404);
            assertThat(calls.as(parts[0], parts[1])
                            .queryParam("limit", 500)
                            .get(REQUESTS)
                            .<List<String>>path("items.id"))
                    .doesNotContain(id);
        }
        assertThat(calls.state(id)).isEqualTo("OPEN");
    }

    @ParameterizedTest
    @CsvSource({
        "villageCode, 16.06.01.2001, /villageCode, village-unknown", // Of others.
        "villageCode, 16.05.02.2999, /villageCode, village-unknown",
        "villageCode, 16.05.02, /villageCode, village-format",
        "nik, 16010745, /nik, nik-format",
        "reason, HOLIDAY, /reason, code-unknown",
        "explanation, pindah, /explanation, too-short",
        "explanation, Pindah bersama 1601074507849001, /explanation, text-digits",
        "on, 2099-01-01, /on, day-future",
        "on, 1 April, /on, date-format"
    })
    void isRefusedWhereItDoesNotFit(String field, String value, String pointer, String code) {
        var question = question(calls.enrolled().get("nik"), HERE);

        calls.as("regency", "16.05")
                .body(with(question, field, value))
                .post(REQUESTS)
                .then()
                .statusCode(422)
                .body("code", equalTo("transfer-request-refused"))
                .body("errors.pointer", contains(pointer))
                .body("errors.code", contains(code));
    }

    /** Whoever and wherever the person is: the asker learns that there is somebody, as an enrollment would tell. */
    @Test
    void tellsNothingButThatSomebodyIsRegisteredElsewhere() {
        var one = calls.enrolled();
        var other = calls.enrolled("16.01.07.2004");
        calls.as("branch", "16")
                .header("If-Match", "\"1\"")
                .body(Map.of("status", "ENDED", "reason", "DIED"))
                .post("/v1/participants/" + calls.idOf(other) + "/status")
                .then()
                .statusCode(200);

        var answers = Stream.of(one, other)
                .map(person -> calls.ask(person, HERE).then().statusCode(201).extract())
                .map(answer -> {
                    var body = answer.<Map<String, Object>>path("");
                    body.keySet().removeAll(List.of("id", "requestedAt", "expiresAt"));
                    return body.toString();
                })
                .toList();

        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
        assertThat(answers.getFirst()).doesNotContain("Uji Peserta", THERE, calls.idOf(one));
        calls.here()
                .queryParam("state", "OPEN")
                .get(REQUESTS)
                .then()
                .statusCode(200)
                .body("items.participant.findAll{it != null}", hasSize(0));
        calls.ask(one, HERE).then().statusCode(409).body("code", equalTo("transfer-requested"));
        calls.ask(body(), HERE).then().statusCode(409).body("code", equalTo("nik-not-registered"));
        calls.as("regency", "16.06")
                .body(question(one.get("nik"), "16.06.02.2001"))
                .post(REQUESTS)
                .then()
                .statusCode(409)
                .body("code", equalTo("nik-in-own-area"));
    }

    @Test
    void isTheSameWhenItComesAgain() {
        var question = question(calls.enrolled().get("nik"), HERE);
        var key = UUID.randomUUID().toString();

        var first = calls.here().header("Idempotency-Key", key).body(question).post(REQUESTS);
        var again = calls.here().header("Idempotency-Key", key).body(question).post(REQUESTS);
        var other = calls.here()
                .header("Idempotency-Key", key)
                .body(with(question, "reason", "MARRIED"))
                .post(REQUESTS);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void endsWithAnyOtherTransferOfThePerson() {
        var person = calls.enrolled();
        var first = calls.asked(person, HERE);
        var second = calls.asked(person, ELSEWHERE);

        calls.accept(calls.there(), second).then().statusCode(200);

        assertThat(calls.state(first)).isEqualTo("OVERTAKEN");
        assertThat(calls.state(second)).isEqualTo("ACCEPTED");
        calls.here()
                .get(REQUESTS + "/" + first)
                .then()
                .statusCode(200)
                .body("state", equalTo("OVERTAKEN"))
                .body("participant", nullValue());
        calls.there().get(REQUESTS + "/" + first).then().statusCode(200).body("state", equalTo("OVERTAKEN"));
        calls.there()
                .header("If-Match", "\"2\"")
                .post(REQUESTS + "/" + first + "/acceptance")
                .then()
                .statusCode(409);

        // Also with one that nobody asked for, and to the village that asks.
        for (var village : List.of("16.06.02.2001", HERE)) {
            var another = calls.enrolled();
            var open = calls.asked(another, HERE);
            calls.there()
                    .header("If-Match", "\"1\"")
                    .body(Map.of("villageCode", village, "reason", "MOVED"))
                    .post("/v1/participants/" + calls.idOf(another) + "/transfer")
                    .then()
                    .statusCode(200);
            assertThat(calls.state(open)).isEqualTo("OVERTAKEN");
        }
    }

    @Test
    void expires() {
        var person = calls.enrolled();
        var id = calls.asked(person, HERE);
        jdbi.useHandle(handle -> handle.execute(
                "update transfer_request set requested_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = ?",
                UUID.fromString(id)));

        calls.accept(calls.there(), id)
                .then()
                .statusCode(409)
                .body("code", equalTo("transfer-request-ended"))
                .body("detail", containsString("EXPIRED"));
        calls.giveBack(calls.there(), id).then().statusCode(409);
        calls.withdraw(calls.here(), id).then().statusCode(409);
        calls.here()
                .get(REQUESTS + "/" + id)
                .then()
                .body("state", equalTo("EXPIRED"))
                .body("endedAt", notNullValue());
        assertThat(listed("EXPIRED", "outgoing", HERE)).contains(id);
        assertThat(listed("OPEN", "outgoing", HERE)).doesNotContain(id);
        history(calls.idOf(person), 1);

        var again = calls.asked(person, HERE);

        assertThat(calls.state(id)).isEqualTo("EXPIRED");
        assertThat(calls.state(again)).isEqualTo("OPEN");
        assertThat(listed("EXPIRED", "outgoing", HERE)).contains(id).doesNotContain(again);
        var expiry = Instant.parse(
                calls.here().get(REQUESTS + "/" + again).then().extract().path("expiresAt"));
        assertThat(expiry)
                .isBetween(
                        Instant.now().plus(14, ChronoUnit.DAYS).minusSeconds(60),
                        Instant.now().plus(14, ChronoUnit.DAYS).plusSeconds(60));
    }

    /** What the asker may not know beforehand, the office that decides is told. */
    @Test
    void isRefusedAsATransferWouldBeAndStaysOpen() {
        var person = calls.enrolled();
        var early = calls.here()
                .body(with(
                        question(person.get("nik"), HERE),
                        "on",
                        LocalDate.parse(enrolledOn()).minusDays(1).toString()))
                .post(REQUESTS)
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");

        calls.accept(calls.there(), early)
                .then()
                .statusCode(422)
                .body("errors.code", contains("day-before-enrollment"));

        assertThat(calls.state(early)).isEqualTo("OPEN");
        history(calls.idOf(person), 1);
    }

    /** Nor is whoever is restricted shown in a list. */
    @Test
    void waitsWhileWorkWithThePersonIsRestricted() {
        var person = calls.enrolled();
        var restriction = "/v1/participants/" + calls.idOf(person) + "/restriction";
        var id = calls.asked(person, HERE);
        calls.there()
                .header("If-Match", "\"1\"")
                .body(Map.of("reason", "ACCURACY_CONTESTED"))
                .put(restriction)
                .then()
                .statusCode(200);

        calls.accept(calls.there(), id).then().statusCode(409).body("code", equalTo("participant-restricted"));

        assertThat(calls.state(id)).isEqualTo("OPEN");
        var shown = "items.find {it.id == '" + id + "'}";
        calls.there()
                .queryParam("limit", 500)
                .get(REQUESTS)
                .then()
                .body(shown, notNullValue())
                .body(shown + ".participant", nullValue());
        calls.there().get(REQUESTS + "/" + id).then().body("participant.name", equalTo("Uji Peserta"));
        calls.there().header("If-Match", "\"2\"").delete(restriction).then().statusCode(200);
        calls.accept(calls.there(), id).then().statusCode(200);
    }

    @Test
    void goesNowhereWhenTheVillageThatAsksHasClosed() {
        var village = calls.registered("16.05.02", HERE);
        var person = calls.enrolled();
        var id = calls.asked(person, village);
        calls.close(village, HERE).then().statusCode(200);

        calls.accept(calls.there(), id).then().statusCode(422).body("errors.code", contains("village-closed"));

        assertThat(calls.state(id)).isEqualTo("OPEN");
        calls.giveBack(calls.there(), id).then().statusCode(200);
        calls.as("regency", "16.05")
                .body(question(person.get("nik"), village))
                .post(REQUESTS)
                .then()
                .statusCode(422)
                .body("errors.code", contains("village-closed"));
    }

    @Test
    void followsThePersonWhenTheVillageCloses() {
        var village = calls.registered("16.06.01", THERE);
        var person = calls.enrolled(village);
        var other = calls.enrolled(village);
        var id = calls.asked(person, HERE);
        var home = calls.asked(other, THERE); // Of the successor, which gets the person by the closure.

        calls.close(village, THERE).then().statusCode(200);

        assertThat(calls.state(home)).isEqualTo("OVERTAKEN");
        calls.there().get(REQUESTS + "/" + id).then().statusCode(200).body("participant.villageCode", equalTo(THERE));
        calls.accept(calls.there(), id).then().statusCode(200);
    }

    @Test
    void isListedByItsSideAndState() {
        var person = calls.enrolled();
        var ids = new ArrayList<String>();
        for (var village : List.of(HERE, ELSEWHERE, "16.05.03.2002")) {
            ids.addFirst(calls.asked(person, village));
        }

        assertThat(listed("OPEN", "outgoing", HERE)).contains(ids.get(2)).doesNotContain(ids.get(0), ids.get(1));
        assertThat(listed("OPEN", "incoming", HERE)).doesNotContainAnyElementsOf(ids);
        assertThat(listed("OPEN", "incoming", THERE)).containsSubsequence(ids);
        assertThat(listed("OPEN", "outgoing", THERE)).doesNotContainAnyElementsOf(ids);
        assertThat(listed("RETURNED", "incoming", THERE)).doesNotContainAnyElementsOf(ids);
        assertThat(calls.as("village", HERE + " " + ELSEWHERE)
                        .queryParam("limit", 500)
                        .get(REQUESTS)
                        .<List<String>>path("items.id"))
                .containsSubsequence(ids.subList(1, 3))
                .doesNotContain(ids.getFirst());
        var paged = new ArrayList<String>();
        var next = "";
        do {
            var query = calls.there().queryParam("limit", 2).queryParam("direction", "incoming");
            var page = (next.isEmpty() ? query : query.queryParam("cursor", next))
                    .get(REQUESTS)
                    .then()
                    .statusCode(200)
                    .extract();
            paged.addAll(page.path("items.id"));
            next = page.path("next") == null ? "" : page.path("next");
        } while (!next.isEmpty());
        assertThat(paged).containsSubsequence(ids).doesNotHaveDuplicates();
    }

    private List<String> listed(String state, String direction, String village) {
        return calls.as("village", village)
                .queryParam("state", state)
                .queryParam("direction", direction)
                .queryParam("limit", 500)
                .get(REQUESTS)
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }

    private ValidatableResponse history(String participant, int events) {
        await().untilAsserted(() -> assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from outbox")
                                .mapTo(Long.class)
                                .one()))
                .isZero());
        return calls.as("branch", "16")
                .get("/v1/participants/" + participant + "/history")
                .then()
                .statusCode(200)
                .body("items", hasSize(events));
    }

    private static Map<String, Object> with(Map<String, ?> body, String field, Object value) {
        var other = new HashMap<String, Object>(body);
        other.put(field, value);
        return other;
    }
}
