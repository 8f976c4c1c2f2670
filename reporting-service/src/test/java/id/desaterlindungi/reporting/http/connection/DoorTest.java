package id.desaterlindungi.reporting.http.connection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Floods come from an address of their own, so that nobody else here is limited. */
@QuarkusTest
class DoorTest {
    private static final String PATH = "/v1/goals";
    private static final int AT_ONCE = 50;
    /** What the local stack allows an address, and what comes back meanwhile. */
    private static final int MOST = 20_000;

    LocalStack stack;

    @Test
    void closesToAFloodOfBadTokensAndToNobodyElse() throws IOException {
        var known = stack.tokens().token("regency", "16.01", Map.of());
        var flooding = "127.0.0.77";
        assertThat(ask(flooding, known)).startsWith("HTTP/1.1 200");
        var bad = known.substring(0, known.lastIndexOf('.') + 1) + "AAAA";

        var sentAway = flood(flooding, bad);

        assertThat(sentAway)
                .contains("application/problem+json", "\"code\":\"failures-too-many\"")
                .containsPattern("(?i)retry-after: [1-9]")
                .containsPattern("(?i)ratelimit-policy: \"failures\";q=6000;w=60")
                .containsPattern("(?i)ratelimit: \"failures\";r=0;t=[1-9]");
        assertThat(ask(flooding, known)).as("verified just before").startsWith("HTTP/1.1 200");
        given().auth().oauth2(known).get(PATH).then().statusCode(200);
        given().get(PATH).then().statusCode(401);
    }

    /** @return the first answer that sends the caller away */
    private static String flood(String from, String token) throws IOException {
        var sentAway = Pattern.compile("HTTP/1\\.1 429.*", Pattern.DOTALL);
        for (var sent = 0; sent < MOST; sent += AT_ONCE) {
            var answers = ask(from, token, AT_ONCE);
            var found = sentAway.matcher(answers);
            if (found.find()) {
                return found.group();
            }
        }
        throw new AssertionError("Nobody was sent away");
    }

    private static String ask(String from, String token) throws IOException {
        return ask(from, token, 1);
    }

    /** On a connection of their own, one behind the other. */
    private static String ask(String from, String token, int times) throws IOException {
        try (var socket =
                new Socket(InetAddress.getByName("127.0.0.1"), RestAssured.port, InetAddress.getByName(from), 0)) {
            var head = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n";
            socket.getOutputStream()
                    .write(((head + "\r\n").repeat(times - 1) + head + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
