package id.desaterlindungi.enrollment.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnrollmentTest
class ApiDescriptionTest {
    LocalStack stack;

    private final ObjectMapper json = new ObjectMapper();

    private record Operation(String path, String method, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @Test
    void describesEveryOperationWithItsErrors() throws Exception {
        var api = api();

        assertThat(api.get("openapi").asText()).startsWith("3.1");
        var operations = operations(api);
        assertThat(operations)
                .extracting(operation -> operation.node().path("operationId").asText())
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asText()).isNotBlank();
            var responses = operation.node().get("responses");
            assertThat(responses.fieldNames()).toIterable().contains("400", "401", "406", "500");
            assertThat(responses.properties())
                    .filteredOn(response -> response.getKey().matches("[45].."))
                    .allSatisfy(response -> assertThat(response.getValue()
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .isEqualTo("#/components/schemas/Problem"));
            assertThat(responses.properties())
                    .filteredOn(response -> response.getKey().startsWith("2"))
                    .allSatisfy(response -> assertThat(
                                    response.getValue().path("content").findValue("schema"))
                            .isNotNull());
            if (operation.node().has("requestBody")) {
                assertThat(responses.fieldNames()).toIterable().contains("413", "415");
            }
        });
    }

    @Test
    void asksForATokenEverywhere() throws Exception {
        var api = api();

        assertThat(api.at("/components/securitySchemes/bearer/scheme").asText()).isEqualTo("bearer");
        assertThat(api.at("/security/0/bearer").isArray()).isTrue();
        assertThat(operations(api)).noneMatch(operation -> operation.node().has("security"));
    }

    @Test
    void hasAnExampleThatTheServiceTakes() throws Exception {
        var schema = api().at("/components/schemas/EnrollmentRequest");
        var body = json.createObjectNode();
        schema.get("properties").properties().forEach(property -> {
            var examples = property.getValue().path("examples");
            assertThat(examples).as(property.getKey()).isNotEmpty();
            body.set(property.getKey(), examples.get(0));
        });

        var answer = given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token("village", "16.01.07.2001"))
                .body(body.toString())
                .post("/v1/participants");

        assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 409);
    }

    private JsonNode api() throws Exception {
        return json.readTree(
                given().queryParam("format", "json").get("/q/openapi").asString());
    }

    private static List<Operation> operations(JsonNode api) {
        var operations = new ArrayList<Operation>();
        api.get("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/v1/"))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method ->
                                List.of("get", "put", "post", "patch", "delete").contains(method.getKey()))
                        .forEach(method ->
                                operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()))));
        assertThat(operations).isNotEmpty();
        return operations;
    }
}
