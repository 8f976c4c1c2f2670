package id.desaterlindungi.enrollment.access;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * The one place that tells the database who asks: whenever a connection is taken from the pool, by whatever, so that no statement
 * can be sent without it. The policies of the tables do the rest. docs/decisions/0028-rows-held-to-areas.md
 */
@ApplicationScoped
public class Floor implements AgroalPoolInterceptor {
    @ConfigMapping(prefix = "enrollment.floor")
    interface FloorSettings {
        /** The database role of work that is nobody's alone. The application's role becomes it, and inherits nothing from it. */
        @WithDefault("enrollment_worker")
        String workerRole();
    }

    private static final Logger LOG = Logger.getLogger(Floor.class);

    /** For the session, and not for one transaction: reads outside any are held to it too. Whoever takes it next overwrites all. */
    private static final String TELL = """
            select set_config('role', ?, false), set_config('register.lo', ?, false), set_config('register.hi', ?, false),
                   set_config('register.several', ?, false), set_config('register.callers', cast(cast(? as text[]) as text), false)
            """;

    private final SecurityIdentity identity;
    private final Caller caller;
    private final FloorSettings settings;

    Floor(SecurityIdentity identity, Caller caller, FloorSettings settings) {
        this.identity = identity;
        this.caller = caller;
        this.settings = settings;
    }

    /** What is bound to the thread; else what the caller of the request may reach. Outside a request: nothing. */
    public Reach reach() {
        var bound = Reach.bound();
        if (bound != null) {
            return bound;
        }
        return isAsked() ? Reach.of(caller.scope(), caller.subject()) : Reach.NOTHING;
    }

    private boolean isAsked() {
        return Arc.container().requestContext().isActive() && !identity.isAnonymous();
    }

    /**
     * Before a connection is taken that sees every row. In a transaction of JTA the first use of the connection decides for all of it, so
     * a caller's would go on with all rows.
     */
    public void requireNoTransactionOfACaller() {
        if (isAsked() && QuarkusTransaction.isActive()) {
            throw new IllegalStateException("A caller's transaction would see every row");
        }
    }

    /**
     * A connection that could not be told is broken off, and its first statement fails as that of any lost connection. Thrown out of
     * here the failure would leave the pool with a connection that is neither free nor gone, and a transaction with one that others take.
     */
    @Override
    public void onConnectionAcquire(Connection connection) {
        try {
            tell(connection, reach());
        } catch (SQLException | RuntimeException e) {
            // That the database is away, everybody tells. Else the role may be missing, which nobody would.
            LOG.log(isAway(e) ? Level.DEBUG : Level.WARN, "A connection could not be told who asks", e);
            breakOff(connection);
        }
    }

    private static boolean isAway(Exception e) {
        return e instanceof SQLException sql
                && (String.valueOf(sql.getSQLState()).startsWith("08")
                        || String.valueOf(sql.getSQLState()).startsWith("57"));
    }

    private void tell(Connection connection, Reach reach) throws SQLException {
        var several = reach.scope().several();
        try (var statement = connection.prepareStatement(TELL)) {
            statement.setString(1, reach.all() ? settings.workerRole() : "none");
            statement.setString(2, reach.scope().low());
            statement.setString(3, reach.scope().high());
            statement.setString(4, several.isEmpty() ? "" : "," + several + ",");
            statement.setArray(
                    5, connection.createArrayOf("text", reach.callers().toArray()));
            statement.execute();
        }
    }

    private static void breakOff(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e); // It must not be used as it is.
        }
    }
}
