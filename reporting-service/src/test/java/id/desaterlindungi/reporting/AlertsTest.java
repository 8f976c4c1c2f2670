package id.desaterlindungi.reporting;

import static id.desaterlindungi.reporting.Management.management;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of {@code alerts.yaml} ask for what there is, and tell also where there is nothing to ask. */
@QuarkusTest
class AlertsTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:reporting|http|jvm|process|agroal)_\\w+");

    @Test
    void everyMetricOfARuleExists() throws IOException {
        var scraped = management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .distinct()
                .toList();

        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).isNotBlank();
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            var asked = METRIC.matcher(rule.path("expr").asText())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(asked).as(rule.toString()).isNotEmpty();
            assertThat(scraped).containsAll(asked);
        });
    }

    /** A comparison with NaN is never true: a rule that asks for a bad figure stays silent where there is none. */
    @Test
    void whatWasNeverKnownIsNotTakenForGood() throws IOException {
        assertThat(rules())
                .anySatisfy(rule ->
                        assertThat(expression(rule)).matches("absent\\(reporting_projection_lag_seconds <= \\d+\\)"))
                .anySatisfy(rule -> assertThat(expression(rule))
                        .startsWith("absent(time() - reporting_reconciliation_time_seconds < "))
                .anySatisfy(rule ->
                        assertThat(expression(rule)).contains("increase(reporting_reconciliation_failures_total["));
    }

    private static String expression(JsonNode rule) {
        return rule.path("expr").asText();
    }

    private static List<JsonNode> rules() throws IOException {
        var rules = new ArrayList<JsonNode>();
        new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("alerts.yaml").toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }
}
