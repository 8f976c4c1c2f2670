package id.desaterlindungi.reporting.coverage;

enum Sex {
    F,
    M
}
