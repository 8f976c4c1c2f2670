package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.CoverageProjection.Outcome;
import id.desaterlindungi.reporting.coverage.CoverageProjection.Reach;
import id.desaterlindungi.reporting.coverage.CoverageProjection.Target;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Folds everything anew into the generation that does not answer, beside the live fold, and lets it take the other's place.
 *
 * <p>What is asked for stands in the table {@code rebuild}, how far it is in the generation's own row of the projection: any
 * replica goes on where another was killed. One works at a time, whoever holds the advisory lock of its session; were there two,
 * positions would still count each event once.
 */
@Singleton
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
    private final EventsConfig config;
    private final Map<String, Object> broker;
    private final BlockingQueue<Boolean> wakeUp = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean stopped;

    Rebuild(
            Jdbi jdbi,
            AgroalDataSource database,
            CoverageProjection projection,
            Intake intake,
            EventsConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            ProjectionNews news) {
        this.jdbi = jdbi;
        this.database = database;
        this.projection = projection;
        this.intake = intake;
        this.config = config;
        this.broker = broker;
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
        var backoff = new Backoff(LOOK, config.maxBackoff());
        while (!stopped) {
            Duration pause = LOOK;
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

    /** A release that counts more than the live totals hold begins to count by itself. */
    private void requireShape() {
        jdbi.useHandle(
                handle -> handle.createUpdate("""
                        insert into rebuild (source, reason, requested_by)
                        select 'TOPIC', 'SHAPE', 'reporting-service' from projection
                         where state = 'LIVE' and shape < :shape
                            on conflict do nothing
                        """).bind("shape", Shape.CURRENT).execute());
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
        try (Connection session = database.getConnection();
                var lock = session.createStatement()) {
            try (var row = lock.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                if (!row.next() || !row.getBoolean(1)) {
                    return; // Another replica is at it.
                }
            }
            try {
                // Read again: whoever held the lock until now may have finished it.
                Optional<Task> task = task();
                if (task.isPresent()) {
                    work(task.get(), session);
                }
            } finally {
                lock.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private void work(Task task, Connection session) throws SQLException, InterruptedException {
        Instant start = Instant.now();
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
            Integer generation = handle.createQuery(
                            "select generation from projection where state <> 'LIVE' for update")
                    .mapTo(Integer.class)
                    .one();
            GenerationTables.clear(handle, generation);
            reset(handle, generation, "BUILDING", Shape.CURRENT);
            handle.createUpdate("update rebuild set started_at = clock_timestamp(), failure = null where id = :id")
                    .bind("id", task.id())
                    .execute();
            return generation;
        });
    }

    /**
     * Whether nobody reads the totals that answered before the last swap: to clear them takes no heed of snapshots, and whoever
     * has an older one would find nothing where it was told to look.
     */
    private boolean unread(Handle handle) {
        return handle.createQuery("""
                        select not exists (
                            select from rebuild
                             where finished_at > clock_timestamp() - :millis * interval '1 millisecond')
                        """)
                .bind("millis", config.longestRead().toMillis())
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
        var partition = new TopicPartition(config.topic(), 0);
        Map<String, Object> special =
                Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BROKER_ANSWER.toMillis());
        try (Consumer<byte[], byte[]> consumer = TopicReader.open(config, broker, special);
                FoldThread folding = new FoldThread("rebuild-fold")) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, topicOffset(generation));
            while (requireAlone(session)) {
                List<Arrival> arrivals = TopicReader.gather(consumer, partition, consumer.poll(POLL), config.batch());
                // While events keep coming the topic's end is never where it was: what was seen of it is enough to try.
                boolean seen =
                        !arrivals.isEmpty() && consumer.currentLag(partition).orElse(1) == 0;
                long next = consumer.position(partition, BROKER_ANSWER);
                // Asks the broker: no records may also mean that it is away.
                boolean end = next
                        >= Objects.requireNonNullElse(
                                consumer.endOffsets(List.of(partition), BROKER_ANSWER)
                                        .get(partition),
                                0L);
                if (!arrivals.isEmpty()) {
                    var reach = new Reach.Topic(next, end);
                    folding.begin(
                            () -> intake.take(new Target.Generation(generation), arrivals, reach, Rebuild::folded));
                }
                if (end || seen) {
                    folding.await();
                    if (swap(task, generation) || swapFromFeed(task, generation)) {
                        return;
                    }
                }
            }
        }
    }

    /** What the topic has lost at its end stands in the feed, and so does what the live totals took meanwhile. */
    private boolean swapFromFeed(Task task, int generation) {
        for (long position = position(generation); ; ) {
            long reached = intake.takeFromFeed(new Target.Generation(generation), position, Rebuild::folded);
            if (reached == position || stopped) {
                return false;
            }
            if (swap(task, generation)) {
                return true;
            }
            position = reached;
        }
    }

    private void foldFeed(Task task, int generation, Connection session) throws SQLException, InterruptedException {
        while (requireAlone(session)) {
            long position = position(generation);
            long reached = intake.takeFromFeed(new Target.Generation(generation), position, Rebuild::folded);
            if (reached >= projection.position() && swap(task, generation)) {
                return;
            }
            if (reached == position) {
                Thread.sleep(POLL);
            }
        }
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

    private static void folded(Outcome outcome, Instant start) {
        Event last = outcome.folded().isEmpty() ? null : outcome.folded().getLast();
        LOG.debugf(
                "Rebuild folded position=%d events=%d millis=%d last=%s",
                outcome.position(),
                outcome.folded().size(),
                Duration.between(start, Instant.now()).toMillis(),
                last == null ? null : last.at());
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
     * Once nothing is missing of what the old totals hold. Who folds waits for the row's lock and then finds the other generation
     * live; events between the two positions come to it as repeats.
     */
    private boolean swap(Task task, int generation) {
        boolean swapped = jdbi.inTransaction(handle -> {
            List<Row> rows = handle.createQuery(
                            "select generation, state, position, topic_offset from projection order by generation for update")
                    .map((row, _) -> new Row(
                            row.getInt("generation"),
                            row.getString("state"),
                            row.getLong("position"),
                            row.getLong("topic_offset")))
                    .list();
            Row fresh = rows.get(generation);
            Row old = rows.get(1 - generation);
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
            LOG.infof("Rebuilt totals are live generation=%d position=%d", generation, projection.position());
        }
        return swapped;
    }

    /** The old totals go once the new ones have matched a census, and nobody reads them. */
    private void clearRetired() {
        jdbi.useTransaction(handle -> {
            if (!unread(handle)) {
                return;
            }
            handle.execute("set local lock_timeout = '500ms'");
            Integer retired =
                    handle.createQuery("""
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

    /** For whoever asks how it goes; the database may be what is away. */
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
