package id.desaterlindungi.enrollment.breach;

import id.desaterlindungi.enrollment.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The register of breaches. */
@ConfigMapping(prefix = "enrollment.breaches")
interface BreachSettings {
    /** How long after a breach was noticed those concerned and the authority have to be told: 3 x 24 hours by UU 27/2022, article 46. */
    @WithDefault("72h")
    @WithConverter(AboveZero.OfDuration.class)
    Duration toldWithin();
}
