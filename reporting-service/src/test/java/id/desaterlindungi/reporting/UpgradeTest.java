package id.desaterlindungi.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import io.quarkus.test.junit.QuarkusTest;
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
@QuarkusTest
class UpgradeTest {
    private static final String FIRST_SCHEMA = "6";

    LocalStack stack;

    @Test
    void keepsWhatStoodInTheFirstSchema() throws Exception {
        // Given
        var jdbi = migrated("upgraded", FIRST_SCHEMA);
        jdbi.useHandle(handle -> {
            try (var statement = handle.getConnection().createStatement()) {
                statement.execute(resource("first-schema.sql"));
            }
        });
        var tables = jdbi.withHandle(UpgradeTest::tables);
        var before = jdbi.withHandle(handle -> rows(handle, tables));
        assertThat(before).as("data for each table, or it proves nothing").doesNotContainValue(Set.of());

        // When
        migrations("upgraded", "latest").migrate();

        // Then: a migration that changes rows on purpose has to say so here.
        var after = jdbi.withHandle(handle -> rows(handle, tables));
        before.forEach((table, rows) -> assertThat(after.get(table).containsAll(rows))
                .as("each row of %s stands as it did", table)
                .isTrue());
    }

    /** Else the first start would ask for a rebuild of totals that are new. */
    @Test
    void beginsWithTotalsOfTheVersionThatIsFolded() throws Exception {
        var jdbi = migrated("seeded", "latest");

        var shape = jdbi.withHandle(handle -> handle.createQuery("select shape from projection where state = 'LIVE'")
                .mapTo(Integer.class)
                .one());
        assertThat(shape).isEqualTo(TotalsVersion.CURRENT);
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
                              and relname <> 'flyway_schema_history'
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

    private Jdbi migrated(String database, String target) throws SQLException {
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + database);
        }
        migrations(database, target).migrate();
        return Jdbi.create(() -> stack.postgres().connect(database, "postgres"));
    }

    private Flyway migrations(String database, String target) {
        return Flyway.configure()
                .dataSource(stack.postgres().jdbcUrl(database), "postgres", "local")
                .locations("db/migration", "id/desaterlindungi/reporting/area")
                .placeholders(Map.of("app-role", "reporting_app"))
                .target(target)
                .load();
    }

    private static String resource(String name) throws IOException {
        try (var file = UpgradeTest.class.getResourceAsStream("/upgrade/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
