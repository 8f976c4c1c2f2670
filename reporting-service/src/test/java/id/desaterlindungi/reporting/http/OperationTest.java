package id.desaterlindungi.reporting.http;

import static id.desaterlindungi.reporting.Management.management;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those need who run the service or write a client, without a token. */
@QuarkusTest
class OperationTest {
    @Inject
    RegisterStub register;

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void tellsItsHealth(String check) {
        management().get("/q/health/" + check).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void looksAtTheDatabaseToBeReadyAndAtTheConsumerToBeAlive() {
        management().get("/q/health/ready").then().body("checks.name", hasItems("Database connections health check"));
        management().get("/q/health/live").then().body("checks.name", hasItems("coverage-consumer"));
    }

    @Test
    void tellsHowFarTheFiguresAre() {
        register.enroll(person("16.01.07.2001"));
        register.awaitFolded();
        given().get("/v1/progress").then().statusCode(401);

        // What another scrape has just read is told again for a second.
        await().untilAsserted(() -> assertThat(management()
                        .get("/q/metrics")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .containsPattern("(?m)^reporting_projection_position(\\{[^}]*})? " + register.position() + "\\.0$")
                .containsPattern("(?m)^reporting_projection_lag_seconds(\\{[^}]*})? \\d")
                .containsPattern("(?m)^reporting_projection_lag_events(\\{[^}]*})? 0\\.0$")
                .containsPattern("(?m)^reporting_parked_events(\\{[^}]*})? \\d")
                .containsPattern("(?m)^reporting_feed_gaps_total(\\{[^}]*})? \\d")
                .containsPattern("(?m)^reporting_fold_batch_seconds_count(\\{[^}]*})? [1-9]")
                .contains("http_server_requests_seconds"));
    }

    @Test
    void describesItselfCompletely() throws Exception {
        var json = given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var api = new ObjectMapper().readTree(json);

        assertThat(api.get("openapi").asText()).startsWith("3.1");
        assertThat(api.get("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "/v1/progress",
                        "/v1/progress/areas",
                        "/v1/progress/breakdown",
                        "/v1/progress/history",
                        "/v1/progress/forecast",
                        "/v1/progress/funding",
                        "/v1/progress/stream",
                        "/v1/projection",
                        "/v1/projection/rebuild",
                        "/v1/reconciliations",
                        "/v1/reconciliations/{position}",
                        "/v1/goals",
                        "/v1/goals/{areaCode}",
                        "/v1/goals/{areaCode}/history");
        for (var item : api.get("paths")) {
            for (var operation : item) {
                assertThat(operation.get("operationId").asText()).isNotBlank();
                assertThat(operation.get("summary").asText()).isNotBlank();
                var success = operation.get("operationId").asText().equals("rebuildProjection") ? "202" : "200";
                assertThat(operation.at("/responses/" + success + "/content").elements())
                        .toIterable()
                        .allMatch(content -> content.has("examples"));
                assertThat(operation.get("responses").fieldNames())
                        .toIterable()
                        .contains(success, "400", "401", "406", "500");
                for (var status : new String[] {"400", "401", "406", "500"}) {
                    assertThat(operation
                                    .at("/responses/" + status + "/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .isEqualTo("#/components/schemas/Problem");
                }
            }
        }
        assertThat(api.at("/security/0").has("bearer")).isTrue();
        assertThat(api.at("/components/securitySchemes/bearer/scheme").asText()).isEqualTo("bearer");
        assertThat(api.at("/components/schemas/Problem/properties").fieldNames())
                .toIterable()
                .contains("type", "title", "status", "code", "detail", "errors");
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
    }
}
