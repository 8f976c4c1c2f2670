package id.desaterlindungi.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure, measured once a round. */
public final class Series {
    private final String what;
    private final String unit;
    private final List<Double> rounds = new ArrayList<>();

    /**
     * @param what was done
     * @param unit as it stands behind the number
     */
    public Series(String what, String unit) {
        this.what = what;
        this.unit = unit;
    }

    public void add(double value) {
        rounds.add(value);
        System.out.printf("    %s: %s %s%n", what, told(value), unit);
    }

    public String what() {
        return what;
    }

    public String unit() {
        return unit;
    }

    List<Double> rounds() {
        return rounds;
    }

    public double median() {
        return median(rounds);
    }

    double min() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    double max() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Three digits that count; more would say more than was measured. */
    static String told(double value) {
        var form = Math.abs(value) >= 99.95 ? "%,.0f" : Math.abs(value) >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }
}
