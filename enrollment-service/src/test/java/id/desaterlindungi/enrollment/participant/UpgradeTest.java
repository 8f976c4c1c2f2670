package id.desaterlindungi.enrollment.participant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.events.Contract;
import id.desaterlindungi.local.LocalStack;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The register of an earlier release, in a database of its own. */
@EnrollmentTest
class UpgradeTest {
    LocalStack stack;

    @Test
    void returnsCarriedOverDuplicatesToTheBaseline() throws Exception {
        Jdbi upgraded = registerOf("duplicates", "28");
        upgraded.useHandle(handle -> handle.execute("""
                insert into participant (
                    id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment,
                    occupation, funding_source, programmes, origin, status, end_reason, enrolled_on, covered_from, warnings,
                    created_at)
                select uuidv7(), 2, sha256(cast(name as bytea)), 1, '', name, '1984-07-05', 'F', '16.01.07.2001', 'BPU',
                       'PETANI', 'ADD', '{JKK,JKM}', origin, 'ENDED', end_reason, '2026-03-02', '2026-03-02', '{}', now()
                from (values ('Uji A', 'CARRIED_OVER', 'DUPLICATE'), ('Uji B', 'NEW', 'DUPLICATE'),
                             ('Uji C', 'CARRIED_OVER', 'DIED')) as one (name, origin, end_reason)
                """));

        migrate("duplicates", "latest");

        List<String> people = upgraded.withHandle(handle -> handle.createQuery(
                        "select name || ' ' || origin || ' ' || version from participant order by name")
                .mapTo(String.class)
                .list());
        assertThat(people).containsExactly("Uji A NEW 3", "Uji B NEW 2", "Uji C CARRIED_OVER 2");
        List<String> events = upgraded.withHandle(handle -> handle.createQuery("select data from outbox")
                .mapTo(String.class)
                .list());
        assertThat(events).hasSize(1);
        var data = new ObjectMapper().readTree(events.getFirst());
        assertThat(Contract.faults("schemas/participant.v1.schema.json", data)).isEmpty();
        assertThat(data.at("/version").asInt()).isEqualTo(3);
        assertThat(data.at("/before/origin").asText()).isEqualTo("CARRIED_OVER");
        assertThat(data.at("/after/origin").asText()).isEqualTo("NEW");
    }

    @Test
    void keepsTheNearestDayWithinTheLimits() throws SQLException {
        Jdbi upgraded = registerOf("days", "32");
        upgraded.useHandle(handle -> {
            handle.execute("""
                    update village set valid_from = date '0001-01-01 BC', valid_until = date '0001-12-31 BC',
                                       workers_estimate = 1, workers_source = 'x', workers_as_of = date '0900-01-01'
                    where code = '16.01.07.2004'
                    """);
            handle.execute("""
                    insert into village_successor (village_code, successor_code)
                    values ('16.01.07.2004', '16.01.07.2001'), ('16.01.07.2004', '16.01.07.2002')
                    """);
            handle.execute("""
                    insert into participant (
                        id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment,
                        occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, covered_until,
                        warnings, created_at)
                    values (uuidv7(), 1, sha256('x'), 1, '', 'Uji A', '1984-07-05', 'F', '16.01.07.2001', 'BPU', 'PETANI',
                            'ADD', '{JKK,JKM}', 'NEW', 'ACTIVE', '2026-03-02', '2026-03-02', '9999-12-31', '{}', now())
                    """);
        });

        migrate("days", "latest");

        assertThat(texts(upgraded, """
                        select concat_ws(' ', valid_from, valid_until, workers_as_of, version) from village
                        where code = '16.01.07.2004'
                        """)).containsExactly("1900-01-01 1900-01-01 1900-01-01 1");
        assertThat(texts(upgraded, "select covered_until from participant")).containsExactly("2100-12-31");
        assertThat(texts(upgraded, "select place || successor_code from village_successor order by place"))
                .containsExactly("016.01.07.2001", "116.01.07.2002");
    }

    private static List<String> texts(Jdbi jdbi, String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private Jdbi registerOf(String database, String version) throws SQLException {
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + database);
        }
        migrate(database, version);
        return Jdbi.create(() -> stack.postgres().connect(database, "postgres"));
    }

    private void migrate(String database, String version) {
        Flyway.configure()
                .dataSource(stack.postgres().jdbcUrl(database), "postgres", "local")
                .locations("db/migration", "id/desaterlindungi/enrollment/area")
                .placeholders(Map.of("app-role", "enrollment_app"))
                .target(version)
                .load()
                .migrate();
    }
}
