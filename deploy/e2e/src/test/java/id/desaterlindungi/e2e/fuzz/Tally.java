package id.desaterlindungi.e2e.fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what was answered, and how slowly, by operation. */
final class Tally {
    private static final String HEADER = "| operation | requests | statuses | slowest ms |\n|---|---:|---|---:|\n";

    private static final class Row {
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private long slowestNanos;
    }

    private final Map<String, Row> rows = new TreeMap<>();

    void expect(String operation) {
        rows.computeIfAbsent(operation, _ -> new Row());
    }

    void count(String operation, Answer answer) {
        var row = rows.computeIfAbsent(operation, _ -> new Row());
        row.statuses.merge(answer.status(), 1, Integer::sum);
        row.slowestNanos = Math.max(row.slowestNanos, answer.nanos());
    }

    int requests() {
        return rows.values().stream().mapToInt(Tally::requests).sum();
    }

    /** Operations that were never done. */
    Iterable<String> undone() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().statuses.keySet().stream().noneMatch(status -> status / 100 == 2))
                .map(Map.Entry::getKey)
                .toList();
    }

    String markdown() {
        var all = rows.entrySet().stream()
                .map(row -> "| %s | %d | %s | %d |"
                        .formatted(
                                row.getKey(),
                                requests(row.getValue()),
                                row.getValue().statuses.entrySet().stream()
                                        .map(status -> (status.getKey() == Answer.NONE ? "closed" : status.getKey())
                                                + "×" + status.getValue())
                                        .collect(Collectors.joining(" ")),
                                row.getValue().slowestNanos / 1_000_000))
                .collect(Collectors.joining("\n"));
        return HEADER + all + "\n| all | " + requests() + " | | |\n";
    }

    private static int requests(Row row) {
        return row.statuses.values().stream().mapToInt(Integer::intValue).sum();
    }
}
