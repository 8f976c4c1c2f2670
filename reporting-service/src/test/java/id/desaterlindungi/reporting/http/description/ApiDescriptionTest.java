package id.desaterlindungi.reporting.http.description;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDescriptionTest {
    @Test
    void saysWhichAnswersWaitForARebuild() throws Exception {
        assertThat(operations())
                .filteredOn(operation ->
                        operation.at("/responses/503/description").asText().startsWith("The totals are being rebuilt"))
                .extracting(operation -> operation.path("operationId").asText())
                .containsExactlyInAnyOrder("getHistory", "getForecast", "getFunding", "getBreakdown", "listProgress");
    }

    @Test
    void describesThePagesOfEveryListAlike() throws Exception {
        var lists = operations().stream()
                .filter(operation -> operation.findValuesAsText("name").contains("cursor"))
                .toList();

        assertThat(lists).hasSize(5);
        assertThat(lists).allSatisfy(list -> {
            var limit = parameter(list, "limit").get("schema");
            assertThat(limit.path("type").asText()).isEqualTo("integer");
            assertThat(limit.path("minimum").asInt()).isEqualTo(1);
            assertThat(limit.path("maximum").asInt()).isEqualTo(500);
            assertThat(limit.path("default").isInt()).isTrue();
            assertThat(parameter(list, "cursor").path("description").asText()).isEqualTo("`next` of the page before");
        });
    }

    private static JsonNode parameter(JsonNode operation, String name) {
        return operation
                .get("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static List<JsonNode> operations() throws Exception {
        var api = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString());
        var operations = new ArrayList<JsonNode>();
        api.get("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }
}
