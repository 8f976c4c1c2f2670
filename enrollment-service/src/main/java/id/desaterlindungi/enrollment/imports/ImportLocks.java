package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** How long transactions of imports hold locks, and how long they wait for those of others. */
final class ImportLocks {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private ImportLocks() {}

    /** Ends the transaction after this pause between two statements, so that a process that freezes loses its locks. */
    static void releaseAfter(Duration pause, Handle handle) {
        handle.execute("set local idle_in_transaction_session_timeout = " + pause.toMillis());
    }

    /** @throws ProblemException 503 with this code if the statement would wait for more than two seconds */
    static <T> T waitOrRefuse(String code, Handle handle, Supplier<T> statement) {
        handle.execute("set local lock_timeout = '2s'"); // Short transactions are done sooner.
        try {
            return statement.get();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw ProblemException.of(Status.SERVICE_UNAVAILABLE, code);
            }
            throw e;
        }
    }
}
