package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.village.VillageCalls.DISTRICT;
import static id.desaterlindungi.enrollment.village.VillageCalls.PARENT;
import static id.desaterlindungi.enrollment.village.VillageCalls.into;
import static id.desaterlindungi.enrollment.village.VillageCalls.newVillage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A village's record, its beginning and its end. */
@EnrollmentTest
class VillageLifeTest {
    private static final String TOMORROW =
            LocalDate.now(ZoneId.of("Asia/Jakarta")).plusDays(1).toString();

    @Inject
    Jdbi jdbi;

    LocalStack stack;
    VillageCalls calls;

    @BeforeEach
    void prepare() {
        calls = new VillageCalls(stack, jdbi);
    }

    @Test
    void registersAVillageOfASplit() {
        var first = calls.position();
        var request = newVillage("name", "Uji Pemekaran");
        var code = (String) request.get("code");

        var answer = calls.caller().body(request).post("/v1/villages").then();

        answer.statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", endsWith("/v1/villages/" + code))
                .body("code", equalTo(code))
                .body("name", equalTo("Uji Pemekaran"))
                .body("kind", equalTo("desa"))
                .body("district.code", equalTo(DISTRICT))
                .body("parentVillage", equalTo(PARENT))
                .body("validFrom", equalTo("2026-01-01"))
                .body("validUntil", nullValue())
                .body("sadar", equalTo(false));
        assertThat(calls.enrollIn(code).statusCode()).isEqualTo(201);
        calls.caller()
                .queryParams(Map.of("parent", DISTRICT, "limit", 500))
                .get("/v1/areas")
                .then()
                .body("items.code", hasItem(code));
        calls.caller()
                .queryParams(Map.of("within", DISTRICT, "limit", 500))
                .get("/v1/villages")
                .then()
                .body("items.code", hasItem(code));
        var event = calls.eventsAfter(first).getFirst();
        assertThat(event.get("type").asText()).isEqualTo("id.desaterlindungi.village.registered.v1");
        assertThat(event.get("subject").asText()).isEqualTo(code);
        assertThat(event.at("/data/name").asText()).isEqualTo("Uji Pemekaran");
        assertThat(event.at("/data/on").asText()).isEqualTo("2026-01-01");
        assertThat(event.at("/data/before").isNull()).isTrue();
        assertThat(event.at("/data/after/parentVillage").asText()).isEqualTo(PARENT);
    }

    @Test
    void registersOnceForTheSameKey() {
        var request = newVillage();
        var key = UUID.randomUUID().toString();

        calls.caller()
                .header("Idempotency-Key", key)
                .body(request)
                .post("/v1/villages")
                .then()
                .statusCode(201);
        calls.caller()
                .header("Idempotency-Key", key)
                .body(request)
                .post("/v1/villages")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("ETag", "\"1\"");

        calls.caller()
                .body(request)
                .post("/v1/villages")
                .then()
                .statusCode(409)
                .body("code", equalTo("village-registered"))
                .body("errors.pointer", contains("/code"));
    }

    @ParameterizedTest
    @CsvSource({
        "code, 16.09.01.1801, /code, village-code-kind",
        "code, 16.09.01, /code, village-format",
        "code, 16.09.99.2801, /code, district-unknown",
        "kind, district, /kind, code-unknown",
        "kind, DESA, /kind, code-unknown",
        "name, 12, /name, name-format",
        "parentVillage, 16.09.01.2999, /parentVillage, village-unknown",
        "parentVillage, 16.09.01, /parentVillage, village-format",
        "validFrom, 2999-01-01, /validFrom, day-future",
        "validFrom, 1 Januari, /validFrom, date-format",
        "validFrom, '', /validFrom, field-missing",
    })
    void refusesANewVillageThatDoesNotFit(String field, String value, String pointer, String code) {
        var answer = calls.caller()
                .body(newVillage(field, value))
                .post("/v1/villages")
                .then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void takesTodayAndNotTomorrowForAFirstDay() {
        var today = LocalDate.now(ZoneId.of("Asia/Jakarta")).toString();

        calls.caller()
                .body(newVillage("validFrom", today))
                .post("/v1/villages")
                .then()
                .statusCode(201);
        calls.caller()
                .body(newVillage("validFrom", TOMORROW))
                .post("/v1/villages")
                .then()
                .statusCode(422);
    }

    @Test
    void keepsItsRecordWithoutTellingAnybodyInEvents() {
        var village = calls.register();
        var first = calls.position();

        var answer = calls.correct(
                        village,
                        1,
                        Map.of(
                                "headName", "Uji Kepala Rahasia",
                                "headPhone", "0800-0012-9999",
                                "officeContact", "Kaur Kesra",
                                "officePhone", "(0711) 000-123",
                                "workersEstimate", 1240,
                                "workersSource", "Profil desa 2025",
                                "workersAsOf", "2025-12-31",
                                "sadar", true,
                                "notes", "Catatan\nkedua"))
                .then();

        answer.statusCode(200)
                .header("ETag", "\"2\"")
                .body("headName", equalTo("Uji Kepala Rahasia"))
                .body("headPhone", equalTo("+6280000129999"))
                .body("officePhone", equalTo("+62711000123"))
                .body("workersEstimate", equalTo(1240))
                .body("workersAsOf", equalTo("2025-12-31"))
                .body("sadar", equalTo(true))
                .body("notes", equalTo("Catatan\nkedua"));
        calls.correct(village, 2, Map.of("sadar", true)).then().statusCode(200).header("ETag", "\"2\"");
        calls.correct(village, 2, withNull("headPhone")).then().statusCode(200).body("headPhone", nullValue());
        calls.caller()
                .get("/v1/villages/" + village)
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("headName", equalTo("Uji Kepala Rahasia"));
        var events = calls.eventsAfter(first);
        assertThat(events).hasSize(2);
        var data = events.getFirst().get("data");
        assertThat(events.getFirst().get("type").asText()).isEqualTo("id.desaterlindungi.village.updated.v1");
        assertThat(data.get("version").asInt()).isEqualTo(2);
        assertThat(data.at("/before/headPresent").asBoolean()).isFalse();
        assertThat(data.at("/after/headPresent").asBoolean()).isTrue();
        assertThat(data.at("/after/workers").asInt()).isEqualTo(1240);
        assertThat(data.get("changed")).extracting(JsonNode::asText).contains("headName", "headPhone", "notes");
        assertThat(events.toString()).doesNotContain("Rahasia", "129999", "000123", "Kaur", "Catatan", "Profil");
        assertThat(events.getLast().at("/data/changed"))
                .extracting(JsonNode::asText)
                .containsExactly("headPhone");
    }

    @Test
    void sealsPhones() {
        var village = calls.register();
        calls.correct(village, 1, Map.of("headPhone", "0800-0012-9998", "officePhone", "0711000124"))
                .then()
                .statusCode(200);

        List<byte[]> sealed = jdbi.withHandle(handle -> handle.createQuery(
                        "select unnest(array[head_phone_sealed, office_phone_sealed]) from village where code = :code")
                .bind("code", village)
                .mapTo(byte[].class)
                .list());

        assertThat(sealed)
                .hasSize(2)
                .allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("9998", "000124"));
    }

    @ParameterizedTest
    @CsvSource({
        "headName, 12, /headName, name-format",
        "headPhone, 0711000123, /headPhone, phone-format",
        "officePhone, 12, /officePhone, telephone-format",
        "workersAsOf, 2999-01-01, /workersAsOf, day-future",
        "workersSource, ' ', /workersSource, field-missing",
        "notes, '', /notes, field-missing",
    })
    void refusesARecordThatDoesNotFit(String field, String value, String pointer, String code) {
        var village = calls.register();
        var patch = new HashMap<String, Object>();
        if (field.startsWith("workers")) {
            patch.putAll(Map.of("workersEstimate", 1, "workersSource", "Profil", "workersAsOf", "2025-12-31"));
        }
        patch.put(field, value);

        var answer = calls.correct(village, 1, patch).then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void refusesAnEstimateWithoutItsSource() {
        var village = calls.register();

        calls.correct(village, 1, Map.of("workersEstimate", 7))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/workersSource", "/workersAsOf"));
        calls.correct(
                        village,
                        1,
                        "{\"workersEstimate\": 7.5, \"workersSource\": \"x\", \"workersAsOf\": \"2025-12-31\"}")
                .then()
                .statusCode(422)
                .body("errors.code", contains("number-out-of-range"));
    }

    @Test
    void refusesFieldsAndTypesThatTheRecordDoesNotHave() {
        var village = calls.register();

        calls.correct(village, 1, Map.of("name", "Lain"))
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/name"))
                .body("errors.code", contains("field-unknown"));
        calls.correct(village, 1, Map.of("sadar", "true"))
                .then()
                .statusCode(400)
                .body("errors.code", contains("field-type"));
        calls.correct(village, 1, withNull("sadar"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/sadar"))
                .body("errors.code", contains("field-missing"));
    }

    @Test
    void asksForTheVersionThatAChangeIsFor() {
        var village = calls.register();

        calls.caller()
                .body(Map.of("notes", "x"))
                .patch("/v1/villages/" + village)
                .then()
                .statusCode(428);
        calls.correct(village, 2, Map.of("notes", "x")).then().statusCode(412);
        calls.correct("16.09.01.2999", 1, Map.of("notes", "x")).then().statusCode(404);
        calls.caller()
                .body(into(PARENT))
                .post("/v1/villages/" + village + "/closure")
                .then()
                .statusCode(428);
        calls.close(village, 2, into(PARENT)).then().statusCode(412);
        calls.close("16.09.01.2999", 1, into(PARENT)).then().statusCode(404);
    }

    @Test
    void letsOneOfTwoWin() throws Exception {
        var village = calls.register();

        var statuses = atOnce(calling(
                i -> calls.correct(village, 1, Map.of("notes", "Catatan " + i)).statusCode(), 6));

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(5);
    }

    @Test
    void movesEverybodyWhenAVillageCloses() {
        var village = calls.register();
        var successor = calls.register();
        var moved = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            moved.add(calls.enroll(village));
        }
        calls.caller()
                .header("If-Match", "\"1\"")
                .body(Map.of("status", "ENDED", "reason", "WITHDREW"))
                .post("/v1/participants/" + moved.get(1) + "/status")
                .then()
                .statusCode(200);
        var late = (String) calls.caller()
                .body(with(body("villageCode", village), "enrolledOn", "2026-05-05"))
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        moved.add(late);
        var first = calls.position();

        var answer = calls.close(village, 1, into(successor)).then();

        answer.statusCode(200)
                .header("ETag", "\"2\"")
                .body("participantsMoved", equalTo(4))
                .body("village.validUntil", equalTo("2026-04-01"))
                .body("village.successors", contains(successor));
        assertThat(calls.people(village)).isZero();
        assertThat(calls.people(successor)).isEqualTo(4);
        var events = calls.eventsAfter(first);
        assertThat(events).hasSize(5);
        assertThat(events.subList(0, 4))
                .allSatisfy(event -> {
                    assertThat(event.get("type").asText()).isEqualTo("id.desaterlindungi.participant.transferred.v1");
                    assertThat(event.at("/data/reason").asText()).isEqualTo("VILLAGE_CHANGED");
                    assertThat(event.at("/data/before/villageCode").asText()).isEqualTo(village);
                    assertThat(event.at("/data/after/villageCode").asText()).isEqualTo(successor);
                })
                .extracting(event -> event.get("subject").asText())
                .containsExactlyInAnyOrderElementsOf(moved);
        assertThat(of(events, moved.get(0)).at("/data/version").asInt()).isEqualTo(2);
        assertThat(of(events, moved.get(1)).at("/data/version").asInt()).isEqualTo(3);
        assertThat(of(events, moved.get(1)).at("/data/after/status").asText()).isEqualTo("ENDED");
        assertThat(of(events, moved.get(0)).at("/data/on").asText()).isEqualTo("2026-04-01");
        assertThat(of(events, late).at("/data/on").asText()).isEqualTo("2026-05-05");
        assertThat(events.getLast().get("type").asText()).isEqualTo("id.desaterlindungi.village.closed.v1");
        assertThat(events.getLast().at("/data/on").asText()).isEqualTo("2026-04-01");
        assertThat(events.getLast().at("/data/before/validUntil").isNull()).isTrue();
        assertThat(events.getLast().at("/data/after/successors/0").asText()).isEqualTo(successor);
        calls.caller()
                .get("/v1/participants/" + moved.get(0))
                .then()
                .header("ETag", "\"2\"")
                .body("villageCode", equalTo(successor));
        calls.caller()
                .get("/v1/participants/" + moved.get(0) + "/history")
                .then()
                .body("items[1].reason", equalTo("VILLAGE_CHANGED"))
                .body("items[1].actor", equalTo("village@" + PARENT))
                .body("items[1].changes.field", contains("villageCode"))
                .body("items[1].changes[0].before", equalTo(village));
    }

    /** What the set statement writes is what the register's own transfer writes, byte for byte. */
    @Test
    void writesTheSameEventAsATransferOfOne() {
        var village = calls.register();
        var successor = calls.register();
        var id = calls.enroll(village);
        var first = calls.position();
        calls.caller()
                .header("If-Match", "\"1\"")
                .body(Map.of("villageCode", successor, "reason", "VILLAGE_CHANGED", "on", "2026-04-01"))
                .post("/v1/participants/" + id + "/transfer")
                .then()
                .statusCode(200);
        calls.caller()
                .header("If-Match", "\"2\"")
                .body(Map.of("villageCode", village, "reason", "WRONG_VILLAGE", "on", "2026-04-01"))
                .post("/v1/participants/" + id + "/transfer")
                .then()
                .statusCode(200);

        calls.close(village, 1, into(successor)).then().statusCode(200);

        var events = calls.eventsAfter(first);
        assertThat(events.get(2).get("data").toString())
                .isEqualTo(events.get(0).get("data").toString().replace("\"version\":2", "\"version\":4"));
    }

    @Test
    void refusesPeopleInAClosedVillage() {
        var village = calls.register();
        var id = calls.enroll(PARENT);
        calls.close(village, 1, into(PARENT)).then().statusCode(200).body("participantsMoved", equalTo(0));

        calls.enrollIn(village)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/villageCode"))
                .body("errors.code", contains("village-closed"));
        calls.caller()
                .body(with(body("villageCode", village), "nik", "12"))
                .post("/v1/participants")
                .then()
                .statusCode(422)
                .body("errors.code", contains("nik-format", "village-closed"));
        calls.enrollIn("16.09.01.2999").then().statusCode(422).body("errors.code", contains("village-unknown"));
        calls.caller()
                .header("If-Match", "\"1\"")
                .body(Map.of("villageCode", village, "reason", "MOVED", "on", "2026-04-01"))
                .post("/v1/participants/" + id + "/transfer")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/villageCode"))
                .body("errors.code", contains("village-closed"));
        assertThat(calls.people(village)).isZero();
    }

    @Test
    void staysReadableAndUnchangedOnceClosed() {
        var village = calls.register();
        calls.close(village, 1, into(PARENT)).then().statusCode(200);

        calls.caller()
                .get("/v1/villages/" + village)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("validUntil", equalTo("2026-04-01"))
                .body("successors", contains(PARENT));
        calls.close(village, 2, into(PARENT)).then().statusCode(409).body("code", equalTo("village-closed"));
        calls.correct(village, 2, Map.of("notes", "x")).then().statusCode(409).body("code", equalTo("village-closed"));
        for (var path : List.of("/v1/villages?limit=500&within=", "/v1/areas?limit=500&parent=")) {
            calls.caller().get(path + DISTRICT).then().body("items.code", not(hasItem(village)));
            calls.caller()
                    .get(path + DISTRICT + "&closed=true")
                    .then()
                    .body("items.find { it.code == '" + village + "' }.validUntil", equalTo("2026-04-01"));
            calls.caller()
                    .get(path + DISTRICT + "&closed=maybe")
                    .then()
                    .statusCode(400)
                    .body("errors.code", contains("code-unknown"));
        }
        calls.caller()
                .body(newVillage("parentVillage", village))
                .post("/v1/villages")
                .then()
                .statusCode(201);
        calls.caller()
                .body(with(newVillage("parentVillage", village), "validFrom", "2026-04-02"))
                .post("/v1/villages")
                .then()
                .statusCode(422)
                .body("errors.code", contains("village-closed"));
    }

    @Test
    void asksWhereToWithSeveralSuccessors() {
        var village = calls.register();
        var one = calls.register();
        var other = calls.register();
        var id = calls.enroll(village);

        calls.close(village, 1, into(one, other))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/participants/default"))
                .body("errors.code", contains("field-missing"));
        calls.close(village, 1, with(into(one, other), "participants", Map.of("default", PARENT)))
                .then()
                .statusCode(422)
                .body("errors.code", contains("village-no-successor"));
        calls.close(village, 1, with(into(one, other), "participants", Map.of("default", other)))
                .then()
                .statusCode(200)
                .body("village.successors", contains(one, other));

        calls.caller().get("/v1/participants/" + id).then().body("villageCode", equalTo(other));
    }

    @Test
    void refusesAClosureThatDoesNotFit() {
        var village = calls.register();
        var closed = calls.register();
        calls.close(closed, 1, into(PARENT)).then().statusCode(200);
        var later = (String) calls.caller()
                .body(newVillage("validFrom", "2026-05-01"))
                .post("/v1/villages")
                .then()
                .statusCode(201)
                .extract()
                .path("code");

        for (var fault : List.of(
                List.of(into(), "/successors", "field-missing"),
                List.of(into(village), "/successors/0", "village-itself"),
                List.of(into("16.09.01.2999"), "/successors/0", "village-unknown"),
                List.of(into("16.09.01"), "/successors/0", "village-format"),
                List.of(into(closed), "/successors/0", "village-closed"),
                List.of(into(later), "/successors/0", "village-later"),
                List.of(into(PARENT, PARENT), "/successors/1", "village-repeated"),
                List.of(with(into(PARENT), "on", TOMORROW), "/on", "day-future"),
                List.of(with(into(PARENT), "on", "2025-12-31"), "/on", "day-before-village"),
                List.of(with(into(PARENT), "on", ""), "/on", "field-missing"))) {
            calls.caller()
                    .header("If-Match", "\"1\"")
                    .body(fault.get(0))
                    .post("/v1/villages/" + village + "/closure")
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", contains(fault.get(1)))
                    .body("errors.code", contains(fault.get(2)));
        }
        calls.caller()
                .get("/v1/villages/" + village)
                .then()
                .header("ETag", "\"1\"")
                .body("successors", empty());
    }

    /** Whatever comes first, nobody is left behind in a village that is no more, and nobody is lost. */
    @Test
    void leavesNobodyBehindWhileOthersEnroll() throws Exception {
        for (var round = 0; round < 5; round++) {
            var village = calls.register();
            var successor = calls.register();
            calls.enroll(village);
            var first = calls.position();
            var work = calling(i -> calls.enrollIn(village).statusCode(), 24);
            work.add(6, () -> calls.close(village, 1, into(successor)).statusCode());

            var statuses = atOnce(work);

            assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 201, 422);
            var enrolled =
                    (int) statuses.stream().filter(status -> status == 201).count();
            assertThat(calls.people(village)).isZero();
            assertThat(calls.people(successor)).isEqualTo(1 + enrolled);
            var people = new HashMap<String, Integer>(Map.of(village, 1));
            for (var event : calls.eventsAfter(first)) {
                people.merge(event.at("/data/before/villageCode").asText(), -1, Integer::sum);
                people.merge(event.at("/data/after/villageCode").asText(), 1, Integer::sum);
            }
            assertThat(people).containsEntry(village, 0).containsEntry(successor, 1 + enrolled);
        }
    }

    @Test
    void closesOnceOfTwoClosuresAtOnce() throws Exception {
        var village = calls.register();

        var statuses = atOnce(calling(i -> calls.close(village, 1, into(PARENT)).statusCode(), 4));

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(3);
    }

    @Test
    void doesNotDeadlockWhereTwoVillagesCloseIntoEachOther() throws Exception {
        var one = calls.register();
        var other = calls.register();
        calls.enroll(one);
        calls.enroll(other);

        var statuses = atOnce(List.of(
                () -> calls.close(one, 1, into(other)).statusCode(),
                () -> calls.close(other, 1, into(one)).statusCode()));

        assertThat(statuses).containsExactlyInAnyOrder(200, 422);
        assertThat(calls.people(one) + calls.people(other)).isEqualTo(2);
    }

    /** An enrollment that the closure overtook waits for it and then learns of it, though it saw the village open. */
    @Test
    void tellsAnEnrollmentThatWaitedForTheClosure() throws Exception {
        var village = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            handle.execute(
                    "update village set valid_until = '2026-04-01', version = version + 1 where code = ?", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.enrollIn(village));
            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
            return waiting;
        });

        answer.get().then().statusCode(422).body("errors.code", contains("village-closed"));
    }

    @Test
    void refusesThoseOfABatchWhoCameTooLateAndNobodyElse() throws Exception {
        var village = calls.register();
        var other = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            handle.execute(
                    "update village set valid_until = '2026-04-01', version = version + 1 where code = ?", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.caller()
                    .body(Map.of("operations", List.of(enrollment(village), enrollment(other))))
                    .post("/v1/participants/batch"));
            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
            return waiting;
        });

        answer.get()
                .then()
                .statusCode(200)
                .body("results.status", contains(422, 201))
                .body("results[0].problem.errors.code", contains("village-closed"));
    }

    private static Map<String, Object> enrollment(String village) {
        return Map.of("operationId", UUID.randomUUID().toString(), "enrollment", body("villageCode", village));
    }

    /** Only a closure keeps people waiting, no other change of a village and no closure into it. */
    @Test
    void letsPeopleInWhileTheRecordChanges() {
        var village = calls.register();

        jdbi.useTransaction(handle -> {
            handle.execute("update village set notes = 'x', version = version + 1 where code = ?", village);
            handle.execute("select from village where code = ? for key share", village);
            assertThat(calls.enrollIn(village).statusCode()).isEqualTo(201);
        });
    }

    @Test
    void waitsForThoseWhoAreEnrolling() throws Exception {
        var village = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            // What the foreign key of an enrollment holds until it commits.
            handle.execute("select from village where code = ? for key share", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.close(village, 1, into(PARENT)));
            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
            return waiting;
        });

        answer.get().then().statusCode(200);
    }

    private interface Call {
        int run(int number);
    }

    private static List<Callable<Integer>> calling(Call call, int times) {
        var work = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < times; i++) {
            var number = i;
            work.add(() -> call.run(number));
        }
        return work;
    }

    private static List<Integer> atOnce(List<Callable<Integer>> work) throws Exception {
        var start = new CyclicBarrier(work.size());
        var results = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = work.stream()
                    .map(one -> threads.submit(() -> {
                        start.await();
                        return one.call();
                    }))
                    .toList();
            for (var one : running) {
                results.add(one.get());
            }
        }
        return results;
    }

    private static JsonNode of(List<JsonNode> events, String subject) {
        return events.stream()
                .filter(event -> event.get("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        body.put(field, value);
        return body;
    }

    private static Map<String, Object> withNull(String field) {
        var patch = new HashMap<String, Object>();
        patch.put(field, null);
        return patch;
    }
}
