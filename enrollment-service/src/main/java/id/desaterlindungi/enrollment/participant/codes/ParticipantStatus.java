package id.desaterlindungi.enrollment.participant.codes;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a membership stands in its life. */
public enum ParticipantStatus {
    /** In the register, no cover yet. */
    REGISTERED,
    ACTIVE,
    /** One to three months unpaid; still counted as covered. */
    GRACE,
    /** More than three months unpaid. */
    LAPSED,
    ENDED;

    /** Whether the goal counts somebody who stands here. It promises no benefit. */
    public boolean covered() {
        return this == ACTIVE || this == GRACE;
    }

    /**
     * Where a membership may stand whose end was recorded in error: what it was before, or what it has become meanwhile.
     *
     * @param begun whether cover has begun: then it is not REGISTERED, from where it would become ACTIVE by itself
     */
    public static Set<ParticipantStatus> afterAnError(boolean begun) {
        return begun ? EnumSet.of(ACTIVE, GRACE, LAPSED) : EnumSet.of(REGISTERED, ACTIVE, GRACE, LAPSED);
    }

    /** Where it may go from here. Back to ACTIVE from LAPSED or ENDED is a reinstatement. */
    public Set<ParticipantStatus> next(@Nullable EndReason ended) {
        return switch (this) {
            case REGISTERED -> EnumSet.of(ACTIVE, ENDED);
            case ACTIVE -> EnumSet.of(GRACE, LAPSED, ENDED);
            case GRACE -> EnumSet.of(ACTIVE, LAPSED, ENDED);
            case LAPSED -> EnumSet.of(ACTIVE, ENDED);
            case ENDED ->
                ended != null && ended.mayBeReinstated() ? EnumSet.of(ACTIVE) : EnumSet.noneOf(ParticipantStatus.class);
        };
    }
}
