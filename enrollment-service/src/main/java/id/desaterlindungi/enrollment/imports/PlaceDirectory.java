package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Places.Place;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The villages of the register, by which rows are read. A few thousand, kept in memory for some seconds. */
@ApplicationScoped
class PlaceDirectory implements Supplier<Places> {
    private static final Duration FRESH = Duration.ofSeconds(5);
    /** Reading takes some ten milliseconds. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** @param parts of the places, by where a sender may have people: many rows come with the same */
    private record Loaded(Places places, Map<Scope, Places> parts, long readAt) {}

    private final Jdbi jdbi;
    private final Duration fresh;
    private final Lock reading = new ReentrantLock();
    private volatile @Nullable Loaded loaded;

    @Inject
    PlaceDirectory(@Workers Jdbi jdbi) {
        this(jdbi, FRESH);
    }

    PlaceDirectory(Jdbi jdbi, Duration fresh) {
        this.jdbi = jdbi;
        this.fresh = fresh;
    }

    /** Before anybody asks: from then on there is a list to go on with. */
    void start(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent event) {
        renew();
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

    /**
     * Who reads needs a connection beside the one of its transaction. So one reads at a time, and the others soon go on with what there
     * is: if they waited for it, they could hold all the connections for one of which it waits.
     */
    private Loaded current() {
        var current = Objects.requireNonNull(loaded);
        if (isFresh(current) || !isMineToRead()) {
            return current;
        }
        try {
            var latest = Objects.requireNonNull(loaded);
            return isFresh(latest) ? latest : renew();
        } finally {
            reading.unlock();
        }
    }

    private boolean isFresh(Loaded one) {
        return System.nanoTime() - one.readAt < fresh.toNanos();
    }

    private boolean isMineToRead() {
        try {
            return reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Loaded renew() {
        var renewed = new Loaded(read(), new ConcurrentHashMap<>(), System.nanoTime());
        loaded = renewed;
        return renewed;
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
