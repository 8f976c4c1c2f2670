package id.desaterlindungi.enrollment.imports.correction;

import id.desaterlindungi.enrollment.imports.file.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rows say where they have a finding, and which rows: those that say the same are asked about at once. */
public final class SaidWords {
    /** More would be a question for nearly each row. */
    private static final int MOST_OF_A_CHUNK = 200;

    private static final int MOST_OF_A_FINDING = 20;

    /** What one row alone says may be somebody's name that stands in the wrong column, and needs no decision for many. */
    private static final int FEWEST = 2;

    private record Key(String code, String field, String text) {}

    /**
     * Kept sealed with a chunk.
     *
     * @param alone rows that have no other finding
     * @param others rows that have more than this one
     */
    public record Said(String code, String field, String text, List<Integer> alone, List<Integer> others) {
        public Said {
            alone = List.copyOf(alone);
            others = List.copyOf(others);
        }

        /** As if these rows had said nothing; empty if no other row says it. */
        public Optional<Said> without(Set<Integer> rows) {
            var rest = new Said(code, field, text, without(alone, rows), without(others, rows));
            return rest.alone.isEmpty() && rest.others.isEmpty() ? Optional.empty() : Optional.of(rest);
        }

        private static List<Integer> without(List<Integer> all, Set<Integer> rows) {
            return all.stream().filter(row -> !rows.contains(row)).toList();
        }
    }

    /** Kept sealed with an import. */
    public record Counted(String code, String field, String text, int rows, int alone, int firstRow) {
        Counted with(Counted other) {
            return new Counted(
                    code, field, text, rows + other.rows, alone + other.alone, Math.min(firstRow, other.firstRow));
        }
    }

    private final Map<Key, List<Integer>> alone = new LinkedHashMap<>();
    private final Map<Key, List<Integer>> others = new LinkedHashMap<>();

    public void add(String code, String field, String text, int row, boolean isAlone) {
        var key = new Key(code, field, text);
        if (alone.containsKey(key) || alone.size() < MOST_OF_A_CHUNK) {
            var ofAlone = alone.computeIfAbsent(key, _ -> new ArrayList<>());
            var ofOthers = others.computeIfAbsent(key, _ -> new ArrayList<>());
            (isAlone ? ofAlone : ofOthers).add(row);
        }
    }

    public List<Said> all() {
        return alone.keySet().stream()
                .map(key -> new Said(
                        key.code,
                        key.field,
                        key.text,
                        alone.getOrDefault(key, List.of()),
                        others.getOrDefault(key, List.of())))
                .toList();
    }

    /** Puts together what the chunks of a list say. */
    public static final class Sum {
        /** Of a list in which each row says something else; the rest is in the question about all rows. */
        private static final int MOST = 10_000;

        private final Map<Key, Counted> counted = new HashMap<>();
        private final Set<Integer> without;

        /** @param without rows that have another finding instead by now */
        public Sum(Set<Integer> without) {
            this.without = Set.copyOf(without);
        }

        public void add(Said said) {
            var key = new Key(said.code, said.field, said.text);
            var alone =
                    said.alone.stream().filter(row -> !without.contains(row)).toList();
            var rows = Stream.concat(alone.stream(), said.others.stream().filter(row -> !without.contains(row)))
                    .toList();
            if (!rows.isEmpty() && (counted.containsKey(key) || counted.size() < MOST)) {
                counted.merge(
                        key,
                        new Counted(said.code, said.field, said.text, rows.size(), alone.size(), Collections.min(rows)),
                        Counted::with);
            }
        }

        /** Those of each finding that most rows say, the most first. */
        public List<Counted> most() {
            return counted.values().stream()
                    .filter(one -> one.rows >= FEWEST || isOfAPlace(one))
                    .collect(Collectors.groupingBy(one -> new Key(one.code, one.field, "")))
                    .values()
                    .stream()
                    .flatMap(finding -> finding.stream()
                            .sorted(Comparator.comparingInt(Counted::rows)
                                    .reversed()
                                    .thenComparing(Counted::firstRow))
                            .limit(MOST_OF_A_FINDING))
                    .toList();
        }

        /** Names of villages are nobody's, and each is looked for by itself. */
        private static boolean isOfAPlace(Counted one) {
            return Column.ofField(one.field).filter(Column::isOfAPlace).isPresent();
        }
    }
}
