package id.desaterlindungi.reporting.coverage.fold;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Totals of the release before generations, in a database of its own. */
@QuarkusTest
class UpgradeTest {

    private static final String DATABASE = "upgraded";

    LocalStack stack;

    @Test
    void foldsAnewWhatParkedAndNothingElse() throws SQLException {
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + DATABASE + "_days");
        }
        migrate(DATABASE + "_days", "43");
        try (var root = stack.postgres().connect(DATABASE + "_days", "postgres");
                var statement = root.createStatement()) {
            statement.execute("""
                    insert into village_fact values
                        (0, '16.01.07.2001', 1, '0900-01-01', true, false, null, '0001-01-01', '0001-12-31', '{}')
                    """);
            statement.execute("update projection set shape = 2, parked = generation");

            migrate(DATABASE + "_days", "latest");

            try (var row = statement.executeQuery("select workers_on, valid_from, valid_until from village_fact")) {
                assertThat(row.next()).isTrue();
                for (int column = 1; column <= 3; column++) {
                    assertThat(row.getString(column)).isEqualTo("1900-01-01");
                }
            }
            try (var row = statement.executeQuery("select shape from projection order by generation")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(TotalsVersion.CURRENT);
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void sumsUpOldTotalsForTheAreasAbove() throws SQLException {
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        migrate(DATABASE, "4");
        try (var root = stack.postgres().connect(DATABASE, "postgres");
                var statement = root.createStatement()) {
            statement.execute("""
                    insert into coverage_cell values
                        ('16.01.07.2001', 'ACTIVE', 'BPU', 'PETANI', 'ADD', 'JKK+JKM', 'F', 'NEW', 3),
                        ('16.01.08.2001', 'ACTIVE', 'BPU', 'PETANI', 'ADD', 'JKK+JKM', 'F', 'NEW', 4),
                        ('16.71.01.1001', 'ACTIVE', 'BPU', 'PETANI', 'ADD', 'JKK+JKM', 'F', 'NEW', 5)
                    """);
            statement.execute("""
                    insert into birth_year_cell values
                        ('16.01.07.2001', 'ACTIVE', 1984, 3), ('16.01.08.2001', 'ACTIVE', 1984, 4),
                        ('16.71.01.1001', 'ACTIVE', 1984, 5)
                    """);
        }

        migrate(DATABASE, "latest");

        Jdbi upgraded = Jdbi.create(() -> stack.postgres().connect(DATABASE, "postgres"));
        for (String table : new String[] {"area_count", "area_birth_year_cell"}) {
            List<String> sums =
                    upgraded.withHandle(handle -> handle.createQuery("select area_code || ' ' || people from " + table
                                    + " where generation = 0 order by area_code")
                            .mapTo(String.class)
                            .list());
            assertThat(sums).containsExactly("16 12", "16.01 7", "16.71 5");
        }
    }

    private void migrate(String database, String version) {
        Flyway.configure()
                .dataSource(stack.postgres().jdbcUrl(database), "postgres", "local")
                .locations("db/migration", "id/desaterlindungi/reporting/area")
                .placeholders(Map.of("app-role", "reporting_app"))
                .target(version)
                .load()
                .migrate();
    }
}
