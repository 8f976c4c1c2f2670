package id.desaterlindungi.reporting.coverage;

/** Whether a person was covered before the register existed: each one carried over leaves the anonymous baseline. */
public enum Origin {
    NEW,
    CARRIED_OVER
}
