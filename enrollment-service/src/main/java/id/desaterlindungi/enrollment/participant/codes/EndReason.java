package id.desaterlindungi.enrollment.participant.codes;

/** Why a membership ended. */
public enum EndReason {
    DIED,
    WITHDREW,
    LEFT_PROVINCE,
    DUPLICATE;

    /** Nobody comes back from death, and a duplicate's person is in the register under another id. */
    boolean mayBeReinstated() {
        return this == WITHDREW || this == LEFT_PROVINCE;
    }
}
