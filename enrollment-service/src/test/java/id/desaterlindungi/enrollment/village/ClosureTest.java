package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static id.desaterlindungi.enrollment.village.VillageCalls.CLOSED;
import static id.desaterlindungi.enrollment.village.VillageCalls.DISTRICT;
import static id.desaterlindungi.enrollment.village.VillageCalls.PARENT;
import static id.desaterlindungi.enrollment.village.VillageCalls.into;
import static id.desaterlindungi.enrollment.village.VillageCalls.newVillage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A village's end, and where its people go. */
@EnrollmentTest
class ClosureTest {
    private static final String LATE = day(-10);

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    VillageCalls calls;

    @BeforeEach
    void prepare() {
        calls = new VillageCalls(stack, jdbi);
    }

    @ParameterizedTest
    @CsvSource({"0000-01-01, date-out-of-range", "1899-12-31, date-out-of-range", "2100-12-31, day-future"})
    void closesOnADayOfTheRegistersTimeAlone(String on, String code) {
        var village = calls.register();
        var closure = into(PARENT);
        closure.put("on", on);

        var answer = calls.close(village, 1, closure).then();

        answer.statusCode(422).body("errors.pointer", contains("/on")).body("errors.code", contains(code));
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
                .body(with(body("villageCode", village), "enrolledOn", LATE))
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
                .body("village.validUntil", equalTo(CLOSED))
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
        assertThat(of(events, moved.get(0)).at("/data/on").asText()).isEqualTo(CLOSED);
        assertThat(of(events, late).at("/data/on").asText()).isEqualTo(LATE);
        assertThat(events.getLast().get("type").asText()).isEqualTo("id.desaterlindungi.village.closed.v1");
        assertThat(events.getLast().at("/data/on").asText()).isEqualTo(CLOSED);
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
                .body("items[1].actor", equalTo("branch@16"))
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
                .body(Map.of("villageCode", successor, "reason", "VILLAGE_CHANGED", "on", CLOSED))
                .post("/v1/participants/" + id + "/transfer")
                .then()
                .statusCode(200);
        calls.caller()
                .header("If-Match", "\"2\"")
                .body(Map.of("villageCode", village, "reason", "WRONG_VILLAGE", "on", CLOSED))
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
                .body(Map.of("villageCode", village, "reason", "MOVED", "on", CLOSED))
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
                .body("validUntil", equalTo(CLOSED))
                .body("successors", contains(PARENT));
        calls.close(village, 2, into(PARENT)).then().statusCode(409).body("code", equalTo("village-closed"));
        calls.correct(village, 2, Map.of("notes", "x")).then().statusCode(409).body("code", equalTo("village-closed"));
        for (var path : List.of("/v1/villages?limit=500&within=", "/v1/areas?limit=500&parent=")) {
            calls.caller().get(path + DISTRICT).then().body("items.code", not(hasItem(village)));
            calls.caller()
                    .get(path + DISTRICT + "&closed=true")
                    .then()
                    .body("items.find { it.code == '" + village + "' }.validUntil", equalTo(CLOSED));
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
                .body(with(newVillage("parentVillage", village), "validFrom", day(-29)))
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
                .body("errors.pointer", contains("/participants/destination"))
                .body("errors.code", contains("field-missing"));
        calls.close(village, 1, with(into(one, other), "participants", Map.of("destination", PARENT)))
                .then()
                .statusCode(422)
                .body("errors.code", contains("village-no-successor"));
        calls.close(village, 1, with(into(one, other), "participants", Map.of("destination", other)))
                .then()
                .statusCode(200)
                .body("village.successors", contains(one, other));

        calls.caller().get("/v1/participants/" + id).then().body("villageCode", equalTo(other));
    }

    @Test
    void refusesAClosureThatDoesNotFit() {
        // Not tomorrow, which may come meanwhile.
        var future = LocalDate.now(BusinessClock.JAKARTA).plusDays(2).toString();
        var village = calls.register();
        var closed = calls.register();
        calls.close(closed, 1, into(PARENT)).then().statusCode(200);
        var later = (String) calls.caller()
                .body(newVillage("validFrom", day(-28)))
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
                List.of(with(into(PARENT), "on", future), "/on", "day-future"),
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
}
