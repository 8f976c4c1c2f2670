package id.desaterlindungi.enrollment.access;

import io.quarkus.oidc.runtime.TenantConfigBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether the token issuer answers. Without it tokens are verified with the keys that are known, and only a key that is new is
 * not believed: the service works and stays ready, but degraded.
 */
@Readiness
@ApplicationScoped
class IssuerCheck implements HealthCheck {
    /** Shorter than any probe waits. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final TenantConfigBean issuers;

    IssuerCheck(TenantConfigBean issuers) {
        this.issuers = issuers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("token-issuer")
                .up()
                .withData("degraded", !answers())
                .build();
    }

    private boolean answers() {
        var issuer = issuers.getDefaultTenant();
        try {
            var status = issuer.getOidcProviderClient()
                    .getWebClient()
                    .getAbs(issuer.getOidcMetadata().getDiscoveryUri())
                    .send()
                    .await()
                    .atMost(LONGEST)
                    .statusCode();
            return status < 500;
        } catch (RuntimeException e) { // Also where the service began without an issuer and knows nothing of it yet.
            return false;
        }
    }
}
