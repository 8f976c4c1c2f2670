package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work with somebody's record stops, and goes on. */
@EnrollmentTest
class RestrictionTest {
    /** Of this class alone, so that its lists are its own. */
    private static final String DISTRICT = "16.10.03";

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    private Response restrict(String person, int version, String reason) {
        return calls.branch()
                .header("If-Match", "\"" + version + "\"")
                .body(Map.of("reason", reason))
                .put(PEOPLE + "/" + person + "/restriction");
    }

    private Response lift(String person, int version) {
        return calls.branch().header("If-Match", "\"" + version + "\"").delete(PEOPLE + "/" + person + "/restriction");
    }

    private String restricted() {
        var person = calls.enroll();
        restrict(person, 1, "ACCURACY_CONTESTED").then().statusCode(200);
        return person;
    }

    @Test
    void tellsWhoSaidSoAndWhy() {
        var person = calls.enroll();
        calls.branch().get(PEOPLE + "/" + person + "/restriction").then().body("restricted", equalTo(false));

        restrict(person, 1, "DISPUTE")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("restricted", equalTo(true))
                .body("reason", equalTo("DISPUTE"));

        calls.as("auditor", "16")
                .get(PEOPLE + "/" + person + "/restriction")
                .then()
                .body("reason", equalTo("DISPUTE"))
                .body("restrictedBy", not(nullValue()));
        calls.branch().get(PEOPLE + "/" + person).then().statusCode(200).body("restrictedAt", not(nullValue()));
        await().untilAsserted(() -> calls.branch()
                .get(PEOPLE + "/" + person + "/history")
                .then()
                .body("items.reason", hasItems("PROCESSING_RESTRICTED"))
                .body("items[1].changes.field", contains("restriction")));
    }

    @Test
    void refusesAllWorkButADeath() {
        var person = restricted();
        var one = PEOPLE + "/" + person;

        for (var refused : List.of(
                calls.branch()
                        .header("If-Match", "\"2\"")
                        .contentType("application/merge-patch+json")
                        .body("{\"name\":\"Uji Lain\"}")
                        .patch(one),
                calls.branch()
                        .header("If-Match", "\"2\"")
                        .body(Map.of("villageCode", "16.01.07.2004", "reason", "MOVED"))
                        .post(one + "/transfer"),
                calls.branch()
                        .header("If-Match", "\"2\"")
                        .body(Map.of("status", "ENDED", "reason", "WITHDREW"))
                        .post(one + "/status"),
                calls.branch().header("If-Match", "\"2\"").delete(one + "/warnings/nik-sex"),
                calls.branch()
                        .body(Map.of("purpose", "CARD_CHECK", "explanation", "Pencocokan kartu di kantor"))
                        .post(one + "/nik-disclosure"))) {
            refused.then()
                    .statusCode(409)
                    .body("code", equalTo("participant-restricted"))
                    .body("title", equalTo("Processing is restricted"));
        }
        calls.branch()
                .body(Map.of(
                        "operations",
                        List.of(Map.of(
                                "operationId",
                                UUID.randomUUID(),
                                "participantId",
                                person,
                                "version",
                                2,
                                "correction",
                                Map.of("name", "Uji Lain")))))
                .post(PEOPLE + "/batch")
                .then()
                .body("results[0].problem.code", equalTo("participant-restricted"));
        assertThat(calls.change(person, 2, "status", Map.of("status", "ENDED", "reason", "DIED")))
                .isEqualTo(3);
    }

    @Test
    void leavesThePersonOutOfListsAndFilesAndInCounts() {
        String village = calls.branch()
                .queryParam("within", DISTRICT)
                .get("/v1/villages")
                .path("items[0].code");
        var person = calls.enroll(body("villageCode", village));
        var counted = counted(village);

        restrict(person, 1, "REQUEST_OF_THE_PERSON").then().statusCode(200);

        calls.branch().queryParam("within", village).get(PEOPLE).then().body("items", empty());
        assertThat(calls.branch()
                        .queryParam("within", village)
                        .accept("text/csv")
                        .get(PEOPLE)
                        .asString())
                .startsWith("\uFEFFid;")
                .doesNotContain(person);
        assertThat(counted(village)).isEqualTo(counted).isPositive();
        lift(person, 2).then().statusCode(200).body("restricted", equalTo(false));
        calls.branch().queryParam("within", village).get(PEOPLE).then().body("items.id", contains(person));
    }

    private int counted(String village) {
        return calls.branch()
                .queryParam("within", village)
                .get(PEOPLE + "/counts")
                .path("total");
    }

    @Test
    void isLiftedOnceByAnOfficeOfThePerson() {
        var person = restricted();

        lift(person, 1).then().statusCode(412);
        calls.as("village", "16.01.07.2004")
                .header("If-Match", "\"2\"")
                .delete(PEOPLE + "/" + person + "/restriction")
                .then()
                .statusCode(404);
        lift(person, 2).then().statusCode(200).header("ETag", "\"3\"");
        lift(person, 3).then().statusCode(404).body("code", equalTo("restriction-not-found"));
        assertThat(calls.end(person, 3)).isEqualTo(4);
    }

    @Test
    void changesNothingTheSecondTime() {
        var person = restricted();

        restrict(person, 2, "ACCURACY_CONTESTED").then().statusCode(200).header("ETag", "\"2\"");
        restrict(person, 2, "DISPUTE").then().statusCode(200).header("ETag", "\"3\"");
        restrict(person, 3, "HOLIDAY").then().statusCode(422).body("errors.code", contains("code-unknown"));
    }

    @Test
    void meetsARequestForIt() {
        var person = calls.enroll();
        var id = calls.take(person, "RESTRICTION");

        calls.decide(id, 1, Map.of("outcome", "COMPLETED"))
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-unrestricted"));
        restrict(person, 1, "REQUEST_OF_THE_PERSON").then().statusCode(200);
        calls.decide(id, 1, Map.of("outcome", "COMPLETED")).then().statusCode(200);
        calls.branch()
                .body(PrivacyCalls.request(person, "CORRECTION"))
                .post(PrivacyCalls.REQUESTS)
                .then()
                .statusCode(201);
    }
}
