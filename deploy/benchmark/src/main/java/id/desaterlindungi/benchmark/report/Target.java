package id.desaterlindungi.benchmark.report;

/**
 * What the design aims at.
 *
 * @param least whether it is the least that is wanted, or else the most
 * @param ofBaseline whether it is a share of the baseline
 */
public record Target(double bound, boolean least, boolean ofBaseline) {
    public static Target atLeast(double bound) {
        return new Target(bound, true, false);
    }

    public static Target atMost(double bound) {
        return new Target(bound, false, false);
    }

    public static Target atLeastOfBaseline(double share) {
        return new Target(share, true, true);
    }

    public static Target atMostOfBaseline(double share) {
        return new Target(share, false, true);
    }

    boolean isMetBy(double value) {
        return least ? value >= bound : value <= bound;
    }

    /** @param unit of what is measured */
    String told(String unit) {
        return (least ? "≥ " : "≤ ") + Series.told(bound) + (ofBaseline ? " of it" : " " + unit);
    }
}
