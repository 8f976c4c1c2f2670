package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.Json;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Gives every committed outbox row its position: 1, 2, 3, ... without a gap, never changed again.
 *
 * <p>One at a time across all replicas: whoever holds the lock of the cursor's row. The rest skip and look again later. A
 * row that commits late simply gets a later position, so no reader of the log can miss it, as it could by paging the
 * outbox by its id.
 */
@ApplicationScoped
public class Sequencer {
    /** Longer than an observation takes; meanwhile the outbox only grows. */
    private static final String GATE = """
            set local idle_in_transaction_session_timeout = '30s';
            set local lock_timeout = '30s';
            lock table sequencing_gate in %s mode
            """;

    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Jdbi jdbi;
    private final EventSettings settings;
    private final Outbox outbox;
    private final Json json;
    private final Signals signals;
    private @Nullable Stage stage;

    Sequencer(Jdbi jdbi, EventSettings settings, Outbox outbox, Json json, Signals signals) {
        this.jdbi = jdbi;
        this.settings = settings;
        this.outbox = outbox;
        this.json = json;
        this.signals = signals;
    }

    void start(@Observes StartupEvent event) {
        stage = Stage.start("sequencer", signals.written(), settings.idle(), () -> {
            var moved = sequence();
            if (moved > 0) {
                signals.sequenced().raise();
            }
            return moved == settings.batch();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        if (stage != null) {
            stage.close();
        }
    }

    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("sequencer")
                .status(stage == null || stage.isAlive())
                .build();
    }

    /** Moves one batch, oldest rows first. @return how many; 0 also where another replica is at it */
    int sequence() {
        return jdbi.inTransaction(handle -> {
            // A replica that is frozen right here must not keep the others from sequencing.
            handle.execute(GATE.formatted("row exclusive"));
            var position = EventCursor.SEQUENCED.lockIfFree(handle);
            return position.isEmpty() ? 0 : move(handle, position.get(), settings.batch());
        });
    }

    private static int move(Handle handle, long position, int most) {
        var moved = handle.createUpdate("""
                        with batch as (
                            delete from outbox
                            where id <= (
                                select max(id) from (select id from outbox order by id limit :most) as oldest)
                            returning *
                        )
                        insert into event_log
                            (position, event_id, type, subject, recorded_at, actor, traceparent, data)
                        select :position + row_number() over (order by id),
                               event_id, type, subject, recorded_at, actor, traceparent, data
                        from batch
                        """)
                .bind("most", most)
                .bind("position", position)
                .execute();
        if (moved > 0) {
            EventCursor.SEQUENCED.move(handle, position + moved);
        }
        return moved;
    }

    /** An event that is in its place. */
    public record Placed(long position, OffsetDateTime recordedAt, Event event) {}

    /**
     * Appends what is observed about the register at exactly the position that the observation is of: every change that
     * it sees stands before the event, and every one that it does not see comes after it.
     *
     * <p>Writers go on meanwhile, and wait for nothing; their events get positions when the observation is over.
     *
     * @param observation reads in one snapshot; empty where nothing is to be appended after all
     */
    public Optional<Placed> observe(Function<Handle, Optional<Event>> observation) throws InterruptedException {
        drain();
        var placed = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            // Neither statement takes the snapshot: the first query after them does, with the gate in hand.
            handle.execute("set local statement_timeout = '60s'");
            handle.execute(GATE.formatted("exclusive"));
            var position = EventCursor.SEQUENCED.lock(handle);
            var event = observation.apply(handle);
            if (event.isEmpty()) {
                return Optional.<Placed>empty();
            }
            return Optional.of(append(handle, position + move(handle, position, Integer.MAX_VALUE) + 1, event.get()));
        });
        signals.sequenced().raise();
        return placed;
    }

    private Placed append(Handle handle, long position, Event event) {
        var recordedAt = handle.createQuery("""
                        insert into event_log (position, event_id, type, subject, recorded_at, actor, traceparent, data)
                        values (:position, uuidv7(), :type, :subject, clock_timestamp(), :actor, :traceparent,
                                cast(:data as json))
                        returning recorded_at
                        """)
                .bind("position", position)
                .bind("type", event.type())
                .bind("subject", event.subject())
                .bind("actor", outbox.actor())
                .bind("traceparent", Outbox.traceparent())
                .bind("data", json.write(event.data()))
                .mapTo(OffsetDateTime.class)
                .one();
        EventCursor.SEQUENCED.move(handle, position);
        return new Placed(position, recordedAt, event);
    }

    /** A long backlog is moved batch by batch first, so that the one transaction that holds the gate stays short. */
    private void drain() throws InterruptedException {
        var deadline = System.nanoTime() + DRAIN.toNanos();
        while (backlog() && System.nanoTime() < deadline) {
            if (sequence() == 0) {
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean backlog() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from outbox order by id offset :batch limit 1)")
                        .bind("batch", settings.batch())
                        .mapTo(Boolean.class)
                        .one());
    }
}
