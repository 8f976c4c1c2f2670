package id.desaterlindungi.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in of the local issuer: it believes everyone, but takes nothing that a real provider would refuse. */
class SignInRouteTest {
    private static final String BACK = "http://localhost:8081/sign-in/done";
    private static final String VERIFIER = "a-verifier-of-enough-characters-for-the-standard-to-take-it";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private static TokenIssuer issuer;

    private final HttpClient http = HttpClient.newHttpClient();

    /** One for all tests: its key takes a second to make. */
    @BeforeAll
    static void start(@TempDir Path keys) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        issuer = new TokenIssuer(keys, port);
        issuer.start();
    }

    @AfterAll
    static void stop() {
        issuer.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "branch 16.01 16.02,branch,16.01 16.02",
        "regency 16.01,regency,16.01",
        "operator,operator,",
        "village,village,",
        "none,,"
    })
    void givesTheRoleThatWasChosen(String chosen, String role, String areas) throws Exception {
        var tokens = exchange(code(chosen), Map.of());

        var access = claims(tokens, "access_token");
        assertThat(access.getAudience()).containsExactly(TokenIssuer.AUDIENCE);
        assertThat(access.getStringListClaim("groups")).isEqualTo(role == null ? List.of() : List.of(role));
        assertThat(access.getStringListClaim("areas")).isEqualTo(areas == null ? null : List.of(areas.split(" ")));
        assertThat(claims(tokens, "id_token").getAudience()).containsExactly("pages");
        assertThat(access.getExpirationTime().toInstant())
                .isBefore(Instant.now().plus(Duration.ofMinutes(6)));
    }

    @Test
    void renewsTokensOfTheSamePerson() throws Exception {
        var first = exchange(code("regency 16.01"), Map.of());

        var renewed = post(
                "/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", field(first, "refresh_token"),
                        "client_id", "pages",
                        "client_secret", "local"));

        assertThat(claims(renewed, "access_token").getStringListClaim("areas")).containsExactly("16.01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/sign-in/done",
                "http://localhost.evil.example/sign-in/done",
                "http://localhost:8081/",
                "http://localhost:8081/sign-in/done/..",
                "http://localhost:8081@evil.example/sign-in/done"
            })
    void leadsToRegisteredAddressesAlone(String back) throws Exception {
        for (var chosen : List.of("", "branch 16")) {
            var answer = authorize(Map.of("redirect_uri", back), chosen);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Location")).isEmpty();
        }
        assertThat(get("/endsession?post_logout_redirect_uri=" + encoded(back)).statusCode())
                .isEqualTo(back.equals("http://localhost:8081/") ? 302 : 400);
    }

    @Test
    void asksForProofThatTheBrowserIsTheSame() throws Exception {
        for (var without : List.of("code_challenge", "code_challenge_method", "response_type")) {
            var answer = authorize(Map.of(without, ""), "branch 16");
            assertThat(answer.headers().firstValue("Location").orElseThrow())
                    .startsWith(BACK + "?error=invalid_request")
                    .doesNotContain("code=");
        }
        assertThat(authorize(Map.of("client_id", "other"), "branch 16").statusCode())
                .isEqualTo(400);
    }

    @Test
    void takesACodeOnceAndWithItsProof() throws Exception {
        assertThat(exchange(code("branch 16"), Map.of("code_verifier", "")).statusCode())
                .isEqualTo(400);
        assertThat(exchange(code("branch 16"), Map.of("code_verifier", VERIFIER + "x"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(exchange(code("branch 16"), Map.of("redirect_uri", "https://evil.example/"))
                        .statusCode())
                .isEqualTo(400);
        var code = code("branch 16");
        assertThat(exchange(code, Map.of()).statusCode()).isEqualTo(200);
        assertThat(exchange(code, Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void whoDoesNotWantToIsLedBack() throws Exception {
        for (var chosen : List.of("nobody", "<script> 16", "branch x")) {
            assertThat(authorize(Map.of(), chosen)
                            .headers()
                            .firstValue("Location")
                            .orElseThrow())
                    .startsWith(BACK + "?error=access_denied");
        }
        assertThat(authorize(Map.of(), "").body()).contains("<h1>Who are you?</h1>", "regency 16.01");
    }

    private String code(String chosen) throws Exception {
        var location =
                authorize(Map.of(), chosen).headers().firstValue("Location").orElseThrow();
        var code = CODE.matcher(location);
        assertThat(code.find()).as(location).isTrue();
        return code.group(1);
    }

    /** @param others than usual; an empty one is left out. @param chosen empty to be shown the choice */
    private HttpResponse<String> authorize(Map<String, String> others, String chosen) throws Exception {
        var challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.UTF_8)));
        var asked = new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "pages",
                "redirect_uri", BACK,
                "scope", "openid",
                "state", "state",
                "nonce", "nonce",
                "code_challenge", challenge,
                "code_challenge_method", "S256"));
        asked.putAll(others);
        var path = "/authorize?" + form(asked);
        return chosen.isEmpty() ? get(path) : post(path, Map.of("as", chosen));
    }

    private HttpResponse<String> exchange(String code, Map<String, String> others) throws Exception {
        var form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                BACK,
                "client_id",
                "pages",
                "client_secret",
                "local",
                "code_verifier",
                VERIFIER));
        form.putAll(others);
        return post("/token", form);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(issuer.url() + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(issuer.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(form)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JWTClaimsSet claims(HttpResponse<String> tokens, String which) throws Exception {
        return SignedJWT.parse(field(tokens, which)).getJWTClaimsSet();
    }

    private static String field(HttpResponse<String> tokens, String which) {
        var field = Pattern.compile("\"" + which + "\"\\s*:\\s*\"([^\"]+)\"").matcher(tokens.body());
        assertThat(field.find()).as(tokens.body()).isTrue();
        return field.group(1);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
