package id.desaterlindungi.enrollment.access;

import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a token that was verified need not be verified again. */
@ConfigMapping(prefix = "enrollment.access")
interface AccessSettings {
    /** At most, and never longer than the token is valid. So long a token can outlive its issuer's key; 0 verifies each request. */
    @WithDefault("60s")
    @WithConverter(NotNegative.OfDuration.class)
    Duration rememberedFor();

    /** Tokens remembered at once, about 5 kB each; those least used are forgotten first. */
    @WithDefault("2000")
    @WithConverter(NotNegative.OfInteger.class)
    int remembered();
}
