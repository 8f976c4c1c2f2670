package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of imports, and who sees it. */
@EnrollmentTest
class ImportReaderTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void showsEachCallerTheImportsOfItsAreasOnly() {
        var id = calls.checked(csv(row()));
        var other = ImportCalls.ofOne(stack, "16.01.07.2009").caller();

        other.get("/v1/imports/" + id).then().statusCode(404).body("code", equalTo("import-not-found"));
        other.get("/v1/imports/" + id + "/rows").then().statusCode(404);
        other.get("/v1/imports/" + id + "/report").then().statusCode(404);
        other.get("/v1/imports/" + id + "/stream").then().statusCode(404);
        other.post("/v1/imports/" + id + "/commit").then().statusCode(404);
        other.delete("/v1/imports/" + id).then().statusCode(404);
        other.get("/v1/imports").then().statusCode(200).body("items", hasSize(0));
        given().get("/v1/imports/" + id).then().statusCode(401);
        given().contentType("text/csv")
                .body(csv(row()))
                .post("/v1/imports")
                .then()
                .statusCode(401);
    }

    @Test
    void pagesByCursor() {
        var village = "16.01.07.2010";
        var caller = ImportCalls.ofOne(stack, village);
        var defaults = new HashMap<>(ImportCalls.DEFAULTS);
        defaults.put("villageCode", village);
        var ids = IntStream.range(0, 3)
                .mapToObj(i -> caller.checked(
                        csv(row(), row(), row(), row(), row()).getBytes(StandardCharsets.UTF_8), defaults))
                .toList();

        var first = caller.caller().queryParam("limit", 2).get("/v1/imports").jsonPath();
        var second = caller.caller()
                .queryParams(Map.of("limit", 2, "cursor", first.getString("next")))
                .get("/v1/imports")
                .jsonPath();

        assertThat(first.getList("items.id")).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.getList("items.id")).containsExactly(ids.get(0));
        assertThat(second.getString("next")).isNull();
        var rows = "/v1/imports/" + ids.getFirst() + "/rows";
        var page = caller.caller().queryParam("limit", 3).get(rows).jsonPath();
        assertThat(page.getList("items.row")).containsExactly(2, 3, 4);
        assertThat(caller.caller()
                        .queryParams(Map.of("limit", 3, "cursor", page.getString("next")))
                        .get(rows)
                        .jsonPath()
                        .getList("items.row"))
                .containsExactly(5, 6);
        caller.caller()
                .queryParams(Map.of("verdict", "OK", "cursor", page.getString("next")))
                .get(rows)
                .then()
                .statusCode(400);
        caller.caller().queryParam("verdict", "GOOD").get(rows).then().statusCode(400);
    }

    @Test
    void tellsAsAStreamHowFarItIs() {
        var parameters = new HashMap<>(DEFAULTS);
        parameters.put("commit", "auto");
        var id = calls.upload(csv(row()), parameters).then().extract().<String>path("id");

        var events = calls.caller()
                .accept("text/event-stream")
                .get("/v1/imports/" + id + "/stream")
                .then()
                .statusCode(200)
                .header("X-Accel-Buffering", "no")
                .extract()
                .asString();

        assertThat(events)
                .doesNotContain("content-type")
                .contains("event:import")
                .contains("\"state\":\"COMMITTED\"");
    }

    @Test
    void tellsThePaceOfTheLastWhileWhateverPausesThereWere() {
        var id = calls.checked(csv(row()));
        jdbi.useHandle(handle -> {
            // Not the worker's: that looks at it again in an hour.
            handle.createUpdate("""
                            update import
                            set state = 'COMMITTING', try_after = clock_timestamp() + interval '1 h', row_count = 4000,
                                committed_by = actor, commit_began_at = clock_timestamp() - interval '5 h'
                            where id = cast(:id as uuid)
                            """).bind("id", id).execute();
            handle.createUpdate("""
                            insert into import_chunk (import_id, number, state, row_count, ok, failed, enrolled, committed_at)
                            select cast(:id as uuid), number, 'COMMITTED', 1000, 900, 100, 900, clock_timestamp() - pause
                            from unnest(cast('{4 h,10 s,5 s}' as interval[])) with ordinality as done (pause, number)
                            """).bind("id", id).execute();
        });

        var moving = calls.get(id);

        assertThat(moving.getInt("handled")).isEqualTo(3_000);
        assertThat(moving.getInt("enrolled")).isEqualTo(2_700);
        assertThat(moving.getInt("ratePerSecond")).isBetween(60, 100);
        assertThat(Instant.parse(moving.getString("estimatedEnd")))
                .isBetween(Instant.now().plusSeconds(5), Instant.now().plusSeconds(20));

        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import_chunk set committed_at = committed_at - interval '1 h'
                        where import_id = cast(:id as uuid) and number > 0
                        """).bind("id", id).execute());
        var standing = calls.get(id);

        assertThat(standing.getString("ratePerSecond")).isNull();
        assertThat(standing.getString("estimatedEnd")).isNull();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update import set state = 'DELETED', expired_at = now() where id = cast(:id as uuid)")
                .bind("id", id)
                .execute());
    }
}
