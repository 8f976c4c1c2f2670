package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.KeycloakServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** People and programs of the real Keycloak, who ask it for tokens as from outside. */
final class Keycloak implements AutoCloseable {
    /** Where the realm's client for pages lets people come back to. */
    static final String PAGES = "http://localhost:8081/";

    private final KeycloakServer server;

    private Keycloak(KeycloakServer server) {
        this.server = server;
    }

    /** @param data where its log and its secrets are kept */
    static Keycloak start(Path root, Path data) throws IOException {
        return new Keycloak(KeycloakServer.start(root, data, 0, URI.create(PAGES)));
    }

    KeycloakServer server() {
        return server;
    }

    URI issuer() {
        return server.issuer();
    }

    /** What {@code realm.json} leaves open. */
    String secret(String name) {
        return server.secret(name);
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
        return server.url() + "admin" + server.issuer().getPath() + path;
    }

    String administrator() {
        return given().formParams(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        server.administrator(),
                        "password",
                        secret("KC_BOOTSTRAP_ADMIN_PASSWORD")))
                .post(server.url() + "realms/master/protocol/openid-connect/token")
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
        server.close();
    }
}
