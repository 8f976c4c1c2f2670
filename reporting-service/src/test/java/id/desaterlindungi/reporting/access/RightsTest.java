package id.desaterlindungi.reporting.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.access.Right.Callers;
import id.desaterlindungi.reporting.access.Right.Where;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation of the description, asked for by every role with areas of every kind: as {@link Rights} says. */
@QuarkusTest
class RightsTest {
    private static final String GOALS = "/v1/goals";

    /** Pages for people, which the description leaves out. */
    private static final Map<String, String> PAGES = Map.of(
            "showProvince", "/",
            "showArea", "/areas/16.01",
            "printArea", "/print/16.01.07.2001",
            "printVillages", "/print/16.01.07/villages",
            "showAbout", "/about",
            "downloadAreas", "/about/regency.csv",
            "followFigures", "/live?unknown=x",
            "signIn", "/sign-in?unknown=x",
            "showSignInFailed", "/sign-in/failed?unknown=x",
            "signOut", "/sign-out?unknown=x");

    /** Of these it is enough that they tell a mistake. */
    private static final Set<String> MISTAKEN = Set.of("followFigures", "signIn", "showSignInFailed", "signOut");

    /** Role and areas. */
    private static final List<String> CALLERS = List.of(
            "village 16.01.07.2001",
            "village 16.02.01.2001",
            "district 16.01.07",
            "district 16.02.01",
            "regency 16.01",
            "regency 16.02",
            "province 16",
            "branch 16",
            "branch 16.01 16.02",
            "auditor 16",
            "planner 16",
            "planner 16.01",
            "service 16",
            "service 16.01",
            "operator",
            "public-figures",
            "none",
            "a-role-that-nobody-knows");

    private final Map<String, String> tokens = new HashMap<>();

    LocalStack stack;

    private record Operation(String path, String method, JsonNode node) {
        String id() {
            return node.get("operationId").asText();
        }
    }

    @Test
    void nameEveryOperationAndNoOther() throws Exception {
        var named = Rights.TABLE.stream()
                .flatMap(right -> right.operations().stream())
                .toList();

        assertThat(named)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(operations().stream().map(Operation::id), PAGES.keySet().stream())
                                .toList())
                .hasSizeGreaterThan(10);
    }

    @Test
    void letEachRoleDoWhatTheySayAndNoMore() throws Exception {
        var allowed = new TreeMap<String, TreeSet<String>>();
        var expected = new TreeMap<String, TreeSet<String>>();
        for (var operation : operations()) {
            for (var caller : CALLERS) {
                var status = status(operation, caller);
                assertThat(status)
                        .as(operation.id() + " " + caller)
                        .isNotEqualTo(401)
                        .isLessThan(500);
                if (status != 403) {
                    allowed.computeIfAbsent(operation.id(), _ -> new TreeSet<>())
                            .add(caller);
                }
                if (mayAsk(operation.id(), caller)) {
                    expected.computeIfAbsent(operation.id(), _ -> new TreeSet<>())
                            .add(caller);
                }
            }
        }

        assertThat(allowed).isEqualTo(expected);
    }

    /** Also with a token that is none: a page asks nobody. */
    @Test
    void letEverybodySeePages() {
        PAGES.forEach((operation, path) -> {
            for (var caller : List.of(given(), given().auth().oauth2("none"))) {
                caller.request(operation.equals("signOut") ? "POST" : "GET", path)
                        .then()
                        .statusCode(MISTAKEN.contains(operation) ? 400 : 200);
            }
        });
    }

    @Test
    void letNobodyInWhoseAreasAreMissing() throws Exception {
        var village = stack.token("village", null);
        for (var operation : operations()) {
            ask(operation, village).then().statusCode(403).body("code", equalTo("areas-missing"));
        }
        for (var role : List.of("district", "regency", "province", "branch", "auditor", "planner", "service")) {
            given().auth()
                    .oauth2(stack.token(role, null))
                    .get(GOALS)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("areas-missing"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "village,16",
        "village,16.01",
        "village,16.01.07",
        "district,16.01",
        "district,16.01.07.2001",
        "regency,16",
        "regency,16.01.07",
        "province,16.01",
        "province,17",
        "branch,16.01.07",
        "auditor,16.01.07.2001",
        "planner,16.01.07",
        "service,31",
        "regency,31.71",
        "regency,16-01",
        "regency,16.1",
        "village,16.01.07.2001 16.01"
    })
    void refuseARoleWithAreasOfAnotherKind(String role, String areas) {
        given().auth()
                .oauth2(stack.token(role, areas))
                .header("Accept-Language", "en")
                .get(GOALS)
                .then()
                .statusCode(403)
                .body("code", equalTo("areas-unfit"))
                .body("title", equalTo("Areas do not fit the role"));
    }

    @Test
    void refuseMoreAreasThanAnybodyHas() {
        given().auth()
                .oauth2(stack.token("village", areas(Caller.MOST_AREAS)))
                .get(GOALS)
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(stack.token("village", areas(Caller.MOST_AREAS + 1)))
                .get(GOALS)
                .then()
                .statusCode(403)
                .body("code", equalTo("areas-too-many"));
        // Such a token does not get as far. Its connection may be closed while it is still being sent.
        var tooLong = given().auth().oauth2(stack.token("village", areas(10_000)));
        try {
            tooLong.get(GOALS).then().statusCode(431);
        } catch (Exception e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void takeRolesAndAreasFromTheirListsAlone() {
        for (var claims : List.of(
                Map.of("groups", "branch"),
                Map.of("groups", "branch regency"),
                Map.of("groups", List.of("branch regency")),
                Map.of("groups", List.of("BRANCH")),
                Map.of("groups", List.of(), "roles", List.of("branch")),
                Map.of("groups", List.of(), "realm_access", Map.of("roles", List.of("branch"))),
                Map.of("groups", List.of(), "scope", "branch participants:read"))) {
            asked(claims, 403, "forbidden");
        }
        asked(Map.of("areas", "16"), 403, "areas-missing");
        asked(Map.of("areas", List.of()), 403, "areas-missing");
        asked(Map.of("areas", List.of(16)), 200, null);
        asked(Map.of("areas", List.of(Map.of("code", "16"))), 403, "areas-unfit");
        asked(Map.of("groups", List.of("branch", "operator")), 403, "roles-several");
        asked(Map.of("groups", List.of("default-roles-desa", "branch", "offline_access")), 200, null);
    }

    @Test
    void letAProgramDoWhatItsScopesSay() {
        for (var scope : Map.of("progress:read", 200, "participants:read events:read", 403, "", 403)
                .entrySet()) {
            given().auth()
                    .oauth2(stack.tokens().token("service", "16", Map.of("scope", scope.getKey())))
                    .get("/v1/progress")
                    .then()
                    .statusCode(scope.getValue());
        }
    }

    @Test
    void refuseTokensThatSomebodyMadeUp() {
        var forged = stack.tokens().forged();

        assertThat(forged).hasSizeGreaterThan(10);
        forged.forEach((fault, token) -> given().auth()
                .oauth2(token)
                .get(GOALS)
                .then()
                .statusCode(equalTo(401))
                .body("code", equalTo("unauthenticated")));
    }

    @Test
    void standInTheDescription() throws Exception {
        for (var operation : operations()) {
            var status = ask(operation, null).statusCode();
            var security = operation.node().path("security");
            var responses = operation.node().get("responses");
            switch (Rights.to(operation.id()).orElseThrow().callers()) {
                case Callers.Everybody() -> {
                    assertThat(status).isEqualTo(200);
                    assertThat(security.isArray() && security.isEmpty()).isTrue();
                    assertThat(responses.has("401") || responses.has("403")).isFalse();
                }
                case Callers.AnyToken() -> {
                    assertThat(status).as(operation.id()).isEqualTo(401);
                    assertThat(security.isMissingNode()).as(operation.id()).isTrue();
                    assertThat(responses.has("401") && responses.has("403")).isTrue();
                }
                case Callers.Roles roles -> {
                    assertThat(status).as(operation.id()).isEqualTo(401);
                    assertThat(security.at("/0/bearer"))
                            .as(operation.id())
                            .extracting(JsonNode::asText)
                            .containsExactlyElementsOf(roles.codes());
                    assertThat(responses.has("401")).isTrue();
                    assertThat(responses.at("/403/description").asText()).contains(roles.toString());
                }
            }
        }
    }

    @Test
    void standInTheReadme() throws Exception {
        assertThat(Files.readString(Path.of("../README.md")))
                .contains("<!-- rights: reporting-service -->\n" + Rights.asMarkdown() + "<!-- -->");
    }

    @Test
    void areToldInTheReadersLanguage() {
        for (var language : Map.of("en", "Not allowed", "id", "Tidak diizinkan").entrySet()) {
            given().auth()
                    .oauth2(stack.token("public-figures", null))
                    .header("Accept-Language", language.getKey())
                    .get("/v1/projection")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("code", equalTo("forbidden"))
                    .body("title", equalTo(language.getValue()));
        }
    }

    private void asked(Map<String, ?> claims, int status, @Nullable String code) {
        given().auth()
                .oauth2(stack.tokens().token("branch", "16", claims))
                .get("/v1/progress")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    /** A stream does not end, and a rebuild would begin: of those who may ask, it is enough that they are told a mistake. */
    private int status(Operation operation, String caller) {
        return given().auth()
                .oauth2(token(caller))
                .contentType("application/json")
                .queryParam("unknown", "x")
                .request(
                        operation.method().toUpperCase(Locale.ROOT),
                        operation.path().replace("{areaCode}", "16.01.07.2001").replace("{position}", "7777777"))
                .statusCode();
    }

    private static boolean mayAsk(String operation, String caller) {
        var right = Rights.to(operation).orElseThrow();
        return switch (right.callers()) {
            case Callers.Everybody(), Callers.AnyToken() -> true;
            case Callers.Roles roles ->
                roles.codes().contains(caller.split(" ")[0])
                        && (right.where() != Where.PROVINCE || caller.endsWith(" 16"));
        };
    }

    private String token(String caller) {
        return tokens.computeIfAbsent(caller, who -> {
            var parts = who.split(" ", 2);
            return stack.token(parts[0], parts.length > 1 ? parts[1] : null);
        });
    }

    private static String areas(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "16.%02d.%02d.2001".formatted(i / 100, i % 100))
                .collect(Collectors.joining(" "));
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
        var path = operation.path().replace("{areaCode}", "16.01.07.2001").replace("{position}", "7777777");
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
