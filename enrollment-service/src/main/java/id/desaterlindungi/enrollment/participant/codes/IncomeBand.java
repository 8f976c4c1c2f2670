package id.desaterlindungi.enrollment.participant.codes;

/** Monthly income in rupiah, as a band: no more of it is needed than the smallest contribution takes. */
public enum IncomeBand {
    UNDER_1_MILLION,
    FROM_1_TO_2_MILLION,
    FROM_2_TO_3_5_MILLION,
    OVER_3_5_MILLION
}
