package id.desaterlindungi.enrollment.participant.codes;

public enum Sex {
    F,
    M
}
