package id.desaterlindungi.enrollment.imports;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.imports")
interface ImportSettings {
    /** Where files lie while they are read; below it each process has a directory of its own. */
    @WithDefault("${java.io.tmpdir}/desa-terlindungi-imports")
    Path directory();

    /** 1,485,000 rows of a CSV file take about 230 MB. */
    @WithDefault("256M")
    MemorySize maxFile();

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

    /** Files on their way at once to this process, however slowly; the next one is asked to come again. */
    @WithDefault("16")
    int receiving();

    /** Of one caller: so many lists are hardly ever sent side by side, and a quarter leaves room for others. */
    @WithDefault("4")
    int receivingOfOne();

    /** How long a file may be on its way at any pace. */
    @WithDefault("1m")
    Duration freeSending();

    /** Bytes a second after that, on average; the slowest mobile line has twice as many. A village's 1,800 rows are 280 KB. */
    @WithDefault("4K")
    MemorySize leastPace();

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
