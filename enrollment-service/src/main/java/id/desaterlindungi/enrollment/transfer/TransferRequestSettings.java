package id.desaterlindungi.enrollment.transfer;

import id.desaterlindungi.enrollment.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.transfer-requests")
interface TransferRequestSettings {
    /** How long a request for a transfer waits for an answer. Then it has expired; one that was made before keeps its own time. */
    @WithDefault("14d")
    @WithConverter(AboveZero.OfDuration.class)
    Duration openFor();
}
