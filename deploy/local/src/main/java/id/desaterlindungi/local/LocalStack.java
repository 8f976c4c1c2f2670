package id.desaterlindungi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and an OpenID Connect provider, bound to this machine only, on one data directory that outlives them.
 * Each part can be stopped and started again at its port while the others go on.
 */
public final class LocalStack implements AutoCloseable {
    /** What a broker tells of itself is of no use here; of these two not even the warnings, which each start and stop give. */
    private static final Map<String, Level> LOG_LEVELS = Map.of(
            "kafka", Level.WARNING,
            "org.apache.kafka", Level.WARNING,
            "org.apache.kafka.controller.QuorumController", Level.SEVERE,
            "org.apache.kafka.clients.NetworkClient", Level.SEVERE,
            "state.change.logger", Level.WARNING,
            "okhttp3", Level.WARNING,
            "mockwebserver3", Level.WARNING,
            "no.nav", Level.WARNING,
            "io.zonky", Level.WARNING);

    /** Strong references: the log manager forgets the level of a logger that nobody holds. */
    private static final List<Logger> LOGGERS =
            LOG_LEVELS.keySet().stream().map(Logger::getLogger).toList();

    private final StackSettings settings;
    private final FileChannel lockFile;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final TokenIssuer tokens;
    private final Keysets keysets;
    private final String signInKey;

    private LocalStack(StackSettings settings, FileChannel lockFile) throws IOException {
        this.settings = settings;
        this.lockFile = lockFile;
        var keys = Files.createDirectories(settings.data().resolve("keys"));
        this.keysets = Keysets.in(keys);
        this.signInKey =
                PrivateFile.readOrCreate(keys.resolve("sign-in"), () -> UUID.randomUUID() + "-" + UUID.randomUUID());
        this.postgres = new PostgresServer(settings.data(), settings.postgresPort());
        this.kafka = new KafkaBroker(settings.data(), settings.kafkaPort(), settings.kafkaControllerPort());
        this.tokens = new TokenIssuer(keys, settings.oidcPort());
    }

    /**
     * Starts all parts; a PostgreSQL that a killed run left on this data directory is stopped first.
     *
     * @throws IllegalStateException when another stack runs on the data directory
     */
    public static LocalStack start(StackSettings settings) {
        LOGGERS.forEach(logger -> logger.setLevel(LOG_LEVELS.get(logger.getName())));
        try {
            Files.createDirectories(settings.data());
            var stack = new LocalStack(settings.resolved(), lock(settings.data()));
            AtExit.close(stack);
            try {
                stack.startParts();
            } catch (RuntimeException e) {
                stack.close();
                throw e;
            }
            return stack;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts on an empty data directory: what a killed run left there is ended and deleted first. */
    public static LocalStack startFresh(StackSettings settings) {
        endLeftovers(settings.data());
        try {
            Directories.delete(settings.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(settings);
    }

    /**
     * Ends what a killed run left on the data directory: its services and its PostgreSQL.
     *
     * @throws IllegalStateException when a stack runs there
     */
    static void endLeftovers(Path data) {
        if (!Files.isDirectory(data)) {
            return;
        }
        try (var ignored = lock(data)) {
            ServiceProcess.endLeftovers(data);
            new PostgresServer(data, 0).stopStalePostmaster();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public StackSettings settings() {
        return settings;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    public TokenIssuer tokens() {
        return tokens;
    }

    public Keysets keysets() {
        return keysets;
    }

    /**
     * A bearer token that both services take.
     *
     * @param areas with a space between them; null for a role without
     */
    public String token(String role, @Nullable String areas) {
        return tokens.token(role, areas);
    }

    /** Quarkus properties of an enrollment service on this stack. They hold secrets: never on a command line. */
    public Map<String, String> enrollmentConfig() {
        var config = commonConfig("enrollment");
        config.put("enrollment.keys.directory", keysets.directory().toString());
        // One process has what it is to know of a new key at once. Both 0, or the service insists on waiting for files
        // being read.
        config.put("enrollment.keys.looked-for", "1s");
        config.put("enrollment.keys.settling", "0s");
        config.put("enrollment.keys.settled", "0s");
        return config;
    }

    /** Quarkus properties of a reporting service on this stack, all but where the enrollment service is. */
    public Map<String, String> reportingConfig() {
        var config = commonConfig("reporting");
        config.put("quarkus.oidc-client.auth-server-url", tokens.url());
        config.put("quarkus.oidc-client.client-id", "reporting-service");
        config.put("quarkus.oidc-client.credentials.secret", "local");
        config.put("reporting.sign-in.key", signInKey);
        config.put("reporting.sign-in.client-id", SignInRoute.CLIENT);
        config.put("reporting.sign-in.client-secret", "local");
        return config;
    }

    /** Quarkus properties of a reporting service on this stack. */
    public Map<String, String> reportingConfig(URI enrollment) {
        var config = reportingConfig();
        config.put("quarkus.rest-client.enrollment.url", enrollment.toString());
        return config;
    }

    /** Stops all parts; the data stay. */
    @Override
    public void close() {
        AtExit.forget(this);
        try (lockFile) {
            tokens.stop();
            kafka.stop();
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startParts() {
        ServiceProcess.endLeftovers(settings.data());
        // Both wait for the disk more than they compute.
        var database = CompletableFuture.runAsync(postgres::start, Thread::startVirtualThread);
        kafka.start();
        tokens.start();
        try {
            database.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Map<String, String> commonConfig(String service) {
        var url = postgres.jdbcUrl(service);
        var config = new LinkedHashMap<String, String>();
        config.put("quarkus.datasource.jdbc.url", url);
        config.put("quarkus.datasource.username", service + "_app");
        config.put("quarkus.datasource.password", "local");
        config.put("quarkus.flyway.jdbc-url", url);
        config.put("quarkus.flyway.username", service + "_owner");
        config.put("quarkus.flyway.password", "local");
        config.put("quarkus.flyway.placeholders.app-role", service + "_app");
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        config.put("quarkus.oidc.auth-server-url", tokens.url());
        // Here one token and one address do the work of thousands. What is refused to an address stays bounded, to be
        // seen.
        for (var limit :
                List.of("requests", "failures", "requests-of-program", "failures-of-program", "requests-of-address")) {
            config.put(service + ".door." + limit, "1000000000");
        }
        config.put(service + ".door.failures-of-address", "6000");
        return config;
    }

    private static FileChannel lock(Path data) throws IOException {
        var channel = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IllegalStateException("Another stack runs on " + data);
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
