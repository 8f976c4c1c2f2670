package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.REQUESTS;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Management;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of people: taken down, listed by what is due, met or refused. */
@EnrollmentTest
class DataSubjectRequestTest {
    /** Of this class alone, so that its lists are its own. */
    private static final String DISTRICT = "16.10.02";

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    private String village() {
        return calls.branch().queryParam("within", DISTRICT).get("/v1/villages").path("items[0].code");
    }

    @Test
    void areDue72HoursAfterTheyWereReceived() {
        var received = Instant.now().minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.MICROS);
        var asked = request(calls.enroll(), "ACCESS");
        asked.put("receivedAt", received.toString());
        asked.put("note", "Ingin tahu\nsiapa yang melihat");

        var answer = calls.branch().body(asked).post(REQUESTS).then();

        answer.statusCode(201).header("ETag", "\"1\"");
        assertThat(Instant.parse(answer.extract().path("dueAt"))).isEqualTo(received.plus(Duration.ofHours(72)));
        calls.get(answer.extract().path("id"))
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("overdue", equalTo(false))
                .body("villageCode", equalTo("16.01.07.2001"))
                .body("note", equalTo("Ingin tahu\nsiapa yang melihat"));
    }

    @ParameterizedTest
    @CsvSource({
        "kind, DELETION, code-unknown",
        "kind, , field-missing",
        "identityCheck, SEEN, code-unknown",
        "receivedAt, 2099-01-01T00:00:00Z, moment-future",
        "receivedAt, 2014-01-01T00:00:00Z, moment-early",
        "receivedAt, 2026-11-27, moment-format",
        "receivedAt, 2026-02-30T00:00:00Z, moment-format",
        "note, 1601074507849999, text-digits",
        "participantId, , field-missing"
    })
    void areRefusedWithWhatDoesNotFit(String field, String value, String code) {
        var asked = request(calls.enroll(), "ACCESS");
        asked.put(field, value);

        calls.branch()
                .body(asked)
                .post(REQUESTS)
                .then()
                .statusCode(422)
                .body("code", equalTo("data-subject-request-refused"))
                .body("errors.pointer", contains("/" + field))
                .body("errors.code", contains(code));
    }

    @Test
    void areTakenDownOnceForOneKey() {
        var asked = request(calls.enroll(), "CORRECTION");
        var key = UUID.randomUUID().toString();

        var ids = Stream.of(1, 2)
                .map(_ -> calls.branch()
                        .header("Idempotency-Key", key)
                        .body(asked)
                        .post(REQUESTS)
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .distinct();

        assertThat(ids).hasSize(1);
    }

    @Test
    void areThereForTheOfficesOfTheirPersonAlone() {
        var id = calls.take(calls.enroll(), "ACCESS");

        calls.as("village", "16.01.07.2001").get(REQUESTS + "/" + id).then().statusCode(200);
        calls.as("auditor", "16.01").get(REQUESTS + "/" + id).then().statusCode(200);
        calls.as("village", "16.01.07.2004").get(REQUESTS + "/" + id).then().statusCode(404);
        calls.as("regency", "16.02").get(REQUESTS + "/" + id).then().statusCode(404);
        calls.as("regency", "16.02").get(REQUESTS).then().body("items.id", not(hasItem(id)));
        calls.as("regency", "16.02")
                .header("If-Match", "\"1\"")
                .body(Map.of("outcome", "COMPLETED"))
                .post(REQUESTS + "/" + id + "/decision")
                .then()
                .statusCode(404);
        calls.as("village", "16.01.07.2004")
                .body(request(calls.get(id).extract().path("participantId"), "ACCESS"))
                .post(REQUESTS)
                .then()
                .statusCode(404)
                .body("code", equalTo("participant-not-found"));
        calls.as("operator", null).get(REQUESTS).then().statusCode(403);
    }

    @Test
    void goWithTheirPersonToAnotherVillage() {
        var person = calls.enroll();
        var id = calls.take(person, "CORRECTION");

        calls.change(person, 1, "transfer", Map.of("villageCode", "16.02.02.2001", "reason", "MOVED"));

        calls.as("regency", "16.01").get(REQUESTS + "/" + id).then().statusCode(404);
        calls.as("regency", "16.02").get(REQUESTS + "/" + id).then().statusCode(200);
    }

    @Test
    void areListedByWhatIsDueFirst() {
        var village = village();
        var person = calls.enroll(body("villageCode", village));
        var taken = new ArrayList<String>();
        for (var hours : List.of(20, 90, 1)) {
            var asked = request(person, hours == 1 ? "CORRECTION" : "ACCESS");
            asked.put("receivedAt", Instant.now().minus(Duration.ofHours(hours)).toString());
            taken.add(calls.branch().body(asked).post(REQUESTS).path("id"));
        }

        var byDeadline = new ArrayList<String>();
        String cursor = null;
        do {
            var page = calls.branch().queryParam("within", village).queryParam("limit", 2);
            var answer = (cursor == null ? page : page.queryParam("cursor", cursor)).get(REQUESTS);
            byDeadline.addAll(answer.<List<String>>path("items.id"));
            cursor = answer.path("next");
        } while (cursor != null);

        assertThat(byDeadline).containsExactly(taken.get(1), taken.get(0), taken.get(2));
        listed(village, "overdue", "true").body("items.id", contains(taken.get(1)));
        listed(village, "overdue", "false").body("items.id", contains(taken.get(0), taken.get(2)));
        listed(village, "kind", "CORRECTION").body("items.id", contains(taken.get(2)));
        listed(village, "state", "COMPLETED").body("items", empty());
        calls.branch()
                .queryParam("overdue", "true")
                .get(REQUESTS)
                .then()
                .body("items.overdue", everyItem(equalTo(true)));
    }

    private ValidatableResponse listed(String village, String filter, String value) {
        return calls.branch()
                .queryParam("within", village)
                .queryParam(filter, value)
                .get(REQUESTS)
                .then()
                .statusCode(200);
    }

    @Test
    void areMetOnceForTheVersionThatWasSeen() {
        var id = calls.take(calls.enroll(), "CORRECTION");

        calls.decide(id, 2, Map.of("outcome", "COMPLETED")).then().statusCode(412);
        calls.branch()
                .body(Map.of("outcome", "COMPLETED"))
                .post(REQUESTS + "/" + id + "/decision")
                .then()
                .statusCode(428);
        calls.decide(id, 1, Map.of("outcome", "COMPLETED", "note", "Nama sudah dibetulkan"))
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("state", equalTo("COMPLETED"))
                .body("closedBy", not(nullValue()))
                .body("refusalReason", nullValue());
        calls.decide(id, 2, Map.of("outcome", "REFUSED", "reason", "WITHDRAWN"))
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-closed"));
    }

    @Test
    void areRefusedWithAReasonAlone() {
        var id = calls.take(calls.enroll(), "ERASURE");

        calls.decide(id, 1, Map.of("outcome", "REFUSED"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("field-missing"));
        calls.decide(id, 1, Map.of("outcome", "COMPLETED", "reason", "WITHDRAWN"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("reason-without-refusal"));
        calls.decide(id, 1, Map.of("outcome", "REFUSED", "reason", "STILL_NEEDED"))
                .then()
                .statusCode(200)
                .body("state", equalTo("REFUSED"))
                .body("refusalReason", equalTo("STILL_NEEDED"));
    }

    @Test
    void raiseTheAlertOncePastTheirTime() {
        var asked = request(calls.enroll(), "CORRECTION");
        asked.put("receivedAt", Instant.now().minus(Duration.ofHours(73)).toString());

        String id = calls.branch().body(asked).post(REQUESTS).path("id");

        await().untilAsserted(() -> assertThat(overdue()).isPositive().isEqualTo(listed()));
        calls.decide(id, 1, Map.of("outcome", "COMPLETED")).then().statusCode(200);
        await().untilAsserted(() -> assertThat(overdue()).isEqualTo(listed()));
    }

    private double listed() {
        return calls.branch()
                .queryParam("overdue", true)
                .queryParam("state", "OPEN")
                .queryParam("limit", 100)
                .get(REQUESTS)
                .<List<String>>path("items.id")
                .size();
    }

    private static double overdue() {
        return Management.management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("enrollment_requests_of_people_overdue"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void areOnRecordWithTheirPerson() {
        var person = calls.enroll();
        var id = calls.take(person, "ACCESS");
        calls.get(id).statusCode(200);

        await().untilAsserted(() -> assertThat(jdbi.<List<String>, RuntimeException>withHandle(
                        handle -> handle.select("""
                        select operation || ' ' || area || coalesce(' ' || (selection ->> 'request'), '') from access_record
                        where participants @> array[cast(? as uuid)] and operation <> 'enrollParticipant' order by at
                        """, person).mapTo(String.class).list()))
                .containsExactly("takeDataSubjectRequest 16.01.07.2001", "getDataSubjectRequest 16.01.07.2001 " + id));
    }
}
