package id.desaterlindungi.enrollment.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Gives every committed outbox row its position: 1, 2, 3, ... without a gap, never changed again.
 *
 * <p>One at a time across all replicas: whoever holds the lock of the cursor's row. The rest skip and look again later. A
 * row that commits late simply gets a later position, so no reader of the log can miss it, as it could by paging the
 * outbox by its id.
 */
@ApplicationScoped
class Sequencer {
    private final Jdbi jdbi;
    private final EventSettings settings;
    private final Signals signals;
    private @Nullable Stage stage;

    Sequencer(Jdbi jdbi, EventSettings settings, Signals signals) {
        this.jdbi = jdbi;
        this.settings = settings;
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
            handle.execute("set local idle_in_transaction_session_timeout = '30s'");
            var position = handle.createQuery("""
                            select position from event_cursor where stage = 'sequenced' for update skip locked
                            """).mapTo(Long.class).findOne();
            if (position.isEmpty()) {
                return 0;
            }
            var moved = handle.createUpdate("""
                            with batch as (
                                delete from outbox
                                where id <= (
                                    select max(id) from (select id from outbox order by id limit :batch) as oldest)
                                returning *
                            )
                            insert into event_log
                                (position, event_id, type, subject, recorded_at, actor, traceparent, data)
                            select :position + row_number() over (order by id),
                                   event_id, type, subject, recorded_at, actor, traceparent, data
                            from batch
                            """)
                    .bind("batch", settings.batch())
                    .bind("position", position.get())
                    .execute();
            if (moved > 0) {
                handle.createUpdate("update event_cursor set position = position + :moved where stage = 'sequenced'")
                        .bind("moved", moved)
                        .execute();
            }
            return moved;
        });
    }
}
