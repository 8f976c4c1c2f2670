package id.desaterlindungi.reporting.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
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
    void sumsUpOldTotalsForTheAreasAbove() throws SQLException {
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        migrateTo("4");
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

        migrateTo("latest");

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

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(stack.postgres().jdbcUrl(DATABASE), "postgres", "local")
                .locations("db/migration", "id/desaterlindungi/reporting/area")
                .placeholders(Map.of("app-role", "reporting_app"))
                .target(version)
                .load()
                .migrate();
    }
}
