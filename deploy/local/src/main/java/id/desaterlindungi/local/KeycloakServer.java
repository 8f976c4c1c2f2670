package id.desaterlindungi.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The real Keycloak with the realm of {@code deploy/local/keycloak}, as its distribution comes; Maven's profile {@code keycloak} unpacks
 * it into this module's {@code target}. Its accounts and keys are in memory and begin anew with each start; what the realm leaves
 * open, a password and secrets of programs, is kept with the data.
 */
public final class KeycloakServer implements AutoCloseable {
    private static final String REALM = "desa-terlindungi";
    /** Where the realm lets people come back to after the sign-in, unless pages are elsewhere. */
    private static final String PAGES = "http://localhost:8081/";

    private static final String ADMINISTRATOR = "administrator";
    private static final List<String> SECRETS = List.of(
            "DESA_PASSWORD",
            "DESA_REPORTING_SECRET",
            "DESA_OPERATIONS_SECRET",
            "DESA_PAGES_SECRET",
            "DESA_EXAMPLE_SECRET",
            "KC_BOOTSTRAP_ADMIN_PASSWORD");
    /** It arranges itself anew at its first start. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final long PROBE_PAUSE_MILLIS = 200;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final ProcessRecord record;
    private final Path log;
    private final int port;
    private final Map<String, String> secrets;

    private KeycloakServer(Process process, ProcessRecord record, Path log, int port, Map<String, String> secrets) {
        this.process = process;
        this.record = record;
        this.log = log;
        this.port = port;
        this.secrets = Map.copyOf(secrets);
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param root of the source tree
     * @param data where its log, its secrets and the record of its process are kept
     * @param port 0 for a free one
     * @param pages of the reporting service: where people come back to
     * @throws IllegalStateException where there is no distribution, or where it ends, or takes too long
     */
    public static KeycloakServer start(Path root, Path data, int port, URI pages) throws IOException {
        var home = home(root.resolve("deploy/local/target/keycloak"));
        var keys = Files.createDirectories(data.resolve("keys"));
        var secrets = SECRETS.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> PrivateFile.readOrCreate(
                                keys.resolve("keycloak-" + name),
                                () -> UUID.randomUUID().toString())));
        var realm = Files.readString(root.resolve("deploy/local/keycloak/realm.json"));
        Files.writeString(
                Files.createDirectories(home.resolve("data/import")).resolve("realm.json"),
                realm.replace(PAGES, pages.resolve("/").toString()));
        var itsPort = port == 0 ? Ports.free() : port;
        Ports.requireFree(itsPort, "Keycloak");
        var record = new ProcessRecord(data, "keycloak");
        var log = data.resolve("keycloak.log");
        var builder = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + itsPort,
                        "--hostname=http://localhost:" + itsPort,
                        record.mark())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KC_")); // Whatever the developer's own Keycloak is told.
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
        environment.putAll(secrets);
        var keycloak = new KeycloakServer(builder.start(), record, log, itsPort, secrets);
        record.write(keycloak.process.pid());
        AtExit.close(keycloak);
        keycloak.awaitReady();
        return keycloak;
    }

    private static Path home(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (var unpacked = Files.newDirectoryStream(directory, "keycloak-*.*.*")) {
                for (var home : unpacked) {
                    return home;
                }
            }
        }
        throw new IllegalStateException("No Keycloak in " + directory
                + ": deploy/local/up --keycloak and deploy/local/verify -Pkeycloak fetch it");
    }

    private void awaitReady() {
        var deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (var client = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            while (!answers(client)) {
                if (process.waitFor(PROBE_PAUSE_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    close();
                    throw new IllegalStateException(
                            "Keycloak does not start. The end of " + log + ":\n" + ServiceProcess.tail(log));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("Keycloak was not waited for", e);
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        var asked = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return client.send(asked, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Nobody listens yet.
        }
    }

    /** Where it and its console for administrators are. */
    public URI url() {
        return URI.create("http://localhost:" + port + "/");
    }

    public URI issuer() {
        return url().resolve("realms/" + REALM);
    }

    public String administrator() {
        return ADMINISTRATOR;
    }

    /** @param name as {@code realm.json} leaves it open; {@code KC_BOOTSTRAP_ADMIN_PASSWORD} is the administrator's */
    public String secret(String name) {
        return Objects.requireNonNull(secrets.get(name), name);
    }

    /** The same configuration of an enrollment service, which takes the tokens of this issuer alone. */
    public Map<String, String> enrollmentConfig(Map<String, String> other) {
        var config = new HashMap<>(other);
        config.put("quarkus.oidc.auth-server-url", issuer().toString());
        return config;
    }

    /** The same configuration of a reporting service, which takes the tokens of this issuer alone. */
    public Map<String, String> reportingConfig(Map<String, String> other) {
        var config = enrollmentConfig(other);
        config.put("quarkus.oidc-client.auth-server-url", issuer().toString());
        config.put("quarkus.oidc-client.credentials.secret", secret("DESA_REPORTING_SECRET"));
        config.put("reporting.sign-in.client-secret", secret("DESA_PAGES_SECRET"));
        return config;
    }

    @Override
    public void close() {
        var inside = process.descendants().toList();
        process.destroy();
        if (!LeftoverProcess.ended(process.onExit(), STOP_LIMIT)) {
            inside.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        AtExit.forget(this);
        record.delete();
    }
}
