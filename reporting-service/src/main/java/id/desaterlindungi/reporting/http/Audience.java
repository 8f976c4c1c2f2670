package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.access.Caller;
import id.desaterlindungi.reporting.access.Role;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

/** Who the figures are for: whoever may see all of them, or the public, which must not learn of a few people anywhere. */
@ApplicationScoped
public class Audience {
    private final Caller caller;

    Audience(Caller caller) {
        this.caller = caller;
    }

    /** @param asked by the query parameter {@code public} */
    public boolean isPublic(boolean asked) {
        return asked || caller.role() == Role.PUBLIC_FIGURES;
    }

    /** Whether the caller may learn who of the offices has done something: another office, and nobody else. */
    public boolean isOffice() {
        return caller.role().isOffice();
    }

    public static ProblemException refused() {
        return ProblemException.of(Status.FORBIDDEN, "not-for-the-public");
    }
}
