package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * The real Keycloak with the realm of {@code deploy/local/keycloak}, as its distribution comes; Maven's profile {@code keycloak} unpacks
 * it. Its data are in memory and its secrets made anew with each start.
 */
final class Keycloak implements AutoCloseable {
    /** Where the realm's client for pages lets people come back to. */
    static final String PAGES = "http://localhost:8081/";

    private static final String REALM = "desa-terlindungi";
    private static final String ADMINISTRATOR = "administrator";
    /** It arranges itself anew at its first start. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private final Process process;
    private final int port;
    private final Map<String, String> secrets;

    private Keycloak(Process process, int port, Map<String, String> secrets) {
        this.process = process;
        this.port = port;
        this.secrets = secrets;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-keycloak"));
    }

    /** @param root of the source tree */
    static Keycloak start(Path root) throws IOException {
        var directory = Files.createDirectories(root.resolve("deploy/e2e/target/keycloak"));
        var home = home(directory);
        var imports = Files.createDirectories(home.resolve("data/import"));
        Files.copy(
                root.resolve("deploy/local/keycloak/realm.json"),
                imports.resolve("realm.json"),
                StandardCopyOption.REPLACE_EXISTING);
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var secrets = Map.of(
                "DESA_PASSWORD", secret(),
                "DESA_REPORTING_SECRET", secret(),
                "DESA_OPERATIONS_SECRET", secret(),
                "DESA_PAGES_SECRET", secret(),
                "DESA_EXAMPLE_SECRET", secret(),
                "KC_BOOTSTRAP_ADMIN_PASSWORD", secret());
        var builder = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=http://localhost:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keycloak.log").toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KC_")); // Whatever the developer's own Keycloak is told.
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
        environment.putAll(secrets);
        var keycloak = new Keycloak(builder.start(), port, secrets);
        try {
            Awaitility.await("Keycloak").atMost(READY_WITHIN).until(() -> keycloak.answers(directory));
        } catch (RuntimeException e) {
            keycloak.close();
            throw e;
        }
        return keycloak;
    }

    private static Path home(Path directory) throws IOException {
        try (var unpacked = Files.newDirectoryStream(directory, "keycloak-*.*.*")) {
            for (var home : unpacked) {
                return home;
            }
        }
        throw new IllegalStateException("No Keycloak in " + directory + ": deploy/local/verify -Pkeycloak fetches it");
    }

    private static String secret() {
        return UUID.randomUUID().toString();
    }

    private boolean answers(Path directory) {
        if (!process.isAlive()) {
            throw new IllegalStateException("Keycloak has ended; why is in " + directory.resolve("keycloak.log"));
        }
        try {
            return given().get(issuer() + "/.well-known/openid-configuration").statusCode() == 200;
        } catch (Exception e) { // Nobody listens yet; REST Assured throws what it does not declare.
            return false;
        }
    }

    URI issuer() {
        return URI.create("http://localhost:" + port + "/realms/" + REALM);
    }

    /** What {@code realm.json} leaves open. */
    String secret(String name) {
        return secrets.get(name);
    }

    /** Of somebody in the realm, who has signed in at the pages. */
    String tokenOf(String user) {
        return signIn("web", PAGES).as(user, secret("DESA_PASSWORD"));
    }

    /** The way in for people, with a browser of their own. */
    SignIn signIn(String client, String redirect) {
        return new SignIn(issuer(), client, redirect);
    }

    /** By client credentials. @param scopes with a space between them */
    Response askAsProgram(String client, String secret, String scopes) {
        var request = given().auth().preemptive().basic(client, secret).formParam("grant_type", "client_credentials");
        if (!scopes.isEmpty()) {
            request.formParam("scope", scopes);
        }
        return request.post(issuer() + "/protocol/openid-connect/token");
    }

    /** Whoever keeps accounts, by Keycloak's own API: {@code /admin/realms/desa-terlindungi} and the path. */
    String administration(String path) {
        return "http://localhost:" + port + "/admin/realms/" + REALM + path;
    }

    String administrator() {
        return given().formParams(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        ADMINISTRATOR,
                        "password",
                        secret("KC_BOOTSTRAP_ADMIN_PASSWORD")))
                .post("http://localhost:" + port + "/realms/master/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** What a token says. */
    static Map<String, Object> claims(String token) {
        var payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return new HashMap<>(JsonPath.from(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
                .getMap(""));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
