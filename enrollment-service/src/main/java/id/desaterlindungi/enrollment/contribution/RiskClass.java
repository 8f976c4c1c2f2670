package id.desaterlindungi.enrollment.contribution;

/** How dangerous an employer's work is. The branch assigns it; village officers need none. */
enum RiskClass {
    VERY_LOW,
    LOW,
    MEDIUM,
    HIGH,
    VERY_HIGH
}
