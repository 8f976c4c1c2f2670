package id.desaterlindungi.benchmark.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one scenario found: collected while it runs, and kept as JSON for programs and as Markdown for people. */
public final class Report {
    private final String scenario;
    private final String title;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String postgresql = "?";
    private @Nullable String picture;

    public Report(String scenario, String title) {
        this.scenario = scenario;
        this.title = title;
    }

    /** A figure that is to be filled round by round, beside one that nothing of the system is in. */
    public void beside(Series measured, @Nullable Series baseline, @Nullable Target target) {
        rows.add(new Row(measured, baseline, target));
    }

    public void beside(Series measured, Series baseline) {
        beside(measured, baseline, null);
    }

    /** What a reader has to know to take the figures for what they are. */
    public void note(String sentence) {
        System.out.println("    " + sentence);
        notes.add(sentence);
    }

    /** @param svg one that shows the figures at a glance */
    public void picture(String svg) {
        picture = svg;
    }

    public void ranOn(String version) {
        postgresql = version;
    }

    /** @param root of the source tree */
    public void keep(Path root) throws IOException {
        var commit = commit(root);
        var day = LocalDate.now();
        var machine = Machine.here();
        var kept = new Kept(
                scenario,
                title,
                day.toString(),
                commit,
                machine,
                postgresql,
                Runtime.version().toString(),
                rows.stream().map(Figure::of).toList(),
                notes);
        var results = Files.createDirectories(root.resolve("deploy/benchmark/results"));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(results.resolve(scenario + ".json").toFile(), kept);
        if (picture != null) {
            Files.writeString(results.resolve(scenario + ".svg"), picture);
        }
        Files.write(results.resolve(scenario + ".md"), Page.of(kept, picture != null));
        Headline.write(root, results);
    }

    /** The form of the JSON. */
    record Kept(
            String scenario,
            String title,
            String day,
            String commit,
            Machine machine,
            String postgresql,
            String java,
            List<Figure> figures,
            List<String> notes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Figure(
            String what,
            String unit,
            Rounds measured,
            @Nullable String baselineWhat,
            @Nullable Rounds baseline,
            @Nullable Double ratio,
            @Nullable String target,
            @Nullable Boolean met) {
        static Figure of(Row row) {
            var baseline = row.baseline();
            var target = row.target();
            return new Figure(
                    row.measured().what(),
                    row.measured().unit(),
                    Rounds.of(row.measured()),
                    baseline == null ? null : baseline.what(),
                    baseline == null ? null : Rounds.of(baseline),
                    baseline == null ? null : row.ratio(),
                    target == null ? null : target.told(row.measured().unit()),
                    target == null ? null : row.isMet(target));
        }
    }

    record Rounds(List<Double> rounds, double median, double min, double max) {
        static Rounds of(Series series) {
            return new Rounds(series.rounds(), series.median(), series.min(), series.max());
        }
    }

    /** With a + where the tree had changes that were not committed; what a run writes itself does not count. */
    private static String commit(Path root) throws IOException {
        var changed = git(root, "status", "--porcelain", "--", ".", ":!deploy/benchmark/results", ":!README.md");
        return git(root, "rev-parse", "--short", "HEAD") + (changed.isEmpty() ? "" : "+");
    }

    private static String git(Path root, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
