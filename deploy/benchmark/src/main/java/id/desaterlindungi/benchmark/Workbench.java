package id.desaterlindungi.benchmark;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where scenarios are measured. One bed stands at a time; a quick run has one for all. */
final class Workbench implements AutoCloseable {
    private final Path root;
    private final Path data;
    private final Scale scale;
    private final Population population;
    private @Nullable Bed standing;
    private @Nullable Bed full;

    Workbench(Path root, Path data, Scale scale, Population population) {
        this.root = root;
        this.data = data;
        this.scale = scale;
        this.population = population;
    }

    /** For what outlives a run. */
    Path data() {
        return data;
    }

    Scale scale() {
        return scale;
    }

    /** With as many people as the goal wants: filled once, and left as scenarios leave it. */
    Bed full() throws Exception {
        if (full == null) {
            close();
            var bed = scale == Scale.QUICK ? fresh() : Bed.kept(root, data.resolve("register"), population, scale);
            standing = bed;
            bed.fill(scale.people());
            full = bed;
        }
        return full;
    }

    /** With nobody in it. */
    Bed empty() throws Exception {
        if (scale == Scale.QUICK) {
            return full();
        }
        close();
        return fresh();
    }

    /** The one that was measured on last. */
    String postgresVersion() throws SQLException {
        return standing == null ? "?" : standing.postgresVersion();
    }

    private Bed fresh() throws SQLException {
        var bed = Bed.fresh(root, data.resolve("fresh"), population, scale);
        standing = bed;
        return bed;
    }

    @Override
    public void close() {
        if (standing != null) {
            standing.close();
            standing = null;
            full = null;
        }
    }
}
