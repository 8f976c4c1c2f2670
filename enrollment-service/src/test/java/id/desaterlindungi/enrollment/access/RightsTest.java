package id.desaterlindungi.enrollment.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.DescribedOperation;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.access.Right.Callers;
import id.desaterlindungi.enrollment.access.Right.Where;
import id.desaterlindungi.local.LocalStack;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation of the description, asked for by every role with areas of every kind: as {@link Rights} says. */
@EnrollmentTest
class RightsTest {
    private static final String OPEN_TO_ANY_TOKEN = "/v1/areas";

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

    @Test
    void nameEveryOperationAndNoOther() throws Exception {
        var named = Rights.TABLE.stream()
                .flatMap(right -> right.operations().stream())
                .toList();

        assertThat(named)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(DescribedOperation.all().stream()
                        .map(DescribedOperation::id)
                        .toList())
                .hasSizeGreaterThan(10);
    }

    @Test
    void letEachRoleDoWhatTheySayAndNoMore() throws Exception {
        var allowed = new TreeMap<String, TreeSet<String>>();
        var expected = new TreeMap<String, TreeSet<String>>();
        for (var operation : DescribedOperation.all()) {
            for (var caller : CALLERS) {
                var status = operation.ask(token(caller)).statusCode();
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

    @Test
    void letNobodyInWhoseAreasAreMissing() throws Exception {
        var village = stack.token("village", null);
        for (var operation : DescribedOperation.all()) {
            if (Rights.to(operation.id()).orElseThrow().callers() instanceof Callers.Everybody) {
                continue;
            }
            operation.ask(village).then().statusCode(403).body("code", equalTo("areas-missing"));
        }
        for (var role : List.of("district", "regency", "province", "branch", "auditor", "planner", "service")) {
            given().auth()
                    .oauth2(stack.token(role, null))
                    .get(OPEN_TO_ANY_TOKEN)
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
                .get(OPEN_TO_ANY_TOKEN)
                .then()
                .statusCode(403)
                .body("code", equalTo("areas-unfit"))
                .body("title", equalTo("Areas do not fit the role"));
    }

    @Test
    void refuseMoreAreasThanAnybodyHas() {
        given().auth()
                .oauth2(stack.token("village", areas(Caller.MOST_AREAS)))
                .get(OPEN_TO_ANY_TOKEN)
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(stack.token("village", areas(Caller.MOST_AREAS + 1)))
                .get(OPEN_TO_ANY_TOKEN)
                .then()
                .statusCode(403)
                .body("code", equalTo("areas-too-many"));
        // Such a token does not get as far. Its connection may be closed while it is still being sent.
        var tooLong = given().auth().oauth2(stack.token("village", areas(10_000)));
        try {
            tooLong.get(OPEN_TO_ANY_TOKEN).then().statusCode(431);
        } catch (Exception e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void takeRolesAndAreasFromTheirListsAlone() {
        for (Map<String, ?> claims : List.of(
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
        for (var scope : Map.of("participants:read", 200, "participants:write events:read", 403, "", 403)
                .entrySet()) {
            given().auth()
                    .oauth2(stack.tokens().token("service", "16", Map.of("scope", scope.getKey())))
                    .get("/v1/participants/counts")
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
                .get(OPEN_TO_ANY_TOKEN)
                .then()
                .statusCode(equalTo(401))
                .body("code", equalTo("unauthenticated")));
    }

    @Test
    void standInTheDescription() throws Exception {
        for (var operation : DescribedOperation.all()) {
            var status = operation.ask(null).statusCode();
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
                .contains("<!-- rights: enrollment-service -->\n" + Rights.asMarkdown() + "<!-- -->");
    }

    @Test
    void areToldInTheReadersLanguage() {
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

    private void asked(Map<String, ?> claims, int status, @Nullable String code) {
        given().auth()
                .oauth2(stack.tokens().token("branch", "16", claims))
                .get("/v1/participants/counts")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
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
}
