package id.desaterlindungi.enrollment;

import static id.desaterlindungi.enrollment.Management.management;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import id.desaterlindungi.local.LocalStack;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The rules of {@code alerts.yaml} ask for what there is, and tell also where there is nothing to ask. */
@EnrollmentTest
class AlertsTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:enrollment|http|jvm|process|agroal)_\\w+");

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void everyMetricOfARuleExists() throws IOException {
        var rules = rules();
        // Rows are counted from the first on.
        caller().contentType("text/csv")
                .body(
                        "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program\n1;;;;;;;;\n")
                .post("/v1/imports")
                .then()
                .statusCode(202);
        await().untilAsserted(() -> assertThat(scraped()).contains("enrollment_import_rows_total"));

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).isNotBlank();
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            var asked = metrics(rule).toList();
            assertThat(asked).as(rule.toString()).isNotEmpty();
            assertThat(scraped()).contains(asked.toArray(String[]::new));
        });
    }

    @Test
    void whatDoesNotMoveIsToldAlsoWhereNothingIsKnown() throws IOException {
        assertThat(rules()).anySatisfy(rule -> asksForAGoodOne(rule, "enrollment_outbox_age_seconds"));
        assertThat(rules()).anySatisfy(rule -> asksForAGoodOne(rule, "enrollment_publisher_age_seconds"));
    }

    private static void asksForAGoodOne(JsonNode rule, String metric) {
        assertThat(rule.path("expr").asText()).matches("absent\\(" + metric + " < \\d+\\)");
    }

    @Test
    void eventsThatWaitForKafkaGrowOld() throws SQLException {
        await().untilAsserted(
                        () -> assertThat(value("enrollment_publisher_lag")).isZero());
        assertThat(value("enrollment_publisher_age_seconds")).isZero();

        // The publisher's row is held as by one that hangs.
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("select from event_cursor where stage = 'published' for update");
            caller().contentType("application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(SyntheticPerson.body())
                    .post("/v1/participants")
                    .then()
                    .statusCode(201);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(value("enrollment_publisher_age_seconds"))
                            .isGreaterThan(1));
            owner.rollback();
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(value("enrollment_publisher_age_seconds")).isZero());
    }

    @Test
    void anImportThatWasGivenUpShowsForADay() {
        var before = value("enrollment_imports_given_up");
        var id = UUID.randomUUID();
        jdbi.useHandle(handle -> handle.execute("""
                insert into import (id, state, actor, sha256, size_bytes, format, header_row, headers, fields, defaults,
                                    defaults_sha256, row_count, skipped_rows, commit_when_checked, failed_at)
                values (?, 'FAILED', 'nobody', sha256(?::text::bytea), 1, 'CSV', 1, '{}', '{}', '{}', sha256('1'), 1, 0, false, now())
                """, id, id));

        assertThat(value("enrollment_imports_given_up")).isEqualTo(before + 1);

        jdbi.useHandle(
                handle -> handle.execute("update import set failed_at = now() - interval '25 hours' where id = ?", id));
        assertThat(value("enrollment_imports_given_up")).isEqualTo(before);
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }

    private static List<JsonNode> rules() throws IOException {
        var rules = new ArrayList<JsonNode>();
        new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("alerts.yaml").toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static Stream<String> metrics(JsonNode rule) {
        return METRIC.matcher(rule.path("expr").asText()).results().map(MatchResult::group);
    }

    private static List<String> scraped() {
        return management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .distinct()
                .toList();
    }

    private static double value(String metric) {
        return management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.matches(metric + "(\\{[^}]*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
