package id.desaterlindungi.reporting.problem;

import static id.desaterlindungi.reporting.Management.management;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.local.LocalStack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a request can be wrong has one shape of answer. */
@QuarkusTest
class ProblemTest {
    LocalStack stack;

    @Test
    void saysThatATokenIsMissing() {
        given().get("/v1/progress")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("type", equalTo("urn:desaterlindungi:problem:unauthenticated"))
                .body("status", equalTo(401))
                .body("code", equalTo("unauthenticated"));
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiYXVkIjoiZGVzYS10ZXJsaW5kdW5naSJ9."})
    void saysThatATokenIsNotValid(String token) {
        given().auth()
                .oauth2(token)
                .get("/v1/progress")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("code", equalTo("unauthenticated"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/nothing,404,not-found",
        "GET,/nothing,404,not-found",
        "GET,/v1/progress/nothing,404,not-found",
        "POST,/v1/progress,405,method-not-allowed",
        "DELETE,/v1/progress/areas,405,method-not-allowed",
    })
    void answersAnAddressOrMethodThatIsNotThere(String method, String path, int status, String code) {
        caller().request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:desaterlindungi:problem:" + code))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("title", not(blankOrNullString()))
                .body("detail", not(blankOrNullString()))
                .body("$", not(hasKey("incident")));
    }

    @ParameterizedTest
    @CsvSource({"/v1/progress,application/pdf", "/v1/progress/stream,application/json"})
    void answersAFormThatItDoesNotHave(String path, String accept) {
        caller().accept(accept)
                .get(path)
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("code", equalTo("not-acceptable"));
    }

    @Test
    void refusesABodyThatNoOperationNeeds() {
        caller().contentType("application/json")
                .body("x".repeat(70_000))
                .get("/v1/progress")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("body-too-large"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|en|There is no area with this code.",
                "en-GB,id;q=0.5|en|There is no area with this code.",
                "id|id|Tidak ada wilayah dengan kode ini.",
                "fr|id|Tidak ada wilayah dengan kode ini.",
                "*|id|Tidak ada wilayah dengan kode ini.",
                "id;q=0.1,en;q=0.9|en|There is no area with this code.",
            })
    void speaksTheLanguageAskedForAndIndonesianOtherwise(String asked, String given, String message) {
        caller().header("Accept-Language", asked)
                .get("/v1/progress?within=99")
                .then()
                .statusCode(400)
                .header("Content-Language", equalTo(given))
                .body("errors[0].message", equalTo(message))
                .body("code", equalTo("parameters-refused"));
    }

    @Test
    void speaksIndonesianToOneWhoDoesNotSay() {
        caller().get("/v1/progress?within=99").then().body("errors[0].message", containsString("wilayah"));
    }

    @Test
    void givesAFailureANameThatTheLogHas() {
        var lines = new ConcurrentLinkedQueue<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new PatternFormatter("%s").format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger(Failure.class.getName()).addHandler(handler);
        try {
            var answer = caller().get("/test/failure")
                    .then()
                    .statusCode(500)
                    .contentType("application/problem+json")
                    .body("code", equalTo("internal-error"))
                    .extract();

            assertThat(answer.asString()).doesNotContain("secret");
            assertThat(lines).anyMatch(line -> line.contains(answer.<String>path("incident")));
        } finally {
            Logger.getLogger(Failure.class.getName()).removeHandler(handler);
        }
    }

    @Test
    void tellsThatTheDatabaseIsAway() {
        stack.postgres().stop();
        try {
            caller().header("Accept-Language", "en")
                    .get("/v1/progress")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", not(blankOrNullString()))
                    .body("code", equalTo("database-unavailable"))
                    .body("detail", not(containsString("Connection")));
            management().get("/q/health/ready").then().statusCode(503);
            management().get("/q/health/live").then().statusCode(200);
        } finally {
            stack.postgres().start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> caller().get("/v1/progress").then().statusCode(200));
        }
    }

    @Test
    void answersGarbageOnTheWireWithoutFailing() throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write("GET /v1/progress?within=%zz HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var head = new byte[12];
            assertThat(socket.getInputStream().readNBytes(head, 0, 12)).isEqualTo(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void hasEachTextInBothLanguages() {
        var control = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        var indonesian = ResourceBundle.getBundle("messages", java.util.Locale.ROOT, control);
        var english = ResourceBundle.getBundle("messages", java.util.Locale.ENGLISH, control);

        assertThat(english.keySet()).containsExactlyInAnyOrderElementsOf(indonesian.keySet());
        assertThat(english.keySet())
                .allSatisfy(key -> assertThat(english.getString(key)).isNotBlank());
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }
}
