package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of both services are the cluster's too, and each has a page that says what to do. */
class AlertsIT {
    private static final List<String> SERVICES = List.of("enrollment-service", "reporting-service");
    private static final Pattern ALERT = Pattern.compile("labels: '\\{alertname=\"(\\w+)\"}'");
    private static final YAMLMapper PLAIN = YAMLMapper.builder(new YAMLFactory())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    @Test
    void areWhatPrometheusIsGiven() throws IOException {
        for (var service : SERVICES) {
            var rule = PLAIN.createObjectNode();
            rule.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
            rule.putObject("metadata").put("name", service).putObject("labels").put("app.kubernetes.io/name", service);
            ((ObjectNode) rule.putObject("spec")).set("groups", alerts(service).path("groups"));

            Kept.same(
                    Path.of("components/monitoring", service + "-rules.yaml"),
                    "# Made from %s/alerts.yaml by deploy/kubernetes/verify --write.\n".formatted(service)
                            + PLAIN.writeValueAsString(rule));
        }
    }

    @Test
    void haveARunbookEach() throws IOException {
        var named = new TreeSet<String>();
        for (var rule : rules()) {
            var page = rule.at("/annotations/runbook").asText();
            assertThat(page)
                    .isEqualTo(
                            "deploy/kubernetes/runbooks/" + rule.path("alert").asText() + ".md");
            assertThat(Path.of("../..", page))
                    .content()
                    .contains("**It means.**", "**Look at**", "**Do**", "**Tried.**");
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
            named.add(Path.of(page).getFileName().toString());
        }

        try (var pages = Files.list(Path.of("runbooks"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(page -> !page.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
        assertThat(Path.of("runbooks/README.md")).content().contains(named);
    }

    /** Each is raised in some case of {@code rules-test.yaml}, which {@code verify} gives to promtool. */
    @Test
    void areTriedByPromtool() throws IOException {
        var raised = new TreeSet<String>();
        ALERT.matcher(Files.readString(Path.of("rules-test.yaml")))
                .results()
                .forEach(match -> raised.add(match.group(1)));

        assertThat(raised)
                .containsExactlyInAnyOrderElementsOf(rules().stream()
                        .map(rule -> rule.path("alert").asText())
                        .toList());
    }

    private static List<JsonNode> rules() throws IOException {
        var rules = new ArrayList<JsonNode>();
        for (var service : SERVICES) {
            alerts(service).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        }
        return rules;
    }

    private static JsonNode alerts(String service) throws IOException {
        return Manifests.YAML.readTree(Path.of("../..", service, "alerts.yaml").toFile());
    }
}
