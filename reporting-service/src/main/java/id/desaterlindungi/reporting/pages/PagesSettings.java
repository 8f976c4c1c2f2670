package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.settings.AboveZero;
import id.desaterlindungi.reporting.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What the pages show of where they are, how many may look at them, and how much memory they take. */
@ConfigMapping(prefix = "reporting.pages")
interface PagesSettings {
    /** Where people find the pages, for codes that are printed. Else it is where a request says that it asked. */
    Optional<URI> address();

    /**
     * A file of GeoJSON (RFC 7946) with the borders of the regencies and cities, which are drawn in place of tiles: one feature for each, a
     * Polygon or MultiPolygon, whose property code is the Kemendagri code, such as 16.01. It is read at the start, and the service does not
     * start where the file is something else, lacks one of them, or has more than 4 MB. Without it tiles are drawn.
     */
    Optional<Path> borders();

    /** Where those borders come from, and under which licence, as it is told below the map and among the data. */
    Optional<String> bordersSource();

    /** Open pages that are told at once when the figures move; those beyond ask again from time to time. */
    @WithDefault("300")
    @WithConverter(AboveZero.OfInteger.class)
    int followers();

    /**
     * Pages kept as they were made, some 20 to 60 KB each, until the figures move; and the files to take along, twelve in each language,
     * of which that of all villages has half a megabyte.
     */
    @WithDefault("200")
    @WithConverter(NotNegative.OfInteger.class)
    int kept();
}
