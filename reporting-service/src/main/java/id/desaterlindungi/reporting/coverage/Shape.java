package id.desaterlindungi.reporting.coverage;

/**
 * What a generation of the totals holds, as a number that grows with each release that counts or reads more. A generation of an older
 * shape answers what it can until it has been folded anew.
 */
public final class Shape {

    /**
     * 2: with flows, cells of the areas above the villages, and facts of villages. 3: the same, and what was parked for a day
     * outside the limits is counted.
     */
    static final int CURRENT = 3;

    private Shape() {}

    /** Whether the totals know what happened on which day, and what the villages are. */
    public static boolean hasFlows(int shape) {
        return shape >= 2;
    }
}
