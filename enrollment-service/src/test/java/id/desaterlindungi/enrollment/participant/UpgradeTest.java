package id.desaterlindungi.enrollment.participant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.events.Contract;
import id.desaterlindungi.local.LocalStack;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The register of an earlier release, in a database of its own. */
@EnrollmentTest
class UpgradeTest {
    private static final String DATABASE = "upgraded";

    LocalStack stack;

    @Test
    void returnsCarriedOverDuplicatesToTheBaseline() throws Exception {
        try (var root = stack.postgres().connect("postgres", "postgres");
                var statement = root.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        migrateTo("28");
        Jdbi upgraded = Jdbi.create(() -> stack.postgres().connect(DATABASE, "postgres"));
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

        migrateTo("latest");

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

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(stack.postgres().jdbcUrl(DATABASE), "postgres", "local")
                .locations("db/migration", "id/desaterlindungi/enrollment/area")
                .placeholders(Map.of("app-role", "enrollment_app"))
                .target(version)
                .load()
                .migrate();
    }
}
