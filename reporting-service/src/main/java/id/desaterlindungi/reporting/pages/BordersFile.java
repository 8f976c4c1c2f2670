package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.drawing.Borders;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The borders that the settings name, read once. A service whose file is wrong does not start: nobody would miss the map for weeks. */
@ApplicationScoped
class BordersFile {
    private final PagesSettings settings;
    private final Areas areas;
    private volatile @Nullable Borders borders;

    BordersFile(PagesSettings settings, Areas areas) {
        this.settings = settings;
        this.areas = areas;
    }

    void start(@Observes StartupEvent event) {
        settings.borders().ifPresent(file -> borders = read(file));
    }

    private Borders read(Path file) {
        try {
            return Borders.read(file, areas.codes(Level.REGENCY));
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalStateException("reporting.pages.borders names " + file + ": " + e.getMessage(), e);
        }
    }

    /** Empty where tiles are drawn. */
    Optional<Borders> borders() {
        return Optional.ofNullable(borders);
    }
}
