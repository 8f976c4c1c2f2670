package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Loop;
import id.desaterlindungi.enrollment.events.EventLog.Cursor;
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
 * <p>One replica at a time does this: the one that holds the lock on the cursor's row. The others skip their turn and look again
 * later. A row that commits late gets a later position, so no reader of the log can miss it. A reader that paged the outbox by
 * id would miss it.
 */
@ApplicationScoped
public class Sequencer {
    /** The limits are longer than an observation takes. Meanwhile the outbox only grows. */
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
    private final EventLog log;
    private final Json json;
    private @Nullable Loop loop;

    Sequencer(@Workers Jdbi jdbi, EventSettings settings, Outbox outbox, EventLog log, Json json) {
        this.jdbi = jdbi;
        this.settings = settings;
        this.outbox = outbox;
        this.log = log;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("sequencer", outbox.written(), settings.idle(), () -> {
            var moved = sequence();
            if (moved > 0) {
                log.grown().raise();
            }
            return moved == settings.batch();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("sequencer")
                .status(loop == null || loop.isAlive())
                .build();
    }

    /** Moves one batch, oldest rows first. @return how many rows; 0 also if another replica is sequencing */
    int sequence() {
        return jdbi.inTransaction(handle -> {
            // The timeouts release the locks of a replica that freezes here.
            handle.execute(GATE.formatted("row exclusive"));
            var position = Cursor.SEQUENCED.lockIfFree(handle);
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
            Cursor.SEQUENCED.move(handle, position + moved);
        }
        return moved;
    }

    /** An event that has its position. */
    public record Placed(long position, OffsetDateTime recordedAt, Event event) {}

    /**
     * Observes the register and appends the result to the log, at exactly the position that it is true for: every change that
     * the observation sees has an earlier position, and every change that it does not see gets a later one.
     *
     * <p>Writers go on meanwhile and wait for nothing. Their events get positions when the observation is over.
     *
     * @param observation reads in one snapshot; returns empty if nothing should be appended
     */
    public Optional<Placed> observe(Function<Handle, Optional<Event>> observation) throws InterruptedException {
        drain();
        var placed = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            // These two statements take no snapshot. The first query after them does, when the gate is closed.
            handle.execute("set local statement_timeout = '60s'");
            handle.execute(GATE.formatted("exclusive"));
            var position = Cursor.SEQUENCED.lock(handle);
            var event = observation.apply(handle);
            if (event.isEmpty()) {
                return Optional.<Placed>empty();
            }
            return Optional.of(append(handle, position + move(handle, position, Integer.MAX_VALUE) + 1, event.get()));
        });
        log.grown().raise();
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
        Cursor.SEQUENCED.move(handle, position);
        return new Placed(position, recordedAt, event);
    }

    /** Moves a long backlog batch by batch first, so that the transaction that closes the gate stays short. */
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
