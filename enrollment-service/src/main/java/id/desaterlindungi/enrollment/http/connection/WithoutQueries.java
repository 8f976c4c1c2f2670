package id.desaterlindungi.enrollment.http.connection;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the queries of addresses out of log lines, whoever writes them: somebody's name may be what was searched for. The
 * platform logs whole addresses of requests that it cannot answer, and exceptions quote them.
 */
@LoggingFilter(name = "without-queries")
public final class WithoutQueries implements Filter {
    private static final Pattern QUERY = Pattern.compile("(/[^\\s?\"'<>]*)\\?[^\\s\"'<>]+");

    /** Nobody nests causes as deep as this; a ring of them would never end. */
    private static final int DEEPEST = 50;

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord record) {
            var message = record.getFormattedMessage();
            if (message != null && QUERY.matcher(message).find()) {
                record.setMessage(told(message), ExtLogRecord.FormatStyle.NO_FORMAT);
                record.setParameters(null);
            }
        }
        if (line.getThrown() != null && quotes(line.getThrown(), DEEPEST)) {
            line.setThrown(new WithoutQuery(line.getThrown(), DEEPEST));
        }
        return true;
    }

    private static boolean quotes(@Nullable Throwable e, int deepest) {
        if (e == null || deepest == 0) {
            return false;
        }
        if (QUERY.matcher(String.valueOf(e)).find() || quotes(e.getCause(), deepest - 1)) {
            return true;
        }
        for (var suppressed : e.getSuppressed()) {
            if (quotes(suppressed, deepest - 1)) {
                return true;
            }
        }
        return false;
    }

    private static String told(String text) {
        return QUERY.matcher(text).replaceAll("$1?…");
    }

    /** Looks in the log as the one that it is made of, but for the queries. */
    private static final class WithoutQuery extends Exception {
        private static final long serialVersionUID = 1;

        private final String text;

        WithoutQuery(Throwable e, int deepest) {
            super(null, e.getCause() == null || deepest == 0 ? null : new WithoutQuery(e.getCause(), deepest - 1));
            text = told(String.valueOf(e));
            setStackTrace(e.getStackTrace());
            if (deepest > 0) {
                for (var suppressed : e.getSuppressed()) {
                    addSuppressed(new WithoutQuery(suppressed, deepest - 1));
                }
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
