package id.desaterlindungi.enrollment.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every operation of the description, asked for by every role. */
@EnrollmentTest
class RolesTest {
    private static final List<String> OFFICES =
            List.of("village", "district", "regency", "province", "branch", "operator");

    /** The last two: the public's, and one that nobody knows. */
    private static final List<String> ROLES = List.of(
            "village", "district", "regency", "province", "branch", "operator", "service", "public-figures", "reader");

    private static final Set<String> WITH_ANY_TOKEN = Set.of(
            "listAreas",
            "listSegments",
            "listOccupations",
            "listProgrammes",
            "listFundingSources",
            "listStatuses",
            "listTariffs");

    /** Nobody's personal data, and nothing that is changed. */
    private static final Set<String> FOR_PROGRAMS = Set.of(
            "listEvents",
            "countParticipants",
            "listVillages",
            "listVillageBudgets",
            "getVillageBudget",
            "quoteContributions");

    LocalStack stack;

    private record Operation(String path, String method, JsonNode node) {
        String id() {
            return node.get("operationId").asText();
        }
    }

    @Test
    void letsEachRoleDoWhatTheTableSays() throws Exception {
        var allowed = new TreeMap<String, Set<String>>();
        var expected = new TreeMap<String, Set<String>>();
        for (var operation : operations()) {
            var roles = new TreeSet<String>();
            for (var role : ROLES) {
                var status = ask(operation, stack.token(role, null)).statusCode();
                assertThat(status)
                        .as(operation.id() + " " + role)
                        .isNotEqualTo(401)
                        .isLessThan(500);
                if (status != 403) {
                    roles.add(role);
                }
            }
            allowed.put(operation.id(), roles);
            expected.put(operation.id(), new TreeSet<>(expected(operation.id())));
        }

        assertThat(allowed).isEqualTo(expected).hasSizeGreaterThan(30);
        assertThat(allowed.keySet()).containsAll(WITH_ANY_TOKEN).containsAll(FOR_PROGRAMS);
    }

    @Test
    void tellsWhoMayAsk() throws Exception {
        for (var operation : operations()) {
            var status = ask(operation, null).statusCode();
            var security = operation.node().path("security");
            var responses = operation.node().get("responses");
            if (operation.id().equals("getContractFile")) {
                assertThat(status).isEqualTo(200);
                assertThat(security.isArray() && security.isEmpty()).isTrue();
                assertThat(responses.has("401") || responses.has("403")).isFalse();
                continue;
            }
            assertThat(status).as(operation.id()).isEqualTo(401);
            assertThat(responses.has("401")).as(operation.id()).isTrue();
            assertThat(responses.has("403")).as(operation.id()).isNotEqualTo(WITH_ANY_TOKEN.contains(operation.id()));
            if (WITH_ANY_TOKEN.contains(operation.id())) {
                assertThat(security.isMissingNode()).as(operation.id()).isTrue();
            } else {
                assertThat(security.at("/0/bearer"))
                        .as(operation.id())
                        .extracting(JsonNode::asText)
                        .containsExactlyElementsOf(expected(operation.id()));
                assertThat(responses.at("/403/description").asText())
                        .endsWith(String.join(", ", expected(operation.id())));
            }
        }
    }

    @Test
    void refusesInTheReadersLanguage() {
        for (var language : Map.of("en", "Not allowed", "id", "Tidak diizinkan").entrySet()) {
            given().auth()
                    .oauth2(stack.token("public-figures", null))
                    .header("Accept-Language", language.getKey())
                    .get("/v1/participants")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("code", equalTo("forbidden"))
                    .body("title", equalTo(language.getValue()));
        }
    }

    private static List<String> expected(String operation) {
        if (WITH_ANY_TOKEN.contains(operation) || operation.equals("getContractFile")) {
            return ROLES;
        }
        if (operation.equals("takeCensus")) {
            return List.of("operator");
        }
        var roles = new ArrayList<>(OFFICES);
        if (FOR_PROGRAMS.contains(operation)) {
            roles.add("service");
        }
        return roles;
    }

    /** With a body that no operation takes: the question is only who may send it. */
    private static Response ask(Operation operation, @Nullable String token) {
        var request = given();
        if (token != null) {
            request.auth().oauth2(token);
        }
        var content = operation.node().at("/requestBody/content");
        if (content.has("multipart/form-data")) {
            request.multiPart("nothing", "nothing");
        } else if (!content.isMissingNode()) {
            request.contentType("application/json").body("{}");
        }
        var path = operation
                .path()
                .replace("{id}", "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
                .replace("{code}", operation.path().contains("/warnings/") ? "nik-sex" : "16.01.07.2001")
                .replace("{year}", "2024")
                .replace("{file}", "asyncapi.yaml");
        return request.request(operation.method().toUpperCase(Locale.ROOT), path);
    }

    private static List<Operation> operations() throws Exception {
        var api = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
        var operations = new ArrayList<Operation>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("operationId"))
                        .forEach(method ->
                                operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()))));
        return operations;
    }
}
