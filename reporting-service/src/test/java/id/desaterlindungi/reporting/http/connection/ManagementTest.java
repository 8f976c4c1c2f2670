package id.desaterlindungi.reporting.http.connection;

import static id.desaterlindungi.reporting.Management.management;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics: on a port of their own, and without what callers make up. */
@QuarkusTest
class ManagementTest {
    private static final Pattern LABEL = Pattern.compile("(?:uri|method)=\"([^\"]*)\"");

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics"})
    void keepsHealthAndMetricsApart(String path) {
        given().get(path).then().statusCode(404);
        management()
                .get(path)
                .then()
                .statusCode(200)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
        management().head(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"})
    void takesNothing(String method) {
        for (var path : new String[] {"/q/health/live", "/q/metrics", "/nothing"}) {
            management()
                    .request(method, path)
                    .then()
                    .statusCode(405)
                    .header("Allow", "GET, HEAD")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void opensItsMetricsToNoOtherPage() {
        management()
                .header("Origin", "https://elsewhere.example")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui/"})
    void describesItselfToCallersAlone(String path) {
        given().get(path).then().statusCode(200);
        management().get(path).then().statusCode(404);
    }

    @Test
    void countsUnderTemplatesWhateverCallersMakeUp() throws Exception {
        for (var i = 0; i < 150; i++) {
            given().get("/v1/goals/made-up-" + i);
        }
        for (var i = 0; i < 5; i++) {
            given().get("/v1/goals/made-up/made-up-" + i);
            given().post("/v1/goals/made-up-" + i);
            given().delete("/made-up-" + i);
            given().request("MADEUP" + i, "/v1/goals");
            management().post("/made-up-" + i);
            send("GET /made-up-%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: made-up\r\n\r\n".formatted(i));
            send("POST /v1/goals/made-up-%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf".formatted(i));
        }

        // Those that were given up are counted once the service has seen it.
        await().untilAsserted(() -> {
            assertThat(labels())
                    .contains("/v1/goals/{areaCode}", "NOT_FOUND", "UNKNOWN")
                    .noneMatch(label -> label.toLowerCase(Locale.ROOT).contains("made"));
            assertThat(labels().size()).isLessThan(100);
        });
        // What is asked for first after all those is counted too.
        given().get("/v1/progress/funding").then().statusCode(equalTo(401));
        await().untilAsserted(() -> assertThat(labels()).contains("/v1/progress/funding"));
    }

    private static void send(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static Set<String> labels() {
        return management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_requests"))
                .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
                .collect(Collectors.toSet());
    }
}
