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
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of both services, and of their databases, are the cluster's; each has a page that says what to do. */
class AlertsIT {
    /** Whose they are, and where they stand. */
    private static final Map<String, Path> RULES = new TreeMap<>(Map.of(
            "enrollment-service", Path.of("../../enrollment-service/alerts.yaml"),
            "reporting-service", Path.of("../../reporting-service/alerts.yaml"),
            "databases", Path.of("alerts.yaml")));

    private static final Pattern ALERT = Pattern.compile("labels: '\\{alertname=\"(\\w+)\"}'");
    private static final YAMLMapper PLAIN = YAMLMapper.builder(new YAMLFactory())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    @Test
    void areWhatPrometheusIsGiven() throws IOException {
        for (var rules : RULES.entrySet()) {
            var name = rules.getKey();
            var rule = PLAIN.createObjectNode();
            rule.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
            rule.putObject("metadata").put("name", name).putObject("labels").put("app.kubernetes.io/name", name);
            ((ObjectNode) rule.putObject("spec"))
                    .set("groups", alerts(rules.getValue()).path("groups"));

            Kept.same(
                    Path.of("components/monitoring", name + "-rules.yaml"),
                    "# Made from %s by deploy/kubernetes/verify --write.\n"
                                    .formatted(Path.of("../..")
                                            .toAbsolutePath()
                                            .normalize()
                                            .relativize(rules.getValue()
                                                    .toAbsolutePath()
                                                    .normalize()))
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
        for (var file : RULES.values()) {
            alerts(file).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        }
        return rules;
    }

    private static JsonNode alerts(Path file) throws IOException {
        return Manifests.YAML.readTree(file.toFile());
    }
}
