package id.desaterlindungi.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.net.InetAddress;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.MockWebServerWrapper;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider that believes everyone: who asks for a role gets it. Its signing key is kept with the data, so
 * a token outlives a restart.
 *
 * <p>{@code POST {issuer}/token} with {@code grant_type=client_credentials}, {@code client_id}, {@code client_secret} (any)
 * and, beyond the standard, {@code role} and {@code areas}, several with a space between them. Claims: {@code sub},
 * {@code aud} = desa-terlindungi, {@code groups} = the role, {@code areas}, and for a program its {@code scope}: the one asked for,
 * or else every one. Without a role it is a program's, for the province.
 *
 * <p>{@code GET {issuer}/authorize} lets a person choose a role and areas ({@link SignInRoute}).
 */
public final class TokenIssuer {
    public static final String AUDIENCE = "desa-terlindungi";

    private static final String ISSUER = "desa";
    private static final String SERVICE_ROLE = "service";
    private static final String PROVINCE = "16";
    private static final String EVERY_SCOPE =
            "participants:read participants:write imports:write events:read progress:read";
    /** Of tokens of people who have signed in, as Keycloak gives them. They are renewed while a session is used. */
    private static final Duration SIGN_IN_VALIDITY = Duration.ofMinutes(5);

    private static final Duration VALIDITY = Duration.ofHours(8);
    /** So long the same token is given again: to sign one takes longer than most requests that are sent with it. */
    private static final Duration GIVEN_AGAIN = Duration.ofHours(1);

    private final int port;
    private final RSAKey key;
    private final OAuth2TokenProvider tokens;
    private final Map<Map<String, Object>, Given> given = new ConcurrentHashMap<>();
    private @Nullable MockOAuth2Server server;
    private volatile Duration signInsValidFor = SIGN_IN_VALIDITY;

    private record Given(String token, Instant until) {}

    TokenIssuer(Path keys, int port) {
        this.port = port;
        this.key = signingKey(keys.resolve("oidc-signing.json"));
        this.tokens = new OAuth2TokenProvider(new KeyProvider(List.of(key)));
    }

    public String url() {
        return "http://localhost:" + port + "/" + ISSUER;
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        Ports.requireFree(port, "OpenID Connect");
        var config = new OAuth2Config(
                false,
                null,
                null,
                false,
                tokens,
                Set.of(new RoleByRequest(() -> signInsValidFor)),
                new MockWebServerWrapper(null));
        var starting = new MockOAuth2Server(
                config, new SignInRoute(new OAuth2HttpRequestHandler(config).getAuthorizationServer()));
        starting.start(InetAddress.getLoopbackAddress(), port);
        server = starting;
    }

    /** How long tokens are valid that people get from now on who sign in; null as usual. */
    public void signInsValidFor(@Nullable Duration other) {
        signInsValidFor = other == null ? SIGN_IN_VALIDITY : other;
    }

    public synchronized void stop() {
        var running = server;
        if (running == null) {
            return;
        }
        server = null;
        running.shutdown();
    }

    /**
     * A signed token, as {@code POST {issuer}/token} gives; valid for some hours.
     *
     * @param areas with a space between them
     */
    public String token(String role, @Nullable String areas) {
        return givenAgain(usual(role, areas));
    }

    /** That of somebody who is called otherwise than by role and areas. */
    public String tokenOf(String subject, String role, @Nullable String areas) {
        var claims = usual(role, areas);
        claims.put("sub", subject);
        return givenAgain(claims);
    }

    private String givenAgain(Map<String, Object> claims) {
        var now = Instant.now();
        return given.compute(
                        Map.copyOf(claims),
                        (_, before) -> before != null && now.isBefore(before.until)
                                ? before
                                : new Given(signed(claims), now.plus(GIVEN_AGAIN)))
                .token;
    }

    /** A signed token with other claims than usual, a new one each time; null takes one away. */
    public String token(String role, @Nullable String areas, Map<String, ? extends @Nullable Object> others) {
        var claims = usual(role, areas);
        others.forEach((name, value) -> {
            if (value == null) {
                claims.remove(name);
            } else {
                claims.put(name, value);
            }
        });
        return signed(claims);
    }

    /** Tokens that nobody may take, by what is wrong with each. */
    public Map<String, String> forged() {
        return ForgedTokens.of(usual("branch", PROVINCE), key);
    }

    private String signed(Map<String, Object> claims) {
        return tokens.jwt(claims, VALIDITY, ISSUER).serialize();
    }

    private Map<String, Object> usual(String role, @Nullable String areas) {
        var claims = claims(role, areas, EVERY_SCOPE);
        claims.put("iss", url());
        claims.put("sub", subject(role, areas));
        claims.put("aud", AUDIENCE);
        claims.put("azp", "token");
        return claims;
    }

    private static Map<String, Object> claims(String role, @Nullable String areas, String scope) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("groups", role.equals("none") ? List.of() : List.of(role));
        if (areas != null) {
            claims.put("areas", List.of(areas.split(" ")));
        }
        if (role.equals(SERVICE_ROLE)) {
            claims.put("scope", scope);
        }
        return claims;
    }

    static String subject(String role, @Nullable String areas) {
        return areas == null ? role : role + "@" + areas.replace(' ', ',');
    }

    private static RSAKey signingKey(Path file) {
        var json = PrivateFile.readOrCreate(file, () -> {
            try {
                return new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyID(ISSUER)
                        .generate()
                        .toJSONString();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            return RSAKey.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("No signing key in " + file, e);
        }
    }

    private static final class RoleByRequest implements OAuth2TokenCallback {
        private static final Set<String> SIGNED_IN = Set.of("authorization_code", "refresh_token");

        private final Supplier<Duration> signInsValidFor;

        RoleByRequest(Supplier<Duration> signInsValidFor) {
            this.signInsValidFor = signInsValidFor;
        }

        @Override
        public String issuerId() {
            return ISSUER;
        }

        @Override
        public String subject(TokenRequest request) {
            var role = parameter(request, "role");
            if (role != null) {
                return TokenIssuer.subject(role, parameter(request, "areas"));
            }
            return request.getClientAuthentication() == null
                    ? SERVICE_ROLE
                    : request.getClientAuthentication().getClientID().getValue();
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of(AUDIENCE);
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            if (SIGNED_IN.contains(request.getAuthorizationGrant().getType().getValue())) {
                // Who it is was chosen at the sign-in, and comes to this.
                return Map.of("exp", Date.from(Instant.now().plus(signInsValidFor.get())));
            }
            var role = parameter(request, "role");
            var scope = request.getScope();
            var scopes = scope == null || scope.isEmpty() ? EVERY_SCOPE : scope.toString();
            return role == null
                    ? claims(SERVICE_ROLE, PROVINCE, scopes)
                    : claims(role, parameter(request, "areas"), scopes);
        }

        @Override
        public long tokenExpiry() {
            return VALIDITY.toSeconds();
        }

        private static @Nullable String parameter(TokenRequest request, String name) {
            var values = request.getCustomParameter(name);
            return values == null || values.isEmpty() || values.getFirst().isBlank() ? null : values.getFirst();
        }
    }
}
