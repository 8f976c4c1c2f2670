package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What people may ask of what is held about them. */
@ConfigMapping(prefix = "enrollment.privacy")
interface PrivacySettings {
    /** How long after a request was received it is due. The law says 3 x 24 hours for access and correction (UU 27/2022). */
    @WithDefault("72h")
    @WithConverter(AboveZero.OfDuration.class)
    Duration answerWithin();

    /**
     * Months that the personal data of somebody are kept after the membership has ended; then they are erased. 0 keeps them until they
     * are asked for: which period the law wants is not settled, and what is erased does not come back.
     */
    @WithDefault("0")
    @WithConverter(NotNegative.OfInteger.class)
    int endedMonths();
}
