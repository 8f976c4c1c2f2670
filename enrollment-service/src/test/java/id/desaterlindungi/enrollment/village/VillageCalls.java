package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.events.Contract;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** What tests of villages ask for. Each village is a new one, in a district that no other test uses. */
record VillageCalls(LocalStack stack, Jdbi jdbi) {
    static final String DISTRICT = "16.09.01";
    static final String PARENT = "16.09.01.1013";

    /** After everybody's enrollment. */
    static final String CLOSED = day(-30);

    private static final AtomicInteger NEXT = new AtomicInteger(2800);

    static Map<String, Object> newVillage() {
        var body = new HashMap<String, Object>();
        body.put("code", "%s.%d".formatted(DISTRICT, NEXT.getAndIncrement()));
        body.put("name", "Uji Baru");
        body.put("kind", "desa");
        body.put("parentVillage", PARENT);
        body.put("validFrom", "2026-01-01");
        return body;
    }

    static Map<String, Object> newVillage(String field, Object value) {
        var body = newVillage();
        body.put(field, value);
        return body;
    }

    /** @return its code */
    String register() {
        return caller().body(newVillage())
                .post("/v1/villages")
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    Response enrollIn(String village) {
        return caller().body(body("villageCode", village)).post("/v1/participants");
    }

    String enroll(String village) {
        return enrollIn(village).then().statusCode(201).extract().path("id");
    }

    Response correct(String village, int version, Object patch) {
        return caller().contentType("application/merge-patch+json")
                .header("If-Match", "\"" + version + "\"")
                .body(patch)
                .patch("/v1/villages/" + village);
    }

    Response close(String village, int version, Map<String, ?> closure) {
        return caller().header("If-Match", "\"" + version + "\"")
                .body(closure)
                .post("/v1/villages/" + village + "/closure");
    }

    static Map<String, Object> into(String... successors) {
        var body = new HashMap<String, Object>();
        body.put("successors", List.of(successors));
        body.put("on", CLOSED);
        return body;
    }

    /** People by village, in the register itself. */
    int people(String village) {
        return caller().queryParams(Map.of("within", village, "by", "status"))
                .get("/v1/participants/counts")
                .then()
                .statusCode(200)
                .extract()
                .path("total");
    }

    long position() {
        await().untilAsserted(
                        () -> assertThat(number("select count(*) from outbox")).isZero());
        return number("select position from event_cursor where stage = 'sequenced'");
    }

    /** What the feed has after a position, each held against its schema. */
    List<JsonNode> eventsAfter(long position) {
        var last = position();
        var events = new ArrayList<JsonNode>();
        try {
            for (var after = position;
                    after < last;
                    after = events.getLast().get("sequence").asLong()) {
                new ObjectMapper()
                        .readTree(given().auth()
                                .oauth2(stack.token("service", "16"))
                                .queryParams(Map.of("after", after, "limit", 500))
                                .get("/v1/events")
                                .asString())
                        .forEach(events::add);
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        assertThat(events)
                .allSatisfy(event -> assertThat(Contract.faults(schema(event), event.get("data")))
                        .isEmpty());
        return events;
    }

    private static String schema(JsonNode event) {
        var type = event.get("type").asText();
        return "schemas/%s.v1.schema.json"
                .formatted(
                        type.contains(".participant.")
                                ? "participant"
                                : type.endsWith(".budgeted.v1") ? "village-budget" : "village");
    }

    private long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }
}
