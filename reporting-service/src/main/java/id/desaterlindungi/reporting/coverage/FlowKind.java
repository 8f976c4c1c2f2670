package id.desaterlindungi.reporting.coverage;

/** What can happen to a person, as an area sees it. */
public enum FlowKind {
    ENROLLED,
    /** Active from REGISTERED, or again from GRACE. */
    ACTIVATED,
    /** Unpaid for 1 to 3 months, still covered. */
    GRACE,
    LAPSED,
    ENDED,
    /** Back from LAPSED or ENDED. */
    REINSTATED,
    TRANSFERRED_IN,
    TRANSFERRED_OUT,
    /** The record was wrong and was put right. */
    CORRECTED;

    /** What a change of status is. */
    public static FlowKind of(Status before, Status after) {
        if (before == after) {
            return CORRECTED;
        }
        // An end that was recorded in error may be taken back to LAPSED too.
        var back = before == Status.ENDED || before == Status.LAPSED && after != Status.ENDED;
        if (back) {
            return REINSTATED;
        }
        return switch (after) {
            case REGISTERED -> CORRECTED;
            case ACTIVE -> ACTIVATED;
            case GRACE -> GRACE;
            case LAPSED -> LAPSED;
            case ENDED -> ENDED;
        };
    }
}
