package id.desaterlindungi.enrollment.participant.codes;

/** Whether a person is part of the baseline of people covered before this register existed. */
public enum Origin {
    /** First covered through this register. */
    NEW,
    /** Covered before: leaves the anonymous baseline on entering the register. Never a duplicate's, whose person left it once. */
    CARRIED_OVER
}
