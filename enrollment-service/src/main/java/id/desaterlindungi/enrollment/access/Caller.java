package id.desaterlindungi.enrollment.access;

import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who asks, by the token of the request; only where a request is answered. Roles are in {@code groups} and Kemendagri codes in
 * {@code areas}, both lists: a text in their place, or roles in another claim, count for nothing.
 */
@ApplicationScoped
public class Caller {
    public static final int MOST_AREAS = 100;

    private static final Pattern AREA = Pattern.compile("16(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?");

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    public String subject() {
        return identity.getPrincipal().getName();
    }

    /** The program that the token was made for; empty where the token does not say. */
    public String client() {
        return text("azp").or(() -> text("client_id")).orElse("");
    }

    /** @throws ProblemException 403 for a token of several roles: which of them asks decides what is shown */
    public Role role() {
        var roles = Role.among(list("groups"));
        if (roles.size() > 1) {
            throw refused("roles-several");
        }
        return roles.isEmpty() ? Role.NONE : roles.getFirst();
    }

    /**
     * Where the caller may see people.
     *
     * @throws ProblemException 403 for a role without the areas that it needs, or with others
     */
    public Scope scope() {
        var role = role();
        if (!role.hasAreas()) {
            return Scope.NOWHERE;
        }
        var areas = list("areas");
        if (areas.isEmpty()) {
            throw refused("areas-missing");
        }
        if (areas.size() > MOST_AREAS) {
            throw refused("areas-too-many", MOST_AREAS);
        }
        if (!areas.stream().allMatch(area -> AREA.matcher(area).matches() && role.fits(area))) {
            throw refused("areas-unfit");
        }
        return Scope.of(areas);
    }

    /** What a program may do (OAuth 2.0, RFC 6749, 3.3). */
    boolean mayAlso(String scope) {
        return text("scope").stream().flatMap(all -> Stream.of(all.split(" "))).anyMatch(scope::equals);
    }

    /** When the token ends; empty outside a token. */
    public Optional<Instant> until() {
        return token().map(JsonWebToken::getExpirationTime).map(Instant::ofEpochSecond);
    }

    private Optional<OidcJwtCallerPrincipal> token() {
        return identity.getPrincipal() instanceof OidcJwtCallerPrincipal token ? Optional.of(token) : Optional.empty();
    }

    private Optional<String> text(String claim) {
        return claim(claim).filter(String.class::isInstance).map(String.class::cast);
    }

    private List<String> list(String claim) {
        return claim(claim)
                .filter(Collection.class::isInstance)
                .map(values ->
                        ((Collection<?>) values).stream().map(Caller::written).toList())
                .orElse(List.of());
    }

    private static String written(Object value) {
        return value instanceof JsonString json ? json.getString() : String.valueOf(value);
    }

    /** As it stands in the token: asked for one that no standard names, the principal itself throws and catches an exception. */
    private Optional<Object> claim(String name) {
        return token().map(token -> token.getClaims().getClaimValue(name));
    }

    private static ProblemException refused(String code, Object... arguments) {
        return ProblemException.of(Status.FORBIDDEN, code, arguments);
    }
}
