package id.desaterlindungi.enrollment.imports.file;

import java.util.ArrayList;
import java.util.List;

/** Numbers of rows that rise, kept as ranges. */
final class RowNumbers {
    /** Limits what is kept and told. No list that people read has so many gaps. */
    private static final int MOST_RANGES = 500;

    private final List<int[]> ranges = new ArrayList<>();
    private int count;
    private boolean isCut;

    void add(int number) {
        count++;
        var last = ranges.isEmpty() ? null : ranges.getLast();
        if (last != null && number == last[1] + 1) {
            last[1] = number;
        } else if (ranges.size() < MOST_RANGES) {
            ranges.add(new int[] {number, number});
        } else {
            isCut = true;
        }
    }

    int count() {
        return count;
    }

    /** {@code 3, 5-8}; an ellipsis at the end where there are more. */
    String told() {
        var told = new StringBuilder();
        for (var range : ranges) {
            told.append(told.isEmpty() ? "" : ", ").append(range[0]);
            if (range[1] > range[0]) {
                told.append('-').append(range[1]);
            }
        }
        return isCut ? told.append(", …").toString() : told.toString();
    }
}
