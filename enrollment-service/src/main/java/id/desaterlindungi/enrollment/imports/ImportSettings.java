package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.imports")
interface ImportSettings {
    /** Rows of one list. */
    @WithDefault("2000000")
    @WithConverter(AboveZero.OfInteger.class)
    int maxRows();

    /** Rows that one transaction checks or enrolls. While it runs, their villages cannot be closed. */
    @WithDefault("1000")
    @WithConverter(AboveZero.OfInteger.class)
    int chunkRows();

    /** A chunk with so many characters takes no more rows, since memory holds all of it several times. */
    @WithDefault("1000000")
    @WithConverter(AboveZero.OfInteger.class)
    int chunkCharacters();

    /** How long it may take to read the rows of one file. A million take less than a minute. */
    @WithDefault("10m")
    @WithConverter(AboveZero.OfDuration.class)
    Duration maxReading();

    /** Threads of this process that check and enroll. More of them slow down single enrollments. */
    @WithDefault("1")
    @WithConverter(AboveZero.OfInteger.class)
    int workers();

    /** Files that this process reads at the same time. The next one waits for a while; then its sender is asked to come again. */
    @WithDefault("2")
    @WithConverter(AboveZero.OfInteger.class)
    int uploads();

    /** How long a worker waits for a signal before it looks by itself. This is how it finds what another replica has staged. */
    @WithDefault("1s")
    @WithConverter(AboveZero.OfDuration.class)
    Duration idle();

    /** An import is given up after so many failures of its work in a row. A lost database does not count. */
    @WithDefault("5")
    @WithConverter(AboveZero.OfInteger.class)
    int attempts();

    /** An import waits this long after a failure of its work, times the number of failures. */
    @WithDefault("2s")
    @WithConverter(NotNegative.OfDuration.class)
    Duration retryPause();

    /** How long rows are kept after the commit, or after the check if nobody commits. */
    @WithDefault("30d")
    @WithConverter(AboveZero.OfDuration.class)
    Duration retention();
}
