package id.desaterlindungi.enrollment.problem;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.http.HttpClosedException;
import jakarta.transaction.RollbackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnrollmentTest
class ProblemTest {
    private static final String PARTICIPANTS = "/v1/participants";

    LocalStack stack;

    @ParameterizedTest
    @ValueSource(
            strings = {PARTICIPANTS + "/0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e", "/v1/areas", "/v1/villages", "/v1/events"
            })
    void asksForAToken(String path) {
        problem(given().get(path).then(), 401, "unauthenticated").header("WWW-Authenticate", startsWith("Bearer"));
        problem(given().auth().oauth2("not.a.token").get(path).then(), 401, "unauthenticated");
    }

    @Test
    void refusesATokenWithAnotherSignature() {
        var token = stack.token("branch", "16");

        var forged = given().auth()
                .oauth2(token.substring(0, token.length() - 8) + "AAAAAAAA")
                .get("/v1/areas");

        problem(forged.then(), 401, "unauthenticated");
    }

    /** In the words of the pool that there is. */
    @Test
    void asksToComeAgainWhereNoConnectionIsFree() throws Exception {
        var settings = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofMillis(100))
                        .connectionFactoryConfiguration(connection ->
                                connection.jdbcUrl(stack.postgres().jdbcUrl("enrollment") + "?user=enrollment_app")));
        try (var pool = AgroalDataSource.from(settings);
                var taken = pool.getConnection()) {
            assertThat(taken.isValid(1)).isTrue();

            assertThatThrownBy(pool::getConnection)
                    .satisfies(e -> assertThat(Failure.isPassing(new IllegalStateException(e)))
                            .as(e.getMessage())
                            .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/nothing", "/v1/participants/not-an-id", "/"})
    void tellsThatThereIsNothing(String path) {
        problem(caller().get(path).then(), 404, "not-found");
    }

    @Test
    void tellsThatThereIsNoSuchParticipant() {
        problem(
                caller().get(PARTICIPANTS + "/0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
                        .then(),
                404,
                "participant-not-found");
    }

    @Test
    void refusesAnotherMethod() {
        problem(caller().delete("/v1/areas").then(), 405, "method-not-allowed");
    }

    @Test
    void tellsThatItCannotAnswerInThatForm() {
        problem(caller().accept("image/png").get("/v1/areas").then(), 406, "not-acceptable");
    }

    @Test
    void refusesAnotherTypeOfBody() {
        problem(
                caller().contentType(ContentType.TEXT)
                        .body("nik=1")
                        .post(PARTICIPANTS)
                        .then(),
                415,
                "unsupported-media-type");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        var large = "{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}";

        problem(caller().body(large).post(PARTICIPANTS).then(), 413, "body-too-large");
    }

    @Test
    void refusesABodyThatGrowsTooLargeWithoutSayingSo() throws Exception {
        var large = ("{\"name\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + PARTICIPANTS))
                .header("Authorization", "Bearer " + stack.token("branch", "16"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();

        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("body-too-large");
        }
    }

    /** As the transaction manager tells it: the reason is no cause. */
    @Test
    void asksToComeAgainWhereTheDatabaseGoesInTheMiddleOfACommit() {
        var commit = new XAException("Error trying to commit");
        commit.initCause(new SQLException("An I/O error occurred while sending to the backend.", "08006"));
        var failed = new RollbackException("Could not commit transaction.");
        failed.addSuppressed(commit);
        var thrown = new IllegalStateException("Error invoking subclass method", failed);

        assertThat(Failure.told(thrown, Messages.in(List.of())).status()).isEqualTo(503);
        assertThat(Failure.isPassing(thrown)).isTrue();
        // What fails while something is closed hides no other failure.
        var other = new IllegalStateException("Another");
        other.addSuppressed(commit);
        assertThat(Failure.told(other, Messages.in(List.of())).status()).isEqualTo(500);
    }

    @Test
    void takesItForNoFailureWhereTheCallerLeaves() {
        var gone = new IOException(new IOException(new HttpClosedException("Connection was closed")));

        assertThat(Failure.told(gone, Messages.in(List.of())).status()).isEqualTo(400);
        // Another connection of ours, of which the caller knows nothing.
        assertThat(Failure.told(new HttpClosedException("Connection was closed"), Messages.in(List.of()))
                        .status())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"nik\":\"16010745 |  | json-malformed",
                "nik |  | json-malformed",
                "{} {} |  | json-trailing",
                "{\"nik\":\"1\"}] |  | json-trailing",
                "{} x |  | json-trailing",
                "{\"nik\":\"1\",\"nik\":\"2\"} | /nik | json-key-repeated",
                "{\"programmes\":[{\"a\":{\"b/c\":1,\"b/c\":1}}]} | /programmes/0/a/b~1c | json-key-repeated",
                "{\"\\u0000\":1} |  | text-broken",
                "{\"\\ud800\":1} |  | json-malformed",
                "{\"nik\":１} |  | json-malformed",
                "{\"nick\":\"1\"} | /nick | field-unknown",
                "{\"nik\":1601074507849001} | /nik | field-type",
                "{\"programmes\":\"JKK\"} | /programmes | field-type",
                "{\"programmes\":[\"JKK\",{}]} | /programmes/1 | field-type",
                "[] |  | body-type",
            })
    void refusesABodyThatCannotBeRead(String body, String pointer, String code) {
        problem(caller().body(body).post(PARTICIPANTS).then(), 400, "body-unreadable")
                .body("errors.code", contains(code))
                .body("errors.pointer", contains(pointer == null ? "" : pointer));
    }

    /** A patch is read as a tree, whose numbers are made only when somebody asks for them. */
    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999"})
    void refusesANumberThatJavaHasNot(String number) {
        var patch = caller().header("If-Match", "\"1\"")
                .contentType("application/merge-patch+json")
                .body("{\"nik\":" + number + "}")
                .patch(PARTICIPANTS + "/0199a000-0000-7000-8000-000000000000");

        problem(patch.then(), 400, "body-unreadable")
                .body("errors.code", contains("number-too-large"))
                .body("errors.pointer", contains("/nik"));
        problem(caller().body("{\"nik\":" + number + "}").post(PARTICIPANTS).then(), 400, "body-unreadable")
                .body("errors.code", contains("number-too-large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
    void refusesABodyThatIsNotUtf8(String charset) {
        var bytes = "{\"name\":\"Ren\u00E9\"}".getBytes(Charset.forName(charset));

        problem(sent(bytes), 400, "body-unreadable").body("errors.code", contains("json-encoding"));
    }

    /** Half a surrogate pair, an overlong slash, a surrogate pair as two characters of three bytes. */
    @ParameterizedTest
    @CsvSource({
        "EDA080, /name, json-encoding",
        "C0AF, '', json-encoding",
        "EDA0BDEDB880, /name, json-encoding",
        "FF, /name, json-encoding"
    })
    void refusesBytesThatAreNoText(String hex, String pointer, String code) {
        var begin = "{\"name\":\"".getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(100)
                .put(begin)
                .put(HexFormat.of().parseHex(hex))
                .put("\"}".getBytes(StandardCharsets.UTF_8));

        problem(sent(Arrays.copyOf(bytes.array(), bytes.position())), 400, "body-unreadable")
                .body("errors.code", contains(code))
                .body("errors.pointer", contains(pointer));
    }

    @Test
    void refusesWhatIsDeepOrLongBeyondUseInItsOwnTime() {
        var deep = "{\"a\":".repeat(100_000);
        var number = "{\"operations\":[{\"version\":" + "1".repeat(500_000) + "}]}";
        var keys = "{"
                + IntStream.range(0, 60_000).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(",")) + "}";

        assertTimeout(Duration.ofSeconds(10), () -> {
            problem(sent(deep.getBytes(StandardCharsets.UTF_8)), 400, "body-unreadable")
                    .body("errors.code", contains("json-too-deep"));
            problem(sent("[".repeat(500_000).getBytes(StandardCharsets.UTF_8)), 400, "body-unreadable")
                    .body("errors.code", contains("json-too-deep"));
            problem(sent(number.getBytes(StandardCharsets.UTF_8)), 400, "body-unreadable")
                    .body("errors.code", contains("number-too-long"))
                    .body("errors.pointer", contains("/operations/0/version"));
            problem(sent(keys.getBytes(StandardCharsets.UTF_8)), 400, "body-unreadable")
                    .body("errors.code", contains("field-unknown"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "1e-999999999", "-1e400", "1240.0000000000000000001", "99999999999999999999"})
    void takesNoNumberThatIsNotOne(String number) {
        caller().contentType("application/merge-patch+json")
                .header(
                        "If-Match",
                        given().spec(caller()).get("/v1/villages/16.09.01.1013").header("ETag"))
                .body("{\"workersEstimate\":%s,\"workersSource\":\"Uji\",\"workersAsOf\":\"2026-01-01\"}"
                        .formatted(number))
                .patch("/v1/villages/16.09.01.1013")
                .then()
                .statusCode(422)
                .body("errors.code", contains("number-out-of-range"));
    }

    private ValidatableResponse sent(byte[] body) {
        return given().auth()
                .oauth2(stack.token("branch", "16"))
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/json", ContentType.BINARY)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("application/json")
                .body(body)
                .post(PARTICIPANTS)
                .then();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/villages?q=a%00b",
                "/v1/villages?within=%00",
                "/v1/participants?name=%00",
                "/v1/participants?cursor=%00",
            })
    void refusesAddressesThatHoldNoText(String path) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + stack.token("branch", "16") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }

    @Test
    void refusesABodyWithACharacterThatIsNone() {
        caller().body("{\"kpj\":\"0012345678\\u0000\"}")
                .post("/v1/participants/search")
                .then()
                .statusCode(both(greaterThanOrEqualTo(400)).and(lessThan(500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void refusesAnEmptyBody(String body) {
        problem(caller().body(body).post(PARTICIPANTS).then(), 400, "body-unreadable")
                .body("errors.code", contains("body-missing"));
    }

    @Test
    void refusesAnIdempotencyKeyWithSpaces() {
        problem(
                        caller().header("Idempotency-Key", "two words")
                                .body(body())
                                .post(PARTICIPANTS)
                                .then(),
                        400,
                        "parameters-refused")
                .body("errors.code", contains("idempotency-key-format"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | id | NIK terdiri atas 16 angka.",
                "en | en | A NIK has 16 digits.",
                "fr, en;q=0.5 | en | A NIK has 16 digits.",
                "en-GB | en | A NIK has 16 digits.",
                "fr | id | NIK terdiri atas 16 angka.",
                "id;q=0.3, en;q=0.9 | en | A NIK has 16 digits.",
            })
    void speaksTheReadersLanguage(String accepted, String language, String message) {
        caller().header("Accept-Language", accepted)
                .body(body("nik", "1"))
                .post(PARTICIPANTS)
                .then()
                .statusCode(422)
                .header("Content-Language", language)
                .body("code", equalTo("participant-refused"))
                .body("errors.message", contains(message));
    }

    @Test
    void namesAFailureThatTheLogHasToo() {
        var log = Logger.getLogger(Failure.class.getName());
        var lines = new CopyOnWriteArrayList<LogRecord>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            var answer = problem(caller().get("/test/failure").then(), 500, "internal-error")
                    .body("incident", matchesPattern("[0-9a-f-]{36}"))
                    .extract();
            String incident = answer.path("incident");

            assertThat(answer.asString()).doesNotContain("secret");
            assertThat(lines)
                    .anySatisfy(line ->
                            assertThat(new PatternFormatter("%s").format(line)).contains(incident));
        } finally {
            log.removeHandler(handler);
        }
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:desaterlindungi:problem:" + code))
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("incident", status == 500 ? not(nullValue()) : nullValue());
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }
}
