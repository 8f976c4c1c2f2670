package id.desaterlindungi.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 18 as a child process, with a database, an owner role and an application role for each service, and a role for the
 * register's workers.
 *
 * <p>Every role of this machine is trusted without a password (and only this machine reaches the server). That is for
 * development and tests; a real cluster gives each role its own secret.
 */
public final class PostgresServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Logger LIBRARY = Logger.getLogger(EmbeddedPostgres.class.getName());
    private static final List<String> SERVICES = List.of("enrollment", "reporting");

    private final Path cluster;
    private final Path complete;
    private final Path log;
    private final int port;
    private @Nullable EmbeddedPostgres server;
    private boolean closed;

    PostgresServer(Path data, int port) {
        this.cluster = data.resolve("postgres");
        this.complete = data.resolve("postgres.complete");
        this.log = data.resolve("postgres.log");
        this.port = port;
    }

    public int port() {
        return port;
    }

    /** Of the database {@code enrollment} or {@code reporting}; the role is given beside it. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** A connection as any role: {@code postgres}, {@code enrollment_owner}, {@code reporting_app}, … */
    public Connection connect(String database, String role) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), role, "local");
    }

    /** Starts the server on its data and port; nothing happens when it runs. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        if (closed) {
            throw new IllegalStateException("The stack is closed");
        }
        stopStalePostmaster();
        Ports.requireFree(port, "PostgreSQL");
        try {
            if (!Files.exists(complete)) {
                // An initdb that was cut short leaves a cluster that never starts.
                Directories.delete(cluster);
            }
            server = builder().start();
            if (!Files.exists(complete)) {
                createDatabases();
                Files.createFile(complete);
            }
            createWorkers();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start on port " + port + ", see " + log, e);
        } catch (SQLException e) {
            throw new IllegalStateException("The databases could not be created", e);
        }
    }

    /** Stops the server as an administrator would (open transactions roll back); data and port stay. */
    public synchronized void stop() {
        var running = server;
        if (running == null) {
            return;
        }
        server = null;
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stopStalePostmaster();
    }

    /** Ends the server as a crash does: nobody is told, nothing more is written, and the next start recovers from the log. */
    public synchronized void crash() {
        if (server != null) {
            endPostmaster("QUIT");
            // The library logs, as an error, that there is nothing left to stop.
            var level = LIBRARY.getLevel();
            LIBRARY.setLevel(Level.OFF);
            try {
                stop();
            } finally {
                LIBRARY.setLevel(level);
            }
        }
    }

    /** Stops the server for good: a start that comes late, while this JVM is ending, leaves no process behind. */
    synchronized void close() {
        closed = true;
        stop();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                // The library switches durability off; without it no crash test and no measurement means anything.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_connections", "200")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("log_statement", "none")
                // A failed statement's text and parameters may hold personal data.
                .setServerConfig("log_min_error_statement", "panic")
                .setServerConfig("log_parameter_max_length_on_error", "0")
                // And so may the detail of an error, which quotes the row that broke a constraint.
                .setServerConfig("log_error_verbosity", "terse");
    }

    private void createDatabases() throws SQLException {
        try (var connection = connect("postgres", "postgres");
                var statement = connection.createStatement()) {
            for (var service : SERVICES) {
                statement.execute("create role %s_owner login".formatted(service));
                statement.execute("create role %s_app login".formatted(service));
            }
        }
        for (var service : SERVICES) {
            recreate(service);
        }
    }

    /**
     * Whom the register's application role becomes for work that is nobody's alone. It inherits nothing: for a request the policies
     * of its own hold. At each start, since data of an earlier release lack the role.
     */
    private void createWorkers() throws SQLException {
        try (var connection = connect("postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("""
                    do $$
                    begin
                        if not exists (select from pg_roles where rolname = 'enrollment_worker') then
                            create role enrollment_worker nologin;
                        end if;
                    end $$;
                    grant enrollment_worker to enrollment_app with inherit false, set true;
                    """);
        }
    }

    /** The service's database is an empty one from now on, whatever was in it. */
    void recreate(String service) throws SQLException {
        try (var connection = connect("postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists %s with (force)".formatted(service));
            statement.execute("create database %1$s owner %1$s_owner".formatted(service));
        }
        try (var connection = connect(service, "postgres");
                var statement = connection.createStatement()) {
            confine(service, statement);
        }
    }

    /** The owner migrates the schema; the application role gets from each migration what it needs, and no more. */
    private static void confine(String service, Statement statement) throws SQLException {
        statement.execute("""
                revoke all on database %1$s from public;
                grant connect on database %1$s to %1$s_app;
                alter schema public owner to %1$s_owner;
                revoke all on schema public from public;
                grant usage on schema public to %1$s_app;
                """.formatted(service));
    }

    /** Ends the server that a killed run left behind on this cluster; no other process is touched. */
    void stopStalePostmaster() {
        endPostmaster("INT");
    }

    private void endPostmaster(String signal) {
        var pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            var lines = Files.readAllLines(pidFile);
            var postmaster = lines.isEmpty() ? null : LeftoverProcess.find(lines.getFirst(), cluster.toString());
            if (postmaster != null) {
                postmaster.end(signal, STOP_LIMIT);
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
