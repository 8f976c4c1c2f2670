package id.desaterlindungi.enrollment.keys;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Loop;
import id.desaterlindungi.enrollment.background.Signal;
import id.desaterlindungi.enrollment.sealing.KeySettings;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Seals all values anew that another key sealed than the one that is used now, and retires those before it then. It goes on from where it
 * was, in short transactions, whichever replica does it and wherever another one was killed. A row that somebody changes meanwhile
 * is left to the next pass; it is over when a pass finds nothing any more.
 */
@ApplicationScoped
class Resealing {
    private static final Logger LOG = Logger.getLogger(Resealing.class);

    /** How long it takes at most until the work of a killed replica is found, and how long a pass waits for the one before. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Jdbi jdbi;
    private final Jdbi workers;
    private final Seal seal;
    private final Duration settled;
    private final Signal signal = new Signal();
    private @Nullable Loop loop;

    Resealing(Jdbi jdbi, @Workers Jdbi workers, Seal seal, KeySettings settings) {
        this.jdbi = jdbi;
        this.workers = workers;
        this.seal = seal;
        this.settled = settings.settled();
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("resealing", signal, IDLE, this::step);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /** How far it is. */
    record Progress(
            UUID id,
            int keyId,
            Instant begunAt,
            int pass,
            long lookedAt,
            long ofAbout,
            long sealedAnew,
            long unopened,
            @Nullable Instant finishedAt) {}

    record Place(int column, UUID row, long number) {
        static final Place FIRST = new Place(0, BEFORE_ALL, 0);

        Place nextColumn() {
            return new Place(column + 1, BEFORE_ALL, 0);
        }
    }

    record Work(UUID id, int key, Place place, long found, long unopened) {}

    /** A value that another key sealed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Old(UUID row, long number, byte[] sealed) {}

    /** @param sealed null where there is nothing to do */
    @SuppressWarnings("ArrayRecordComponent")
    private record Looked(Place place, byte @Nullable [] sealed) {
        Optional<Old> old() {
            return Optional.ofNullable(sealed).map(value -> new Old(place.row(), place.number(), value));
        }
    }

    /** What was done in a step. @param last the last row looked at; empty at the end of the column */
    record Done(Optional<Place> last, int lookedAt, int found, int sealedAnew, int unopened) {}

    /** In the transaction of the caller. Where it is at work already, it goes on. */
    void begin(String actor) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into resealing (key_id, actor, of_about) values (used_key('SEALING'), :actor, 0)
                        on conflict ((true)) where finished_at is null do nothing
                        """).bind("actor", actor).execute());
    }

    void wake() {
        signal.raise();
    }

    /** The one at work, or the last one. */
    Optional<Progress> progress() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, key_id, begun_at, pass, looked_at, of_about, sealed_anew, unopened, finished_at
                        from resealing order by finished_at is null desc, id desc limit 1
                        """)
                .map((row, _) -> new Progress(
                        row.getObject("id", UUID.class),
                        row.getInt("key_id"),
                        row.getTimestamp("begun_at").toInstant(),
                        row.getInt("pass"),
                        row.getLong("looked_at"),
                        row.getLong("of_about"),
                        row.getLong("sealed_anew"),
                        row.getLong("unopened"),
                        Optional.ofNullable(row.getTimestamp("finished_at"))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .findOne());
    }

    private boolean step() {
        return workers.inTransaction(handle ->
                running(handle, settled).map(work -> goOn(handle, work)).orElse(false));
    }

    /** @param settled how long its key is used: by then nobody is at anything any more that was sealed with the key before */
    static Optional<Work> running(Handle handle, Duration settled) {
        return handle.createQuery("""
                        select id, key_id, place, after_row, after_number, found, unopened from resealing
                        where finished_at is null and clock_timestamp() - :settled * interval '1 millisecond' >= (
                            select used_from from register_key where purpose = 'SEALING' and register_key.key_id = resealing.key_id)
                        for update skip locked
                        """)
                .bind("settled", settled.toMillis())
                .map((row, _) -> new Work(
                        row.getObject("id", UUID.class),
                        row.getInt("key_id"),
                        new Place(
                                row.getInt("place"),
                                row.getObject("after_row", UUID.class),
                                row.getLong("after_number")),
                        row.getLong("found"),
                        row.getLong("unopened")))
                .findOne();
    }

    /** @return whether there may be more to do */
    boolean goOn(Handle handle, Work work) {
        if (seal.closingKey() != work.key()) {
            return isUsed(handle, seal.closingKey()) && beginAgain(handle, work);
        }
        if (work.place().column() == SealedColumn.ALL.size()) {
            return endPass(handle, work);
        }
        if (work.place().equals(Place.FIRST)) {
            count(handle, work);
        }
        var done = look(handle, SealedColumn.ALL.get(work.place().column()), work.place());
        var place = done.last().orElseGet(work.place()::nextColumn);
        handle.createUpdate("""
                        update resealing
                        set place = :place, after_row = :row, after_number = :number, looked_at = looked_at + :lookedAt,
                            found = found + :found, sealed_anew = sealed_anew + :sealedAnew, unopened = unopened + :unopened
                        where id = :id
                        """)
                .bind("id", work.id())
                .bind("place", place.column())
                .bind("row", place.row())
                .bind("number", place.number())
                .bind("lookedAt", done.lookedAt())
                .bind("found", done.found())
                .bind("sealedAnew", done.sealedAnew())
                .bind("unopened", done.unopened())
                .execute();
        return true;
    }

    /** How much there is to look at, about: whoever began it sees none of it. */
    private static void count(Handle handle, Work work) {
        handle.createUpdate("update resealing set of_about = %s where id = :id"
                        .formatted(SealedColumn.ALL.stream()
                                .map(column -> "(select count(*) from " + column.table() + ")")
                                .collect(Collectors.joining(" + "))))
                .bind("id", work.id())
                .execute();
    }

    /** Whether the register's own record says so too: a replica whose files lag behind decides nothing. */
    private static boolean isUsed(Handle handle, int key) {
        return handle.createQuery("select used_key('SEALING') = :key")
                .bind("key", key)
                .mapTo(Boolean.class)
                .one();
    }

    /** The key was changed once more in the middle of the work. */
    private boolean beginAgain(Handle handle, Work work) {
        handle.createUpdate("update resealing set key_id = :key where id = :id")
                .bind("key", seal.closingKey())
                .bind("id", work.id())
                .execute();
        nextPass(handle, work);
        return true;
    }

    static boolean endPass(Handle handle, Work work) {
        if (work.found() > 0) {
            nextPass(handle, work);
            return false; // What others are at takes them a moment.
        }
        handle.createUpdate("update resealing set finished_at = clock_timestamp() where id = :id")
                .bind("id", work.id())
                .execute();
        var retired = work.unopened() > 0
                ? List.<String>of()
                : handle.createQuery("""
                                update register_key set retired_at = clock_timestamp()
                                where purpose = 'SEALING' and retired_at is null and used_from < (
                                    select used_from from register_key where purpose = 'SEALING' and key_id = :key)
                                returning key_id
                                """)
                        .bind("key", work.key())
                        .mapTo(Integer.class)
                        .map(Integer::toUnsignedString)
                        .list();
        LOG.infof(
                "Everything is sealed with one key key=%s retired=%s unopened=%d",
                Integer.toUnsignedString(work.key()), retired, work.unopened());
        return false;
    }

    private static void nextPass(Handle handle, Work work) {
        handle.createUpdate("""
                        update resealing
                        set pass = pass + 1, place = 0, after_row = :row, after_number = 0, looked_at = 0, found = 0, unopened = 0
                        where id = :id
                        """).bind("id", work.id()).bind("row", BEFORE_ALL).execute();
    }

    Done look(Handle handle, SealedColumn column, Place after) {
        var mark = seal.mark();
        var looked = handle.createQuery("""
                        select %1$s as row, %2$s as number,
                            case when substring(%3$s from 1 for %4$d) <> :mark then %3$s end as sealed
                        from %5$s where %6$s order by %7$s limit :most
                        """.formatted(
                                column.row(),
                                column.number(),
                                column.column(),
                                mark.length,
                                column.table(),
                                column.after(),
                                column.order()))
                .bind("mark", mark)
                .bind("row", after.row())
                .bind("number", after.number())
                .bind("most", column.atOnce())
                .map((row, _) -> new Looked(
                        new Place(after.column(), row.getObject("row", UUID.class), row.getLong("number")),
                        row.getBytes("sealed")))
                .list();
        var olds = looked.stream().flatMap(one -> one.old().stream()).toList();
        var opened = olds.stream().filter(old -> opens(column, old)).toList();
        return new Done(
                looked.size() < column.atOnce()
                        ? Optional.empty()
                        : Optional.of(looked.getLast().place()),
                looked.size(),
                opened.size(),
                opened.isEmpty() ? 0 : seal(handle, column, opened),
                olds.size() - opened.size());
    }

    private boolean opens(SealedColumn column, Old old) {
        var opens = seal.tryOpen(old.sealed(), old.row(), column.field().apply(old.number()))
                .isPresent();
        if (!opens) {
            LOG.errorf(
                    "A sealed value does not open table=%s column=%s row=%s",
                    column.table(), column.column(), old.row());
        }
        return opens;
    }

    /** Waits for nobody: what others hold, or have changed by now, comes in the next pass. @return how many were sealed anew */
    int seal(Handle handle, SealedColumn column, List<Old> olds) {
        return handle.createUpdate("""
                        with given as materialized (
                            select * from unnest(:rows, :numbers, :olds, :news) as given (row_id, number, old, new)),
                        free as materialized (
                            select t.%1$s as row_id, %2$s as number from %3$s t
                            where t.%1$s = any(:rows) order by t.%1$s for no key update skip locked)
                        update %3$s t set %4$s = given.new
                        from given join free on free.row_id = given.row_id and free.number = given.number
                        where t.%1$s = given.row_id and %5$s = given.number and t.%4$s = given.old
                        """.formatted(
                                column.row(),
                                column.number(),
                                column.table(),
                                column.column(),
                                column.number().equals("0") ? "0" : "t." + column.number()))
                .bindArray("rows", UUID.class, olds.stream().map(Old::row).toList())
                .bindArray("numbers", Long.class, olds.stream().map(Old::number).toList())
                .bind("olds", ByteArrays.of(olds, Old::sealed))
                .bind("news", ByteArrays.of(olds, old -> anew(column, old)))
                .execute();
    }

    private byte[] anew(SealedColumn column, Old old) {
        var field = column.field().apply(old.number());
        return seal.closeBytes(seal.openBytes(old.sealed(), old.row(), field), old.row(), field);
    }
}
