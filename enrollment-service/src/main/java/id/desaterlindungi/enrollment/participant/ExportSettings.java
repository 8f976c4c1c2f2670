package id.desaterlindungi.enrollment.participant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "enrollment.exports")
interface ExportSettings {
    /** Files on their way at once from this process; each keeps a connection and a snapshot of the database for as long as its reader takes. */
    @WithDefault("3")
    int sending();
}
