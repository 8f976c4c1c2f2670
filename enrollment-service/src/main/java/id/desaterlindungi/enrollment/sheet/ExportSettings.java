package id.desaterlindungi.enrollment.sheet;

import id.desaterlindungi.enrollment.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.exports")
interface ExportSettings {
    /** Files that this process sends at the same time. Each takes a thread as long as its caller needs. */
    @WithDefault("12")
    @WithConverter(AboveZero.OfInteger.class)
    int sending();

    /** Files of one caller among them. */
    @WithDefault("3")
    @WithConverter(AboveZero.OfInteger.class)
    int sendingOfOne();

    /** Selections that are read from the database at the same time, each with a connection and a snapshot. The next one waits. */
    @WithDefault("3")
    @WithConverter(AboveZero.OfInteger.class)
    int reading();

    /** Where a file lies until its caller has it. It has no name there, and is gone with the process. */
    @WithDefault("${java.io.tmpdir}")
    Path directory();

    /** The longest time that sending a file may take. */
    @WithDefault("1h")
    @WithConverter(AboveZero.OfDuration.class)
    Duration longest();
}
