package id.desaterlindungi.enrollment.imports.upload;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How files are received. */
@ConfigMapping(prefix = "enrollment.imports")
public interface UploadSettings {
    /** Where files lie while they are read. Each process has a directory of its own in it. */
    @WithDefault("${java.io.tmpdir}/desa-terlindungi-imports")
    Path directory();

    /** 1,485,000 rows of a CSV file take about 230 MB. */
    @WithDefault("256M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize maxFile();

    /** Files that this process receives at the same time, however slowly. The next sender is asked to come again. */
    @WithDefault("16")
    @WithConverter(AboveZero.OfInteger.class)
    int receiving();

    /** Files of one caller among them. Nobody needs more at once, and a quarter of all leaves room for others. */
    @WithDefault("4")
    @WithConverter(AboveZero.OfInteger.class)
    int receivingOfOne();

    /** How long a file that comes in parts is kept after its last part. A line may be down for a day. */
    @WithDefault("24h")
    @WithConverter(AboveZero.OfDuration.class)
    Duration partedKept();

    /** Bytes of all files that come in parts, as long as they are to be. */
    @WithDefault("4G")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize parted();

    /** The same of one caller: one of the largest files, or many of a village's. */
    @WithDefault("256M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize partedOfOne();

    /** A file may take this long at any pace. */
    @WithDefault("1m")
    @WithConverter(NotNegative.OfDuration.class)
    Duration freeSending();

    /** Bytes a second after that, on average. The slowest mobile line has twice as many. A village's 1,800 rows are 280 KB. */
    @WithDefault("4K")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize leastPace();
}
