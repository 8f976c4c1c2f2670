package id.desaterlindungi.enrollment.transfer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.transfer-requests")
interface TransferRequestSettings {
    /** How long a request for a transfer waits for an answer. Then it has expired; one that was made before keeps its own time. */
    @WithDefault("14d")
    Duration openFor();
}
