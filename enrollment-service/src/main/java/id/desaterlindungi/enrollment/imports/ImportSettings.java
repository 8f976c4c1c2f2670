package id.desaterlindungi.enrollment.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.imports")
interface ImportSettings {
    @WithDefault("2000000")
    int maxRows();

    /** Rows checked, and later enrolled, in one transaction; it holds its villages against closure for as long. */
    @WithDefault("1000")
    int chunkRows();

    /** Closes a chunk before it has its rows: it is in memory as a whole, several times over. */
    @WithDefault("1000000")
    int chunkCharacters();

    /** How long the rows of one file may take to be read; a million take less than a minute. */
    @WithDefault("10m")
    Duration maxReading();

    /** Threads of this process that check and enroll. More of them take from whoever enrolls single people meanwhile. */
    @WithDefault("1")
    int workers();

    /** Files read at once in this process; the next one waits for a while, and is then asked to come again. */
    @WithDefault("2")
    int uploads();

    /** How long a worker waits before it looks by itself: finds what another replica has staged. */
    @WithDefault("1s")
    Duration idle();

    /** Failures of one import's work in a row, the database being there, after which it is given up. */
    @WithDefault("5")
    int attempts();

    /** How long an import waits after a failure of its work, times the number of failures. */
    @WithDefault("2s")
    Duration retryPause();

    /** How long the rows of an import are kept after it was committed, or checked and left lying. */
    @WithDefault("30d")
    Duration retention();
}
