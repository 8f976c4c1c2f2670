package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How imports end, and that each caller changes only what was seen. */
@EnrollmentTest
class ImportsTest {
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
    void changesOnlyWhatTheCallerHasSeenAndAnswersARepeatAsBefore() {
        var text = csv(row());
        var sent = calls.upload(text, DEFAULTS).then().statusCode(202).header("ETag", "\"1\"");
        var id = sent.extract().<String>path("id");
        var one = "/v1/imports/" + id;
        calls.await(id, "CHECKED");
        calls.caller().get(one).then().header("ETag", "\"2\"").body("version", equalTo(2));
        calls.upload(text, DEFAULTS).then().statusCode(200).header("ETag", "\"2\"");

        calls.caller().post(one + "/commit").then().statusCode(428);
        calls.caller().delete(one).then().statusCode(428);
        ifMatch("\"1\"").post(one + "/commit").then().statusCode(412).body("code", equalTo("version-stale"));
        ifMatch("\"1\"").delete(one).then().statusCode(412).body("code", equalTo("version-stale"));
        assertThat(calls.get(id).getString("state")).isEqualTo("CHECKED");

        ifMatch("\"2\"").post(one + "/commit").then().statusCode(202).header("ETag", not("\"2\""));
        calls.await(id, "COMMITTED");
        ifMatch("\"2\"")
                .post(one + "/commit")
                .then()
                .statusCode(202)
                .header("ETag", "\"4\"")
                .body("state", equalTo("COMMITTED"));
        calls.caller().post(one + "/commit").then().statusCode(428);
        ifMatch("\"2\"").delete(one).then().statusCode(412);
        ifMatch("\"4\"").delete(one).then().statusCode(409);

        var other = "/v1/imports/" + calls.checked(csv(row()));
        ifMatch("\"2\"").delete(other).then().statusCode(200).header("ETag", "\"3\"");
        ifMatch("\"2\"").delete(other).then().statusCode(200).header("ETag", "\"3\"");
        ifMatch("\"2\"").post(other + "/commit").then().statusCode(412);
    }

    @Test
    void dropsWhatIsNotCommittedAndKeepsOnRecordThatItWasThere() {
        var text = csv(row(), row());
        var id = calls.checked(text);

        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200).body("state", equalTo("DELETED"));

        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200);
        calls.change(id)
                .post("/v1/imports/" + id + "/commit")
                .then()
                .statusCode(409)
                .body("code", equalTo("import-deleted"));
        calls.caller().get("/v1/imports/" + id + "/rows").then().statusCode(410);
        calls.caller().get("/v1/imports/" + id + "/report").then().statusCode(410);
        assertThat(calls.get(id).getInt("ok")).isEqualTo(2);
        assertThat(calls.checked(text)).isNotEqualTo(id);
    }

    @Test
    void keepsNothingOfAPersonInTheClear() {
        var person = body("name", "Tersembunyi Sekali");
        var id = calls.checked(csv(row(person), row(person)));

        var kept = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select string_agg(t, ' ') from (
                            select i::text as t from import i where id = cast(:id as uuid)
                            union all select encode(sealed, 'escape') from import_chunk where import_id = cast(:id as uuid)
                            union all select r::text from import_row r where import_id = cast(:id as uuid)) as all_of_it
                        """).bind("id", id).mapTo(String.class).one());

        assertThat(kept)
                .doesNotContain("Tersembunyi")
                .doesNotContain((String) person.get("nik"))
                .doesNotContain((String) person.get("birthDate"));
    }

    private RequestSpecification ifMatch(String tag) {
        return calls.caller().header("If-Match", tag);
    }
}
