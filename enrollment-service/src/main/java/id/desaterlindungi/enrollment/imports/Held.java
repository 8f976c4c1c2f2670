package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** What a transaction of imports holds, and others wait for. */
final class Held {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Held() {}

    /** A process that is frozen or cut off in the midst of its transaction loses it after that pause between two statements. */
    static void noLongerThan(Duration pause, Handle handle) {
        handle.execute("set local idle_in_transaction_session_timeout = " + pause.toMillis());
    }

    /** @throws ProblemException 503 with that code where others hold for long what the statement waits for */
    static <T> T orElse(String code, Handle handle, Supplier<T> statement) {
        handle.execute("set local lock_timeout = '2s'"); // Longer than any short transaction has what others want.
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
