package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** Who the figures are for: whoever may see all of them, or the public, which must not learn of a few people anywhere. */
@ApplicationScoped
public class Audience {

    /** Always gets the public's figures. */
    private static final String PUBLIC_ROLE = "public-figures";

    private static final List<String> OFFICES =
            List.of("village", "district", "regency", "province", "branch", "operator");

    private final SecurityIdentity caller;

    Audience(SecurityIdentity caller) {
        this.caller = caller;
    }

    /** @param asked by the query parameter {@code public} */
    public boolean isPublic(boolean asked) {
        return asked || isPublic();
    }

    /** Whether the caller may ask for the public's figures alone. */
    boolean isPublic() {
        return caller.hasRole(PUBLIC_ROLE);
    }

    /** Whether the caller may learn who of the offices has done something: another office, and nobody else. */
    public boolean isOffice() {
        return !isPublic() && OFFICES.stream().anyMatch(caller::hasRole);
    }

    public static ProblemException refused() {
        return ProblemException.of(Status.FORBIDDEN, "not-for-the-public");
    }
}
