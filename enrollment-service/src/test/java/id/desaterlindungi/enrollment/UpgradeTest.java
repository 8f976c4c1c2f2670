package id.desaterlindungi.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.local.LocalStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.Test;

/**
 * A database in the first schema that has data in it gets on to the newest. It is one of its own. That statements fit the newest
 * schema is what all other tests see.
 */
@EnrollmentTest
class UpgradeTest {
    private static final String FIRST_SCHEMA = "10";
    private static final String BEFORE_IT_GIVES_UP = "20";
    private static final String DATABASE = "upgraded";

    LocalStack stack;

    @Test
    void keepsWhatStoodInTheFirstSchema() throws Exception {
        // Given
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        migrations(DATABASE, FIRST_SCHEMA).migrate();
        var jdbi = Jdbi.create(() -> stack.postgres().connect(DATABASE, "postgres"));
        jdbi.useHandle(handle -> {
            try (var statement = handle.getConnection().createStatement()) {
                statement.execute(resource("first-schema.sql"));
            }
        });
        var tables = jdbi.withHandle(UpgradeTest::tables);
        var before = jdbi.withHandle(handle -> rows(handle, tables));
        assertThat(before).as("data for each table, or it proves nothing").doesNotContainValue(Set.of());

        givesUpSoonBesideSomebodyAtWork();

        // When
        migrations(DATABASE, "latest").migrate();

        // Then: a migration that changes rows on purpose has to say so here.
        var after = jdbi.withHandle(handle -> rows(handle, tables));
        before.forEach((table, rows) -> assertThat(after.get(table).containsAll(rows))
                .as("each row of %s stands as it did", table)
                .isTrue());
    }

    /** The Job tries again; those who write would wait behind it. */
    private void givesUpSoonBesideSomebodyAtWork() throws SQLException {
        migrations(DATABASE, BEFORE_IT_GIVES_UP).migrate();
        try (var chunk = stack.postgres().connect(DATABASE, "postgres")) {
            chunk.setAutoCommit(false);
            chunk.createStatement()
                    .execute(
                            "set idle_in_transaction_session_timeout = '10s'; lock table import_chunk in row exclusive mode");
            assertThatThrownBy(() -> migrations(DATABASE, "latest").migrate()).hasMessageContaining("lock timeout");
        }
    }

    /** Whoever has run a migration never runs it again: changed afterwards, it only keeps the service from starting. */
    @Test
    void keepsEachNumberedMigrationAsItIs() throws Exception {
        var all = migrations("postgres", "latest").info().all();

        assertThat(Arrays.stream(all).map(one -> one.getScript() + " " + one.getChecksum()))
                .as("a new migration gets its line in migrations.txt, and the others keep theirs")
                .containsExactlyElementsOf(resource("migrations.txt").lines().toList());
        assertThat(Arrays.stream(all).map(one -> one.getVersion().getVersion()))
                .as("numbers without holes")
                .containsExactlyElementsOf(IntStream.rangeClosed(1, all.length)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    /** Each table with its columns of today, quoted. */
    private static Map<String, String> tables(Handle handle) {
        return handle.createQuery("""
                        select relname, string_agg(quote_ident(attname), ', ')
                        from pg_class join pg_attribute on attrelid = pg_class.oid
                        where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
                              and relname not in ('flyway_schema_history', 'sequencing_gate')
                        group by relname
                        """)
                .setMapKeyColumn("relname")
                .setMapValueColumn("string_agg")
                .collectInto(new GenericType<>() {});
    }

    private static Map<String, Set<String>> rows(Handle handle, Map<String, String> tables) {
        var rows = new TreeMap<String, Set<String>>();
        tables.forEach((table, columns) -> rows.put(
                table,
                handle.createQuery("select to_jsonb(one) from (select " + columns + " from " + table + ") one")
                        .mapTo(String.class)
                        .set()));
        return rows;
    }

    private Flyway migrations(String database, String target) {
        return Flyway.configure()
                .dataSource(stack.postgres().jdbcUrl(database), "postgres", "local")
                .locations("db/migration", "id/desaterlindungi/enrollment/area")
                .placeholders(Map.of("app-role", "enrollment_app", "worker-role", "enrollment_worker"))
                .target(target)
                .load();
    }

    private static String resource(String name) throws IOException {
        try (var file = UpgradeTest.class.getResourceAsStream("/upgrade/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
