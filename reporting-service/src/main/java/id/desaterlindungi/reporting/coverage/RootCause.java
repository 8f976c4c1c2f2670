package id.desaterlindungi.reporting.coverage;

/** What a failure comes from in the end: what stands around it is the same for all. */
public final class RootCause {
    private RootCause() {}

    public static Throwable of(Throwable failure) {
        var cause = failure;
        for (var next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return cause;
    }
}
