package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.STATUS_CHANGED;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProgressResourceTest {
    @Inject
    RegisterStub register;

    LocalStack stack;

    @Test
    void answersForTheProvinceInTheShapeThatWasAgreed() throws Exception {
        register.enroll(person("16.11.01.2003"));
        register.enroll(person("16.11.01.2003").put("origin", "CARRIED_OVER"));
        register.awaitFolded();

        var body = caller().get("/v1/progress").then().statusCode(200).extract().asString();

        var json = new ObjectMapper().readTree(body);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "area", "goal", "covered", "remaining", "percentOfGoal", "coverage", "register", "asOf");
        assertThat(json.get("area").toString()).isEqualTo("{\"code\":\"16\",\"name\":\"Sumatera Selatan\"}");
        assertThat(json.get("goal").fieldNames())
                .toIterable()
                .containsExactly("target", "baseline", "statedOn", "dueOn", "overdue", "source");
        assertThat(json.at("/goal/target").asLong()).isEqualTo(1_485_000);
        assertThat(json.at("/goal/baseline").asLong()).isEqualTo(1_100_000);
        assertThat(json.at("/goal/statedOn").asText()).isEqualTo("2024-04-29");
        assertThat(json.at("/goal/dueOn").asText()).isEqualTo("2025-12-31");
        assertThat(json.at("/goal/overdue").asBoolean()).isTrue();
        assertThat(json.at("/coverage/workforce").asLong()).isEqualTo(3_002_426);
        assertThat(json.at("/coverage/derived").asBoolean()).isTrue();
        assertThat(body)
                .containsPattern("\"percentOfGoal\":\\d+\\.\\d\\d,")
                .containsPattern("\"percent\":\\d+\\.\\d\\d}");
        var registered = json.at("/register/covered").asLong();
        var carriedOver = json.at("/register/carriedOver").asLong();
        assertThat(carriedOver).isPositive();
        assertThat(json.get("covered").asLong()).isEqualTo(1_100_000 - carriedOver + registered);
        assertThat(json.get("remaining").asLong())
                .isEqualTo(1_485_000 - json.get("covered").asLong());
        assertThat(json.get("asOf").fieldNames())
                .toIterable()
                .containsExactly("position", "at", "lagSeconds", "parked", "reconciledAt", "matched", "waitingFor");
        assertThat(json.at("/asOf/position").asLong()).isEqualTo(register.position());
        assertThat(json.at("/asOf/at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
        assertThat(json.at("/asOf/lagSeconds").asDouble()).isBetween(0.0, 60.0);
    }

    @Test
    void takesNobodyTwiceWhoWasCoveredBeforeTheRegister() {
        var before = caller().get("/v1/progress").jsonPath().getLong("covered");

        var carriedOver = person("16.11.01.2004").put("origin", "CARRIED_OVER");
        register.enroll(carriedOver);
        register.awaitFolded();
        caller().get("/v1/progress").then().body("covered", equalTo((int) before));
        register.change(STATUS_CHANGED, carriedOver, carriedOver.deepCopy().put("status", "ENDED"));
        register.awaitFolded();

        caller().get("/v1/progress").then().body("covered", equalTo((int) before - 1));
    }

    /** Both records of the person left the baseline; the one that ends as a duplicate gives its place back. */
    @Test
    void countsOnceWhoStoodInTheRegisterTwice() {
        var before = caller().get("/v1/progress").jsonPath().getLong("covered");
        var first = person("16.11.01.2004").put("origin", "CARRIED_OVER");
        var duplicate = person("16.11.01.2003").put("origin", "CARRIED_OVER");
        register.enroll(first);
        register.enroll(duplicate);
        register.awaitFolded();

        register.change(
                STATUS_CHANGED,
                duplicate,
                duplicate.deepCopy().put("status", "ENDED").put("origin", "NEW"));
        register.awaitFolded();

        caller().get("/v1/progress").then().body("covered", equalTo((int) before));
    }

    @ParameterizedTest
    @CsvSource({"REGISTERED,0", "ACTIVE,1", "GRACE,1", "LAPSED,0", "ENDED,0"})
    void coveredMeansActiveOrInGrace(String status, int counted) {
        var before = register("16.12").getLong("register.covered");

        register.enroll(person("16.12.01.2001").put("status", status));
        register.awaitFolded();

        assertThat(register("16.12").getLong("register.covered")).isEqualTo(before + counted);
        assertThat(register("16.12").getLong("register.byStatus." + status)).isPositive();
    }

    @Test
    void showsNoGapWhereThereIsNoGoal() {
        caller().queryParam("within", "16.01")
                .get("/v1/progress")
                .then()
                .statusCode(200)
                .body("area.name", equalTo("Kabupaten Ogan Komering Ulu"))
                .body("register.covered", greaterThanOrEqualTo(0))
                .body("$", not(hasKey("goal")))
                .body("$", not(hasKey("covered")))
                .body("$", not(hasKey("remaining")))
                .body("$", not(hasKey("percentOfGoal")))
                .body("$", not(hasKey("coverage")))
                .body("asOf.lagSeconds", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "16,regency,17",
        "16,district,241",
        "16,village,3259",
        "16.01,district,13",
        "16.01,village,157",
        "16.01.07,village,11",
        "16.71,village,107"
    })
    void theChildrenAddUpToTheParentAtEachLevel(String within, String level, int count) {
        register.enroll(person("16.01.07.2001"));
        register.enroll(person("16.01.07.2001").put("status", "GRACE"));
        register.enroll(person("16.71.01.1001").put("origin", "CARRIED_OVER"));
        register.awaitFolded();

        var pages = pages(within, level);

        var codes = new ArrayList<String>();
        var covered = 0L;
        var carriedOver = 0L;
        for (var page : pages) {
            codes.addAll(page.getList("items.area.code"));
            covered += sum(page.getList("items.register.covered"));
            carriedOver += sum(page.getList("items.register.carriedOver"));
            assertThat(page.getString("level")).isEqualTo(level);
            assertThat(page.getLong("asOf.position")).isEqualTo(register.position());
        }
        assertThat(codes)
                .hasSize(count)
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(code -> code.startsWith(within + "."));
        assertThat(covered).isPositive().isEqualTo(pages.getFirst().getLong("within.register.covered"));
        assertThat(carriedOver).isEqualTo(pages.getFirst().getLong("within.register.carriedOver"));
        assertThat(covered).isEqualTo(register(within).getLong("register.covered"));
    }

    @Test
    void listsAPageAndWhereItGoesOn() {
        String next = caller().queryParam("level", "regency")
                .queryParam("limit", 10)
                .get("/v1/progress/areas")
                .then()
                .statusCode(200)
                .body("within.area.code", equalTo("16"))
                .body("within.goal.target", equalTo(1_485_000))
                .body("items", hasSize(10))
                .body("items[0].area.code", equalTo("16.01"))
                .extract()
                .path("next");

        caller().queryParam("level", "regency")
                .queryParam("limit", 10)
                .queryParam("cursor", next)
                .get("/v1/progress/areas")
                .then()
                .statusCode(200)
                .body("items", hasSize(7))
                .body("items[0].area.code", equalTo("16.11"))
                .body("items[6].area.name", equalTo("Kota Prabumulih"))
                .body("$", not(hasKey("next")));
        caller().queryParam("level", "district")
                .queryParam("cursor", next)
                .get("/v1/progress/areas")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("cursor-invalid"));
    }

    @ParameterizedTest
    @CsvSource({
        "within=16.99,within,area-unknown",
        "within=,within,parameter-empty",
        "within=16&within=16.01,within,parameter-repeated",
        "wihtin=16.01,wihtin,parameter-unknown",
    })
    void refusesAParameterThatItDoesNotUnderstand(String query, String parameter, String code) {
        for (var path : List.of("/v1/progress", "/v1/progress/areas", "/v1/progress/stream")) {
            caller().get(path + "?" + query + (path.endsWith("areas") ? "&level=village" : ""))
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("code", equalTo("parameters-refused"))
                    .body("errors[0].pointer", equalTo(parameter))
                    .body("errors[0].code", equalTo(code));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?level=province", "?within=16.01&level=regency", "?within=16.01.07.2001&level=village"})
    void refusesALevelThatIsNotBelowTheArea(String query) {
        caller().get("/v1/progress/areas" + query)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("level"))
                .body("errors[0].code", equalTo("level-not-below"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "501", "ten", "1.5", "99999999999999999999"})
    void refusesALimitOutOfRange(String limit) {
        caller().queryParam("level", "village")
                .queryParam("limit", limit)
                .get("/v1/progress/areas")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("parameter-out-of-range"));
    }

    private List<JsonPath> pages(String within, String level) {
        var pages = new ArrayList<JsonPath>();
        var next = "";
        while (next != null) {
            var request = caller().queryParam("within", within)
                    .queryParam("level", level)
                    .queryParam("limit", 500);
            if (!next.isEmpty()) {
                request.queryParam("cursor", next);
            }
            var page = request.get("/v1/progress/areas")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            pages.add(page);
            next = page.getString("next");
        }
        return pages;
    }

    private static long sum(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).sum();
    }

    private JsonPath register(String within) {
        return caller().queryParam("within", within).get("/v1/progress").jsonPath();
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }
}
