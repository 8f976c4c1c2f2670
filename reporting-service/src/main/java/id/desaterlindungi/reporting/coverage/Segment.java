package id.desaterlindungi.reporting.coverage;

/** Wage earners, own-account workers, construction workers, migrants. */
public enum Segment {
    PU,
    BPU,
    JAKON,
    PMI
}
