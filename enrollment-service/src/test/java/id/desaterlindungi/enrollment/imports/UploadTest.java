package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.imports.upload.UploadDirectory;
import id.desaterlindungi.enrollment.imports.upload.UploadSettings;
import id.desaterlindungi.local.LocalStack;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How files come in: the forms around them, their number, and where they lie meanwhile. */
@EnrollmentTest
class UploadTest {
    private static final String END = "\r\n--limit--\r\n";

    @Inject
    UploadSettings settings;

    @Inject
    UploadDirectory directory;

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2011");
    }

    @AfterEach
    void leavesNothingOnDisk() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(filesIn(directory.path())).containsExactly("lock"));
    }

    @Test
    void namesTheTypesThatItTakes() {
        calls.caller()
                .contentType("application/x-www-form-urlencoded")
                .body(csv(row()))
                .post("/v1/imports")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"))
                .body("detail", allOf(containsString("text/csv"), containsString("multipart/form-data")));
    }

    record Harm(String what, String body) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Harm> harm() {
        var file = file(csv(row()));
        return List.of(
                new Harm("nothing at all", ""),
                new Harm("another boundary", file.replace("--limit", "--other") + "\r\n--other--\r\n"),
                new Harm("no end", file),
                new Harm(
                        "no name of a character set",
                        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                                + "Content-Type: text/csv; charset=UT\u00f8-8\r\n\r\nx" + END),
                new Harm(
                        "an unknown character set",
                        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                                + "Content-Type: text/csv; charset=none-such\r\n\r\nx" + END),
                new Harm("an end in the middle of a header", file.substring(0, 60)),
                new Harm("too many parts", many(30, "segment") + file + END),
                new Harm("far too many parts", many(100_000, "x") + file + END),
                new Harm("a field twice", many(2, "segment") + file + END),
                new Harm("two files", file + "\r\n" + file + END),
                new Harm("a huge field", field("segment", "x".repeat(9_000_000)) + file + END),
                new Harm("a huge name of a field", field("x".repeat(9_000_000), "BPU") + file + END),
                new Harm("a header without end", "--limit\r\nContent-Disposition: " + "x".repeat(9_000_000)),
                new Harm(
                        "a form in the form",
                        "--limit\r\nContent-Disposition: form-data; name=\"file\"\r\n"
                                + "Content-Type: multipart/mixed; boundary=inner\r\n\r\n"
                                + "--inner\r\nContent-Disposition: attachment; filename=\"a.csv\"\r\n\r\nx\r\n"
                                        .repeat(50)
                                + "--inner--" + END));
    }

    @ParameterizedTest
    @MethodSource("harm")
    void refusesAFormThatWouldDoHarm(Harm harm) throws Exception {
        var before = imports();

        var answer = post("multipart/form-data; boundary=limit", harm.body);

        assertThat(answer).startsWith("400 ").contains("form-refused");
        assertThat(imports()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";", "; boundary=", "; boundary=\"\"", "; charset=UTF-8; a=b; c=d", "; boundary=\"limit"})
    void refusesAFormWithoutABoundary(String parameters) throws Exception {
        assertThat(post("multipart/form-data" + parameters, file(csv(row())) + END))
                .startsWith("400 ")
                .contains("form-refused");
    }

    @Test
    void findsTheBoundaryAmongOtherParameters() throws Exception {
        var answer = post("multipart/form-data; a=b; c=d; e=f; Boundary=\"limit\"", file("NIK;Tgl Lahir\r\n") + END);

        assertThat(answer).startsWith("422 ").contains("file-column-missing");
    }

    @Test
    void knowsAFileAgainWhateverFormItComesIn() throws Exception {
        var text = csv(row());
        var bytes = text.getBytes(UTF_8);
        var first = calls.upload(text, DEFAULTS).then().statusCode(202).extract();

        var second = calls.caller()
                .queryParams(DEFAULTS)
                .multiPart("file", "daftar.csv", bytes, "text/csv")
                .post("/v1/imports")
                .then()
                .statusCode(200);

        second.body("id", equalTo(first.path("id")));
        var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        second.body("file.sha256", equalTo(HexFormat.of().formatHex(digest)));
    }

    @Test
    void asksToComeAgainWhileTooManyFilesAreOnTheirWay() throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (var i = 0; i < settings.receiving(); i++) {
                slow.add(begin("16.01.07.20" + (20 + i / settings.receivingOfOne())));
            }

            refused(503, "16.01.07.2019", slow)
                    .then()
                    .header("Retry-After", "5")
                    .contentType("application/problem+json")
                    .body("code", equalTo("imports-busy"));
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> calls.upload(csv(row()), DEFAULTS).statusCode() == 202);
    }

    @Test
    void leavesRoomForOthersThanWhoSendsMany() throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (var i = 0; i < settings.receivingOfOne(); i++) {
                slow.add(begin("16.01.07.2011"));
            }

            refused(429, "16.01.07.2011", slow);

            new ImportCalls(stack, "16.01.07.2020")
                    .upload(csv(row()), DEFAULTS)
                    .then()
                    .statusCode(202);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> calls.upload(csv(row()), DEFAULTS).statusCode() == 202);
    }

    private static String file(String content) {
        return "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + content;
    }

    private static String field(String name, String value) {
        return "--limit\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String many(int count, String name) {
        return IntStream.range(0, count).mapToObj(i -> field(name, "BPU")).collect(Collectors.joining());
    }

    private String post(String type, String body) throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/imports"))
                            .header("Authorization", "Bearer " + ImportCalls.token(stack, "16.01.07.2011"))
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    /** An upload that says little and does not end. */
    private Socket begin(String village) throws IOException {
        var socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream()
                .write(
                        ("POST /v1/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 9999\r\n"
                                        + "Authorization: Bearer " + ImportCalls.token(stack, village)
                                        + "\r\n\r\nNIK;")
                                .getBytes(UTF_8));
        return socket;
    }

    /** Where a file came before one that was begun earlier, that one has lost its place: another is begun. */
    private Response refused(int status, String village, List<Socket> slow) {
        var answers = new ArrayList<Response>();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            answers.add(calls.upload(csv(row()), DEFAULTS));
            if (answers.getLast().statusCode() == 202) {
                slow.add(begin(village));
            }
            return answers.getLast().statusCode() == status;
        });
        return answers.getLast();
    }

    private long imports() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from import")
                .mapTo(Long.class)
                .one());
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
