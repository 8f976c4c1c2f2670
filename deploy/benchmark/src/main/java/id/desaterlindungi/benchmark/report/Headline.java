package id.desaterlindungi.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.benchmark.report.Report.Figure;
import id.desaterlindungi.benchmark.report.Report.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** The table of the README: whatever the design aims at, of all results that are kept. */
final class Headline {
    private static final String BEGIN = "<!-- benchmark -->\n";
    private static final String END = "<!-- -->";

    private Headline() {}

    static void write(Path root, Path results) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("| | measured | its baseline | ratio | target |");
        lines.add("|---|---|---|---|---|");
        try (var files = Files.list(results)) {
            for (var file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                var kept = new ObjectMapper().readValue(file.toFile(), Kept.class);
                kept.figures().stream()
                        .filter(Headline::isAimedAt)
                        .map(Page::row)
                        .forEach(lines::add);
                lines.add("| [%s](deploy/benchmark/results/%s.md), %s, commit %s | | | | |"
                        .formatted(kept.title(), kept.scenario(), kept.day(), kept.commit()));
            }
        }
        var readme = root.resolve("README.md");
        var text = Files.readString(readme);
        var begin = text.indexOf(BEGIN) + BEGIN.length();
        var end = text.indexOf(END, begin);
        if (begin < BEGIN.length() || end < 0) {
            throw new IllegalStateException("README.md has no place for the table");
        }
        Files.writeString(readme, text.substring(0, begin) + String.join("\n", lines) + "\n" + text.substring(end));
    }

    private static boolean isAimedAt(Figure figure) {
        return figure.target() != null;
    }
}
