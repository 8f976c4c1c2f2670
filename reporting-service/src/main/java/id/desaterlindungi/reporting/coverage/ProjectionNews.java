package id.desaterlindungi.reporting.coverage;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Hears from PostgreSQL that some replica has changed the totals, stated a goal or asked for a rebuild, and tells all that are
 * registered here. It is only a hint: it may come without need, and after a lost connection it comes once for all that was missed.
 */
@ApplicationScoped
public class ProjectionNews {
    public static final String CHANNEL = "projection";

    private static final Logger LOG = Logger.getLogger(ProjectionNews.class);
    /** After so long without a word, whether the connection still stands is asked. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final AgroalDataSource database;
    private final List<Runnable> hearers = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    ProjectionNews(AgroalDataSource database) {
        this.database = database;
        this.thread = Thread.ofPlatform().name("projection-news").daemon().unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(QUIET.plusSeconds(1));
    }

    /** @param hearer quick, and never throws: it is run on the thread that listens, and on those that change the totals */
    public void onNews(Runnable hearer) {
        hearers.add(hearer);
    }

    private void run() {
        var backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (!stopped) {
            try (var connection = database.getConnection()) {
                try (var listen = connection.createStatement()) {
                    listen.execute("listen " + CHANNEL);
                }
                backoff.reset();
                tell();
                hear(connection);
            } catch (SQLException e) {
                var pause = backoff.next();
                if (!stopped) {
                    LOG.warnf("No news of the projection, tried again pauseMillis=%d error=%s", pause.toMillis(), e);
                }
                rest(pause);
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        var news = connection.unwrap(PGConnection.class);
        while (!stopped) {
            var heard = news.getNotifications((int) QUIET.toMillis());
            if (heard != null && heard.length > 0) {
                tell();
            } else if (!connection.isValid((int) QUIET.toSeconds())) {
                throw new SQLException("The connection that listens is gone");
            }
        }
    }

    /** Tells this process at once what it has changed and committed itself; PostgreSQL tells all, soon. */
    public void changed() {
        tell();
    }

    private void tell() {
        hearers.forEach(Runnable::run);
    }

    private void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
