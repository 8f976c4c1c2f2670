package id.desaterlindungi.enrollment.http.description;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            assertThat(responses.fieldNames()).toIterable().contains("400", "406", "500");
            assertThat(responses.properties())
                    .filteredOn(response -> response.getKey().matches("[45].."))
                    .allSatisfy(response -> assertThat(response.getValue()
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .isEqualTo("#/components/schemas/Problem"));
            assertThat(responses.properties())
                    .filteredOn(response -> response.getKey().startsWith("2")
                            && !response.getKey().equals("204"))
                    .allSatisfy(response -> assertThat(
                                    response.getValue().path("content").findValue("schema"))
                            .isNotNull());
            if (operation.node().has("requestBody")) {
                assertThat(responses.fieldNames()).toIterable().contains("413", "415");
            }
        });
    }

    @Test
    void asksForAToken() throws Exception {
        var api = api();

        assertThat(api.at("/components/securitySchemes/bearer/scheme").asText()).isEqualTo("bearer");
        assertThat(api.at("/security/0/bearer").isArray()).isTrue();
    }

    @Test
    void namesEverySchemaThatAClientMeets() throws Exception {
        var api = api();

        assertThat(operations(api)).allSatisfy(operation -> {
            assertThat(operation.node().path("requestBody").path("content"))
                    .allSatisfy(content ->
                            assertThat(content.at("/schema/$ref").asText()).startsWith("#/components/schemas/"));
            assertThat(operation.node().get("responses").findValues("application/json"))
                    .extracting(content -> content.get("schema"))
                    .allSatisfy(schema -> assertThat(schema.path("items")
                                    .path("$ref")
                                    .asText(schema.path("$ref").asText()))
                            .startsWith("#/components/schemas/"));
        });
        assertThat(api.at("/components/schemas").properties())
                .filteredOn(schema -> !schema.getValue().has("enum"))
                .allSatisfy(schema ->
                        assertThat(schema.getValue().findValues("enum")).isEmpty());
    }

    @Test
    void hasNoSchemaThatIsAnotherOrItself() throws Exception {
        assertThat(api().at("/components/schemas").properties())
                .allSatisfy(schema -> assertThat(schema.getValue().has("$ref")).isFalse());
    }

    @Test
    void describesACorrectionInABatchAsAnyOther() throws Exception {
        var operation = api().at("/components/schemas/BatchOperation/properties");

        assertThat(operation.at("/correction/$ref").asText()).endsWith("/ParticipantCorrection");
        assertThat(operation.at("/enrollment/$ref").asText()).endsWith("/EnrollmentRequest");
    }

    @Test
    void describesWhatAVillageMayLackAsNull() throws Exception {
        var correction = api().at("/components/schemas/VillageCorrection/properties");

        assertThat(correction.at("/headName/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(correction.at("/sadar/type").asText()).isEqualTo("boolean");
    }

    @Test
    void describesTheHeadersOfAnswers() throws Exception {
        var enroll = api().at("/paths/~1v1~1participants/post/responses");
        assertThat(enroll.at("/201/headers").fieldNames())
                .toIterable()
                .contains("Location", "ETag", "Idempotency-Replayed");
        assertThat(enroll.at("/401/headers").fieldNames()).toIterable().contains("WWW-Authenticate");
        assertThat(enroll.at("/503/headers").fieldNames()).toIterable().contains("Retry-After");
        var segments = api().at("/paths/~1v1~1reference~1segments/get");
        assertThat(segments.at("/responses/304/headers").has("ETag")).isTrue();
        assertThat(segments.findValuesAsText("name")).contains("If-None-Match");
    }

    @Test
    void asksForTheVersionThatAChangeIsMadeFor() throws Exception {
        var changes = operations(api()).stream()
                .filter(operation -> parameter(operation, "If-Match").isPresent())
                .toList();

        assertThat(changes)
                .extracting(operation -> operation.node().path("operationId").asText())
                .containsExactlyInAnyOrder(
                        "correctParticipant",
                        "transferParticipant",
                        "changeParticipantStatus",
                        "settleParticipantWarning",
                        "acceptTransferRequest",
                        "returnTransferRequest",
                        "withdrawTransferRequest",
                        "correctVillage",
                        "closeVillage",
                        "putVillageBudget",
                        "recordBreachStep",
                        "decideDataSubjectRequest",
                        "eraseParticipant",
                        "restrictParticipant",
                        "liftParticipantRestriction",
                        "correctImport",
                        "commitImport",
                        "deleteImport");
        assertThat(changes).allSatisfy(change -> {
            var version = parameter(change, "If-Match").orElseThrow();
            assertThat(version.path("description").asText()).isEqualTo("The ETag last seen");
            assertThat(version.path("example").asText()).isEqualTo("\"1\"");
            assertThat(change.node().path("responses").fieldNames())
                    .toIterable()
                    .contains("412", "428");
            // The first of its kind has no version to name.
            var mayBeTheFirst = parameter(change, "If-None-Match").isPresent();
            assertThat(version.path("required").asBoolean()).isEqualTo(!mayBeTheFirst);
        });
        assertThat(changes)
                .filteredOn(change -> parameter(change, "If-None-Match").isPresent())
                .singleElement()
                .satisfies(budget -> assertThat(
                                budget.node().at("/responses/428/description").asText())
                        .isEqualTo("There is a budget, and If-Match is missing"));
    }

    @Test
    void describesThePagesOfEveryListAlike() throws Exception {
        var lists = operations(api()).stream()
                .filter(operation -> parameter(operation, "cursor").isPresent())
                .toList();

        assertThat(lists).hasSize(12);
        assertThat(lists).allSatisfy(list -> {
            var limit = parameter(list, "limit").orElseThrow().get("schema");
            assertThat(limit.path("type").asText()).isEqualTo("integer");
            assertThat(limit.path("minimum").asInt()).isEqualTo(1);
            assertThat(limit.path("maximum").asInt()).isEqualTo(500);
            assertThat(parameter(list, "cursor")
                            .orElseThrow()
                            .path("description")
                            .asText())
                    .isEqualTo("`next` of the page before");
        });
    }

    private static Optional<JsonNode> parameter(Operation operation, String name) {
        return operation
                .node()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst();
    }

    @Test
    void describesACorrectionAsAMergePatch() throws Exception {
        var correction = api().at("/components/schemas/ParticipantCorrection");

        assertThat(correction.has("required")).isFalse();
        assertThat(correction.findValues("default")).isEmpty();
        assertThat(correction.at("/properties/name/type").asText()).isEqualTo("string");
        assertThat(correction.at("/properties/phone/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(correction.at("/properties/groupKind/anyOf/1/type").asText()).isEqualTo("null");
        assertThat(correction.at("/properties/origin/$ref").asText()).endsWith("/Origin");
    }

    @Test
    void hasExamplesThatTheServiceTakes() throws Exception {
        var api = api();
        var enrolled = ask().body(example(api, "EnrollmentRequest")).post("/v1/participants");
        assertThat(enrolled.statusCode()).as(enrolled.asString()).isIn(201, 409);

        var search = json.readTree(example(api, "ParticipantSearch"));
        var found = search.properties().stream()
                .map(one -> ask().body(json.createObjectNode()
                                .set(one.getKey(), one.getValue())
                                .toString())
                        .post("/v1/participants/search"))
                .toList();
        assertThat(found).allSatisfy(page -> {
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.jsonPath().getList("items")).hasSize(1);
        });
        var one = "/v1/participants/" + found.getFirst().path("items[0].id");

        change(one)
                .body(example(api, "ParticipantCorrection"))
                .contentType("application/merge-patch+json")
                .patch(one)
                .then()
                .statusCode(200);
        change(one)
                .body(example(api, "TransferRequest"))
                .post(one + "/transfer")
                .then()
                .statusCode(200);
        var asked = given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token("regency", "16.02"))
                .body(example(api, "NewTransferRequest"))
                .post("/v1/transfer-requests")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        change(asked)
                .body(example(api, "TransferReturn"))
                .post(asked + "/return")
                .then()
                .statusCode(200);
        change(one)
                .body(example(api, "StatusRequest"))
                .post(one + "/status")
                .then()
                .statusCode(200);
        ask().body(example(api, "NikDisclosureRequest"))
                .post(one + "/nik-disclosure")
                .then()
                .statusCode(200)
                .body("nik", equalTo(search.get("nik").asText()));
    }

    @Test
    void hasExamplesOfVillagesThatTheServiceTakes() throws Exception {
        var api = api();
        var village = "/v1/villages/16.13.06.2001";

        change(village)
                .body(example(api, "VillageCorrection"))
                .contentType("application/merge-patch+json")
                .patch(village)
                .then()
                .statusCode(200);
        ask().body(example(api, "BudgetRequest"))
                .put(village + "/budgets/2024")
                .then()
                .statusCode(201);
        var split = ask().body(example(api, "NewVillage")).post("/v1/villages");
        assertThat(split.statusCode()).as(split.asString()).isIn(201, 409);
        var other = "/v1/villages/16.13.06.2002";
        change(other)
                .body(example(api, "ClosureRequest"))
                .post(other + "/closure")
                .then()
                .statusCode(200);
    }

    @Test
    void hasExamplesOfTheRestThatTheServiceTakes() throws Exception {
        var api = api();

        ask().body(example(api, "QuoteRequest"))
                .post("/v1/contributions/quote")
                .then()
                .statusCode(200);
        var operation = api.at("/components/schemas/BatchOperation/properties");
        ask().body(json.createObjectNode()
                        .set(
                                "operations",
                                json.createArrayNode()
                                        .add(json.createObjectNode()
                                                .<ObjectNode>set("operationId", operation.at("/operationId/examples/0"))
                                                .set("enrollment", json.readTree(example(api, "EnrollmentRequest")))))
                        .toString())
                .post("/v1/participants/batch")
                .then()
                .statusCode(200)
                .body("results[0].status", either(equalTo(201)).or(equalTo(409)));
    }

    @Test
    void hasExamplesOfTheRightsOfPeopleThatTheServiceTakes() throws Exception {
        var api = api();
        String person =
                ask().body(SyntheticPerson.body()).post("/v1/participants").path("id");
        var restriction = "/v1/participants/" + person + "/restriction";
        change(restriction)
                .body(example(api, "RestrictionRequest"))
                .put(restriction)
                .then()
                .statusCode(200);
        var asked = json.readTree(example(api, "NewDataSubjectRequest"));
        String request = ask().body(
                        ((ObjectNode) asked).put("participantId", person).toString())
                .post("/v1/data-subject-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        change("/v1/data-subject-requests/" + request)
                .body(example(api, "DataSubjectDecision"))
                .post("/v1/data-subject-requests/" + request + "/decision")
                .then()
                .statusCode(200);
    }

    @Test
    void hasExamplesOfBreachesThatTheServiceTakes() throws Exception {
        var api = api();
        var province = stack.token("province", "16");
        var breach = "/v1/breaches/"
                + given().contentType(ContentType.JSON)
                        .auth()
                        .oauth2(province)
                        .body(example(api, "NewBreach"))
                        .post("/v1/breaches")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id");
        given().contentType(ContentType.JSON)
                .auth()
                .oauth2(province)
                .header("If-Match", "\"1\"")
                .body(example(api, "BreachStepRequest"))
                .post(breach + "/steps")
                .then()
                .statusCode(200);
    }

    private RequestSpecification ask() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }

    private RequestSpecification change(String participant) {
        return ask().header("If-Match", ask().get(participant).header("ETag"));
    }

    /** A body of every property's first example; an object within it is made likewise, a code without an example left out. */
    private String example(JsonNode api, String name) {
        var body = json.createObjectNode();
        api.at("/components/schemas/" + name + "/properties").properties().stream()
                .filter(property -> !property.getValue().path("readOnly").asBoolean())
                .forEach(property -> {
                    var value = example(api, property.getKey(), property.getValue());
                    if (!value.isMissingNode()) {
                        body.set(property.getKey(), value);
                    }
                });
        return body.toString();
    }

    private JsonNode example(JsonNode api, String property, JsonNode schema) {
        if (schema.has("examples")) {
            return schema.get("examples").get(0);
        }
        if (schema.has("anyOf")) {
            return example(api, property, schema.get("anyOf").get(0));
        }
        assertThat(schema.path("$ref").asText()).as(property).isNotEmpty();
        var name = schema.get("$ref").asText().replaceAll(".*/", "");
        var named = api.at("/components/schemas/" + name);
        if (named.has("enum")) {
            return json.missingNode();
        }
        try {
            return json.readTree(example(api, name));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
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
