package id.desaterlindungi.reporting.coverage;

/**
 * What a generation of the totals holds (column {@code shape} of its row in the projection). A release that counts or reads more
 * raises the number; a generation of an older version answers what it can until it has been folded anew.
 *
 * <table>
 *   <caption>Versions</caption>
 *   <tr><th>1<td>people by village and area
 *   <tr><th>2<td>also what happened by day, cells of the areas above the districts, and facts of villages
 *   <tr><th>3<td>the same tables; events dated outside the contract's limits are counted and not parked
 * </table>
 */
public final class TotalsVersion {
    public static final int CURRENT = 3;

    private TotalsVersion() {}

    /** Whether the totals know what happened on which day, and what the villages are. */
    public static boolean hasFlows(int version) {
        return version >= 2;
    }
}
