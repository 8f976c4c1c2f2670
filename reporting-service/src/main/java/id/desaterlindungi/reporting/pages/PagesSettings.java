package id.desaterlindungi.reporting.pages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** How many may look at pages, and how much memory the pages take. */
@ConfigMapping(prefix = "reporting.pages")
interface PagesSettings {
    /** Where people find the pages, for codes that are printed. Else it is where a request says that it asked. */
    Optional<URI> address();

    /** Open pages that are told at once when the figures move; those beyond ask again from time to time. */
    @WithDefault("300")
    int followers();

    /**
     * Pages kept as they were made, some 20 to 60 KB each, until the figures move; and the files to take along, twelve in each language,
     * of which that of all villages has half a megabyte.
     */
    @WithDefault("200")
    int kept();
}
