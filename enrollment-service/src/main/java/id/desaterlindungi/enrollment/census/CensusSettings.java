package id.desaterlindungi.enrollment.census;

import id.desaterlindungi.enrollment.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.census")
interface CensusSettings {
    /** How long after a census, or after the first event, the next one is taken. Checked once a minute. */
    @WithDefault("1h")
    @WithConverter(AboveZero.OfDuration.class)
    Duration every();
}
