package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.local.LocalStack;
import io.quarkus.runtime.StartupEvent;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one transaction holds: others are told at once, and one that was left standing is ended. */
@EnrollmentTest
class ImportLocksTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Jdbi callers;

    @Inject
    @Workers
    Jdbi workers;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2013");
    }

    @Test
    void tellsByItsStateWhatCannotBeWhileACheckIsBeingEnded() {
        var text = csv(row());
        var id = calls.checked(text);
        set(id, "CHECKING");
        var auto = new HashMap<>(DEFAULTS);
        auto.put("commit", "auto");
        try (var held = held(id)) {
            calls.change(id)
                    .post("/v1/imports/" + id + "/commit")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("import-not-checked"));
            calls.caller()
                    .header("If-Match", "\"99\"")
                    .delete("/v1/imports/" + id)
                    .then()
                    .statusCode(412);
            calls.change(id)
                    .delete("/v1/imports/" + id)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("code", equalTo("import-ending"));
            calls.upload(text, auto).then().statusCode(503).body("code", equalTo("import-ending"));
            held.rollback();
        }
        calls.upload(text, auto).then().statusCode(200).body("commitWhenChecked", equalTo(true));
        try (var held = held(id)) {
            calls.upload(text, auto).then().statusCode(200);
            set(held, id, "COMMITTING");
            held.commit();
        }
        try (var held = held(id)) {
            calls.change(id).post("/v1/imports/" + id + "/commit").then().statusCode(202);
            calls.change(id)
                    .delete("/v1/imports/" + id)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("import-committed"));
            set(held, id, "CHECKED");
            held.commit();
        }
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200);
    }

    /** With a connection in the hands of each, those who waited would keep the one from getting another. */
    @Test
    void keepsOneAloneWaitingForTheVillages() throws Exception {
        var places = new PlaceDirectory(workers, Duration.ZERO);
        places.start(new StartupEvent());
        try (var readers = Executors.newFixedThreadPool(2);
                var held = jdbi.open().begin()) {
            var before = places.get();
            held.execute("lock table village in access exclusive mode");
            var first = readers.submit(places::get);
            await().until(() -> jdbi.withHandle(handle ->
                    handle.select("select count(*) from pg_locks where relation = 'village'::regclass and not granted")
                                    .mapTo(Integer.class)
                                    .one()
                            > 0));

            assertThat(readers.submit(places::get).get(2, TimeUnit.SECONDS)).isSameAs(places.get());

            assertThat(first).isNotDone();
            held.rollback();
            assertThat(first.get()).isNotSameAs(before);
        }
    }

    @Test
    void dropsNoListOfWhichAChunkIsStillEnrolled() {
        var id = calls.checked(csv(row()));
        set(id, "FAILED");
        try (var worker = jdbi.open().begin()) {
            worker.execute("select from import_chunk where import_id = ? for update", UUID.fromString(id));
            calls.change(id).delete("/v1/imports/" + id).then().statusCode(503).body("code", equalTo("import-ending"));
            worker.rollback();
        }
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200);
    }

    @Test
    void asksToComeAgainWhileTheSameFileIsRead() {
        var text = csv(row());
        var id = calls.checked(text);
        try (var first = jdbi.open().begin()) {
            first.createUpdate("""
                            insert into import (
                                id, state, actor, areas, sha256, size_bytes, format, header_row, headers, fields, defaults,
                                defaults_sha256, row_count, skipped_rows, commit_when_checked)
                            select uuidv7(), 'CHECKED', 'village@16.01.07.2014', cast(:areas as text[]), sha256, 1, 'CSV', 1, '{}', '{}', defaults,
                                defaults_sha256, 0, 0, false
                            from import where id = cast(:id as uuid)
                            """)
                    .bind("id", id)
                    .bind("areas", ImportCalls.areas("16.01.07.2014").toArray(String[]::new))
                    .execute();

            new ImportCalls(stack, "16.01.07.2014")
                    .upload(text, DEFAULTS)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("code", equalTo("imports-busy"));
            first.rollback();
        }
        new ImportCalls(stack, "16.01.07.2014").upload(text, DEFAULTS).then().statusCode(202);
    }

    @Test
    void leavesNoTransactionStandingForLong() {
        var pauses = new ConcurrentHashMap<String, String>();
        var statements = Stream.of(callers, workers)
                .map(service -> service.getConfig(SqlStatements.class))
                .toList();
        var before = statements.getFirst().getSqlLogger();
        var logger = new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                pauses.put(context.getRawSql().replaceAll("\\s+", " ").strip(), pause(context));
            }
        };
        statements.forEach(each -> each.setSqlLogger(logger));
        try {
            var id = calls.checked(csv(row()));
            calls.commit(id);
        } finally {
            statements.forEach(each -> each.setSqlLogger(before));
        }

        assertThat(of(pauses, "insert into import_chunk")).isEqualTo("630s");
        assertThat(of(pauses, "insert into import_row")).isEqualTo("30s");
        assertThat(of(pauses, "with doubled as")).isEqualTo("30s");
        assertThat(of(pauses, "update import set (findings, alone)")).isEqualTo("30s");
        assertThat(of(pauses, "update import set version = version + 1, state = 'COMMITTED'"))
                .isEqualTo("30s");
    }

    private static String of(Map<String, String> pauses, String statement) {
        return pauses.entrySet().stream()
                .filter(one -> one.getKey().startsWith(statement))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String pause(StatementContext context) {
        try (var statement = context.getConnection().createStatement();
                var row = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it is held while a check or a commit is being ended. */
    private Handle held(String id) {
        var handle = jdbi.open().begin();
        handle.execute("select from import where id = ? for no key update", UUID.fromString(id));
        return handle;
    }

    private void set(String id, String state) {
        jdbi.useHandle(handle -> set(handle, id, state));
    }

    /** Left alone by the worker. */
    private static void set(Handle handle, String id, String state) {
        handle.createUpdate("""
                        update import set state = :state, try_after = clock_timestamp() + interval '1 h'
                        where id = cast(:id as uuid)
                        """).bind("state", state).bind("id", id).execute();
    }
}
