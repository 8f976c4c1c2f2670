package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

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
     * Drops it with its rows, of which none is shown from now on; they are deleted soon after. That it was there stays on
     * record. Dropped once more, it is as it was.
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
            if (current.state == ImportState.COMMITTING || current.state == ImportState.COMMITTED) {
                throw ProblemException.conflict("import-committed");
            }
            handle.createUpdate("""
                            update import
                            set version = version + 1, state = 'DELETED', deleted_at = clock_timestamp(),
                                expired_at = clock_timestamp()
                            where id = :id
                            """).bind("id", id).execute();
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
}
