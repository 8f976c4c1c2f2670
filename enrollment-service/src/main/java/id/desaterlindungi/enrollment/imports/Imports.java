package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The two changes that people make: commit and drop. Everybody has the own ones alone. */
@ApplicationScoped
class Imports {
    static final String NOT_FOUND = "import-not-found";

    private final Jdbi jdbi;

    Imports(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Has the good rows enrolled, once: asked again, it is as it was.
     *
     * @throws ProblemException 409 before it is checked, or after it was dropped or given up; 412 and 428 by If-Match
     */
    @Transactional
    void commit(UUID id, IfMatch ifMatch, String actor) {
        jdbi.useHandle(handle -> {
            // Without the lock first: what cannot be is told at once, also while a check or a commit is being ended.
            if (isToCommit(current(handle, id, actor), ifMatch) && isToCommit(locked(handle, id, actor), ifMatch)) {
                commit(handle, id, actor);
            }
        });
    }

    /** @return false where it is committed already */
    private static boolean isToCommit(Current current, IfMatch ifMatch) {
        if (current.isCommitted()) {
            ifMatch.requireAny();
            return false;
        }
        ifMatch.require(current.version);
        if (current.state == ImportState.CHECKING) {
            throw ProblemException.conflict("import-not-checked");
        }
        current.requireGoing();
        return true;
    }

    /** The same upload again, now to be enrolled as soon as it is checked. */
    @Transactional
    void commitWhenChecked(UUID id, String actor) {
        jdbi.useHandle(handle -> {
            if (!current(handle, id, actor).isToBeCommitted()) {
                locked(handle, id, actor).requireGoing();
                commit(handle, id, actor);
            }
        });
    }

    private static void commit(Handle handle, UUID id, String actor) {
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
     * Drops it with its rows, of which none is shown from now on; they are deleted soon after. That it was there stays on
     * record. Dropped once more, it is as it was.
     *
     * @throws ProblemException 409 from the commit on, unless that was given up; 412 and 428 by If-Match
     */
    @Transactional
    void delete(UUID id, IfMatch ifMatch, String actor) {
        jdbi.useHandle(handle -> {
            if (isToDelete(current(handle, id, actor), ifMatch)) {
                var now = locked(handle, id, actor);
                if (!isToDelete(now, ifMatch)) {
                    return;
                }
                if (now.state == ImportState.FAILED) {
                    awaitEnrolling(handle, id);
                }
                handle.createUpdate("""
                                update import
                                set version = version + 1, state = 'DELETED', deleted_at = clock_timestamp(),
                                    expired_at = clock_timestamp()
                                where id = :id
                                """).bind("id", id).execute();
            }
        });
    }

    /**
     * Of an import that one worker gave up in its commit, another may still enroll a chunk: whom it does shows in the answer.
     *
     * @throws ProblemException 503 where that takes long
     */
    private static void awaitEnrolling(Handle handle, UUID id) {
        ImportLocks.waitOrRefuse(
                "import-ending",
                handle,
                () -> handle.createQuery("""
                        select number from import_chunk where import_id = :id and state = 'CHECKED' order by number for update
                        """)
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .list());
    }

    /** @return false where it is dropped already */
    private static boolean isToDelete(Current current, IfMatch ifMatch) {
        if (current.state == ImportState.DELETED) {
            ifMatch.requireAny();
            return false;
        }
        ifMatch.require(current.version);
        if (current.isCommitted()) {
            throw ProblemException.conflict("import-committed");
        }
        return true;
    }

    private record Current(ImportState state, int version, boolean commitWhenChecked) {
        boolean isCommitted() {
            return state == ImportState.COMMITTING || state == ImportState.COMMITTED;
        }

        boolean isToBeCommitted() {
            return isCommitted() || state == ImportState.CHECKING && commitWhenChecked;
        }

        void requireGoing() {
            if (state == ImportState.DELETED) {
                throw ProblemException.conflict("import-deleted");
            }
            if (state == ImportState.FAILED) {
                throw ProblemException.conflict("import-failed");
            }
        }
    }

    /** @throws ProblemException 503 while a check or a commit is being ended, over all rows of perhaps a million */
    private static Current locked(Handle handle, UUID id, String actor) {
        return ImportLocks.waitOrRefuse("import-ending", handle, () -> current(handle, id, actor, "for no key update"));
    }

    private static Current current(Handle handle, UUID id, String actor) {
        return current(handle, id, actor, "");
    }

    private static Current current(Handle handle, UUID id, String actor, String lock) {
        return handle.createQuery(
                        "select state, version, commit_when_checked from import where id = :id and actor = :actor "
                                + lock)
                .bind("id", id)
                .bind("actor", actor)
                .map((row, _) -> new Current(
                        ImportState.valueOf(row.getString("state")),
                        row.getInt("version"),
                        row.getBoolean("commit_when_checked")))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }
}
