package id.desaterlindungi.enrollment.problem;

import io.vertx.core.http.HttpClosedException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What went wrong without anybody having foreseen it. */
public final class Failure {
    private static final Logger LOG = Logger.getLogger(Failure.class);

    /** SQLSTATE classes and codes: connection, deadlock, resources, lock not available, operator intervention. */
    private static final List<String> RETRIABLE_STATES = List.of("08", "40", "53", "55P03", "57");

    private static final String STATEMENT_TOOK_TOO_LONG = "57014";

    /** Deadlock, or no serial order. */
    private static final String GAVE_WAY = "40";

    /** A NUL, which JSON and addresses can hold and PostgreSQL's texts cannot: the caller's to mend. */
    private static final String NOT_A_CHARACTER = "22021";

    /** The pool says so in words alone, and in two ways. */
    private static final Pattern NONE_FREE = Pattern.compile("(?i)acquisition timeout");

    private Failure() {}

    /** What to tell of a failure that nobody foresaw: 503 while the database is away, 500 with an id that the log has too. */
    public static Problem told(Throwable e, Messages messages) {
        if (hasState(e, List.of(NOT_A_CHARACTER))) {
            return Problem.of(400, "bad-request", List.of(), List.of(), null, messages);
        }
        if (isCallerGone(e)) {
            LOG.info("Request was given up by its caller while it was being read");
            return Problem.of(400, "bad-request", List.of(), List.of(), null, messages);
        }
        if (isDatabaseAway(e)) {
            LOG.warnf(
                    "Request failed for want of the database, cause=%s",
                    e.getClass().getName());
            return Problem.of(503, "database-unavailable", List.of(), List.of(), null, messages);
        }
        var incident = UUID.randomUUID().toString();
        LOG.errorf(e, "Request failed, incident=%s", incident);
        return Problem.of(500, "internal-error", List.of(), List.of(), incident, messages);
    }

    /** The connection was closed within the body: nobody reads the answer, and nothing is wrong here. */
    private static boolean isCallerGone(Throwable e) {
        return e instanceof IOException && causes(e).anyMatch(HttpClosedException.class::isInstance);
    }

    /** No connection, none free in time, a shutdown, or a lock or statement that took too long: it may well work later. */
    private static boolean isDatabaseAway(Throwable e) {
        return hasState(e, RETRIABLE_STATES)
                || causes(e)
                        .anyMatch(cause -> cause instanceof SQLTransientException
                                || cause instanceof SQLException sql
                                        && sql.getSQLState() == null
                                        && NONE_FREE
                                                .matcher(String.valueOf(sql.getMessage()))
                                                .find());
    }

    /** Whether the same will go well once the database is there; which a statement that took too long may never do. */
    public static boolean isPassing(Throwable e) {
        return isDatabaseAway(e) && !hasState(e, List.of(STATEMENT_TOOK_TOO_LONG));
    }

    /** Whether others would fail in the same way at this moment. Whoever gave way in a deadlock may well go through alone. */
    public static boolean meetsOthersToo(Throwable e) {
        return isDatabaseAway(e) && !hasState(e, List.of(GAVE_WAY));
    }

    private static boolean hasState(Throwable e, List<String> states) {
        return causes(e)
                .anyMatch(cause -> cause instanceof SQLException sql
                        && sql.getSQLState() != null
                        && states.stream().anyMatch(sql.getSQLState()::startsWith));
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> Stream.concat(Stream.of(cause), ofCommit(cause)));
    }

    /** Why a commit failed stands only in what its exception suppresses, and not in its cause. */
    private static Stream<Throwable> ofCommit(Throwable e) {
        return e instanceof RollbackException
                        || e instanceof HeuristicMixedException
                        || e instanceof HeuristicRollbackException
                ? Stream.of(e.getSuppressed()).flatMap(Failure::causes)
                : Stream.empty();
    }
}
