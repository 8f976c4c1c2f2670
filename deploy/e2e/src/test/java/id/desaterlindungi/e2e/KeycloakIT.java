package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both services with the tokens of a real Keycloak, whose realm is that of {@code deploy/local/keycloak}: what is otherwise tested with
 * tokens that a test makes up. Only with {@code -Pkeycloak}.
 */
@Tag("keycloak")
@ExtendWith(RunningSystem.class)
class KeycloakIT {
    private static final String OWN = "16.01.07.2001";
    private static final String NEIGHBOR = "16.01.07.2004";
    private static final String OTHER_DISTRICT = "16.01.08.2001";
    private static final String OTHER_REGENCY = "16.02.02.2001";
    /** In the order in which roles see them: the village the first alone, the regency the first three. */
    private static final List<String> VILLAGES = List.of(OWN, NEIGHBOR, OTHER_DISTRICT, OTHER_REGENCY);

    private static final String NOWHERE = "16.99.99.2001";

    private static Keycloak keycloak;
    private static Service register;
    private static Service totals;

    private final DesaSystem system;

    KeycloakIT(DesaSystem system) {
        this.system = system;
    }

    /** Beside those of the system, which believe another issuer. */
    @BeforeAll
    static void start(DesaSystem system) throws IOException {
        var root = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolve("../..")
                .normalize();
        var first = system.enrollment().launch();
        keycloak = Keycloak.start(root, first.directory());
        register = Service.spawn(first.another(
                "enrollment-keycloak", keycloak.server().enrollmentConfig(first.config()), first.jvmOptions()));
        var second = system.reporting().launch();
        totals = Service.spawn(second.another(
                "reporting-keycloak",
                with(
                        keycloak.server().reportingConfig(second.config()),
                        Map.of(
                                "reporting.pages.address",
                                Keycloak.PAGES,
                                "quarkus.rest-client.enrollment.url",
                                register.url().toString())),
                second.jvmOptions()));
        register.awaitReady();
        totals.awaitReady();
    }

    @AfterAll
    static void end() {
        if (totals != null) {
            totals.kill();
        }
        if (register != null) {
            register.kill();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            user,           areas, people, village, enroll, record, keys, events, progress, goals, projection
            village,        200,   200,    200,     422,    403,    403,  403,    200,      200,   200
            district,       200,   200,    200,     422,    403,    403,  403,    200,      200,   200
            regency,        200,   200,    200,     422,    403,    403,  403,    200,      200,   200
            province,       200,   200,    200,     422,    403,    403,  403,    200,      200,   200
            branch,         200,   200,    200,     422,    403,    403,  403,    200,      200,   200
            operator,       200,   403,    403,     403,    403,    200,  403,    403,      200,   200
            auditor,        200,   200,    403,     403,    200,    403,  403,    403,      200,   200
            planner,        200,   403,    403,     403,    403,    403,  403,    200,      200,   403
            public-figures, 200,   403,    403,     403,    403,    403,  403,    200,      200,   403
            nobody,         200,   403,    403,     403,    403,    403,  403,    403,      403,   403
            """)
    void eachRoleMayWhatTheTablesSay(
            String user,
            int areas,
            int people,
            int village,
            int enroll,
            int record,
            int keys,
            int events,
            int progress,
            int goals,
            int projection) {
        var token = keycloak.tokenOf(user);

        assertThat(register(token).get("/v1/areas?limit=1").statusCode()).isEqualTo(areas);
        assertThat(register(token).get("/v1/participants?limit=1").statusCode()).isEqualTo(people);
        assertThat(register(token).get("/v1/villages/" + OWN).statusCode()).isEqualTo(village);
        assertThat(register(token).body("{}").post("/v1/participants").statusCode())
                .isEqualTo(enroll);
        assertThat(register(token).get("/v1/access-records?limit=1").statusCode())
                .isEqualTo(record);
        assertThat(register(token).get("/v1/keys").statusCode()).isEqualTo(keys);
        assertThat(register(token).get("/v1/events?limit=1").statusCode()).isEqualTo(events);
        assertThat(totals(token).get("/v1/progress").statusCode()).isEqualTo(progress);
        assertThat(totals(token).get("/v1/goals?limit=1").statusCode()).isEqualTo(goals);
        assertThat(totals(token).get("/v1/projection").statusCode()).isEqualTo(projection);
    }

    /** @param seen how many of the villages, from the first on */
    @ParameterizedTest
    @CsvSource({"village, 1", "district, 2", "regency, 3", "branch, 4", "province, 4", "auditor, 4"})
    void whatLiesOutsideTheOwnAreasIsNotThere(String user, int seen) {
        var branch = keycloak.tokenOf("branch");
        var people = VILLAGES.stream().map(village -> enrolled(branch, village)).toList();

        var token = keycloak.tokenOf(user);

        for (var at = 0; at < VILLAGES.size(); at++) {
            var person = person(token, people.get(at));
            var within = within(token, VILLAGES.get(at));
            if (at < seen) {
                assertThat(person.statusCode()).isEqualTo(200);
                assertThat(within.statusCode()).isEqualTo(200);
                assertThat(within.asString()).contains(people.get(at));
            } else {
                var nobody = UUID.randomUUID().toString();
                requireSame(person, people.get(at), person(token, nobody), nobody);
                requireSame(within, VILLAGES.get(at), within(token, NOWHERE), NOWHERE);
            }
        }
    }

    @Test
    void nobodyIsEnrolledIntoAForeignVillage() {
        var token = keycloak.tokenOf("village");

        var foreign = enroll(token, NEIGHBOR);

        assertThat(foreign.statusCode()).isNotEqualTo(201);
        requireSame(foreign, NEIGHBOR, enroll(token, NOWHERE), NOWHERE);
        assertThat(enroll(token, OWN).statusCode()).isEqualTo(201);
    }

    @Test
    void tokenSaysRoleAndAreasAndNothingOfThePerson() {
        var branch = Keycloak.claims(keycloak.tokenOf("branch"));
        var operator = Keycloak.claims(keycloak.tokenOf("operator"));
        var nobody = Keycloak.claims(keycloak.tokenOf("nobody"));

        assertThat(branch)
                .containsEntry("groups", List.of("branch"))
                .containsEntry("areas", List.of("16.01", "16.02"))
                .containsEntry("aud", "desa-terlindungi")
                .containsEntry("azp", "web")
                .containsKey("sub")
                .doesNotContainKeys("name", "email", "preferred_username", "realm_access", "resource_access");
        assertThat(operator).containsEntry("groups", List.of("operator")).doesNotContainKey("areas");
        assertThat(nobody.getOrDefault("groups", List.of())).isEqualTo(List.of());
    }

    /** Pages and app hold no secret: what binds the code to whoever began is the proof alone. */
    @Test
    void codeIsOfNoUseWithoutItsProof() {
        var password = keycloak.secret("DESA_PASSWORD");
        var signIn = keycloak.signIn("web", Keycloak.PAGES);

        var unproven = signIn.ask(Map.of());
        var plain = signIn.ask(Map.of("code_challenge", "a".repeat(43), "code_challenge_method", "plain"));
        var stolen = signIn.exchange(signIn.code("village", password), "a".repeat(43));
        var direct = given().formParams(Map.of(
                        "grant_type", "password", "client_id", "web", "username", "village", "password", password))
                .post(keycloak.issuer() + "/protocol/openid-connect/token");

        assertThat(signIn.answered(unproven, "error")).isEqualTo("invalid_request");
        assertThat(signIn.answered(plain, "error")).isEqualTo("invalid_request");
        assertThat(stolen.statusCode()).isEqualTo(400);
        assertThat(stolen.body()).contains("invalid_grant");
        assertThat(direct.statusCode()).isEqualTo(400);
    }

    @Test
    void appSignsInToo() {
        var token = keycloak.signIn("mobile", "id.desaterlindungi:/signed-in")
                .as("district", keycloak.secret("DESA_PASSWORD"));

        assertThat(register(token).get("/v1/participants?limit=1").statusCode()).isEqualTo(200);
        assertThat(Keycloak.claims(token)).containsEntry("azp", "mobile");
    }

    /** Such as Keycloak's own pages get, where people change their password. */
    @Test
    void tokenForAnotherProgramIsNone() {
        var token = accountToken("village");

        assertThat(Keycloak.claims(token)).containsEntry("aud", "account");
        assertThat(register(token).get("/v1/areas?limit=1").statusCode()).isEqualTo(401);
        assertThat(totals(token).get("/v1/progress").statusCode()).isEqualTo(401);
    }

    @Test
    void nobodyGivesAreasToThemselves() {
        var account =
                given().auth().oauth2(accountToken("village")).accept(JSON).contentType(JSON);
        Map<String, Object> own =
                account.get(keycloak.issuer() + "/account").jsonPath().getMap("");
        assertThat(own).containsEntry("username", "village");
        assertThat(own.toString()).doesNotContain(OWN);

        var changed = new HashMap<>(own);
        changed.put("attributes", Map.of("areas", List.of("16"), "groups", List.of("province")));
        account.body(changed).post(keycloak.issuer() + "/account");

        assertThat(Keycloak.claims(keycloak.tokenOf("village")))
                .containsEntry("areas", List.of(OWN))
                .containsEntry("groups", List.of("village"));
    }

    /** How an office gets its account: an attribute and a role. */
    @Test
    void administratorGivesRoleAndAreas() {
        var name = "district-" + UUID.randomUUID();
        var account = Map.of(
                "username",
                name,
                "firstName",
                "Wati",
                "enabled",
                true,
                "attributes",
                Map.of("areas", List.of("16.01.07", "16.01.08")),
                "credentials",
                List.of(Map.of("type", "password", "value", keycloak.secret("DESA_PASSWORD"))));
        var odd = new HashMap<String, Object>(account);
        odd.put("attributes", Map.of("areas", List.of("32.01")));

        var refused = administer().body(odd).post(keycloak.administration("/users"));
        var made = administer().body(account).post(keycloak.administration("/users"));
        var role = administer().get(keycloak.administration("/roles/district")).asString();
        administer().body("[" + role + "]").post(made.header("Location") + "/role-mappings/realm");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(made.statusCode()).isEqualTo(201);
        var token = keycloak.tokenOf(name);
        assertThat(within(token, OTHER_DISTRICT).statusCode()).isEqualTo(200);
        assertThat(within(token, OTHER_REGENCY).statusCode()).isNotEqualTo(200);
    }

    @Test
    void programMayWhatItsScopesSay() {
        var branch = keycloak.tokenOf("branch");
        var own = enrolled(branch, OWN);
        var foreign = enrolled(branch, OTHER_REGENCY);

        var all = example("participants:read progress:read");
        var none = example("");

        assertThat(person(all, own).statusCode()).isEqualTo(200);
        assertThat(person(all, foreign).statusCode()).isEqualTo(404);
        assertThat(enroll(all, OWN).statusCode()).isEqualTo(403);
        assertThat(register(all).get("/v1/events?limit=1").statusCode()).isEqualTo(403);
        assertThat(totals(all).get("/v1/progress?within=16.01").statusCode()).isEqualTo(200);
        assertThat(register(none).get("/v1/areas?limit=1").statusCode()).isEqualTo(200);
        assertThat(person(none, own).statusCode()).isEqualTo(403);
        assertThat(totals(none).get("/v1/progress?within=16.01").statusCode()).isEqualTo(403);
        assertThat(askAsExample("events:read").statusCode())
                .as("a scope that it was not given")
                .isEqualTo(400);
    }

    @Test
    void reportingReadsTheFeedAndNobodyInIt() {
        var secret = keycloak.secret("DESA_REPORTING_SECRET");
        String token = keycloak.askAsProgram("reporting-service", secret, "events:read")
                .path("access_token");
        String without = keycloak.askAsProgram("reporting-service", secret, "").path("access_token");

        assertThat(register(token).get("/v1/events?limit=1").statusCode()).isEqualTo(200);
        assertThat(register(token).get("/v1/participants?limit=1").statusCode()).isEqualTo(403);
        assertThat(register(without).get("/v1/events?limit=1").statusCode()).isEqualTo(403);
        assertThat(keycloak.askAsProgram("reporting-service", secret, "participants:read")
                        .statusCode())
                .isEqualTo(400);
        assertThat(keycloak.askAsProgram("reporting-service", "local", "events:read")
                        .statusCode())
                .isEqualTo(401);
    }

    /** As deploy/kubernetes/README.md says that an operator does. */
    @Test
    void operationsRunTheSystemAndSeeNobody() {
        String token = keycloak.askAsProgram("operations", keycloak.secret("DESA_OPERATIONS_SECRET"), "")
                .path("access_token");

        assertThat(register(token).post("/v1/census").statusCode()).isEqualTo(200);
        assertThat(register(token).get("/v1/keys").statusCode()).isEqualTo(200);
        assertThat(totals(token).get("/v1/projection").statusCode()).isEqualTo(200);
        assertThat(register(token).get("/v1/participants?limit=1").statusCode()).isEqualTo(403);
        assertThat(register(token).get("/v1/events?limit=1").statusCode()).isEqualTo(403);
    }

    /** The packaged reporting service, with a token that it got itself. */
    @Test
    void reportingFetchesWhatIsMissing() throws SQLException {
        system.reporting().kill(); // Now the other one folds.
        var recount = new Recount(system);
        long before;
        try (var database = system.registerDatabase()) {
            before = Recount.lastPosition(database);
            database.setAutoCommit(false);
            // As MissingPositionIT does: these never reach the topic.
            Sql.execute(database, "update event_cursor set position = position + 2 where stage = 'published'");
            enrolled(keycloak.tokenOf("village"), OWN);
            enrolled(keycloak.tokenOf("village"), OWN);
            await("two events in the log").until(() -> Recount.lastPosition(database) == before + 2);
            database.commit();
        }

        enrolled(keycloak.tokenOf("village"), OWN);

        var planner = keycloak.tokenOf("planner");
        await("the total of the third")
                .until(() -> totals(planner).get("/v1/progress").jsonPath().getLong("asOf.position") >= before + 3);
        system.reporting().restore();
        recount.requireAllRight();
    }

    private Response enroll(String token, String village) {
        var request = new HashMap<>(system.people().next().request());
        request.put("villageCode", village);
        return register(token).body(request).post("/v1/participants");
    }

    private String enrolled(String token, String village) {
        return enroll(token, village).then().statusCode(201).extract().path("id");
    }

    private Response person(String token, String id) {
        return register(token).get("/v1/participants/" + id);
    }

    private Response within(String token, String area) {
        return register(token).get("/v1/participants?limit=500&within=" + area);
    }

    /** But for what was asked about. */
    private static void requireSame(Response foreign, String its, Response missing, String nothing) {
        assertThat(foreign.statusCode()).isEqualTo(missing.statusCode()).isBetween(400, 422);
        assertThat(foreign.asString().replace(its, "…"))
                .isEqualTo(missing.asString().replace(nothing, "…"));
    }

    private static String example(String scopes) {
        return askAsExample(scopes).then().statusCode(200).extract().path("access_token");
    }

    private static Response askAsExample(String scopes) {
        return keycloak.askAsProgram("example-program", keycloak.secret("DESA_EXAMPLE_SECRET"), scopes);
    }

    private static String accountToken(String user) {
        return keycloak.signIn("account-console", keycloak.issuer() + "/account/")
                .as(user, keycloak.secret("DESA_PASSWORD"));
    }

    private static RequestSpecification administer() {
        return given().auth().oauth2(keycloak.administrator()).contentType(JSON);
    }

    private RequestSpecification register(String token) {
        return system.ask(register).auth().oauth2(token);
    }

    private RequestSpecification totals(String token) {
        return system.ask(totals).auth().oauth2(token);
    }

    private static Map<String, String> with(Map<String, String> config, Map<String, String> others) {
        var all = new HashMap<>(config);
        all.putAll(others);
        return all;
    }

    /** By the realm's own client, which has a secret; the session is Keycloak's too, and ends there. */
    @Test
    void officeSignsInAndOutOnThePages() {
        var browser = keycloak.signIn("pages", Keycloak.PAGES);
        var choosing = led(browser.get(pages("/sign-in?to=/areas/16.01.07")));
        var entered = browser.enter(browser.get(choosing), "district", keycloak.secret("DESA_PASSWORD"));
        var done = browser.get(here(led(entered)));
        assertThat(done.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("q_session_pages")
                        .contains("HTTPOnly", "SameSite=Lax", "Max-Age=1800"));

        assertThat(led(browser.get(here(led(done))))).hasToString("/areas/16.01.07");
        assertThat(browser.get(pages("/areas/16.01.07")).body()).contains("District office", "Not for publishing.");
        assertThat(browser.get(pages("/areas/16.01.08")).body()).contains("Outside your area");
        var out = browser.post(pages("/sign-out"), Map.of());

        assertThat(browser.get(pages("/areas/16.01.07")).body()).doesNotContain("Not for publishing.");
        var onward =
                URI.create(out.headers().firstValue("Refresh").orElseThrow().substring("0;url=".length()));
        assertThat(led(browser.get(onward))).hasToString(Keycloak.PAGES);
        assertThat(browser.get(led(browser.get(pages("/sign-in")))).body())
                .as("Keycloak asks again")
                .contains("name=\"password\"");
    }

    @Test
    void whoHasNoRoleIsToldSoOnThePages() {
        var browser = keycloak.signIn("pages", Keycloak.PAGES);
        var choosing = led(browser.get(pages("/sign-in")));
        var entered = browser.enter(browser.get(choosing), "nobody", keycloak.secret("DESA_PASSWORD"));

        var page = browser.get(here(led(browser.get(here(led(entered))))));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Your account has no role yet").doesNotContain("Tono");
    }

    private static URI pages(String path) {
        return URI.create(totals.url() + path);
    }

    /** The realm knows the pages at their usual port. */
    private static URI here(URI address) {
        return URI.create(totals.url() + "/").resolve(address.toString().replaceFirst("^" + Keycloak.PAGES, "/"));
    }

    private static URI led(HttpResponse<String> answer) {
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body())));
    }
}
