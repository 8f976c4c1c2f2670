package id.desaterlindungi.enrollment.participant;

/** Why somebody belongs to another village from now on. */
public enum TransferReason {
    MOVED,
    MARRIED,
    /** Was enrolled in the wrong village. */
    WRONG_VILLAGE,
    /** The village was split or merged. */
    VILLAGE_CHANGED
}
