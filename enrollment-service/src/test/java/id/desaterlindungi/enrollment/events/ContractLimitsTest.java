package id.desaterlindungi.enrollment.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of what events hold, in the schema's file and in the database: the last value within, and the first beyond. */
@EnrollmentTest
class ContractLimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    LocalStack stack;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "participant.enrolled | /on | update participant set birth_date = '1900-01-01', covered_from = '2100-12-31', enrolled_on = '%s' | 1899-12-31 | 1900-01-01 | 2100-12-31 | 2101-01-01",
                "participant.status-changed | /on | update participant set birth_date = '1900-01-01', enrolled_on = '1900-01-01', covered_from = '%s' | 1899-12-31 | 1900-01-01 | 2100-12-31 | 2101-01-01",
                "participant.enrolled | /after/birthYear | update participant set enrolled_on = '2100-12-31', covered_from = '2100-12-31', birth_date = '%s-06-30' | 1899 | 1900 | 2100 | 2101",
                "participant.corrected | /version | update participant set version = %s | 0 | 1 | 2147483647 | 2147483648",
                "village.registered | /on | update village set valid_from = '%s' | 1899-12-31 | 1900-01-01 | 2100-12-31 | 2101-01-01",
                "village.registered | /after/validFrom | update village set valid_from = '%s' | 0000-01-01 | 1900-01-01 | 2100-12-31 | 9999-12-31",
                "village.closed | /after/validUntil | update village set valid_until = '%s' | 0000-12-31 | 1900-01-01 | 2100-12-31 | 2101-01-01",
                "village.updated | /after/workers | update village set workers_source = 'x', workers_as_of = '2026-01-01', workers_estimate = %s | -1 | 0 | 1000000 | 1000001",
                "village.updated | /version | update village set version = %s | 0 | 1 | 2147483647 | 2147483648",
                "village.budgeted | /year | update village_budget set budget_year = %s | 2014 | 2015 | 2100 | 2101",
                "village.budgeted | /after/addTotal | update village_budget set add_total = %s | -1 | 0 | 1000000000000000 | 1000000000000001",
                "village.budgeted | /after/addSocialSecurity | update village_budget set add_total = 1000000000000000, add_social_security = %s | -1 | 0 | 1000000000000000 | 1000000000000001",
                "village.budgeted | /after/danaDesaSocialSecurity | update village_budget set dana_desa_social_security = %s | -1 | 0 | 1000000000000000 | 1000000000000001",
                "village.budgeted | /after/workers | update village_budget set workers = %s | -1 | 0 | 1000000 | 1000001",
            })
    void standInTheSchemaAndInTheDatabase(
            String example, String pointer, String sql, String before, String least, String most, String beyond)
            throws Exception {
        for (var value : List.of(least, most)) {
            assertThat(faults(example, pointer, node(value))).as(value).isEmpty();
            assertThat(refusal(sql.formatted(value))).as(value).isEmpty();
        }
        for (var value : List.of(before, beyond)) {
            assertThat(faults(example, pointer, node(value))).as(value).isNotEmpty();
            assertThat(refusal(sql.formatted(value))).as(value).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "150, true", "151, false"})
    void holdForTheNameOfAVillage(int length, boolean fits) throws Exception {
        // Characters count, not the units that Java keeps them in.
        var name = "𠀀".repeat(length);

        assertThat(faults("village.registered", "/name", JSON.valueToTree(name)).isEmpty())
                .isEqualTo(fits);
        assertThat(refusal("insert into area values ('16.01.07.2999', '16.01.07', 'desa', '%s')".formatted(name))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"20, true", "21, false"})
    void holdForTheNumberOfSuccessors(int successors, boolean fits) throws Exception {
        var codes = IntStream.range(0, successors)
                .mapToObj("16.01.07.20%02d"::formatted)
                .toList();

        assertThat(faults("village.closed", "/after/successors", JSON.valueToTree(codes))
                        .isEmpty())
                .isEqualTo(fits);
        assertThat(refusal("""
                        insert into village_successor
                        select '16.01.07.2001', code, row_number() over (order by code) - 1
                        from village where code like '16.02.%%' order by code limit %d
                        """.formatted(successors)).isEmpty()).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"{JKK}, false", "'{JKK,JKM}', true", "'{JKK,JKM,JHT,JP,JKP}', true", "'{JKK,JKM,JKM}', false"})
    void holdForTheProgrammes(String programmes, boolean fits) throws SQLException {
        assertThat(refusal("update participant set segment = 'PU', programmes = '%s'".formatted(programmes))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "999999999999999, true", "1000000000000000, false"})
    void holdForPositions(String position, boolean fits) throws Exception {
        var form = new ObjectMapper(new YAMLFactory())
                .readTree(Contract.text("asyncapi.yaml"))
                .at("/components/schemas/cloudEventHeaders/properties/ce_sequence/pattern")
                .asText();

        assertThat(position.matches(form)).isEqualTo(fits);
        assertThat(refusal("""
                        delete from event_log where position = %1$s;
                        insert into event_log values (%1$s, uuidv7(), 'x', 'x', now(), 'x', null, '{}')
                        """.formatted(position)).isEmpty()).isEqualTo(fits);
    }

    @Test
    void holdForEveryDateOfEveryEvent() throws Exception {
        for (var file : List.of("participant", "village", "village-budget", "census")) {
            var schema = JSON.readTree(Contract.text("schemas/" + file + ".v1.schema.json"));

            assertThat(schema.findParents("format"))
                    .filteredOn(field -> field.get("format").asText().equals("date"))
                    .isNotEmpty()
                    .allSatisfy(field -> assertThat(field.path("pattern").asText())
                            .isEqualTo("^(19[0-9]{2}|20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}$"));
        }
    }

    private static List<String> faults(String example, String pointer, JsonNode value) throws JsonProcessingException {
        var document = JSON.readTree(Contract.text("examples/" + example + ".v1.json"));
        var path = JsonPointer.compile(pointer);
        ((ObjectNode) document.at(path.head())).set(path.last().getMatchingProperty(), value);
        var family = example.substring(0, example.indexOf('.'));
        return Contract.faults(
                "schemas/%s.v1.schema.json".formatted(example.endsWith("budgeted") ? "village-budget" : family),
                document);
    }

    private static JsonNode node(String value) throws JsonProcessingException {
        return value.matches("-?[0-9]+") ? JSON.readTree(value) : JSON.valueToTree(value);
    }

    /** Why the database does not take it, empty where it does: on a participant, a village and a budget, all of them undone. */
    private String refusal(String sql) throws SQLException {
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner")) {
            owner.setAutoCommit(false);
            try {
                prepare(owner);
                execute(owner, sql.startsWith("update") ? sql + row(sql) : sql);
                return "";
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as(e.getMessage()).isIn("23514", "22003", "22008");
                return e.getMessage();
            } finally {
                owner.rollback();
            }
        }
    }

    private static String row(String update) {
        return update.startsWith("update participant")
                ? " where name = 'Uji Batas'"
                : update.startsWith("update village_budget")
                        ? " where source_document = 'Uji batas'"
                        : " where code = '16.13.01.2003'";
    }

    private static void prepare(Connection owner) throws SQLException {
        execute(owner, """
                insert into participant (
                    id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment,
                    occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, warnings, created_at)
                values (uuidv7(), 1, sha256('limits'), coalesce(used_key('NIK_INDEX'), 1), '', 'Uji Batas', '1984-07-05', 'F', '16.01.07.2001', 'BPU',
                        'PETANI', 'ADD', '{JKK,JKM}', 'NEW', 'ACTIVE', '2026-03-02', '2026-03-02', '{}', now())
                """);
        execute(owner, """
                insert into village_budget
                values (uuidv7(), '16.01.07.2001', 2050, 1, 0, 0, 0, 0, 'Uji batas')
                """);
    }

    private static void execute(Connection owner, String sql) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
