package id.desaterlindungi.reporting.goal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.local.LocalStack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The districts 16.06.03 to 16.06.08 and the city 16.74 belong to this test. */
@QuarkusTest
class GoalTest {
    LocalStack stack;

    @Test
    void comesWithTheProvincesAlone() {
        caller("regency")
                .get("/v1/goals/16")
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("target", equalTo(1_485_000))
                .body("workforce.derived", equalTo(true))
                .body("source", notNullValue());

        caller("regency").get("/v1/goals/16.06.03").then().statusCode(404).body("code", equalTo("goal-not-found"));
        caller("regency").get("/v1/goals/16.99").then().statusCode(404).body("code", equalTo("area-not-found"));
    }

    @Test
    void showsTheGapOfAnAreaOnceItHasAGoalAndKeepsEachThatWasInForce() {
        var district = "16.06.04";
        var shown = "/v1/progress?within=" + district;
        caller("regency").get(shown).then().body("goal", nullValue()).body("remaining", nullValue());

        var first = put(district, goal(), null);
        first.then().statusCode(201).header("ETag", equalTo("\"1\"")).body("recordedBy", notNullValue());
        caller("regency")
                .get(shown)
                .then()
                .body("goal.target", equalTo(900))
                .body("covered", equalTo(700))
                .body("remaining", equalTo(200))
                .body("coverage.workforce", equalTo(1500));

        put(district, goal("target", 950), "\"1\"").then().statusCode(200).header("ETag", equalTo("\"2\""));
        put(district, goal("target", 950), "\"2\"").then().statusCode(200).header("ETag", equalTo("\"2\""));
        caller("regency").get(shown).then().body("remaining", equalTo(250));

        var history = caller("regency").queryParam("limit", 1).get("/v1/goals/" + district + "/history");
        String next = history.path("next");
        history.then().statusCode(200).body("items.version", contains(2)).body("items[0].supersededAt", nullValue());
        caller("regency")
                .queryParams(Map.of("limit", 1, "cursor", next))
                .get("/v1/goals/" + district + "/history")
                .then()
                .body("items.target", contains(900))
                .body("items[0].supersededAt", notNullValue())
                .body("next", nullValue());
        caller("regency")
                .queryParams(Map.of("limit", 1, "cursor", next))
                .get("/v1/goals/16/history")
                .then()
                .statusCode(400);
        caller("regency")
                .get("/v1/goals")
                .then()
                .body("items.area.code", hasItem(district))
                .body("items.area.code", not(hasItem("16.06.03")));
    }

    @Test
    void tellsWhoRecordedAGoalToOfficesAlone() {
        var area = "16.06.08.2001";
        put(area, goal(), null).then().statusCode(201).body("recordedBy", notNullValue());

        for (var path : List.of("/v1/goals/" + area, "/v1/goals/" + area + "/history", "/v1/goals")) {
            assertThat(caller("regency").get(path).asString()).contains("recordedBy");
            for (var role : List.of("public-figures", "service", "planner")) {
                assertThat(caller(role)
                                .get(path)
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString())
                        .as(role + " " + path)
                        .contains("recordedAt")
                        .doesNotContain("recordedBy");
            }
        }
    }

    @Test
    void tellsWhenThePartsDoNotAddUp() {
        var district = "16.06.05";
        List<String> villages = caller("regency")
                .get("/v1/progress/areas?level=village&within=" + district)
                .path("items.area.code");
        put(district, goal("target", 100 * villages.size(), "workforce", null), null)
                .then()
                .statusCode(201)
                .body("parts", nullValue())
                .body("partOf", nullValue());

        put(villages.get(0), goal("target", 100), null)
                .then()
                .statusCode(201)
                .body("partOf.partsWithGoal", equalTo(1))
                .body("partOf.addsUp", nullValue())
                .body("partOf.difference", equalTo(100 - 100 * villages.size()));
        villages.stream()
                .skip(1)
                .forEach(village ->
                        put(village, goal("target", 100), null).then().statusCode(201));
        caller("regency")
                .get("/v1/goals/" + district)
                .then()
                .body("parts.addsUp", equalTo(true))
                .body("parts.parts", equalTo(villages.size()));

        put(villages.get(0), goal("target", 101), "\"1\"")
                .then()
                .body("partOf.addsUp", equalTo(false))
                .body("partOf.difference", equalTo(1));
    }

    @Test
    void takesOneOfManyAtOnce() throws Exception {
        var start = new CyclicBarrier(8);
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return put("16.06.06", goal("target", 800 + i), null).statusCode();
                    }))
                    .toList();
            for (var call : calls) {
                statuses.add(call.get());
            }
        }

        // The others find a goal and named no version.
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 428);
        put("16.06.06", goal("target", 700), "\"7\"").then().statusCode(412);
        assertThat(caller("regency").get("/v1/goals/16.06.06/history").<List<Object>>path("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "village,16.06.03.2001,forbidden",
        "district,16.06.03,forbidden",
        "regency,16.06,forbidden",
        "service,16,forbidden",
        "public-figures,,forbidden",
        "operator,,forbidden",
        "none,,forbidden",
        "province,16.06,areas-unfit",
        "province,,areas-missing",
        "branch,,areas-missing",
        "branch,16.01,goal-of-another-area",
        "branch,16.01 16.02,goal-of-another-area"
    })
    void isNotForEverybody(String role, @Nullable String areas, String code) {
        given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token(role, areas))
                .body(goal())
                .put("/v1/goals/16.06.07")
                .then()
                .statusCode(403)
                .body("code", equalTo(code));
        caller("regency").get("/v1/goals/16.06.07").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"province,16,16.74", "branch,16,16.06.03", "branch,16.01 16.06,16.06"})
    void isStatedByTheProvinceAndTheBranchForTheirAreas(String role, String areas, String area) {
        // Whoever may is told next that he named no version that is in force.
        given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token(role, areas))
                .header("If-Match", "\"999\"")
                .body(goal())
                .put("/v1/goals/" + area)
                .then()
                .statusCode(412);
    }

    @Test
    void tellsWhoStatedIt() {
        given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token("province", "16"))
                .body(goal())
                .put("/v1/goals/16.74")
                .then()
                .statusCode(201)
                .body("recordedBy", equalTo("province@16"));
    }

    @ParameterizedTest
    @CsvSource({
        "target,0,/target",
        "target,1000000001,/target",
        "target,10.5,/target",
        "baseline,-1,/baseline",
        "statedOn,2026-02-30,/statedOn",
        "statedOn,1999-12-31,/statedOn",
        "dueOn,2026-03-01,/dueOn",
        "source,' ',/source",
        "source,,/source",
        "target,,/target"
    })
    void refusesWhatBreaksARule(String field, String value, String pointer) {
        Object given = value != null && field.matches("target|baseline") ? Double.valueOf(value) : value;
        put("16.06.08", goal(field, given), null)
                .then()
                .statusCode(422)
                .body("code", equalTo("goal-refused"))
                .body("errors.pointer", contains(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "statedOn,2026-02-30,date-not-in-calendar",
        "dueOn,31/04/2027,date-not-in-calendar",
        "dueOn,30/04/2027,date-format",
        "dueOn,２０２７-04-30,date-format"
    })
    void tellsADayThatThereIsNotFromOneThatIsNotWrittenSo(String field, String value, String code) {
        put("16.06.08", goal(field, value), null).then().statusCode(422).body("errors.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"target\":1,\"target\":2} | 400 | /target | json-key-repeated",
                "{\"workforce\":{\"people\":1,\"people\":2}} | 400 | /workforce/people | json-key-repeated",
                "{} {} | 400 | '' | json-trailing",
                "{\"target\":1 | 400 | '' | json-malformed",
                "{\"target\":１} | 400 | '' | json-malformed",
                "SOURCE \\ud800 | 422 | /source | text-broken",
                "SOURCE \\u0000 | 422 | /source | text-broken",
                "SOURCE \\u000aUji | 422 | /source | text-line-break",
                "SOURCE \\u0009Uji | 422 | /source | text-control",
                "SOURCE \\u202eUji | 422 | /source | text-direction",
                "SOURCE 1601 0745-0784.9001 | 422 | /source | text-digits"
            })
    void tellsWhatIsWrongWithTheBodyAndItsText(String body, int status, String pointer, String code) {
        var goal = """
                {"target":900,"baseline":700,"statedOn":"2026-03-02","dueOn":"2027-12-31","source":"Uji%s"}""";

        caller("branch")
                .body(body.startsWith("SOURCE") ? goal.formatted(body.substring("SOURCE".length())) : body)
                .put("/v1/goals/16.06.08")
                .then()
                .statusCode(status)
                .body("errors.pointer", contains(pointer))
                .body("errors.code", contains(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
    void refusesABodyThatIsNotUtf8(String charset) {
        caller("branch")
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/json", ContentType.BINARY)))
                .body("{\"source\":\"Ren\u00E9\"}".getBytes(Charset.forName(charset)))
                .put("/v1/goals/16.06.08")
                .then()
                .statusCode(400)
                .body("errors.code", contains("json-encoding"));
    }

    @Test
    void foldsTheSource() {
        put("16.06.09", goal("source", "  Keputusan\u00A0 Bupati\u200B "), null)
                .then()
                .statusCode(201)
                .body("source", equalTo("Keputusan Bupati"));
    }

    @Test
    void refusesABodyThatIsNoGoal() {
        put("16.06.08", Map.of("color", "red"), null).then().statusCode(400);
        put("16.06.08", goal("target", "900"), null).then().statusCode(400).body("errors.pointer", contains("/target"));
        put("16.06.08", goal("workforce", Map.of("people", 5)), null)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/workforce/derived"));
        caller("branch").put("/v1/goals/16.06.08").then().statusCode(400);
        put("16.06.08", goal(), "\"1\"").then().statusCode(412);
        put("16.99", goal(), null).then().statusCode(404);
        caller("branch")
                .header("Accept-Language", "en")
                .body(goal("target", 0))
                .put("/v1/goals/16.06.08")
                .then()
                .body("errors[0].message", equalTo("Give a whole number from 1 to 1,000,000,000."));
    }

    private Response put(String area, Map<String, ?> goal, String ifMatch) {
        var request = caller("branch").body(goal);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put("/v1/goals/" + area);
    }

    private static Map<String, Object> goal(Object... other) {
        var goal = new HashMap<String, Object>(Map.of(
                "target",
                900,
                "baseline",
                700,
                "statedOn",
                "2026-03-02",
                "dueOn",
                "2027-12-31",
                "workforce",
                Map.of("people", 1500, "derived", false),
                "source",
                "Uji"));
        for (var i = 0; i < other.length; i += 2) {
            goal.put((String) other[i], other[i + 1]);
        }
        return goal;
    }

    private RequestSpecification caller(String role) {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token(role, "16.06"));
    }
}
