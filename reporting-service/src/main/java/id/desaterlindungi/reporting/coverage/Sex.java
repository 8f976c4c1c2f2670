package id.desaterlindungi.reporting.coverage;

public enum Sex {
    F,
    M
}
