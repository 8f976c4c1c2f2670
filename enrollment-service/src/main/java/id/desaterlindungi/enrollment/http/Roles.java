package id.desaterlindungi.enrollment.http;

/**
 * Who may ask for an operation that is not for the offices alone, which is what an operation is that says nothing. Lists of
 * roles stand in {@code application.properties} under {@code enrollment.roles}.
 */
public final class Roles {
    /** Reads without anybody's personal data: other programs too. */
    public static final String OFFICES_AND_PROGRAMS = "${enrollment.roles.offices-and-programs}";

    public static final String OPERATOR = "operator";

    private Roles() {}
}
