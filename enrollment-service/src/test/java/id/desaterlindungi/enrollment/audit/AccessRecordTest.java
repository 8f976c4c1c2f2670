package id.desaterlindungi.enrollment.audit;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.sheet.Exports;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request leaves behind. Each test has callers of its own, by whom its records are found. */
@EnrollmentTest
class AccessRecordTest {
    private static final String VILLAGE = "16.01.07.2001";
    private static final String PEOPLE = "/v1/participants";

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Exports exports;

    private String me = "";

    @BeforeEach
    void beSomebodyNew() {
        me = "record-" + UUID.randomUUID();
    }

    @Test
    void namesThePersonTheVillageAndTheProgram() {
        var id = enrolled(me, body());
        var path = PEOPLE + "/" + id;
        caller(me).get(path).then().statusCode(200);
        caller(me).get(path + "/history").then().statusCode(200);
        caller(me)
                .header("If-Match", "\"1\"")
                .body(Map.of("name", "Uji Lain"))
                .patch(path)
                .then()
                .statusCode(200);
        caller(me)
                .header("If-Match", "\"1\"")
                .body(Map.of("name", "Uji Lagi"))
                .patch(path)
                .then()
                .statusCode(412);
        caller(me)
                .header("If-Match", "\"2\"")
                .body(Map.of("status", "ENDED", "reason", "WITHDREW"))
                .post(path + "/status")
                .then()
                .statusCode(200);
        disclose(me, id).then().statusCode(200);

        await().untilAsserted(() -> assertThat(lines(me))
                .containsExactly(
                        "enrollParticipant 201 1",
                        "getParticipant 200 1",
                        "listParticipantHistory 200 1",
                        "correctParticipant 200 1",
                        "correctParticipant 412 0",
                        "changeParticipantStatus 200 1",
                        "discloseNik 200 1"));
        assertThat(jdbi.<List<String>, RuntimeException>withHandle(
                        handle -> handle.select("""
                                select distinct concat_ws(' ', role, client, area, participants::text, address)
                                from access_record where actor = ?
                                """, me).mapTo(String.class).list()))
                .containsExactly("village token %s {%s} 127.0.0.1".formatted(VILLAGE, id));
    }

    @Test
    void holdsNothingByWhichAPersonIsKnown() throws Exception {
        var person = body("name", "Zulaikha Uji Rahasia");
        var id = enrolled(me, person);
        caller(me)
                .body(Map.of("nik", person.get("nik")))
                .post(PEOPLE + "/search")
                .then()
                .statusCode(200);
        caller(me)
                .queryParams(Map.of("name", "Zulaikha", "within", VILLAGE, "status", "ACTIVE"))
                .get(PEOPLE)
                .then()
                .statusCode(200);
        caller(me)
                .queryParams(Map.of("nameLike", "Zulaikha", "within", VILLAGE))
                .accept("text/csv")
                .get(PEOPLE)
                .then()
                .statusCode(200);
        caller(me)
                .queryParams(Map.of("status", person.get("nik"), "Zulaikha " + person.get("nik"), "x"))
                .get(PEOPLE)
                .then()
                .statusCode(400);
        caller(me)
                .body(Map.of(
                        "operations",
                        List.of(
                                Map.of("operationId", UUID.randomUUID(), "enrollment", person),
                                Map.of("operationId", UUID.randomUUID(), "enrollment", body("name", "Zulaikha Lain")))))
                .post(PEOPLE + "/batch")
                .then()
                .statusCode(200)
                .body("refused", equalTo(1));
        disclose(me, id).then().statusCode(200);

        await().untilAsserted(() -> assertThat(lines(me))
                .containsExactly(
                        "enrollParticipant 201 1",
                        "searchParticipant 200 1",
                        "listParticipants 200 1",
                        "listParticipants 200 1",
                        "listParticipants 400 0",
                        "runParticipantBatch 200 1",
                        "discloseNik 200 1"));
        var kept = jdbi.withHandle(
                handle -> handle.select("select to_json(r)::text from access_record r where actor = ?", me)
                        .mapTo(String.class)
                        .list());
        assertThat(String.join("\n", kept).toUpperCase(Locale.ROOT))
                .contains(id.toUpperCase(Locale.ROOT), "\"NAME\":\"*\"", "\"STATUS\":\"ACTIVE\"", "\"FILE\":\"CSV\"")
                .doesNotContain("ZULAIKHA")
                .doesNotContain((String) person.get("nik"))
                .doesNotContain(((String) person.get("phone")).replace("-", "").substring(1));
    }

    @Test
    void isReadByTheAuditorPageByPage() {
        var id = enrolled(me, body());
        for (var i = 0; i < 4; i++) {
            caller(me).get(PEOPLE + "/" + id).then().statusCode(200);
        }
        await().untilAsserted(() -> assertThat(lines(me)).hasSize(5));

        for (var filter : List.of(
                Map.of("actor", me),
                Map.of("participant", id),
                Map.of(
                        "actor",
                        me,
                        "participant",
                        id,
                        "from",
                        SyntheticPerson.day(-1),
                        "to",
                        SyntheticPerson.day(1)))) {
            var found = new ArrayList<String>();
            String cursor = null;
            do {
                var asking = auditor("16").queryParams(filter).queryParam("limit", 2);
                var page = (cursor == null ? asking : asking.queryParam("cursor", cursor))
                        .get("/v1/access-records")
                        .then()
                        .statusCode(200)
                        .extract();
                found.addAll(page.<List<String>>path("items.id"));
                cursor = page.path("next");
            } while (cursor != null);

            assertThat(found).hasSize(5).doesNotHaveDuplicates();
        }
        auditor("16")
                .queryParams(Map.of("actor", me, "to", SyntheticPerson.day(-1)))
                .get("/v1/access-records")
                .then()
                .body("items", hasSize(0));
        auditor("16.01")
                .queryParam("actor", me)
                .get("/v1/access-records")
                .then()
                .body("items", hasSize(5));
        auditor("16.02")
                .queryParam("actor", me)
                .get("/v1/access-records")
                .then()
                .body("items", hasSize(0));
        auditor("16")
                .queryParam("participant", "somebody")
                .get("/v1/access-records")
                .then()
                .statusCode(400)
                .body("errors.code", hasItem("id-format"));
    }

    @Test
    void tellsThePersonWhoLookedAndWhatFor() {
        var person = body();
        var id = enrolled(me, person);
        disclose(me, id).then().statusCode(200);
        var stranger = "stranger-" + me;
        given().auth()
                .oauth2(token("village", "16.02.03.2002", stranger))
                .get(PEOPLE + "/" + id)
                .then()
                .statusCode(404);
        await().untilAsserted(() -> assertThat(lines(stranger)).hasSize(1));

        var told = caller(me).get(PEOPLE + "/" + id + "/access").then().statusCode(200);

        told.body("items.operation", equalTo(List.of("discloseNik", "enrollParticipant")))
                .body("items[0].purpose", equalTo("CARD_CHECK"))
                .body("items[0].explanation", equalTo("Pencocokan dengan kartu"))
                .body("items.actor", not(hasItem(stranger)))
                .body("items[0].address", nullValue())
                .body("items[0].place", nullValue());
    }

    @Test
    void namesAgainOfWhomAnAnswerIsGivenAgain() {
        var key = UUID.randomUUID().toString();
        var one = body();
        var enrolled = caller(me).header("Idempotency-Key", key).body(one).post(PEOPLE);
        var again = caller(me).header("Idempotency-Key", key).body(one).post(PEOPLE);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        var batch = Map.of(
                "operations",
                List.of(
                        Map.of("operationId", UUID.randomUUID(), "enrollment", body()),
                        correction(enrolled.path("id"), 1, "Uji Lain")));
        for (var i = 0; i < 2; i++) {
            caller(me)
                    .body(batch)
                    .post(PEOPLE + "/batch")
                    .then()
                    .statusCode(200)
                    .body("done", equalTo(2));
        }

        await().untilAsserted(() -> assertThat(lines(me))
                .containsExactly(
                        "enrollParticipant 201 1",
                        "enrollParticipant 201 1",
                        "runParticipantBatch 200 2",
                        "runParticipantBatch 200 2"));
        assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.select("""
                                select count(distinct (participants, area)) from access_record where actor = ?
                                """, me).mapTo(Integer.class).one()))
                .isEqualTo(2);
    }

    /**
     * The enrollments of a batch are done before the rest of it meets a database that does not answer. It names nobody of whom something
     * was refused, or whose turn it was then.
     */
    @Test
    void tellsOfWhomABatchEnrolledThatWasNotFinished() throws Exception {
        var busy = "Uji " + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        var there = enrolled(me, body());
        var refused = enrolled(me, body());
        var operations = List.of(
                Map.of("operationId", UUID.randomUUID(), "enrollment", body()),
                correction(refused, 9, "Uji Lain"),
                correction(there, 1, busy));
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute("""
                    create function refuse_for_now() returns trigger language plpgsql
                        as $$ begin raise 'busy' using errcode = 'lock_not_available'; end $$;
                    create trigger refuse_for_now before update on participant
                        for each row when (new.name = '%s') execute function refuse_for_now();
                    """.formatted(busy));
            try {
                caller(me)
                        .body(Map.of("operations", operations))
                        .post(PEOPLE + "/batch")
                        .then()
                        .statusCode(503);
            } finally {
                statement.execute("drop trigger refuse_for_now on participant; drop function refuse_for_now()");
            }
        }

        await().untilAsserted(() -> assertThat(lines(me))
                .containsExactly("enrollParticipant 201 1", "enrollParticipant 201 1", "runParticipantBatch 503 1"));
        var named = named("runParticipantBatch");
        assertThat(named).hasSize(1).doesNotContain(there, refused);
        caller(me)
                .get(PEOPLE + "/" + named.getFirst() + "/access")
                .then()
                .body("items.operation", equalTo(List.of("runParticipantBatch")));
    }

    @Test
    void namesNobodyOfWhomABatchWasRefused() {
        var changed = enrolled(me, body());
        var refused = enrolled(me, body());
        caller(me)
                .body(Map.of(
                        "operations", List.of(correction(refused, 9, "Uji Lain"), correction(changed, 1, "Uji Lain"))))
                .post(PEOPLE + "/batch")
                .then()
                .statusCode(200)
                .body("done", equalTo(1));

        await().untilAsserted(() -> assertThat(lines(me)).hasSize(3).endsWith("runParticipantBatch 200 1"));
        assertThat(named("runParticipantBatch")).containsExactly(changed);
    }

    private static Map<String, ?> correction(String participant, int version, String name) {
        return Map.of(
                "operationId",
                UUID.randomUUID(),
                "participantId",
                participant,
                "version",
                version,
                "correction",
                Map.of("name", name));
    }

    private List<String> named(String operation) {
        return jdbi.withHandle(
                handle -> handle.select("""
                        select person::text from access_record, unnest(participants) as one (person)
                        where actor = ? and operation = ?
                        """, me, operation).mapTo(String.class).list());
    }

    /** A file that finds no place shows nobody. */
    @Test
    void tellsOfAFileOnlyOnceThereIsAPlaceForIt() throws Exception {
        enrolled(me, body());
        exports.inPieces(
                        me,
                        _ -> exports.inPieces(
                                        me,
                                        _ -> exports.inPieces(me, _ -> asFile(429))
                                                .write(OutputStream.nullOutputStream()))
                                .write(OutputStream.nullOutputStream()))
                .write(OutputStream.nullOutputStream());
        asFile(200);

        await().until(() -> lines(me).size(), equalTo(3));
        assertThat(lines(me).subList(0, 2)).containsExactly("enrollParticipant 201 1", "listParticipants 429 0");
        assertThat(lines(me).getLast()).startsWith("listParticipants 200 ").isNotEqualTo("listParticipants 200 0");
    }

    private void asFile(int status) {
        caller(me)
                .accept("text/csv")
                .queryParam("within", VILLAGE)
                .get(PEOPLE)
                .then()
                .statusCode(status);
    }

    /** Neither a whole NIK nor a file is told of which there is no record. */
    @Test
    void comesBeforeWhatItTells() throws Exception {
        var person = body();
        var id = enrolled("other-" + me, person);
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute("alter table access_record add constraint ck_refused check (actor <> '%s') not valid"
                    .formatted(me));
            try {
                var disclosed = disclose(me, id);
                var file = caller(me)
                        .accept("text/csv")
                        .queryParam("within", VILLAGE)
                        .get(PEOPLE);

                assertThat(disclosed.statusCode()).isEqualTo(500);
                assertThat(disclosed.asString()).doesNotContain((String) person.get("nik"));
                assertThat(file.statusCode()).isEqualTo(500);
                assertThat(file.asString()).doesNotContain(id);
            } finally {
                statement.execute("alter table access_record drop constraint ck_refused");
            }
        }
        assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.select("select count(*) from nik_disclosure where actor = ?", me)
                                .mapTo(Integer.class)
                                .one()))
                .isZero();
    }

    private String enrolled(String subject, Map<String, ?> person) {
        return caller(subject)
                .body(person)
                .post(PEOPLE)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Response disclose(String subject, String id) {
        return caller(subject)
                .body(Map.of("purpose", "CARD_CHECK", "explanation", "Pencocokan dengan kartu"))
                .post(PEOPLE + "/" + id + "/nik-disclosure");
    }

    private RequestSpecification caller(String subject) {
        return given().contentType(ContentType.JSON).auth().oauth2(token("village", VILLAGE, subject));
    }

    private RequestSpecification auditor(String areas) {
        return given().auth().oauth2(stack.token("auditor", areas));
    }

    private String token(String role, String areas, String subject) {
        return stack.tokens().tokenOf(subject, role, areas.equals("none") ? null : areas);
    }

    /** A position in the feed may be any number, also one that is somebody's. */
    @Test
    void keepsNoLongNumberOfAnAddress() {
        given().auth()
                .oauth2(token("service", "16", me))
                .get("/v1/events?after=1601074507849001&limit=5")
                .then()
                .statusCode(200);

        await().until(() -> lines(me), equalTo(List.of("listEvents 200 0")));
        assertThat(jdbi.<String, RuntimeException>withHandle(
                        handle -> handle.select("select selection::text from access_record where actor = ?", me)
                                .mapTo(String.class)
                                .one()))
                .contains("\"limit\":\"5\"", "\"after\"")
                .doesNotContain("1601074507849001");
    }

    /** Operation, status and people of each, in their order. */
    private List<String> lines(String actor) {
        return jdbi.withHandle(
                handle -> handle.select("""
                        select concat_ws(' ', operation, status, people) from access_record where actor = ? order by at, id
                        """, actor).mapTo(String.class).list());
    }
}
