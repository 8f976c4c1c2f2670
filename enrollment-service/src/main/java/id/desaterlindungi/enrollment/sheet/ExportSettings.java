package id.desaterlindungi.enrollment.sheet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.exports")
interface ExportSettings {
    /** Files on their way at once from this process; each takes a thread for as long as its reader needs. */
    @WithDefault("12")
    int sending();

    /** Of one caller. */
    @WithDefault("3")
    int sendingOfOne();

    /** Selections read at once from the database, each with a connection and a snapshot; the next one waits for a while. */
    @WithDefault("3")
    int reading();

    /** Where a file lies that its reader is behind with. Nobody sees it there, and it is gone with the process. */
    @WithDefault("${java.io.tmpdir}")
    Path directory();

    /** How long a file may be on its way, however fast. */
    @WithDefault("1h")
    Duration longest();
}
