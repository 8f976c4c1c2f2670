package id.desaterlindungi.enrollment.participant;

public enum Sex {
    F,
    M
}
