package id.desaterlindungi.enrollment.access;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.enrolledOn;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A village of one regency tries its hand at the people of another: what is not its own is answered as what is not there. */
@EnrollmentTest
class OwnAreasTest {
    private static final String OURS = "16.01.07.2001";
    private static final String THEIRS = "16.02.03.2002";
    private static final String NOWHERE = "16.99.99.2001";
    private static final String PEOPLE = "/v1/participants/";

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    private String theirs = "";

    @BeforeEach
    void enrollOneOfTheirs() {
        theirs = enrolled("branch", "16", THEIRS);
    }

    /** What can be asked of one person. */
    static List<BiFunction<RequestSpecification, String, Response>> askedOfAPerson() {
        return List.of(
                (caller, id) -> caller.get(PEOPLE + id),
                (caller, id) -> caller.get(PEOPLE + id + "/history"),
                (caller, id) -> caller.get(PEOPLE + id + "/access"),
                (caller, id) -> caller.header("If-Match", "\"1\"")
                        .body("{\"name\":\"Uji Lain\"}")
                        .patch(PEOPLE + id),
                (caller, id) -> caller.header("If-Match", "\"1\"")
                        .body(Map.of("villageCode", OURS, "reason", "MOVED"))
                        .post(PEOPLE + id + "/transfer"),
                (caller, id) -> caller.header("If-Match", "\"1\"")
                        .body(Map.of("status", "ENDED", "reason", "WITHDREW"))
                        .post(PEOPLE + id + "/status"),
                (caller, id) -> caller.header("If-Match", "\"1\"").delete(PEOPLE + id + "/warnings/nik-sex"),
                (caller, id) -> caller.body(Map.of("purpose", "CARD_CHECK", "explanation", "Pencocokan dengan kartu"))
                        .post(PEOPLE + id + "/nik-disclosure"));
    }

    @ParameterizedTest
    @MethodSource("askedOfAPerson")
    void answersForAForeignPersonAsForNobody(BiFunction<RequestSpecification, String, Response> asked) {
        var before = traces();

        var foreign = asked.apply(village(), theirs);
        var nobody = asked.apply(village(), UUID.randomUUID().toString());

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.asString()).isEqualTo(nobody.asString());
        assertThat(traces()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/participants", "/v1/participants/counts"})
    void showsNobodyOutside(String path) {
        var foreign = village().queryParam("within", THEIRS).get(path);
        var unknown = village().queryParam("within", NOWHERE).get(path);

        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(foreign.asString()).isEqualTo(unknown.asString());
        for (var within : List.of("16", "16.01", OURS)) {
            assertThat(village().queryParam("within", within).get(path).asString())
                    .doesNotContain(theirs)
                    .doesNotContain(THEIRS);
        }
    }

    @Test
    void countsItsOwnPeopleAlone() {
        enrolled("village", OURS, OURS);
        var ours = count("village_code = '%s'".formatted(OURS));
        assertThat(count("true")).isGreaterThan(ours);

        for (var within : List.of("16", "16.01", OURS)) {
            village()
                    .queryParams(Map.of("within", within, "by", "village"))
                    .get("/v1/participants/counts")
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(ours), "counts", hasSize(1));
        }
    }

    @Test
    void listsSearchesAndExportsItsOwnPeopleAlone() {
        var ours = enrolled("village", OURS, OURS);
        var count = count("village_code = '%s'".formatted(OURS));

        assertThat(village()
                        .accept("text/csv")
                        .get("/v1/participants")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines()
                        .skip(1))
                .hasSize(count)
                .allMatch(line -> line.contains(OURS))
                .anyMatch(line -> line.contains(ours))
                .noneMatch(line -> line.contains(theirs));
        assertThat(village().queryParam("limit", 500).get("/v1/participants").<List<String>>path("items.villageCode"))
                .isNotEmpty()
                .containsOnly(OURS);
        village()
                .body(Map.of("nik", nikOf(theirs)))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void enrollsNobodyElsewhere() {
        var foreign = village().body(body("villageCode", THEIRS)).post("/v1/participants");
        var unknown = village().body(body("villageCode", NOWHERE)).post("/v1/participants");

        assertThat(foreign.statusCode()).isEqualTo(422);
        assertThat(foreign.asString()).isEqualTo(unknown.asString());
    }

    @Test
    void doesNothingElsewhereInABatch() {
        var before = traces();
        var operations = List.of(
                Map.of("operationId", UUID.randomUUID().toString(), "enrollment", body("villageCode", THEIRS)),
                Map.of("operationId", UUID.randomUUID().toString(), "enrollment", body("villageCode", NOWHERE)),
                change(theirs),
                change(UUID.randomUUID().toString()));

        var answer = village()
                .body(Map.of("operations", operations))
                .post("/v1/participants/batch")
                .then()
                .statusCode(200)
                .body("refused", equalTo(4))
                .extract();

        assertThat(answer.<Object>path("results[0].problem")).isEqualTo(answer.path("results[1].problem"));
        assertThat(answer.<Object>path("results[2].problem")).isEqualTo(answer.path("results[3].problem"));
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    void enrollsNobodyElsewhereByAList() {
        var id = uploaded("village", OURS, THEIRS, NOWHERE);

        var rows = village()
                .get("/v1/imports/" + id + "/rows")
                .then()
                .statusCode(200)
                .extract();

        assertThat(rows.<List<Object>>path("items.findings")).hasSize(2);
        assertThat(rows.<Object>path("items[0].findings.code")).isEqualTo(rows.path("items[1].findings.code"));
    }

    @Test
    void hasNoListOfOthers() {
        var id = uploaded("branch", "16", THEIRS);

        for (var path : List.of("/v1/imports/%s", "/v1/imports/%s/rows", "/v1/imports/%s/report")) {
            var foreign = village().get(path.formatted(id));
            var none = village().get(path.formatted(UUID.randomUUID()));

            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.asString()).isEqualTo(none.asString());
        }
        assertThat(village().get("/v1/imports").<List<String>>path("items.id")).doesNotContain(id);
        assertThat(village()
                        .header("If-Match", "\"1\"")
                        .post("/v1/imports/" + id + "/commit")
                        .statusCode())
                .isEqualTo(404);
        assertThat(village()
                        .header("If-Match", "\"1\"")
                        .delete("/v1/imports/" + id)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void keepsNoRecordOfAnotherVillage() {
        var budget = Map.of(
                "addTotal", 1_000_000,
                "addSocialSecurity", 1_000,
                "danaDesaSocialSecurity", 0,
                "workers", 10,
                "sourceDocument", "Perdes 3/2026");
        for (BiFunction<RequestSpecification, String, Response> asked :
                List.<BiFunction<RequestSpecification, String, Response>>of(
                        (caller, code) -> caller.get("/v1/villages/" + code),
                        (caller, code) -> caller.header("If-Match", "\"1\"")
                                .body("{\"name\":\"Uji Lain\"}")
                                .patch("/v1/villages/" + code),
                        (caller, code) -> caller.get("/v1/villages/" + code + "/budgets"),
                        (caller, code) -> caller.body(budget).put("/v1/villages/" + code + "/budgets/2026"))) {
            var foreign = asked.apply(village(), THEIRS);
            var unknown = asked.apply(village(), NOWHERE);

            assertThat(foreign.statusCode()).as(foreign.asString()).isEqualTo(404);
            assertThat(foreign.asString()).isEqualTo(unknown.asString());
        }
    }

    @Test
    void closesNoVillageElsewhere() {
        var closure = Map.of("successors", List.of(OURS), "on", "2026-06-01");
        Function<String, Response> closing = village -> caller("regency", "16.01")
                .header("If-Match", "\"1\"")
                .body(closure)
                .post("/v1/villages/" + village + "/closure");

        var foreign = closing.apply(THEIRS);

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.asString()).isEqualTo(closing.apply(NOWHERE).asString());
    }

    /** Out to any open village; whoever has left is not there any more. */
    @Test
    void movesItsPeopleOutAndSeesThemNoMore() {
        var id = enrolled("village", OURS, OURS);

        village()
                .header("If-Match", "\"1\"")
                .body(Map.of("villageCode", THEIRS, "reason", "MOVED"))
                .post(PEOPLE + id + "/transfer")
                .then()
                .statusCode(200)
                .body("villageCode", equalTo(THEIRS));

        village().get(PEOPLE + id).then().statusCode(404);
        caller("regency", "16.02").get(PEOPLE + id).then().statusCode(200);
    }

    @Test
    void hasAllOfSeveralAreas() {
        var ours = enrolled("village", OURS, OURS);
        var both = "%s %s".formatted(OURS, THEIRS);

        caller("village", both).get(PEOPLE + ours).then().statusCode(200);
        caller("village", both).get(PEOPLE + theirs).then().statusCode(200);
        assertThat(caller("village", both)
                        .queryParam("limit", 500)
                        .queryParam("within", THEIRS)
                        .get("/v1/participants")
                        .<List<String>>path("items.id"))
                .contains(theirs)
                .doesNotContain(ours);
        caller("village", "%s 16.01.07.2004".formatted(OURS))
                .get(PEOPLE + theirs)
                .then()
                .statusCode(404);
    }

    @Test
    void showsTheAuditorNeitherNikNorPhone() {
        caller("auditor", "16")
                .get(PEOPLE + theirs)
                .then()
                .statusCode(200)
                .body("nik", equalTo("*".repeat(16)))
                .body("phone", nullValue());
        caller("auditor", "16")
                .queryParam("within", THEIRS)
                .queryParam("limit", 1)
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].nik", equalTo("*".repeat(16)));
    }

    private static Map<String, Object> change(String id) {
        return Map.of(
                "operationId",
                UUID.randomUUID().toString(),
                "participantId",
                id,
                "version",
                1,
                "status",
                Map.of("status", "ENDED", "reason", "WITHDREW"));
    }

    /** Of changes and disclosures. */
    private String traces() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select (select sum(version) from participant) || ' ' || (select count(*) from nik_disclosure)
                        """).mapTo(String.class).one());
    }

    private int count(String condition) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from participant where " + condition)
                .mapTo(Integer.class)
                .one());
    }

    private String nikOf(String id) {
        return caller("branch", "16")
                .body(Map.of("purpose", "CARD_CHECK", "explanation", "Pencocokan dengan kartu"))
                .post(PEOPLE + id + "/nik-disclosure")
                .then()
                .statusCode(200)
                .extract()
                .path("nik");
    }

    private String enrolled(String role, String area, String village) {
        return caller(role, area)
                .body(body("villageCode", village))
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A list with a row for each village. @return the id, once it is checked */
    private String uploaded(String role, String area, String... villages) {
        var list = new StringBuilder("NIK;Nama;Tgl Lahir;JK;Kode Desa\r\n");
        for (var village : villages) {
            var person = body();
            list.append("%s;Uji Peserta;%s;P;%s\r\n".formatted(person.get("nik"), person.get("birthDate"), village));
        }
        var id = caller(role, area)
                .contentType("text/csv")
                .queryParams(Map.of(
                        "segment", "BPU",
                        "occupation", "PETANI",
                        "fundingSource", "ADD",
                        "programmes", "JKK,JKM",
                        "enrolledOn", enrolledOn()))
                .body(list.toString())
                .post("/v1/imports")
                .then()
                .statusCode(202)
                .extract()
                .<String>path("id");
        Awaitility.await()
                .until(() -> caller(role, area)
                        .get("/v1/imports/" + id)
                        .path("state")
                        .equals("CHECKED"));
        return id;
    }

    private RequestSpecification village() {
        return caller("village", OURS);
    }

    private RequestSpecification caller(String role, String area) {
        return given().auth().oauth2(stack.token(role, area)).contentType(ContentType.JSON);
    }
}
