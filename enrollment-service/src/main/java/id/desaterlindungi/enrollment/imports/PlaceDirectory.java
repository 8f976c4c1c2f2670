package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Places.Place;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The villages of the register, by which rows are read. A few thousand, kept in memory for some seconds. */
@ApplicationScoped
class PlaceDirectory implements Supplier<Places> {
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    /** @param parts of the places, by where a sender may have people: many rows come with the same */
    private record Loaded(Places places, Map<Scope, Places> parts, long readAt) {
        boolean isFresh() {
            return System.nanoTime() - readAt <= FRESH;
        }
    }

    private final Jdbi jdbi;
    private volatile @Nullable Loaded loaded;

    PlaceDirectory(@Workers Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Places get() {
        return current().places;
    }

    /** As if there were no others than those of the areas. */
    Places of(Scope areas) {
        var current = current();
        return areas.holds(Scope.PROVINCE)
                ? current.places
                : current.parts.computeIfAbsent(areas, part -> current.places.only(part::holds));
    }

    private Loaded current() {
        var current = loaded;
        return current != null && current.isFresh() ? current : readOnce();
    }

    private synchronized Loaded readOnce() {
        var current = loaded;
        if (current == null || !current.isFresh()) {
            current = new Loaded(read(), new ConcurrentHashMap<>(), System.nanoTime());
            loaded = current;
        }
        return current;
    }

    /** On a connection of its own, beside any transaction: what everybody may know of villages belongs to nobody's work. */
    private Places read() {
        return QuarkusTransaction.suspendingExisting().call(() -> {
            try (var handle = jdbi.open()) {
                return new Places(handle.createQuery("""
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
                        .list());
            }
        });
    }
}
