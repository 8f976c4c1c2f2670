package id.desaterlindungi.benchmark.report;

import id.desaterlindungi.benchmark.report.Report.Figure;
import id.desaterlindungi.benchmark.report.Report.Kept;
import id.desaterlindungi.benchmark.report.Report.Rounds;
import java.util.ArrayList;
import java.util.List;

/** What was found, as Markdown. */
final class Page {
    private Page() {}

    static List<String> of(Kept kept, boolean hasPicture) {
        var lines = new ArrayList<String>();
        lines.add("# " + kept.title());
        lines.add("");
        lines.add("Written by `deploy/benchmark/run %s` on %s, commit %s: %d processors (%s), %,d MiB of memory, "
                        .formatted(
                                kept.scenario(),
                                kept.day(),
                                kept.commit(),
                                kept.machine().processors(),
                                kept.machine().processor(),
                                kept.machine().memoryMebibytes())
                + "PostgreSQL %s with fsync on, Java %s, everything on this one machine."
                        .formatted(kept.postgresql(), kept.java()));
        lines.add("Medians of the rounds, with the least and the most; the ratio is taken round by round.");
        lines.add("");
        if (hasPicture) {
            lines.add("![%s](%s.svg)".formatted(kept.title(), kept.scenario()));
            lines.add("");
        }
        lines.add("| what | measured | its baseline | ratio | target |");
        lines.add("|---|---|---|---|---|");
        kept.figures().forEach(figure -> lines.add(row(figure)));
        for (var note : kept.notes()) {
            lines.add("");
            lines.add(note);
        }
        return lines;
    }

    static String row(Figure figure) {
        var baseline = figure.baseline();
        var ratio = figure.ratio();
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        figure.what(),
                        told(figure.measured(), figure.unit()),
                        baseline == null ? "" : figure.baselineWhat() + ": " + told(baseline, figure.unit()),
                        ratio == null ? "" : Series.told(ratio),
                        aim(figure));
    }

    private static String told(Rounds rounds, String unit) {
        return rounds.rounds().size() == 1
                ? "**%s** %s".formatted(Series.told(rounds.median()), unit)
                : "**%s** %s (%s to %s)"
                        .formatted(
                                Series.told(rounds.median()),
                                unit,
                                Series.told(rounds.min()),
                                Series.told(rounds.max()));
    }

    static String aim(Figure figure) {
        return figure.target() == null
                ? ""
                : figure.target() + (Boolean.TRUE.equals(figure.met()) ? ", met" : ", missed");
    }
}
