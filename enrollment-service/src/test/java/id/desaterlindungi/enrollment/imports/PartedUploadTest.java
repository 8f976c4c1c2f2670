package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.local.LocalStack;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists that come in parts, by tus 1.0. */
@EnrollmentTest
class PartedUploadTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    id.desaterlindungi.enrollment.imports.parts.PartedUploads parts;

    LocalStack stack;

    private ImportCalls calls;
    private TusCalls tus;
    private String token;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
        tus = new TusCalls(calls);
        token = ImportCalls.token(stack, "16.01.07.2001");
    }

    @Test
    void goesOnWhereItBrokeOffAndBecomesAnImport() {
        var file = csv(row(), row()).getBytes(UTF_8);
        var location = tus.begun(file.length, DEFAULTS);

        tus.sent(location, 0, Arrays.copyOf(file, 10)).then().statusCode(204).header("Upload-Offset", "10");

        tus.head(location)
                .then()
                .statusCode(200)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "10")
                .header("Upload-Length", Integer.toString(file.length))
                .header("Upload-Metadata", TusCalls.metadata(DEFAULTS))
                .header("Import-Location", nullValue());
        tus.sent(location, 0, file).then().statusCode(409).body("code", equalTo("upload-offset"));
        var whole = tus.sent(location, 10, Arrays.copyOfRange(file, 10, file.length));
        whole.then().statusCode(204).header("Upload-Offset", Integer.toString(file.length));
        var id = whole.header("Import-Location").substring("/v1/imports/".length());
        var view = calls.await(id, "CHECKED");
        assertThat(view.getInt("ok")).isEqualTo(2);
        assertThat(view.getString("file.name")).isEqualTo("peserta.csv");
        // The answer once more, for whom it did not reach; and the same file by the other way is the same import.
        tus.sent(location, file.length, new byte[0])
                .then()
                .statusCode(204)
                .header("Import-Location", "/v1/imports/" + id);
        tus.head(location).then().header("Import-Location", "/v1/imports/" + id);
        assertThat(calls.upload(file, DEFAULTS).then().statusCode(200).extract().<String>path("id"))
                .isEqualTo(id);
        assertThat(TusCalls.partsOf(jdbi, location)).isZero();
    }

    /** A client that sees all bytes here asks for nothing more: then there has to be an import. */
    @Test
    void countsTheLastPartOnlyTogetherWithItsImport() {
        var file = csv(row(), row()).getBytes(UTF_8);
        var location = tus.begun(file.length, DEFAULTS);
        var last = Arrays.copyOfRange(file, 10, file.length);
        tus.sent(location, 0, Arrays.copyOf(file, 10)).then().statusCode(204);

        jdbi.useTransaction(handle -> {
            handle.execute("lock table import in share mode"); // No import can be made meanwhile.
            tus.sent(location, 10, last).then().statusCode(503).body("code", equalTo("imports-busy"));
        });
        tus.head(location).then().header("Upload-Offset", "10").header("Import-Location", nullValue());

        var whole = tus.sent(location, 10, last);
        whole.then().statusCode(204);
        tus.sent(location, file.length, new byte[0])
                .then()
                .header("Import-Location", equalTo(whole.header("Import-Location")));
        assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from import where sha256 = sha256(:file)")
                                .bind("file", file)
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(1);
    }

    /** What its sender has given up becomes no import. */
    @Test
    void makesNoImportOfWhatIsGone() {
        assertThatThrownBy(() -> parts.became(UUID.randomUUID(), 0, UUID.randomUUID()))
                .isInstanceOf(ProblemException.class)
                .hasMessage("upload-not-found");
    }

    /** Both are read, and each would be an import: whoever comes second to the upload has made none. */
    @Test
    void makesOneImportOfTwoLastPartsSentAtOnce() throws Exception {
        var file = csv(row(), row());
        var other = file.replaceFirst(";P\r\n$", ";L\r\n");
        var location = tus.begun(file.length(), DEFAULTS);
        tus.sent(location, 0, file.substring(0, 10).getBytes(UTF_8)).then().statusCode(204);

        var answers = sentAtOnce(location, 10, file.substring(10), other.substring(10));

        assertThat(answers).extracting(Response::statusCode).containsExactly(204, 409);
        var imports = jdbi.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery(
                        "select id::text from import where sha256 in (sha256(:file), sha256(:other))")
                .bind("file", file.getBytes(UTF_8))
                .bind("other", other.getBytes(UTF_8))
                .mapTo(String.class)
                .list());
        assertThat(imports).hasSize(1);
        tus.head(location).then().statusCode(200).header("Import-Location", "/v1/imports/" + imports.getFirst());
    }

    @Test
    void keepsWhatBecameAnImportAlthoughAnotherLastPartIsNoList() throws Exception {
        var file = csv(row());
        var location = tus.begun(file.length(), DEFAULTS);

        var answers = sentAtOnce(location, 0, file, "x".repeat(file.length()));

        assertThat(answers).extracting(Response::statusCode).containsExactly(204, 409);
        tus.head(location).then().statusCode(200).header("Import-Location", startsWith("/v1/imports/"));
    }

    /** One after the other they come to the upload, which is held until both wait for it. */
    private List<Response> sentAtOnce(String location, int offset, String... parts) throws Exception {
        try (var threads = Executors.newFixedThreadPool(parts.length)) {
            var answers = jdbi.inTransaction(handle -> {
                handle.execute(
                        "select from import_upload where id = cast(? as uuid) for update", TusCalls.id(location));
                var sent = new ArrayList<Future<Response>>();
                for (var part : parts) {
                    sent.add(threads.submit(() -> tus.sent(location, offset, part.getBytes(UTF_8))));
                    Awaitility.await().until(() -> waiting() == sent.size());
                }
                return sent;
            });
            return List.of(answers.getFirst().get(), answers.getLast().get());
        }
    }

    /** How many connections wait for a lock. */
    private int waiting() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(distinct pid) from pg_locks where not granted")
                        .mapTo(Integer.class)
                        .one());
    }

    /** What came before the line broke is here, up to the last byte that reached the service. */
    @Test
    void keepsWhatCameBeforeTheLineBroke() throws Exception {
        var file = csv(IntStream.range(0, 9_000).mapToObj(_ -> row()).toArray(String[]::new))
                .getBytes(UTF_8);
        var reached = 300_000;
        assertThat(file.length).isGreaterThan(reached);
        var location = tus.begun(file.length, DEFAULTS);

        try (var socket = new Socket("localhost", RestAssured.port)) {
            var out = socket.getOutputStream();
            out.write(
                    """
                    PATCH %s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Tus-Resumable: 1.0.0\r
                    Upload-Offset: 0\r
                    Content-Type: %s\r
                    Content-Length: %d\r
                    \r
                    """.formatted(location, token, TusCalls.BYTES, file.length).getBytes(US_ASCII));
            out.write(file, 0, reached);
            out.flush();
            Awaitility.await().until(() -> tus.offset(location) > 0);
        }

        Awaitility.await().untilAsserted(() -> assertThat(tus.offset(location)).isEqualTo(reached));
        assertThat(atRest(location)).hasSize(2).noneMatch(kept -> kept.contains("Uji Peserta"));
        var whole = tus.sent(location, reached, Arrays.copyOfRange(file, reached, file.length));
        whole.then().statusCode(204);
        var id = whole.header("Import-Location").substring("/v1/imports/".length());
        assertThat(calls.await(id, "CHECKED").getInt("ok")).isEqualTo(9_000);
    }

    @Test
    void takesEachByteOnceWhereTwoSendAtOnce() throws Exception {
        var file = csv(IntStream.range(0, 200).mapToObj(_ -> row()).toArray(String[]::new))
                .getBytes(UTF_8);
        var location = tus.begun(file.length, DEFAULTS);
        try (var threads = Executors.newFixedThreadPool(3)) {
            var all = IntStream.range(0, 3)
                    .mapToObj(_ ->
                            threads.submit(() -> tus.sent(location, 0, file).statusCode()))
                    .toList();
            for (var one : all) {
                assertThat(one.get()).isIn(204, 409);
            }
        }

        var id = tus.head(location).header("Import-Location").substring("/v1/imports/".length());
        assertThat(calls.await(id, "CHECKED").getInt("ok")).isEqualTo(200);
    }

    @Test
    void saysWhichProtocolItIs() {
        tus.caller()
                .options(TusCalls.UPLOADS)
                .then()
                .statusCode(200)
                .header("Tus-Version", "1.0.0")
                .header("Tus-Extension", "creation,expiration,termination")
                .header("Tus-Max-Size", "268435456");
        calls.caller()
                .header("Upload-Length", 5)
                .post(TusCalls.UPLOADS)
                .then()
                .statusCode(412)
                .header("Tus-Version", "1.0.0")
                .body("code", equalTo("tus-version"));
        calls.caller()
                .header("Tus-Resumable", "0.2.2")
                .get(TusCalls.UPLOADS + "/" + UUID.randomUUID())
                .then()
                .statusCode(412);
    }

    /** Whatever an answer says in a header of its own, pages of other origins may read, once an operator allows them. */
    @Test
    void canBeSpokenByBrowsers() {
        var exposed = setting("exposed-headers");
        var location = tus.begun(20, DEFAULTS);

        for (var answer : List.of(tus.caller().options(TusCalls.UPLOADS), tus.head(location))) {
            assertThat(answer.headers())
                    .extracting(Header::getName)
                    .filteredOn(name -> name.matches("(?i)(tus|upload)-.*"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(exposed).contains(name));
        }
        assertThat(exposed).contains("Location", "Import-Location");
        assertThat(setting("headers"))
                .contains("Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Content-Type");
        assertThat(setting("methods")).contains("HEAD", "PATCH", "DELETE");
    }

    private static List<String> setting(String name) {
        return ConfigProvider.getConfig().getValues("quarkus.http.cors." + name, String.class);
    }

    private List<String> atRest(String location) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select encode(sealed, 'escape') from import_upload_part where upload_id = cast(:id as uuid)")
                .bind("id", TusCalls.id(location))
                .mapTo(String.class)
                .list());
    }
}
