package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Places.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The villages of the register, by which rows are read. A few thousand, kept in memory for some seconds. */
@ApplicationScoped
class PlaceDirectory implements Supplier<Places> {
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    private record Loaded(Places places, long readAt) {
        boolean isFresh() {
            return System.nanoTime() - readAt <= FRESH;
        }
    }

    private final Jdbi jdbi;
    private volatile @Nullable Loaded loaded;

    PlaceDirectory(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Places get() {
        var current = loaded;
        return current != null && current.isFresh() ? current.places : readOnce().places;
    }

    private synchronized Loaded readOnce() {
        var current = loaded;
        if (current == null || !current.isFresh()) {
            current = new Loaded(read(), System.nanoTime());
            loaded = current;
        }
        return current;
    }

    private Places read() {
        return new Places(jdbi.withHandle(handle -> handle.createQuery("""
                        select v.code, v.open_code is not null as open, a.name, d.name as district, r.name as regency
                        from village v
                        join area a on a.code = v.code
                        join area d on d.code = a.parent_code
                        join area r on r.code = d.parent_code
                        """)
                .map((row, _) -> Place.of(
                        row.getString("code"),
                        row.getBoolean("open"),
                        row.getString("name"),
                        row.getString("district"),
                        row.getString("regency")))
                .list()));
    }
}
