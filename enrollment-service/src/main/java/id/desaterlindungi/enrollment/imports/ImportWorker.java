package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Loop;
import id.desaterlindungi.enrollment.background.Signal;
import id.desaterlindungi.enrollment.problem.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** The threads that check and enroll. Imports take turns, chunk by chunk, so that a short list need not wait for a long one. */
@ApplicationScoped
class ImportWorker {
    private static final Logger LOG = Logger.getLogger(ImportWorker.class);

    private final Jdbi jdbi;
    private final ImportCheck check;
    private final ImportCommit commit;
    private final ImportSettings settings;
    private final Signal signal = new Signal();
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicReference<String> served = new AtomicReference<>("");

    ImportWorker(
            @Workers Jdbi jdbi,
            ImportCheck check,
            ImportCommit commit,
            ImportSettings settings,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.check = check;
        this.commit = commit;
        this.settings = settings;
        Gauge.builder("enrollment.imports.running", () -> open().size())
                .description("Imports that are being checked or enrolled")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        for (var i = 1; i <= settings.workers(); i++) {
            loops.add(Loop.start("import-worker-" + i, signal, settings.idle(), this::step));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loops.forEach(Loop::close);
    }

    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("import-workers")
                .status(loops.stream().allMatch(Loop::isAlive))
                .build();
    }

    /** Tells the workers that there is something to do. */
    void wake() {
        signal.raise();
    }

    private record Open(UUID id, ImportState state, int attempts) {}

    /** @return whether anything was done */
    boolean step() {
        var open = open();
        var last = String.valueOf(served.get());
        var next = 0;
        while (next < open.size() && open.get(next).id.toString().compareTo(last) <= 0) {
            next++;
        }
        for (var i = 0; i < open.size(); i++) {
            var one = open.get((next + i) % open.size());
            served.set(one.id.toString()); // Set first, so that an import whose work fails does not hold up the others.
            if (step(one)) {
                return true;
            }
        }
        return false;
    }

    /** An import whose work fails waits for its next attempt, and is given up in the end. The others go on meanwhile. */
    private boolean step(Open open) {
        try {
            var done = work(open);
            if (done && open.attempts > 0) {
                forgive(open.id);
            }
            return done;
        } catch (RuntimeException | Error e) {
            if (Failure.isPassing(e)) {
                throw e;
            }
            countFailure(open.id);
            LOG.errorf(
                    e, "Import's work failed importId=%s state=%s attempt=%d", open.id, open.state, open.attempts + 1);
            return true;
        }
    }

    private boolean work(Open open) {
        return switch (open.state) {
            case CHECKING -> check.chunk(open.id) || check.finish(open.id);
            case COMMITTING -> commit.chunk(open.id) || commit.finish(open.id);
            case CHECKED, COMMITTED, FAILED, DELETED -> false;
        };
    }

    private List<Open> open() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, state, attempts from import
                        where state in ('CHECKING', 'COMMITTING') and (try_after is null or try_after < clock_timestamp())
                        order by id
                        """)
                .map((row, _) -> new Open(
                        row.getObject("id", UUID.class),
                        ImportState.valueOf(row.getString("state")),
                        row.getInt("attempts")))
                .list());
    }

    /** After the last failure that is allowed in a row, the import is given up. */
    private void countFailure(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import
                        set attempts = attempts + 1,
                            try_after = clock_timestamp() + (attempts + 1) * cast(:pause as interval),
                            version = case when attempts + 1 < :most then version else version + 1 end,
                            state = case when attempts + 1 < :most then state else 'FAILED' end,
                            failed_at = case when attempts + 1 < :most then null else clock_timestamp() end
                        where id = :id and state in ('CHECKING', 'COMMITTING')
                        """)
                .bind("pause", settings.retryPause().toString())
                .bind("most", settings.attempts())
                .bind("id", id)
                .execute());
    }

    private void forgive(UUID id) {
        jdbi.useHandle(handle -> handle.execute("update import set attempts = 0, try_after = null where id = ?", id));
    }
}
