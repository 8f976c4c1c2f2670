package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The changes that people make to an import: commit and drop; and who may correct it. */
@ApplicationScoped
class Imports {
    static final String NOT_FOUND = "import-not-found";

    /** An import is for who has all the areas that its uploader had, {@code :own} with commas between them. */
    static final String IS_OWN = """
            not exists (
                select from unnest(areas) area (code)
                where not exists (
                    select from unnest(string_to_array(:own, ',')) own (code)
                    where starts_with(area.code || '.', own.code || '.')))
            """;

    private final Jdbi jdbi;
    private final Caller caller;

    Imports(Jdbi jdbi, Caller caller) {
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /**
     * Has the good rows enrolled. A second call changes nothing.
     *
     * @throws ProblemException 409 before it is checked, or after it was dropped or given up; 412 and 428 by If-Match
     */
    @Transactional
    void commit(UUID id, IfMatch ifMatch, String actor) {
        jdbi.useHandle(handle -> {
            // First without the lock: a refusal need not wait until a check or a commit has ended.
            if (isToCommit(current(handle, id), ifMatch) && isToCommit(locked(handle, id), ifMatch)) {
                commit(handle, id, actor);
            }
        });
    }

    /** @return false if it is committed already */
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

    /**
     * Until the transaction ends nobody else changes it.
     *
     * @throws ProblemException 409 unless it is checked and not yet committed; 412 and 428 by If-Match
     */
    void lockToCorrect(Handle handle, UUID id, IfMatch ifMatch) {
        requireToCorrect(current(handle, id), ifMatch);
        requireToCorrect(locked(handle, id), ifMatch);
    }

    private static void requireToCorrect(Current current, IfMatch ifMatch) {
        ifMatch.require(current.version);
        if (current.isCommitted()) {
            throw ProblemException.conflict("import-committed");
        }
        if (current.state == ImportState.CHECKING) {
            throw ProblemException.conflict("import-not-checked");
        }
        current.requireGoing();
    }

    /** Of its uploader: as if there were no others. */
    static Scope areas(Handle handle, UUID id) {
        return handle.createQuery("select areas from import where id = :id")
                .bind("id", id)
                .map((row, _) -> areas(row))
                .one();
    }

    static Scope areas(ResultSet row) throws SQLException {
        return Scope.of(List.of((String[]) row.getArray("areas").getArray()));
    }

    /** Who was told of its rows, and is for all that is told of them from now on. */
    static String actor(Handle handle, UUID id) {
        return handle.createQuery("select coalesce(committed_by, actor) from import where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }

    /** For the same upload again, which is now to be enrolled as soon as it is checked. */
    @Transactional
    void commitWhenChecked(UUID id, String actor) {
        jdbi.useHandle(handle -> {
            if (!current(handle, id).isToBeCommitted()) {
                locked(handle, id).requireGoing();
                commit(handle, id, actor);
            }
        });
    }

    /** Rows that only the branch may date back stay so only if it also commits them. The commit checks all rows again. */
    private void commit(Handle handle, UUID id, String actor) {
        handle.createUpdate("""
                        update import
                        set version = version + 1,
                            commit_when_checked = commit_when_checked or state = 'CHECKING',
                            committed_by = :actor,
                            dates_back = dates_back and :datesBack,
                            commit_began_at = case state when 'CHECKED' then clock_timestamp() end,
                            state = case state when 'CHECKED' then 'COMMITTING' else state end
                        where id = :id and (state = 'CHECKED' or state = 'CHECKING' and not commit_when_checked)
                        """)
                .bind("id", id)
                .bind("actor", actor)
                .bind("datesBack", Rights.datesBack(caller))
                .execute();
    }

    /**
     * Drops an import. Its rows are no longer shown, and are deleted soon after. That it existed stays on record. A second call
     * changes nothing.
     *
     * @throws ProblemException 409 after a commit, unless that was given up; 412 and 428 by If-Match
     */
    @Transactional
    void delete(UUID id, IfMatch ifMatch) {
        jdbi.useHandle(handle -> {
            if (isToDelete(current(handle, id), ifMatch)) {
                var now = locked(handle, id);
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
     * Waits for chunks that are still being enrolled: one worker may have given the commit up while another has a chunk. Then the
     * answer counts everybody who was enrolled.
     *
     * @throws ProblemException 503 if that takes long
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

    /** @return false if it is dropped already */
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

    /** @throws ProblemException 503 while a check or a commit is ending, which may take long for a million rows */
    private Current locked(Handle handle, UUID id) {
        return ImportLocks.waitOrRefuse("import-ending", handle, () -> current(handle, id, "for no key update"));
    }

    private Current current(Handle handle, UUID id) {
        return current(handle, id, "");
    }

    private Current current(Handle handle, UUID id, String lock) {
        return handle.createQuery(
                        "select state, version, commit_when_checked from import where id = :id and " + IS_OWN + lock)
                .bind("id", id)
                .bind("own", own(caller.scope()))
                .map((row, _) -> new Current(
                        ImportState.valueOf(row.getString("state")),
                        row.getInt("version"),
                        row.getBoolean("commit_when_checked")))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }

    /** For {@link #IS_OWN}. */
    static String own(Scope scope) {
        return String.join(",", scope.codes());
    }
}
