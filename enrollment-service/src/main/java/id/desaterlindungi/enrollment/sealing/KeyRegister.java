package id.desaterlindungi.enrollment.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import id.desaterlindungi.enrollment.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Which keys the register was written with, as the database keeps it. Keys that do not fit are refused before anything is written
 * with them: one that is missing, another one under a known id, and keys of another register.
 */
@ApplicationScoped
class KeyRegister {
    private static final String SEALING = "SEALING";
    private static final String NIK_INDEX = "NIK_INDEX";
    private static final byte[] CHECK = "desa-terlindungi".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECK_BYTES = 32;

    private final Jdbi jdbi;

    /** @param jdbi for all rows: people of any village tell whether the keys are theirs */
    KeyRegister(@Workers Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param isUsed by now, and not retired */
    @SuppressWarnings("ArrayRecordComponent")
    private record Known(int id, byte[] checkValue, boolean isUsed, boolean isRetired) {}

    /**
     * Compares both keysets with what the register knows, and writes down a primary key that is new to it.
     *
     * @param settling how long a new sealing key is known before it is used
     * @throws UnfitKeys and then nothing is written
     */
    AdmittedKeys admit(Keyset sealing, Keyset index, Duration settling) {
        var opening = sealing.opening();
        var indexing = index.indexing();
        return jdbi.inTransaction(handle -> {
            if (isNews(sealing, known(handle, SEALING)) || isNews(index, known(handle, NIK_INDEX))) {
                // Replicas that find the same news take turns, and nobody begins work with a key that another one takes
                // the place of.
                handle.execute("lock table reindexing, register_key in share row exclusive mode");
            }
            var sealingKeys = known(handle, SEALING);
            var indexKeys = known(handle, NIK_INDEX);
            // Where it is taken back, one that lacks it may start to do so; until then the database has it write
            // nothing.
            var nextIndexKey = nextIndexKey(handle, "not taken_back");
            requireAll(sealing, sealingKeys.stream().filter(Known::isUsed).map(Known::id));
            requireAll(
                    index,
                    Stream.concat(indexKeys.stream().filter(Known::isUsed).map(Known::id), nextIndexKey.stream()));
            requireSealing(sealing, sealingKeys);
            requireIndexing(index, indexing, indexKeys);
            var first = sealingKeys.isEmpty() && indexKeys.isEmpty()
                    ? keyOfSomebody(handle, opening, indexing).orElseGet(index::primary)
                    : index.primary();
            if (indexKeys.isEmpty()) {
                write(handle, NIK_INDEX, first, value(indexing, first), Duration.ZERO);
            } else if (isNews(index, indexKeys) && !isReindexing(handle)) {
                writeComing(handle, index.primary(), value(indexing, index.primary()));
            }
            if (isNews(sealing, sealingKeys)) {
                write(
                        handle,
                        SEALING,
                        sealing.primary(),
                        sealed(sealing, sealing.primary()),
                        sealingKeys.isEmpty() ? Duration.ZERO : settling);
            }
            var retired = indexKeys.stream()
                    .filter(Known::isRetired)
                    .map(Known::id)
                    .filter(id -> id != index.primary())
                    .toList();
            return new AdmittedKeys(
                    used(handle),
                    index.ids().stream()
                            .filter(id -> !retired.contains(id))
                            .map(Integer::longValue)
                            .toList());
        });
    }

    /** The ids of the keys without which somebody would not be found, or be written so that others do not find them. */
    List<Long> indexKeysInUse() {
        return jdbi.withHandle(handle -> Stream.concat(
                        known(handle, NIK_INDEX).stream().filter(Known::isUsed).map(Known::id),
                        nextIndexKey(handle, "true").stream())
                .map(Integer::longValue)
                .toList());
    }

    /** The one that indexes are being made anew with. */
    private static Optional<Integer> nextIndexKey(Handle handle, String which) {
        return handle.createQuery("select key_id from reindexing where phase in ('FILLING', 'MOVING') and " + which)
                .mapTo(Integer.class)
                .findOne();
    }

    /**
     * Whether a keyset has a primary key that is neither used nor about to be. Where another one is about to be, one that is used
     * is left alone: it stands in the file of a replica that the change has not reached yet.
     */
    private static boolean isNews(Keyset keyset, List<Known> known) {
        var latest = known.stream().findFirst();
        var current = known.stream().filter(Known::isUsed).findFirst();
        return Stream.of(latest, current).flatMap(Optional::stream).noneMatch(key -> key.id() == keyset.primary());
    }

    /** The latest first, those that are retired last. */
    private static List<Known> known(Handle handle, String purpose) {
        return handle.createQuery("""
                        select key_id, check_value, retired_at is not null as retired,
                            retired_at is null
                                and (used_from <= clock_timestamp() or purpose = 'NIK_INDEX' and used_from < 'infinity') as used
                        from register_key where purpose = :purpose
                        order by retired_at is not null, used_from desc
                        """)
                .bind("purpose", purpose)
                .map((row, _) -> new Known(
                        row.getInt("key_id"),
                        row.getBytes("check_value"),
                        row.getBoolean("used"),
                        row.getBoolean("retired")))
                .list();
    }

    /** Then the key that comes next is settled; another one has to wait. */
    private static boolean isReindexing(Handle handle) {
        return handle.createQuery("select exists (select from reindexing where finished_at is null)")
                .mapTo(Boolean.class)
                .one();
    }

    private static void requireAll(Keyset keyset, Stream<Integer> ids) {
        ids.forEach(id -> {
            if (!keyset.ids().contains(id)) {
                throw new UnfitKeys(
                        keyset.file() + " lacks key " + Keyset.told(id) + ", which the register was written with");
            }
        });
    }

    private static void requireSealing(Keyset keyset, List<Known> known) {
        for (var key : known) {
            if (keyset.ids().contains(key.id())) {
                try {
                    var text = keyset.closing(key.id()).decrypt(key.checkValue(), CHECK);
                    if (Arrays.equals(text, CHECK)) {
                        continue;
                    }
                } catch (GeneralSecurityException e) {
                    // As below.
                }
                throw foreign(keyset, key.id());
            }
        }
    }

    private static void requireIndexing(Keyset keyset, PrfSet indexing, List<Known> known) {
        for (var key : known) {
            if (keyset.ids().contains(key.id()) && !Arrays.equals(value(indexing, key.id()), key.checkValue())) {
                throw foreign(keyset, key.id());
            }
        }
    }

    private static UnfitKeys foreign(Keyset keyset, int id) {
        return new UnfitKeys(keyset.file() + " has another key " + Keyset.told(id)
                + " than the one that the register was written with");
    }

    /**
     * A register from before its keys were written down tells by one of its people.
     *
     * @return the key of that one's index; empty in a register of nobody
     * @throws UnfitKeys where the keys are others
     */
    private static Optional<Integer> keyOfSomebody(Handle handle, Aead opening, PrfSet indexing) {
        return handle.createQuery(
                        "select id, nik_index, nik_index_key, nik_sealed from participant where erased_at is null limit 1")
                .map((row, _) -> {
                    var id = row.getObject("id", UUID.class);
                    try {
                        var nik = opening.decrypt(row.getBytes("nik_sealed"), Keys.place(id, "nik"));
                        var key = row.getInt("nik_index_key");
                        var prf = indexing.getPrfs().get(key);
                        if (prf != null && Arrays.equals(prf.compute(nik, CHECK_BYTES), row.getBytes("nik_index"))) {
                            return key;
                        }
                    } catch (GeneralSecurityException e) {
                        // As below.
                    }
                    throw new UnfitKeys("The keys are not those that the register was written with");
                })
                .findOne();
    }

    /** Of the index: no time makes it used, but the work that makes all indexes with it. One that came before and was never used goes. */
    private static void writeComing(Handle handle, int id, byte[] checkValue) {
        handle.execute("""
                update register_key set retired_at = clock_timestamp()
                where purpose = 'NIK_INDEX' and retired_at is null and used_from = 'infinity'
                """);
        handle.createUpdate("""
                        insert into register_key (purpose, key_id, check_value, used_from) values ('NIK_INDEX', :id, :checkValue, 'infinity')
                        on conflict (purpose, key_id) do update
                        set used_from = excluded.used_from, known_at = excluded.known_at, retired_at = null
                        """).bind("id", id).bind("checkValue", checkValue).execute();
    }

    private static void write(Handle handle, String purpose, int id, byte[] checkValue, Duration settling) {
        handle.createUpdate("""
                        insert into register_key (purpose, key_id, check_value, used_from)
                        values (:purpose, :id, :checkValue, clock_timestamp() + :settling * interval '1 millisecond')
                        on conflict (purpose, key_id) do update
                        set used_from = excluded.used_from, retired_at = null
                        """)
                .bind("purpose", purpose)
                .bind("id", id)
                .bind("checkValue", checkValue)
                .bind("settling", settling.toMillis())
                .execute();
    }

    private static int used(Handle handle) {
        return handle.createQuery("select used_key('SEALING')")
                .mapTo(Integer.class)
                .one();
    }

    private static byte[] value(PrfSet indexing, int id) {
        try {
            return Objects.requireNonNull(indexing.getPrfs().get(id)).compute(CHECK, CHECK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A check value could not be computed", e);
        }
    }

    private static byte[] sealed(Keyset keyset, int id) {
        try {
            return keyset.closing(id).encrypt(CHECK, CHECK);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A check value could not be sealed", e);
        }
    }
}
