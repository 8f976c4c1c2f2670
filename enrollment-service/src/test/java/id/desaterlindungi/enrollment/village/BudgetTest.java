package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.village.VillageCalls.PARENT;
import static id.desaterlindungi.enrollment.village.VillageCalls.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a village sets aside, year by year. */
@EnrollmentTest
class BudgetTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    VillageCalls calls;

    @BeforeEach
    void prepare() {
        calls = new VillageCalls(stack, jdbi);
    }

    @Test
    void setsAndReplacesAYearsBudget() {
        var village = calls.register();
        var first = calls.position();

        put(village, 2026, Map.of(), budget())
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", endsWith("/v1/villages/" + village + "/budgets/2026"))
                .body("addTotal", equalTo(812_500_000))
                .body("year", equalTo(2026));
        put(village, 2026, Map.of("If-Match", "\"1\""), budget("workers", 120))
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        put(village, 2026, Map.of("If-Match", "\"2\""), budget("workers", 120))
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        put(
                        village,
                        2026,
                        Map.of("If-Match", "\"2\""),
                        with(budget("workers", 120), "sourceDocument", "Perdes Rahasia"))
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"");

        calls.caller()
                .get("/v1/villages/" + village + "/budgets/2026")
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("workers", equalTo(120))
                .body("sourceDocument", equalTo("Perdes Rahasia"));
        var events = calls.eventsAfter(first);
        assertThat(events).hasSize(3).allSatisfy(event -> {
            assertThat(event.get("type").asText()).isEqualTo("id.desaterlindungi.village.budgeted.v1");
            assertThat(event.get("subject").asText()).isEqualTo(village);
            assertThat(event.at("/data/year").asInt()).isEqualTo(2026);
        });
        assertThat(events)
                .extracting(event -> event.at("/data/version").asInt())
                .containsExactly(1, 2, 3);
        assertThat(events.get(0).at("/data/before").isNull()).isTrue();
        assertThat(events.get(1).at("/data/before/workers").asInt()).isEqualTo(100);
        assertThat(events.get(1).at("/data/after/workers").asInt()).isEqualTo(120);
        assertThat(events.get(2).at("/data/changed/0").asText()).isEqualTo("sourceDocument");
        assertThat(events.toString()).doesNotContain("Rahasia");
    }

    @Test
    void listsByYear() {
        var village = calls.register();
        calls.caller()
                .get("/v1/villages/" + village + "/budgets")
                .then()
                .statusCode(200)
                .body("items", empty());
        for (var year : List.of(2026, 2024, 2025)) {
            put(village, year, Map.of("If-None-Match", "*"), budget()).then().statusCode(201);
        }

        var page = calls.caller()
                .queryParam("limit", 2)
                .get("/v1/villages/" + village + "/budgets")
                .then()
                .statusCode(200)
                .body("items.year", contains(2024, 2025));

        calls.caller()
                .queryParams(Map.of("limit", 2, "cursor", page.extract().<String>path("next")))
                .get("/v1/villages/" + village + "/budgets")
                .then()
                .body("items.year", contains(2026))
                .body("next", nullValue());
    }

    @Test
    void asksForTheVersionThatAChangeIsFor() {
        var village = calls.register();

        put(village, 2026, Map.of("If-Match", "\"1\""), budget()).then().statusCode(412);
        put(village, 2026, Map.of("If-None-Match", "*"), budget()).then().statusCode(201);
        put(village, 2026, Map.of("If-None-Match", "*"), budget()).then().statusCode(412);
        put(village, 2026, Map.of(), budget()).then().statusCode(428);
        put(village, 2026, Map.of("If-Match", "\"2\""), budget()).then().statusCode(412);
        put("16.09.01.2999", 2026, Map.of(), budget())
                .then()
                .statusCode(404)
                .body("code", equalTo("village-not-found"));
        calls.caller()
                .get("/v1/villages/" + village + "/budgets/2025")
                .then()
                .statusCode(404)
                .body("code", equalTo("budget-not-found"));
        calls.caller().get("/v1/villages/16.09.01.2999/budgets").then().statusCode(404);
    }

    @Test
    void letsOneOfManyBeTheFirst() throws Exception {
        var village = calls.register();

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calling = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> put(village, 2026, Map.of("If-None-Match", "*"), budget())
                            .statusCode()))
                    .toList();
            for (var call : calling) {
                statuses.add(call.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({
        "addTotal, -1, /addTotal, number-out-of-range",
        "addTotal, 1000000000000001, /addTotal, number-out-of-range",
        "addTotal, 812500000.5, /addTotal, number-out-of-range",
        "addTotal, 20159999, /addSocialSecurity, add-exceeded",
        "danaDesaSocialSecurity, -1, /danaDesaSocialSecurity, number-out-of-range",
        "workers, 1000001, /workers, number-out-of-range",
    })
    void refusesFiguresThatDoNotFit(String field, String value, String pointer, String code) {
        var village = calls.register();
        var body = budget(field, new BigDecimal(value));

        var answer = put(village, 2026, Map.of(), body).then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void takesTheEdges() {
        var village = calls.register();
        var all = budget();
        all.put("addTotal", 1_000_000_000_000_000L);
        all.put("addSocialSecurity", 1_000_000_000_000_000L);
        var none = new HashMap<String, Object>(
                Map.of("addTotal", 0, "addSocialSecurity", 0, "danaDesaSocialSecurity", 0, "workers", 0));
        none.put("sourceDocument", "Perdes");

        put(village, 2015, Map.of(), all).then().statusCode(201).body("addTotal", equalTo(1_000_000_000_000_000L));
        put(village, 2100, Map.of(), none).then().statusCode(201);
        put(village, 2014, Map.of(), none)
                .then()
                .statusCode(400)
                .body("errors.code", contains("parameter-out-of-range"));
        put(village, 2101, Map.of(), none).then().statusCode(400);
    }

    @Test
    void asksForEveryFigure() {
        put(calls.register(), 2026, Map.of(), Map.of())
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        contains(
                                "/addTotal",
                                "/addSocialSecurity",
                                "/danaDesaSocialSecurity",
                                "/workers",
                                "/sourceDocument"));
    }

    @Test
    void keepsBudgetsOfAClosedVillageUpToItsLastYear() {
        var village = calls.register();
        calls.close(village, 1, into(PARENT)).then().statusCode(200);

        put(village, 2026, Map.of(), budget()).then().statusCode(201);
        put(village, 2027, Map.of(), budget()).then().statusCode(422).body("errors.code", contains("village-closed"));
    }

    private Response put(String village, int year, Map<String, String> headers, Map<String, ?> body) {
        return calls.caller().headers(headers).body(body).put("/v1/villages/" + village + "/budgets/" + year);
    }

    private static Map<String, Object> budget() {
        var body = new HashMap<String, Object>();
        body.put("addTotal", 812_500_000);
        body.put("addSocialSecurity", 20_160_000);
        body.put("danaDesaSocialSecurity", 0);
        body.put("workers", 100);
        body.put("sourceDocument", "Perdes 3/2026");
        return body;
    }

    private static Map<String, Object> budget(String field, Object value) {
        return with(budget(), field, value);
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        body.put(field, value);
        return body;
    }
}
