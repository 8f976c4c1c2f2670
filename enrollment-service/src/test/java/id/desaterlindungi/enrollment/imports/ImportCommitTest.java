package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The good rows of a list on their way into the register. */
@EnrollmentTest
class ImportCommitTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    ImportCheck check;

    @Inject
    ImportCommit commit;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void checksFirstAndThenEnrollsTheGoodRows() {
        var good = body();
        var id = calls.checked(csv(row(good), row(body("birthDate", "2020-01-01")), row()));
        var checked = calls.get(id);
        assertThat(checked.getInt("rows")).isEqualTo(3);
        assertThat(checked.getInt("failed")).isEqualTo(1);
        assertThat(checked.getInt("enrolled")).isZero();
        assertThat(calls.enrolled(good)).isZero();

        var committed = calls.commit(id);

        assertThat(committed.getInt("enrolled")).isEqualTo(2);
        assertThat(committed.getString("committedBy")).isEqualTo("village@16.01.07.2001");
        assertThat(calls.enrolled(good)).isEqualTo(1);
        calls.caller()
                .queryParam("verdict", "OK")
                .get("/v1/imports/" + id + "/rows")
                .then()
                .body("items.row", contains(2, 4))
                .body("items.participantId", everyItem(notNullValue()));
        assertThat(actorsOfEvents(id)).containsOnly("village@16.01.07.2001");
    }

    @Test
    void givesUpWhatFailsAgainAndAgain() {
        var text = csv(row());
        var id = calls.checked(text);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with spoiled as (update import_chunk set sealed = '\\x00' where import_id = cast(:id as uuid))
                        update import set attempts = 4 where id = cast(:id as uuid)
                        """).bind("id", id).execute());
        calls.change(id).post("/v1/imports/" + id + "/commit").then().statusCode(202);

        var failed = calls.await(id, "FAILED");

        assertThat(failed.getString("failedAt")).isNotNull();
        assertThat(failed.getInt("enrolled")).isZero();
        calls.change(id)
                .post("/v1/imports/" + id + "/commit")
                .then()
                .statusCode(409)
                .body("code", equalTo("import-failed"));
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200).body("state", equalTo("DELETED"));
        assertThat(calls.commit(calls.checked(text)).getInt("enrolled")).isEqualTo(1);
    }

    @Test
    void asksTheRulesAgainOnTheDayOfTheCommit() {
        var late = body();
        var id = calls.checked(csv(row(late), row()));
        calls.enroll(late);

        var committed = calls.commit(id);

        assertThat(committed.getInt("enrolled")).isEqualTo(1);
        assertThat(committed.getInt("failed")).isEqualTo(1);
        assertThat(committed.getInt("ok")).isEqualTo(1);
        assertThat(calls.findings(id)).containsExactly("2 nik-registered-here");
        assertThat(committed.getList("findings.code")).containsExactly("nik-registered-here");
    }

    @Test
    void enrollsByItselfIfAskedTo() {
        var parameters = new HashMap<>(DEFAULTS);
        parameters.put("commit", "auto");

        var id = calls.upload(csv(row(), row()), parameters)
                .then()
                .statusCode(202)
                .body("commitWhenChecked", equalTo(true))
                .extract()
                .<String>path("id");

        assertThat(calls.await(id, "COMMITTED").getInt("enrolled")).isEqualTo(2);
        var later = csv(row());
        var waiting = calls.checked(later);
        calls.upload(later, parameters).then().statusCode(200);
        assertThat(calls.await(waiting, "COMMITTED").getInt("enrolled")).isEqualTo(1);
    }

    @Test
    void commitsOnceHoweverOftenItIsAsked() throws Exception {
        var id = calls.checked(csv(row(), row(), row()));
        var before = participants();
        var seen = calls.get(id).getInt("version");
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> calls.caller()
                            .header("If-Match", "\"" + seen + "\"")
                            .post("/v1/imports/" + id + "/commit")
                            .statusCode()))
                    .toList();
            for (var one : all) {
                assertThat(one.get()).isEqualTo(202);
            }
        }
        calls.await(id, "COMMITTED");

        calls.commit(id);

        assertThat(participants() - before).isEqualTo(3);
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(409).body("code", equalTo("import-committed"));
    }

    @Test
    void doesEachRowOnceWithManyWorkersAtOnce() throws Exception {
        var rows = IntStream.range(0, 4_500).mapToObj(i -> row()).toArray(String[]::new);
        var before = participants();
        var id = calls.upload(csv(rows), DEFAULTS)
                .then()
                .statusCode(202)
                .extract()
                .<String>path("id");
        var uuid = UUID.fromString(id);

        try (var threads = Executors.newFixedThreadPool(3)) {
            var workers = IntStream.range(0, 3)
                    .mapToObj(i -> threads.submit(() -> {
                        while (!calls.get(id).getString("state").equals("COMMITTED")) {
                            check.chunk(uuid);
                            check.finish(uuid);
                            if (calls.get(id).getString("state").equals("CHECKED")) {
                                calls.change(id)
                                        .post("/v1/imports/" + id + "/commit")
                                        .then()
                                        .statusCode(202);
                            }
                            commit.chunk(uuid);
                            commit.finish(uuid);
                        }
                        return null;
                    }))
                    .toList();
            for (var worker : workers) {
                worker.get();
            }
        }

        assertThat(calls.get(id).getInt("enrolled")).isEqualTo(4_500);
        assertThat(participants() - before).isEqualTo(4_500);
    }

    private long participants() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from participant")
                .mapTo(Long.class)
                .one());
    }

    private List<String> actorsOfEvents(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select e.actor
                        from (select subject, actor from outbox union all select subject, actor from event_log) e
                        join participant p on p.id::text = e.subject
                        join import_row r on r.nik_index = p.nik_index
                        where r.import_id = cast(:id as uuid)
                        """).bind("id", id).mapTo(String.class).list());
    }
}
