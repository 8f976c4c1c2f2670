package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.Backoff;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.coverage.RootCause;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import id.desaterlindungi.reporting.coverage.events.EventsSettings;
import id.desaterlindungi.reporting.coverage.events.TopicReader;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Folds everything anew into the generation that does not answer, beside the live fold, and then swaps the two.
 *
 * <p>The table {@code rebuild} holds what is asked for; the generation's row in the projection holds how far it is. So any
 * replica goes on where another was killed. An advisory lock lets one replica work at a time; if two ever worked, positions
 * would still count each event once.
 *
 * <table>
 *   <caption>States of a generation</caption>
 *   <tr><th>EMPTY<td>{@code prepare} makes it BUILDING
 *   <tr><th>BUILDING<td>is folded into; {@code swap} makes it LIVE when it has reached the position of the live one
 *   <tr><th>LIVE<td>answers; {@code swap} makes it RETIRED
 *   <tr><th>RETIRED<td>{@code clearRetired} makes it EMPTY when the live one has matched a census, {@code prepare} BUILDING
 * </table>
 */
@ApplicationScoped
class Rebuild {
    private static final Logger LOG = Logger.getLogger(Rebuild.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BROKER_ANSWER = Duration.ofSeconds(5);
    /** Any number that no other lock of this database has. */
    static final long LOCK = 0x52454255494c44L;

    private final Jdbi jdbi;
    private final AgroalDataSource database;
    private final CoverageProjection projection;
    private final Intake intake;
    private final HeldMemory memory;
    private final EventsSettings settings;
    private final Map<String, Object> broker;
    private final ProjectionNews news;
    private final BlockingQueue<Boolean> wakeUp = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean stopped;
    /** What a rebuild has found out about the topic holds for its next try, and for no other rebuild. */
    private @Nullable Backlog backlog;

    private long backlogOf;

    Rebuild(
            Jdbi jdbi,
            AgroalDataSource database,
            CoverageProjection projection,
            Intake intake,
            HeldMemory memory,
            EventsSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            ProjectionNews news) {
        this.jdbi = jdbi;
        this.database = database;
        this.projection = projection;
        this.intake = intake;
        this.memory = memory;
        this.settings = settings;
        this.broker = broker;
        this.news = news;
        this.thread = Thread.ofPlatform().name("rebuild").unstarted(this::run);
        news.onNews(() -> {
            var _ = wakeUp.offer(true);
        });
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(10));
    }

    private enum Source {
        TOPIC,
        FEED
    }

    /** @param started whether the generation was cleared for it */
    private record Task(long id, Source source, boolean started) {}

    private void run() {
        var backoff = new Backoff(LOOK, settings.maxBackoff());
        while (!stopped) {
            var pause = LOOK;
            try {
                requireShape();
                if (task().isPresent()) {
                    alone();
                }
                clearRetired();
                backoff.reset();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | SQLException | Error e) {
                // Also where memory is short: this thread is the only one.
                LOG.warnf("Rebuild held up, tried again error=%s", e);
                noteFailure(e);
                pause = backoff.next();
            }
            try {
                var _ = wakeUp.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Asks for a rebuild if this release counts more than the live totals hold. */
    private void requireShape() {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        insert into rebuild (source, reason, requested_by)
                        select 'TOPIC', 'SHAPE', 'reporting-service' from projection
                         where state = 'LIVE' and shape < :shape
                            on conflict do nothing
                        """).bind("shape", TotalsVersion.CURRENT).execute());
    }

    private Optional<Task> task() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, source, started_at is not null as started from rebuild where finished_at is null
                        """)
                .map((row, _) ->
                        new Task(row.getLong("id"), Source.valueOf(row.getString("source")), row.getBoolean("started")))
                .findOne());
    }

    /** The lock belongs to a connection of its own and goes with it, also when this process is killed. */
    private void alone() throws SQLException, InterruptedException {
        try (var session = database.getConnection();
                var lock = session.createStatement()) {
            try (var row = lock.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                if (!row.next() || !row.getBoolean(1)) {
                    return; // Another replica is at it.
                }
            }
            try {
                // Read again: whoever held the lock until now may have finished it.
                var task = task();
                if (task.isPresent()) {
                    work(task.get(), session);
                }
            } finally {
                lock.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private void work(Task task, Connection session) throws SQLException, InterruptedException {
        var start = Instant.now();
        Integer generation = task.started() ? Integer.valueOf(building()) : prepare(task);
        if (generation == null) {
            return; // Somebody may still be reading what it held.
        }
        LOG.infof("Rebuild at work generation=%d source=%s", generation, task.source());
        switch (task.source()) {
            case TOPIC -> foldTopic(task, generation, session);
            case FEED -> foldFeed(task, generation, session);
        }
        LOG.infof(
                "Rebuild at an end generation=%d seconds=%d",
                generation, Duration.between(start, Instant.now()).toSeconds());
    }

    private int building() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select generation from projection where state = 'BUILDING'")
                        .mapTo(Integer.class)
                        .one());
    }

    /**
     * Clears the generation; readers of the other are held up for no longer than it takes to see that they are there.
     *
     * @return null as long as one who began to read before the last swap may still read the old totals
     */
    private @Nullable Integer prepare(Task task) {
        return jdbi.inTransaction(handle -> {
            if (!unread(handle)) {
                return null;
            }
            handle.execute("set local lock_timeout = '500ms'");
            var generation = handle.createQuery("select generation from projection where state <> 'LIVE' for update")
                    .mapTo(Integer.class)
                    .one();
            GenerationTables.clear(handle, generation);
            reset(handle, generation, "BUILDING", TotalsVersion.CURRENT);
            handle.createUpdate("update rebuild set started_at = clock_timestamp(), failure = null where id = :id")
                    .bind("id", task.id())
                    .execute();
            return generation;
        });
    }

    /**
     * Whether nobody can still be reading the totals that answered before the last swap. Truncating ignores snapshots: a reader
     * with an older snapshot would find the tables empty.
     */
    private boolean unread(Handle handle) {
        return handle.createQuery("""
                        select not exists (
                            select from rebuild
                             where finished_at > clock_timestamp() - :millis * interval '1 millisecond')
                        """)
                .bind("millis", settings.longestRead().toMillis())
                .mapTo(Boolean.class)
                .one();
    }

    private static void reset(Handle handle, int generation, String state, int shape) {
        handle.createUpdate("""
                        update projection
                           set state = :state, shape = :shape, position = 0, topic_offset = 0, event_at = null,
                               folded_at = null, complete_at = null, parked = 0, reconciled_at = null, matched = null,
                               waiting_for = null
                         where generation = :generation
                        """)
                .bind("generation", generation)
                .bind("state", state)
                .bind("shape", shape)
                .execute();
    }

    private void foldTopic(Task task, int generation, Connection session) throws SQLException, InterruptedException {
        var target = new TargetGeneration.Numbered(generation);
        var held = backlogOf(task);
        var partition = new TopicPartition(settings.topic(), 0);
        Map<String, Object> special =
                Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BROKER_ANSWER.toMillis());
        try (var consumer = TopicReader.open(settings, broker, special);
                var folding = new FoldThread("rebuild-fold")) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, topicOffset(generation));
            while (requireAlone(session)) {
                var received = TopicReader.gather(
                        consumer, partition, consumer.poll(POLL), settings.batch(), settings.backlog());
                // While events keep coming the topic's end is never where it was: what was seen of it is enough to try.
                var behind = consumer.currentLag(partition).orElse(1);
                var seen = !received.isEmpty() && behind == 0;
                var next = consumer.position(partition, BROKER_ANSWER);
                // Asks the broker: no records may also mean that it is away.
                var end = next
                        >= Objects.requireNonNullElse(
                                consumer.endOffsets(List.of(partition), BROKER_ANSWER)
                                        .get(partition),
                                0L);
                if (!received.isEmpty()) {
                    var source = new BatchSource.Topic(next, end);
                    folding.begin(() -> held.fold(target, received, source, end ? 0 : behind, Rebuild::log));
                }
                if (end || seen) {
                    folding.await();
                    held.write(Rebuild::log);
                    if (swap(task, generation) || swapFromFeed(task, generation)) {
                        return;
                    }
                }
            }
        } finally {
            held.forget();
        }
    }

    private Backlog backlogOf(Task task) {
        var known = backlog;
        if (known == null || backlogOf != task.id()) {
            known = new Backlog(projection, intake, settings, memory);
            backlog = known;
            backlogOf = task.id();
        }
        return known;
    }

    /** The feed has what the topic has lost at its end, and what the live totals have taken meanwhile. */
    private boolean swapFromFeed(Task task, int generation) {
        while (!stopped && takeFromFeed(generation)) {
            if (swap(task, generation)) {
                return true;
            }
        }
        return false;
    }

    private void foldFeed(Task task, int generation, Connection session) throws SQLException, InterruptedException {
        while (requireAlone(session)) {
            var more = takeFromFeed(generation);
            if (position(generation) >= projection.position() && swap(task, generation)) {
                return;
            }
            if (!more) {
                Thread.sleep(POLL);
            }
        }
    }

    /** @return false if the feed has no more */
    private boolean takeFromFeed(int generation) {
        var outcome = intake.takeFromFeed(new TargetGeneration.Numbered(generation), position(generation));
        outcome.ifPresent(Rebuild::log);
        return outcome.isPresent();
    }

    private boolean requireAlone(Connection session) throws SQLException, InterruptedException {
        if (stopped) {
            throw new InterruptedException();
        }
        if (!session.isValid((int) BROKER_ANSWER.toSeconds())) {
            throw new SQLException("The connection that holds the lock is gone");
        }
        return true;
    }

    private static void log(Outcome outcome) {
        LOG.debugf(
                "Rebuild folded position=%d events=%d millis=%d",
                outcome.position(),
                outcome.folded(),
                Duration.between(outcome.began(), Instant.now()).toMillis());
    }

    private long position(int generation) {
        return number("position", generation);
    }

    private long topicOffset(int generation) {
        return number("topic_offset", generation);
    }

    private long number(String column, int generation) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + column + " from projection where generation = :generation")
                        .bind("generation", generation)
                        .mapTo(Long.class)
                        .one());
    }

    /** What of the two rows decides about the swap. */
    private record Row(int generation, String state, long position, long topicOffset) {}

    /**
     * Swaps the generations if the new one has reached the position of the old. The consumer waits for the row's lock and then
     * finds the other generation live; events between the two positions come to it as repeats.
     */
    private boolean swap(Task task, int generation) {
        boolean swapped = jdbi.inTransaction(handle -> {
            var rows = handle.createQuery(
                            "select generation, state, position, topic_offset from projection order by generation for update")
                    .map((row, _) -> new Row(
                            row.getInt("generation"),
                            row.getString("state"),
                            row.getLong("position"),
                            row.getLong("topic_offset")))
                    .list();
            var fresh = rows.get(generation);
            var old = rows.get(1 - generation);
            if (!fresh.state().equals("BUILDING")) {
                throw new IllegalStateException("Generation " + generation + " is " + fresh.state());
            }
            if (fresh.position() < old.position()) {
                return false;
            }
            handle.execute("update projection set state = 'RETIRED' where generation = ?", old.generation());
            handle.createUpdate("""
                            update projection
                               set state = 'LIVE', topic_offset = :offset,
                                   complete_at = (select max(complete_at) from projection)
                             where generation = :generation
                            """)
                    .bind("offset", task.source() == Source.TOPIC ? fresh.topicOffset() : old.topicOffset())
                    .bind("generation", generation)
                    .execute();
            handle.createUpdate("""
                            update rebuild set finished_at = clock_timestamp(), position = :position, failure = null
                             where id = :id
                            """)
                    .bind("position", fresh.position())
                    .bind("id", task.id())
                    .execute();
            handle.execute("notify " + ProjectionNews.CHANNEL);
            return true;
        });
        if (swapped) {
            news.changed();
            LOG.infof("Rebuilt totals are live generation=%d position=%d", generation, projection.position());
        }
        return swapped;
    }

    /** Clears the old totals once the new ones have matched a census and nobody reads the old ones. */
    private void clearRetired() {
        jdbi.useTransaction(handle -> {
            if (!unread(handle)) {
                return;
            }
            handle.execute("set local lock_timeout = '500ms'");
            var retired = handle.createQuery("""
                            select generation from projection
                             where state = 'RETIRED'
                               and exists (select from projection where state = 'LIVE' and matched)
                               for update skip locked
                            """).mapTo(Integer.class).findOne().orElse(null);
            if (retired != null) {
                GenerationTables.clear(handle, retired);
                reset(handle, retired, "EMPTY", 0);
            }
        });
    }

    /** Shows in the answer about the rebuild. It may fail too: the database may be what is away. */
    private void noteFailure(Throwable failure) {
        try {
            jdbi.useHandle(handle -> handle.createUpdate(
                            "update rebuild set failure = left(:failure, 300) where finished_at is null")
                    .bind("failure", RootCause.of(failure).getClass().getSimpleName())
                    .execute());
        } catch (RuntimeException e) {
            LOG.debug("The failure could not be noted", e);
        }
    }
}
