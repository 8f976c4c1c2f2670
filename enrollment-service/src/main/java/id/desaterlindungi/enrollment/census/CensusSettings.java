package id.desaterlindungi.enrollment.census;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.census")
interface CensusSettings {
    /** From one census, or else from the first event, until the next is taken by itself; asked once a minute. */
    @WithDefault("1h")
    Duration every();
}
