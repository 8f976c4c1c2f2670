package id.desaterlindungi.enrollment.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Remembers whom a verified token stands for. A caller sends the same token with each request, and to verify its signature takes
 * a fifth of what an enrollment costs (decision 27 of enrollment-service). Only tokens that passed are kept, by their hash.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class RememberedTokens implements HttpAuthenticationMechanism {
    private static final String HASH = RememberedTokens.class.getName();

    private final OidcAuthenticationMechanism verifying;
    private final Cache<String, SecurityIdentity> remembered;

    RememberedTokens(OidcAuthenticationMechanism verifying, AccessSettings settings) {
        this.verifying = verifying;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(settings.rememberedFor().isPositive() ? settings.remembered() : 0)
                .expireAfter(Expiry.creating(
                        (String _, SecurityIdentity identity) -> validFor(identity, settings.rememberedFor())))
                .build();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (context.request().getHeader(HttpHeaders.AUTHORIZATION) == null) {
            return verifying.authenticate(context, providers);
        }
        var known = known(context);
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        return verifying.authenticate(context, providers).invoke(identity -> {
            if (identity != null && identity.getPrincipal() instanceof JsonWebToken) {
                remembered.put(hash(context), withoutRequest(identity));
            }
        });
    }

    /** Whom the token of this request stands for, if it passed just before; nothing is verified. */
    public Optional<SecurityIdentity> known(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.AUTHORIZATION) == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(remembered.getIfPresent(hash(context)))
                .filter(identity -> !validFor(identity, Duration.ofDays(1)).isZero());
    }

    /** What the platform adds holds on to the request that the token came with. */
    private static SecurityIdentity withoutRequest(SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles())
                .build();
    }

    /** Until the token ends, but not longer than that; not negative. */
    private static Duration validFor(SecurityIdentity identity, Duration most) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Duration.ZERO;
        }
        var left = Duration.between(Instant.now(), Instant.ofEpochSecond(token.getExpirationTime()));
        return left.isNegative() ? Duration.ZERO : left.compareTo(most) < 0 ? left : most;
    }

    /** Made once for each request. */
    private static String hash(RoutingContext context) {
        String made = context.get(HASH);
        if (made == null) {
            made = hash(context.request().getHeader(HttpHeaders.AUTHORIZATION));
            context.put(HASH, made);
        }
        return made;
    }

    private static String hash(String header) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(header.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return verifying.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return verifying.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return verifying.getCredentialTransport(context);
    }
}
