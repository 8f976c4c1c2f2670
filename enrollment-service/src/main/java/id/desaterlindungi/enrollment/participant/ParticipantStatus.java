package id.desaterlindungi.enrollment.participant;

/** Where a membership stands in its life. */
public enum ParticipantStatus {
    /** In the register, no cover yet. */
    REGISTERED,
    ACTIVE,
    /** One to three months unpaid; still counted. */
    GRACE,
    /** More than three months unpaid. */
    LAPSED,
    ENDED;

    /** Whether the goal counts somebody who stands here. It promises no benefit. */
    public boolean covered() {
        return this == ACTIVE || this == GRACE;
    }
}
