package id.desaterlindungi.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private final Report report = new Report("walking", "How fast one walks");

    @BeforeEach
    void measure() throws IOException {
        Files.writeString(root.resolve("README.md"), "before\n<!-- benchmark -->\nold\n<!-- -->\nafter\n");
        var run = series("a runner", 10, 20, 40);
        report.beside(series("on foot", 6, 5, 30), run, Target.atLeastOfBaseline(0.5));
        report.beside(series("longest pause", 2, 1, 9), null, Target.atMost(1.5));
        report.note("On a flat road.");
        report.ranOn("18.6");
    }

    @Test
    void keepsFiguresForPrograms() throws IOException {
        report.keep(root);

        var kept = new ObjectMapper()
                .readTree(root.resolve("deploy/benchmark/results/walking.json").toFile());
        var onFoot = kept.at("/figures/0");
        assertThat(onFoot.at("/measured/median").asDouble()).isEqualTo(6);
        assertThat(onFoot.at("/measured/min").asDouble()).isEqualTo(5);
        assertThat(onFoot.at("/measured/max").asDouble()).isEqualTo(30);
        assertThat(onFoot.at("/baseline/median").asDouble()).isEqualTo(20);
        // Round by round 0.6, 0.25 and 0.75; of the medians it would be 0.3.
        assertThat(onFoot.at("/ratio").asDouble()).isEqualTo(0.6);
        assertThat(onFoot.at("/met").asBoolean()).isTrue();
        assertThat(kept.at("/figures/1/met").asBoolean()).isFalse();
        assertThat(kept.at("/machine/processors").asInt()).isPositive();
        assertThat(kept.at("/postgresql").asText()).isEqualTo("18.6");
    }

    @Test
    void writesThemForPeopleAndIntoTheReadme() throws IOException {
        report.picture(Chart.of("A picture", List.of(10, 100), List.of(new Chart.Line("on foot", List.of(1.0, 1.2)))));

        report.keep(root);

        assertThat(root.resolve("deploy/benchmark/results/walking.md"))
                .content()
                .contains(
                        "![How fast one walks](walking.svg)",
                        "| on foot | **6.00** m/s (5.00 to 30.0) | a runner: **20.0** m/s (10.0 to 40.0) | 0.60 | ≥ 0.50 of it, met |",
                        "On a flat road.");
        assertThat(root.resolve("deploy/benchmark/results/walking.svg"))
                .content()
                .contains("prefers-color-scheme: dark", "on foot 1.20");
        assertThat(root.resolve("README.md"))
                .content()
                .startsWith("before\n<!-- benchmark -->\n| |")
                .contains("| longest pause | **2.00** m/s (1.00 to 9.00) |  |  | ≤ 1.50 m/s, missed |")
                .doesNotContain("old")
                .endsWith("<!-- -->\nafter\n");
    }

    private static Series series(String what, double... rounds) {
        var series = new Series(what, "m/s");
        for (var round : rounds) {
            series.add(round);
        }
        return series;
    }
}
