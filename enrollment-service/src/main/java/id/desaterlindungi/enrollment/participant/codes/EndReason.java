package id.desaterlindungi.enrollment.participant.codes;

/** Why a membership ended. */
public enum EndReason {
    DIED,
    WITHDREW,
    LEFT_PROVINCE,
    DUPLICATE;

    /**
     * Nobody comes back from death, though its record may be an error, which {@link StatusReason#RECORDED_IN_ERROR} takes back. A
     * duplicate's person is in the register under another id.
     */
    boolean mayBeReinstated() {
        return this == WITHDREW || this == LEFT_PROVINCE;
    }
}
