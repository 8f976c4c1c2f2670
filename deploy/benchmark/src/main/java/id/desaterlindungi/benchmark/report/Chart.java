package id.desaterlindungi.benchmark.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines over a logarithmic number of people, as an SVG that is light, and dark where its reader is. */
public final class Chart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 50;
    private static final int RIGHT = 230;
    private static final int TOP = 50;
    private static final int BOTTOM = 45;
    private static final int LABEL_HEIGHT = 16;
    /** Variables of the style. */
    private static final List<String> COLORS = List.of("a", "b", "c", "d");

    private final String title;
    private final List<Line> lines;
    private final List<Integer> people;
    private final StringBuilder svg = new StringBuilder();

    /** @param values one for each number of people */
    public record Line(String name, List<Double> values) {
        double last() {
            return values.getLast();
        }
    }

    private Chart(String title, List<Integer> people, List<Line> lines) {
        this.title = title;
        this.people = people;
        // From the highest to the lowest end, as their labels stand.
        this.lines = lines.stream()
                .sorted(Comparator.comparingDouble(Line::last).reversed())
                .toList();
    }

    public static String of(String title, List<Integer> people, List<Line> lines) {
        return new Chart(title, people, lines).draw();
    }

    private String draw() {
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" font-family="sans-serif" font-size="13">
                <style>
                  :root { color-scheme: light dark; --paper: #fff; --ink: #222; --grid: #ddd; --a: #00639c; --b: #a14000; --c: #2d7031; --d: #7a3b8f }
                  @media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e6e6e6; --grid: #3a3d42; --a: #7cc0f0; --b: #f2a56b; --c: #8fd18f; --d: #d3a4e6 } }
                  text { fill: var(--ink) } .grid { stroke: var(--grid) } polyline { fill: none; stroke-width: 2 }
                </style>
                <rect width="100%%" height="100%%" fill="var(--paper)"/>
                <text x="%d" y="22" font-weight="bold">%s</text>
                """.formatted(WIDTH, HEIGHT, title, LEFT, title));
        var step = highest() > 4 ? Math.ceil(highest() / 4) : 0.5;
        for (var value = 0.0; value <= highest(); value += step) {
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, y(value), y(value));
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>", LEFT - 8, y(value) + 4, value);
        }
        for (var some : people) {
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>", x(some), HEIGHT - 18, some);
        }
        var below = Double.NEGATIVE_INFINITY;
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var color = COLORS.get(i % COLORS.size());
            var points = IntStream.range(0, people.size())
                    .mapToObj(at -> String.format(
                            Locale.ROOT,
                            "%.1f,%.1f",
                            x(people.get(at)),
                            y(line.values().get(at))))
                    .collect(Collectors.joining(" "));
            add("<polyline stroke=\"var(--%s)\" points=\"%s\"/>", color, points);
            // Labels stand at their lines' ends, and below one another where these meet.
            below = Math.max(y(line.last()) + 4, below + LABEL_HEIGHT);
            add(
                    "<text x=\"%d\" y=\"%.1f\" style=\"fill: var(--%s)\">%s %.2f</text>",
                    WIDTH - RIGHT + 8, below, color, line.name(), line.last());
        }
        return svg.append("</svg>\n").toString();
    }

    private double highest() {
        return Math.max(
                2,
                lines.stream()
                        .flatMap(line -> line.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(2));
    }

    private double x(int count) {
        var least = Math.log(people.getFirst());
        var most = Math.log(people.getLast());
        return LEFT + 30 + (WIDTH - LEFT - RIGHT - 60) * (Math.log(count) - least) / (most - least);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / highest();
    }

    private void add(String form, Object... values) {
        svg.append(String.format(Locale.ROOT, form, values)).append('\n');
    }
}
