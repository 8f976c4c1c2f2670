package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What becomes of an import by somebody's will: commit and drop, the own ones alone; and by time, when its rows are cleared. */
@ApplicationScoped
class Imports {
    private static final Logger LOG = Logger.getLogger(Imports.class);
    static final String NOT_FOUND = "import-not-found";

    private final Jdbi jdbi;
    private final ImportSettings settings;

    Imports(Jdbi jdbi, ImportSettings settings) {
        this.jdbi = jdbi;
        this.settings = settings;
    }

    /**
     * Has the good rows enrolled, once: asked again, it is as it was.
     *
     * @throws ProblemException 409 before it is checked, or after it was dropped or given up; 412 and 428 by If-Match
     */
    void commit(UUID id, @Nullable String ifMatch, String actor) {
        jdbi.useTransaction(handle -> {
            var current = locked(handle, id, actor);
            if (current.state == ImportState.COMMITTING || current.state == ImportState.COMMITTED) {
                IfMatch.requireAny(ifMatch);
                return;
            }
            IfMatch.require(ifMatch, current.version);
            if (current.state == ImportState.CHECKING) {
                throw ProblemException.conflict("import-not-checked");
            }
            commit(handle, id, current.state, actor);
        });
    }

    /** The same upload again, now to be enrolled as soon as it is checked. */
    void commitWhenChecked(UUID id, String actor) {
        jdbi.useTransaction(handle -> commit(handle, id, locked(handle, id, actor).state, actor));
    }

    private static void commit(Handle handle, UUID id, ImportState state, String actor) {
        if (state == ImportState.DELETED) {
            throw ProblemException.conflict("import-deleted");
        }
        if (state == ImportState.FAILED) {
            throw ProblemException.conflict("import-failed");
        }
        handle.createUpdate("""
                        update import
                        set version = version + 1,
                            commit_when_checked = commit_when_checked or state = 'CHECKING',
                            committed_by = :actor,
                            commit_began_at = case state when 'CHECKED' then clock_timestamp() end,
                            state = case state when 'CHECKED' then 'COMMITTING' else state end
                        where id = :id and (state = 'CHECKED' or state = 'CHECKING' and not commit_when_checked)
                        """).bind("id", id).bind("actor", actor).execute();
    }

    /**
     * Drops it with its rows; that it was there stays on record. Dropped once more, it is as it was.
     *
     * @throws ProblemException 409 from the commit on, unless that was given up; 412 and 428 by If-Match
     */
    void delete(UUID id, @Nullable String ifMatch, String actor) {
        jdbi.useTransaction(handle -> {
            var current = locked(handle, id, actor);
            if (current.state == ImportState.DELETED) {
                IfMatch.requireAny(ifMatch);
                return;
            }
            IfMatch.require(ifMatch, current.version);
            switch (current.state) {
                case COMMITTING, COMMITTED -> throw ProblemException.conflict("import-committed");
                case CHECKING, CHECKED, FAILED, DELETED -> {
                    handle.createUpdate("""
                                    update import
                                    set version = version + 1, state = 'DELETED', deleted_at = clock_timestamp()
                                    where id = :id
                                    """).bind("id", id).execute();
                    clear(handle, id);
                }
            }
        });
    }

    private record Current(ImportState state, int version) {}

    private static Current locked(Handle handle, UUID id, String actor) {
        return handle.createQuery("select state, version from import where id = :id and actor = :actor for update")
                .bind("id", id)
                .bind("actor", actor)
                .map((row, context) -> new Current(ImportState.valueOf(row.getString("state")), row.getInt("version")))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }

    /** The chunks first: a worker holds the one that it is at, and its verdicts are there once this has waited for it. */
    private static void clear(Handle handle, UUID id) {
        handle.execute("set local statement_timeout = '55s'");
        handle.createUpdate("update import_chunk set sealed = null where import_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("delete from import_row where import_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("update import set cleared_at = clock_timestamp() where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Rows are personal data, and past their purpose: those who were enrolled are in the register. */
    @Scheduled(every = "1h", delayed = "5m")
    void clearOld() {
        clearBefore(Instant.now().minus(settings.retention()));
    }

    void clearBefore(Instant end) {
        var old = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select id from import
                        where cleared_at is null
                          and (state = 'COMMITTED' and committed_at < :end or state = 'CHECKED' and checked_at < :end
                               or state = 'FAILED' and failed_at < :end)
                        """).bind("end", end).mapTo(UUID.class).list());
        for (var id : old) {
            try {
                clearOne(id);
            } catch (RuntimeException e) { // Of which the others know nothing.
                LOG.warnf(e, "Import could not be cleared, importId=%s", id);
            }
        }
    }

    private void clearOne(UUID id) {
        jdbi.useTransaction(handle -> {
            var isLeft = handle.createQuery("select id from import where id = :id and state <> 'COMMITTING' for update")
                    .bind("id", id)
                    .mapTo(UUID.class)
                    .findOne()
                    .isPresent();
            if (isLeft) {
                handle.createUpdate("""
                                    update import
                                    set version = version + 1, state = 'DELETED', deleted_at = clock_timestamp()
                                    where id = :id and state in ('CHECKED', 'FAILED')
                                    """).bind("id", id).execute();
                clear(handle, id);
            }
        });
    }
}
