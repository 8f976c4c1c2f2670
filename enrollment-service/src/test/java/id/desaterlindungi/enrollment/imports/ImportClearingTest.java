package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are dropped, or past their time. */
@EnrollmentTest
class ImportClearingTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    ImportClearing clearing;

    @Inject
    ImportCheck check;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2012");
    }

    @Test
    void deletesRowsPastTheirTime() {
        var person = body();
        var text = csv(row(person));
        var committed = calls.checked(text);
        calls.commit(committed);
        var lying = calls.checked(csv(row()));

        clearing.expireBefore(Instant.now().plusSeconds(60));

        for (var id : List.of(committed, lying)) {
            calls.caller()
                    .get("/v1/imports/" + id + "/rows")
                    .then()
                    .statusCode(410)
                    .body("code", equalTo("import-cleared"));
            awaitCleared(id);
        }
        assertThat(calls.get(committed).getString("state")).isEqualTo("COMMITTED");
        assertThat(calls.get(lying).getString("state")).isEqualTo("DELETED");
        assertThat(calls.enrolled(person)).isEqualTo(1);
        // Sent once more, it is another import, which has its rows to show.
        var again = calls.checked(text);
        assertThat(again).isNotEqualTo(committed);
        assertThat(calls.findings(again)).containsExactly("2 nik-registered-here");
    }

    @Test
    void deletesManyRowsSomeAtATime() {
        var id = calls.checked(
                csv(IntStream.range(0, 12_000).mapToObj(i -> "1;Uji;;").toArray(String[]::new)));

        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200).body("state", equalTo("DELETED"));

        awaitCleared(id);
    }

    @Test
    void goesOnWhereAWorkerIsAtAChunk() {
        var id = calls.checked(csv(row()));
        try (var held = jdbi.open().begin()) {
            held.execute("select from import_chunk where import_id = ? for update", UUID.fromString(id));

            calls.change(id).delete("/v1/imports/" + id).then().statusCode(200);
            clearing.clear();

            calls.caller().get("/v1/imports/" + id + "/report").then().statusCode(410);
            assertThat(left(id)).isEqualTo(2);
            assertThat(calls.get(id).getString("clearedAt")).isNull();
            held.rollback();
        }
        awaitCleared(id);
    }

    @Test
    void deletesOtherRowsWhereThoseOfOneImportCannotBeDeleted() throws SQLException {
        var stuck = calls.checked(csv(row()));
        var others = List.of(calls.checked(csv(row())), calls.checked(csv(row())));
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute(
                    "alter table import_chunk add constraint ck_test check (import_id <> '%s' or sealed is not null)"
                            .formatted(stuck));
            try {
                clearing.expireBefore(Instant.now().plusSeconds(60));

                others.forEach(this::awaitCleared);
                assertThat(left(stuck)).isEqualTo(2);
                assertThat(clearing.overdue()).isZero();
                statement.execute(
                        "update import set expired_at = now() - interval '2 h' where id = '%s'".formatted(stuck));
                assertThat(clearing.overdue()).isEqualTo(1);
            } finally {
                statement.execute("alter table import_chunk drop constraint ck_test");
            }
        }

        awaitCleared(stuck);

        assertThat(clearing.overdue()).isZero();
    }

    @Test
    void leavesAChunkAloneWhoseRowsAreGone() {
        var id = calls.checked(csv(row()));
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with cleared as (
                            update import_chunk set state = 'STAGED', sealed = null where import_id = cast(:id as uuid))
                        update import set state = 'CHECKING', try_after = clock_timestamp() + interval '1 h'
                        where id = cast(:id as uuid)
                        """).bind("id", id).execute());

        assertThat(check.chunk(UUID.fromString(id))).isFalse();
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200);
    }

    @Test
    void readsAListWhoseDoubleIsDroppedAsItComes() throws SQLException {
        var text = csv(row());
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            // Another sender's, which is there as this one's is put in, and no more as it is looked for.
            statement.execute("""
                    create table test_double (id uuid);
                    grant all on test_double to public;
                    create function test_come() returns trigger language plpgsql as $$
                    begin
                        if pg_trigger_depth() = 1 and new.actor = 'village@16.01.07.2012'
                                and not exists (select from test_double) then
                            insert into test_double values (uuidv7());
                            insert into import (
                                id, state, actor, areas, sha256, size_bytes, format, header_row, headers, fields, defaults,
                                defaults_sha256, row_count, skipped_rows, commit_when_checked)
                            select id, 'CHECKED', new.actor, new.areas, new.sha256, 1, 'CSV', 1, '{}', '{}', new.defaults,
                                new.defaults_sha256, 0, 0, false
                            from test_double;
                        end if;
                        return new;
                    end $$;
                    create function test_go() returns trigger language plpgsql as $$
                    begin
                        if pg_trigger_depth() = 1 then
                            update import set state = 'DELETED', expired_at = now()
                            where id in (select id from test_double) and expired_at is null;
                        end if;
                        return null;
                    end $$;
                    create trigger test_come before insert on import for each row execute function test_come();
                    create trigger test_go after insert on import for each statement execute function test_go();
                    """);
            try {
                calls.upload(text, DEFAULTS).then().statusCode(202);
            } finally {
                statement.execute("""
                        drop trigger test_come on import;
                        drop trigger test_go on import;
                        drop function test_come, test_go;
                        drop table test_double;
                        """);
            }
        }
    }

    private void awaitCleared(String id) {
        Awaitility.await().untilAsserted(() -> {
            clearing.clear();
            assertThat(left(id)).isZero();
            assertThat(calls.get(id).getString("clearedAt")).isNotNull();
        });
    }

    private long left(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select count(*) + (
                            select count(*) from import_chunk where import_id = cast(:id as uuid) and sealed is not null)
                        from import_row where import_id = cast(:id as uuid)
                        """).bind("id", id).mapTo(Long.class).one());
    }
}
