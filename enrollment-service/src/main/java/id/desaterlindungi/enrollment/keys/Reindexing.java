package id.desaterlindungi.enrollment.keys;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Loop;
import id.desaterlindungi.enrollment.background.Signal;
import id.desaterlindungi.enrollment.keys.IndexedRows.Done;
import id.desaterlindungi.enrollment.keys.IndexedRows.Place;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.KeySettings;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Makes every index anew with the key that comes next, while all else goes on. {@link Phase} has the order. It goes on from where it was,
 * in short transactions, whichever replica does it and wherever another one was killed. What somebody holds at that moment is left to the
 * next pass; a phase is over when a pass has left nothing.
 */
@ApplicationScoped
class Reindexing {
    private static final Logger LOG = Logger.getLogger(Reindexing.class);

    /** How long it takes at most until the work of a killed replica is found, and how long a pass waits for the one before. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    /** With somebody whose NIK does not open: going over all again mends nothing. */
    private static final Duration REST = Duration.ofMinutes(10);

    private static final int LOOKED_AT_AT_ONCE = 100_000;

    /** Whoever writes waits so long at most at a turn of the phases: for those who are in the middle of a transaction. */
    private static final String SHORT_WAIT = "set local lock_timeout = '500ms'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /**
     * What everybody writes, by which index a NIK is unique and found, and what the work does. Each turn is made while nobody is in the
     * middle of a transaction.
     *
     * <pre>
     *           first index      second index      somebody is found by  the work
     *  WAITING  key before       none              key before            waits until each replica has the new key
     *  FILLING  key before       new key           key before            adds the second index of people, then of lists
     *  MOVING   new key          new key           either                puts people's second index into the first place
     *  CLEARING the one used     none              the one used          takes the rest of second indexes away; lists follow
     *  DONE     new key          none              new key
     * </pre>
     *
     * Until MOVING it can be taken back: CLEARING comes next, then TAKEN_BACK.
     */
    enum Phase {
        WAITING,
        FILLING,
        MOVING,
        CLEARING,
        DONE,
        TAKEN_BACK
    }

    private final Jdbi jdbi;
    private final Jdbi workers;
    private final Seal seal;
    private final Duration settling;
    private final IndexedRows people;
    private final IndexedRows lists = new IndexedLists();
    private final Signal signal = new Signal();
    private @Nullable Loop loop;

    Reindexing(Jdbi jdbi, @Workers Jdbi workers, Seal seal, KeySettings settings) {
        this.jdbi = jdbi;
        this.workers = workers;
        this.seal = seal;
        this.settling = settings.settling();
        this.people = new IndexedPeople(seal);
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("reindexing", signal, IDLE, this::step);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /** How far it is. */
    record Progress(
            int keyId,
            Phase phase,
            Instant begunAt,
            int pass,
            long lookedAt,
            long ofAbout,
            long indexed,
            long unopened,
            @Nullable Instant finishedAt) {}

    /** @param rows 0 for people, 1 for lists */
    record Work(
            UUID id, int key, Phase phase, boolean isTakenBack, int rows, Place place, long skipped, long unopened) {}

    /**
     * In the transaction of the caller. Where it is at work already, it goes on, and rests no longer.
     *
     * @throws ProblemException 409 where no key comes next
     */
    void begin(String actor) {
        jdbi.useHandle(handle -> {
            // No other key comes instead of this one meanwhile.
            handle.execute("lock table reindexing in row exclusive mode");
            var begun = handle.createUpdate("""
                            insert into reindexing (key_id, actor)
                            select key_id, :actor from register_key
                            where purpose = 'NIK_INDEX' and retired_at is null and used_from = 'infinity'
                            on conflict ((true)) where finished_at is null do nothing
                            """).bind("actor", actor).execute();
            if (begun == 0 && !isAtWork(handle)) {
                throw ProblemException.conflict("index-key-missing");
            }
            handle.execute(
                    "update reindexing set rests_until = null where finished_at is null and rests_until is not null");
        });
    }

    /**
     * In the transaction of the caller. A second call changes nothing. The turn is made by the work: the caller does not wait for the
     * transactions of others.
     *
     * @throws ProblemException 409 where the new key is used already, or nothing is on its way
     */
    void takeBack() {
        var taken = jdbi.withHandle(handle -> handle.execute("""
                update reindexing set taken_back = true
                where finished_at is null and (taken_back or phase in ('WAITING', 'FILLING'))
                """));
        if (taken == 0) {
            throw ProblemException.conflict("reindexing-over");
        }
    }

    private static boolean isAtWork(Handle handle) {
        return handle.createQuery("select exists (select from reindexing where finished_at is null)")
                .mapTo(Boolean.class)
                .one();
    }

    void wake() {
        signal.raise();
    }

    /** The one at work, or the last one. */
    Optional<Progress> progress() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select key_id, phase, begun_at, pass, looked_at, of_about, indexed, greatest(unopened, unopened_before) as unopened,
                            finished_at
                        from reindexing order by finished_at is null desc, id desc limit 1
                        """)
                .map((row, _) -> new Progress(
                        row.getInt("key_id"),
                        Phase.valueOf(row.getString("phase")),
                        row.getTimestamp("begun_at").toInstant(),
                        row.getInt("pass"),
                        row.getLong("looked_at"),
                        row.getLong("of_about"),
                        row.getLong("indexed"),
                        row.getLong("unopened"),
                        Optional.ofNullable(row.getTimestamp("finished_at"))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .findOne());
    }

    private boolean step() {
        try {
            return workers.inTransaction(
                    handle -> running(handle).map(work -> goOn(handle, work)).orElse(false));
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return false; // Somebody's transaction takes longer. Nothing was changed; the same comes again.
            }
            throw e;
        }
    }

    static Optional<Work> running(Handle handle) {
        return handle.createQuery("""
                        select id, key_id, phase, taken_back, place, after_row, after_number, skipped, unopened from reindexing
                        where finished_at is null and (rests_until is null or rests_until <= clock_timestamp() or taken_back)
                        for update skip locked
                        """)
                .map((row, _) -> new Work(
                        row.getObject("id", UUID.class),
                        row.getInt("key_id"),
                        Phase.valueOf(row.getString("phase")),
                        row.getBoolean("taken_back"),
                        row.getInt("place"),
                        new Place(row.getObject("after_row", UUID.class), row.getLong("after_number")),
                        row.getLong("skipped"),
                        row.getLong("unopened")))
                .findOne();
    }

    /** @return whether there may be more to do at once */
    boolean goOn(Handle handle, Work work) {
        if (work.isTakenBack && work.phase != Phase.CLEARING) {
            return turnAlone(handle, Phase.CLEARING);
        }
        return switch (work.phase) {
            case WAITING ->
                isSettled(handle, work.key) && seal.hasIndexKey(work.key) && turnAlone(handle, Phase.FILLING);
            case FILLING -> seal.hasIndexKey(work.key) && goOver(handle, work);
            case MOVING, CLEARING -> goOver(handle, work);
            case DONE, TAKEN_BACK -> false;
        };
    }

    private boolean isSettled(Handle handle, int key) {
        return handle.createQuery("""
                        select exists (
                            select from register_key where purpose = 'NIK_INDEX' and key_id = :key and retired_at is null
                              and known_at <= clock_timestamp() - :settling * interval '1 millisecond')
                        """)
                .bind("key", key)
                .bind("settling", settling.toMillis())
                .mapTo(Boolean.class)
                .one();
    }

    private boolean goOver(Handle handle, Work work) {
        var rows = work.rows == 0 ? people : lists;
        if (work.place.equals(Place.FIRST)) {
            count(handle, work);
        }
        var done = look(handle, rows, work);
        handle.createUpdate("""
                        update reindexing
                        set after_row = :row, after_number = :number, looked_at = looked_at + :lookedAt, skipped = skipped + :skipped,
                            indexed = indexed + :indexed, unopened = unopened + :unopened, rests_until = null
                        where id = :id
                        """)
                .bind("id", work.id)
                .bind("row", done.last().orElse(Place.FIRST).row())
                .bind("number", done.last().orElse(Place.FIRST).number())
                .bind("lookedAt", done.lookedAt())
                .bind("skipped", done.skipped())
                .bind("indexed", work.phase == Phase.FILLING ? done.changed() : 0)
                .bind("unopened", done.unopened())
                .execute();
        return done.last().isPresent() || endOfRows(handle, work, done);
    }

    private static Done look(Handle handle, IndexedRows rows, Work work) {
        return switch (work.phase) {
            case FILLING -> rows.fill(handle, work.place, work.key);
            case MOVING -> rows.move(handle, work.place, work.key);
            // People have been moved, and lists follow; unless all is taken back.
            case CLEARING ->
                work.rows == 1 && !work.isTakenBack
                        ? rows.move(handle, work.place, work.key)
                        : rows.clear(handle, work.place);
            case WAITING, DONE, TAKEN_BACK -> throw new IllegalStateException("Nothing is gone over: " + work.phase);
        };
    }

    /** People first, until nothing is left of them, then lists. People are moved alone: of lists both indexes are asked. */
    private boolean endOfRows(Handle handle, Work work, Done done) {
        var unopened = work.unopened + done.unopened();
        if (unopened > 0) {
            LOG.errorf("Indexes are not made of all people, the work rests unopened=%d", unopened);
            nextPass(handle, work, REST);
            return false;
        }
        if (work.skipped + done.skipped() > 0) {
            nextPass(handle, work, Duration.ZERO);
            return false; // What others are at takes them a moment.
        }
        return work.rows == 0 && work.phase != Phase.MOVING ? toLists(handle, work) : endOfPhase(handle, work);
    }

    private static boolean toLists(Handle handle, Work work) {
        handle.createUpdate("""
                        update reindexing set place = 1, after_row = :row, after_number = 0, pass = 1, looked_at = 0, unopened_before = 0
                        where id = :id
                        """)
                .bind("id", work.id)
                .bind("row", Place.FIRST.row())
                .execute();
        return true;
    }

    private boolean endOfPhase(Handle handle, Work work) {
        return switch (work.phase) {
            case FILLING -> isFilled(handle) ? turnAlone(handle, Phase.MOVING) : goOverAgain(handle, work);
            case MOVING -> turnAlone(handle, Phase.CLEARING);
            case CLEARING -> finish(handle, work);
            case WAITING, DONE, TAKEN_BACK -> throw new IllegalStateException("No phase ends: " + work.phase);
        };
    }

    /** Nobody can be without a second index by now. If somebody were, others could be enrolled with that NIK: so all are looked at. */
    private static boolean isFilled(Handle handle) {
        return !isAnybody(handle, "nik_index_next is null and erased_at is null");
    }

    /** Looks at all in parts, each of which takes less time than a statement may. Nobody comes to be so meanwhile. */
    private static boolean isAnybody(Handle handle, String so) {
        record Part(boolean isAnybody, Optional<UUID> last) {}
        var part = new Part(false, Optional.of(Place.FIRST.row()));
        while (!part.isAnybody && part.last.isPresent()) {
            part = handle.createQuery("""
                            with part as materialized (select id, %s as so from participant where id > :after order by id limit :most)
                            select coalesce(bool_or(so), false) as is_anybody, (select id from part order by id desc limit 1) as last from part
                            """.formatted(so))
                    .bind("after", part.last.get())
                    .bind("most", LOOKED_AT_AT_ONCE)
                    .map((row, _) -> new Part(
                            row.getBoolean("is_anybody"), Optional.ofNullable(row.getObject("last", UUID.class))))
                    .one();
        }
        return part.isAnybody;
    }

    private static boolean goOverAgain(Handle handle, Work work) {
        turn(handle, work.phase);
        return false;
    }

    /** While nobody is in the middle of a transaction that writes by the rule of before. */
    private static boolean turnAlone(Handle handle, Phase to) {
        takeGate(handle);
        if (to == Phase.MOVING) {
            // The last one is the one that is used, also where a clock that was set back would tell an earlier time.
            handle.execute("""
                    update register_key set used_from = greatest(clock_timestamp(), (
                        select max(used_from) + interval '1 microsecond' from register_key
                        where purpose = 'NIK_INDEX' and retired_at is null and used_from < 'infinity'))
                    where purpose = 'NIK_INDEX' and key_id = (select key_id from reindexing where finished_at is null)
                    """);
        }
        turn(handle, to);
        LOG.infof("Indexes are made anew phase=%s", to);
        return true;
    }

    private static void takeGate(Handle handle) {
        handle.execute(SHORT_WAIT);
        handle.execute("lock table nik_index_gate in share row exclusive mode");
    }

    private static void turn(Handle handle, Phase to) {
        handle.createUpdate("""
                        update reindexing
                        set phase = :phase, phase_began_at = case when phase = :phase then phase_began_at else clock_timestamp() end,
                            pass = 1, place = 0, after_row = :row, after_number = 0, looked_at = 0, skipped = 0, unopened = 0,
                            unopened_before = case when taken_back then greatest(unopened, unopened_before) else 0 end
                        where finished_at is null
                        """)
                .bind("phase", to)
                .bind("row", Place.FIRST.row())
                .execute();
    }

    /** Nobody has added a second index since the turn to this phase. The look at all may take long, so it comes before the gate. */
    private static boolean finish(Handle handle, Work work) {
        if (hasSecondIndexes(handle)) {
            return goOverAgain(handle, work);
        }
        takeGate(handle);
        if (work.isTakenBack) {
            retire(handle, "key_id = :key", work.key); // As long as a file has it, it comes again.
        } else {
            retire(handle, "key_id <> :key and used_from < 'infinity'", work.key);
        }
        handle.createUpdate("update reindexing set phase = :phase, finished_at = clock_timestamp() where id = :id")
                .bind("phase", work.isTakenBack ? Phase.TAKEN_BACK : Phase.DONE)
                .bind("id", work.id)
                .execute();
        LOG.infof("Indexes are by one key key=%s", Integer.toUnsignedString(usedKey(handle)));
        return false;
    }

    private static boolean hasSecondIndexes(Handle handle) {
        return isAnybody(handle, "nik_index_next is not null");
    }

    private static void retire(Handle handle, String which, int key) {
        handle.createUpdate("""
                        update register_key set retired_at = clock_timestamp()
                        where purpose = 'NIK_INDEX' and retired_at is null and %s
                        """.formatted(which)).bind("key", key).execute();
    }

    private static int usedKey(Handle handle) {
        return handle.createQuery("select used_key('NIK_INDEX')")
                .mapTo(Integer.class)
                .one();
    }

    /** How much there is to look at, about: of a small table, whose estimate may be none yet, it is counted. */
    private static void count(Handle handle, Work work) {
        handle.createUpdate("""
                        update reindexing
                        set of_about = (
                            select case when pg_relation_size(oid) < 64 * 1024 * 1024 then (select count(*) from %1$s) else greatest(reltuples, 0) end
                            from pg_class where oid = '%1$s'::regclass)
                        where id = :id and pass = 1
                        """.formatted(work.rows == 0 ? "participant" : "import_row"))
                .bind("id", work.id)
                .execute();
    }

    private static void nextPass(Handle handle, Work work, Duration rest) {
        handle.createUpdate("""
                        update reindexing
                        set pass = pass + 1, after_row = :row, after_number = 0, looked_at = 0, skipped = 0, unopened = 0,
                            unopened_before = case when taken_back then unopened_before else unopened end,
                            rests_until = clock_timestamp() + nullif(:rest, 0) * interval '1 millisecond'
                        where id = :id
                        """)
                .bind("id", work.id)
                .bind("rest", rest.toMillis())
                .bind("row", Place.FIRST.row())
                .execute();
    }
}
