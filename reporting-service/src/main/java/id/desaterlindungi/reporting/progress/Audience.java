package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

/** Who the figures are for: whoever may see all of them, or the public, which must not learn of a few people anywhere. */
@Singleton
public class Audience {

    /** Always gets the public's figures. */
    private static final String PUBLIC_ROLE = "public-figures";

    private final SecurityIdentity caller;

    Audience(SecurityIdentity caller) {
        this.caller = caller;
    }

    /** @param parameter the query parameter {@code public} */
    boolean isPublic(String parameter) {
        return switch (parameter) {
            case "true" -> true;
            case "false" -> caller.hasRole(PUBLIC_ROLE);
            default ->
                throw ProblemException.parameters(Finding.at("public", "code-unknown", "true, false"));
        };
    }

    /** For answers that cannot be proven safe for the public. */
    public void requireAll() {
        if (caller.hasRole(PUBLIC_ROLE)) {
            throw refused();
        }
    }

    static ProblemException refused() {
        return ProblemException.of(Status.FORBIDDEN, "not-for-the-public");
    }
}
