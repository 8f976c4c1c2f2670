package id.desaterlindungi.enrollment.imports.correction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rows say where they have a finding, and which rows: those that say the same are asked about at once. */
public final class SaidWords {
    /** More would be a question for nearly each row. */
    private static final int MOST_OF_A_CHUNK = 200;

    private static final int MOST_OF_A_FINDING = 20;

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

        int rows() {
            return alone.size() + others.size();
        }
    }

    /** Kept sealed with an import. */
    public record Counted(String code, String field, String text, int rows, int alone, int firstRow) {}

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

    /**
     * Those of each finding that most rows say, the most first.
     *
     * @param chunks of all chunks of a list
     * @param without rows that have another finding instead by now
     */
    public static List<Counted> counted(Stream<Said> chunks, Set<Integer> without) {
        var byKey = chunks.map(one ->
                        new Said(one.code, one.field, one.text, rest(one.alone, without), rest(one.others, without)))
                .filter(one -> one.rows() > 0)
                .collect(Collectors.groupingBy(one -> new Key(one.code, one.field, one.text)));
        return byKey.entrySet().stream()
                .map(same -> counted(same.getKey(), same.getValue()))
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

    private static Counted counted(Key key, List<Said> same) {
        return new Counted(
                key.code,
                key.field,
                key.text,
                same.stream().mapToInt(Said::rows).sum(),
                same.stream().mapToInt(one -> one.alone.size()).sum(),
                same.stream()
                        .flatMap(one -> Stream.concat(one.alone.stream(), one.others.stream()))
                        .mapToInt(row -> row)
                        .min()
                        .orElse(0));
    }

    private static List<Integer> rest(List<Integer> rows, Set<Integer> without) {
        return without.isEmpty()
                ? rows
                : rows.stream().filter(row -> !without.contains(row)).toList();
    }
}
