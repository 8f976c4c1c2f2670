package id.desaterlindungi.reporting.access;

import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantResolver;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Authentication.CookieSameSite;
import io.quarkus.oidc.runtime.OidcUtils;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The pages as a client of the token issuer, beside the API. A session is kept in cookies that only this service can read; the API
 * never looks at them, whatever a browser sends along.
 */
@ApplicationScoped
class PagesTenant implements TenantResolver {
    static final String ID = "pages";
    static final String DONE = "/sign-in/done";

    /** How the platform calls the cookies of a session. A long one is in several, whose names go on. */
    static final String COOKIE = OidcUtils.SESSION_COOKIE_NAME + "_" + ID;

    /** Of those that a browser brings back from the issuer; each ends with a name of its own. */
    static final String COOKIE_OF_BEGUN = OidcUtils.STATE_COOKIE_NAME + "_" + ID;

    private static final String ASKED = PagesTenant.class.getName();
    private static final int SHORTEST_KEY = 32;

    private final SignInSettings settings;
    private final Optional<URI> address;

    PagesTenant(SignInSettings settings, @ConfigProperty(name = "reporting.pages.address") Optional<URI> address) {
        this.settings = settings;
        this.address = address;
    }

    boolean isThere() {
        return settings.key().isPresent();
    }

    /** Whether people come by HTTPS though a proxy in front calls the service without. */
    boolean isSecure() {
        return address.map(URI::getScheme).filter("https"::equalsIgnoreCase).isPresent();
    }

    /** @throws IllegalStateException for a key that somebody could guess */
    void register(@Observes Oidc oidc, OidcConfig platform) {
        settings.key().ifPresent(key -> {
            if (key.length() < SHORTEST_KEY) {
                throw new IllegalStateException("reporting.sign-in.key has fewer than " + SHORTEST_KEY + " characters");
            }
            oidc.create(tenant(key, new OidcTenantConfigBuilder(OidcConfig.getDefaultTenant(platform))));
        });
    }

    /** @param api what is set for the API's tokens: where the issuer is, how it is reached, and whom its tokens are for */
    private OidcTenantConfig tenant(String key, OidcTenantConfigBuilder api) {
        api.tenantId(ID).applicationType(ApplicationType.WEB_APP).clientId(settings.clientId());
        settings.clientSecret().ifPresent(api::credentials);
        return api.token()
                .audience(settings.clientId())
                .refreshExpired()
                .allowOpaqueTokenIntrospection(false)
                .end()
                .authentication()
                .redirectPath(address.map(site -> site.resolve(DONE).toString()).orElse(DONE))
                .restorePathAfterRedirect()
                .pkceRequired()
                .stateSecret(derived(key, "state"))
                .nonceRequired()
                .verifyAccessToken()
                // The issuer leads back here from its own site: a strict cookie would not come along.
                .cookieSameSite(CookieSameSite.LAX)
                .stateCookieSameSite(CookieSameSite.LAX)
                .cookieForceSecure(isSecure())
                .end()
                .tokenStateManager()
                .encryptionSecret(derived(key, "session"))
                .end()
                .build();
    }

    /** A key for each use, so that what is sealed for one cannot be opened as the other. */
    private static String derived(String key, String use) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(use.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // Every Java has it, and takes any key.
        }
    }

    /** From now on this request is one of a page, whose session counts. */
    static void ask(RoutingContext exchange) {
        exchange.put(ASKED, true);
    }

    /** Never by the cookie, as the platform does where nothing is said: it would open the API with a session. */
    @Override
    public String resolve(RoutingContext exchange) {
        return exchange.get(ASKED) == null ? OidcUtils.DEFAULT_TENANT_ID : ID;
    }
}
