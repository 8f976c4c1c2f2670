package id.desaterlindungi.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.net.InetAddress;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.MockWebServerWrapper;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider that believes everyone: who asks for a role gets it. Its signing key is kept with the data, so
 * a token outlives a restart.
 *
 * <p>{@code POST {issuer}/token} with {@code grant_type=client_credentials}, {@code client_id}, {@code client_secret} (any)
 * and, beyond the standard, {@code role} and {@code area}. Claims: {@code sub}, {@code aud} = desa-terlindungi,
 * {@code groups} = the role, {@code area}.
 */
public final class TokenIssuer {

    public static final String AUDIENCE = "desa-terlindungi";

    private static final String ISSUER = "desa";
    private static final String SERVICE_ROLE = "service";
    private static final Duration VALIDITY = Duration.ofHours(8);

    private final int port;
    private final OAuth2TokenProvider tokens;
    private @Nullable MockOAuth2Server server;

    TokenIssuer(Path keys, int port) {
        this.port = port;
        this.tokens = new OAuth2TokenProvider(new KeyProvider(List.of(signingKey(keys.resolve("oidc-signing.json")))));
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
                false, null, null, false, tokens, Set.of(new RoleByRequest()), new MockWebServerWrapper(null));
        var starting = new MockOAuth2Server(config);
        starting.start(InetAddress.getLoopbackAddress(), port);
        server = starting;
    }

    public synchronized void stop() {
        var running = server;
        if (running == null) {
            return;
        }
        server = null;
        running.shutdown();
    }

    /** A signed token, the same as {@code POST {issuer}/token} gives. */
    public String token(String role, @Nullable String area) {
        var claims = claims(role, area);
        claims.put("iss", url());
        claims.put("sub", subject(role, area));
        claims.put("aud", AUDIENCE);
        return tokens.jwt(claims, VALIDITY, ISSUER).serialize();
    }

    private static Map<String, Object> claims(String role, @Nullable String area) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("groups", List.of(role));
        if (area != null) {
            claims.put("area", area);
        }
        return claims;
    }

    private static String subject(String role, @Nullable String area) {
        return area == null ? role : role + "@" + area;
    }

    private static JWK signingKey(Path file) {
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
            return JWK.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("No signing key in " + file, e);
        }
    }

    private static final class RoleByRequest implements OAuth2TokenCallback {

        @Override
        public String issuerId() {
            return ISSUER;
        }

        @Override
        public String subject(TokenRequest request) {
            var role = parameter(request, "role");
            if (role != null) {
                return TokenIssuer.subject(role, parameter(request, "area"));
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
            var role = parameter(request, "role");
            return claims(role == null ? SERVICE_ROLE : role, parameter(request, "area"));
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
