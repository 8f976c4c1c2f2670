package id.desaterlindungi.enrollment.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who asks, by the token of the request. Only where a request is answered. */
@ApplicationScoped
public class Caller {
    private static final Scope PROVINCE = Scope.of(List.of("16"));

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    public String subject() {
        return identity.getPrincipal().getName();
    }

    /** The program that the token was made for; empty where the token does not say. */
    public String client() {
        return Stream.of("azp", "client_id")
                .flatMap(name -> claim(name).stream())
                .findFirst()
                .orElse("");
    }

    public Role role() {
        return Role.among(claim("groups")).stream().findFirst().orElse(Role.NONE);
    }

    /** Where the caller may see people. */
    public Scope scope() {
        var areas =
                Stream.of("areas", "area").flatMap(name -> claim(name).stream()).toList();
        return areas.isEmpty() ? PROVINCE : Scope.of(areas);
    }

    /** A claim's texts: of a list, or of the one that it is. */
    private List<String> claim(String name) {
        @Nullable Object claim = identity.getPrincipal() instanceof JsonWebToken token ? token.getClaim(name) : null;
        return switch (claim) {
            case null -> List.of();
            case Collection<?> several -> several.stream().map(Caller::text).toList();
            default -> List.of(text(claim));
        };
    }

    private static String text(Object value) {
        return value instanceof JsonString json ? json.getString() : String.valueOf(value);
    }
}
