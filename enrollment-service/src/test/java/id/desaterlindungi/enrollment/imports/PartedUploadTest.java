package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
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
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists that come in parts, by tus 1.0. */
@EnrollmentTest
class PartedUploadTest {
    private static final String UPLOADS = "/v1/imports/uploads";
    private static final String BYTES = "application/offset+octet-stream";

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    id.desaterlindungi.enrollment.imports.parts.PartedUploads parts;

    LocalStack stack;

    private ImportCalls calls;
    private String token;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
        token = ImportCalls.token(stack, "16.01.07.2001");
    }

    @Test
    void goesOnWhereItBrokeOffAndBecomesAnImport() {
        var file = csv(row(), row()).getBytes(UTF_8);
        var location = begun(file.length, DEFAULTS);

        sent(location, 0, Arrays.copyOf(file, 10)).then().statusCode(204).header("Upload-Offset", "10");

        head(location)
                .then()
                .statusCode(200)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "10")
                .header("Upload-Length", Integer.toString(file.length))
                .header("Upload-Metadata", metadata(DEFAULTS))
                .header("Import-Location", nullValue());
        sent(location, 0, file).then().statusCode(409).body("code", equalTo("upload-offset"));
        var whole = sent(location, 10, Arrays.copyOfRange(file, 10, file.length));
        whole.then().statusCode(204).header("Upload-Offset", Integer.toString(file.length));
        var id = whole.header("Import-Location").substring("/v1/imports/".length());
        var view = calls.await(id, "CHECKED");
        assertThat(view.getInt("ok")).isEqualTo(2);
        assertThat(view.getString("file.name")).isEqualTo("peserta.csv");
        // The answer once more, for whom it did not reach; and the same file by the other way is the same import.
        sent(location, file.length, new byte[0]).then().statusCode(204).header("Import-Location", "/v1/imports/" + id);
        head(location).then().header("Import-Location", "/v1/imports/" + id);
        assertThat(calls.upload(file, DEFAULTS).then().statusCode(200).extract().<String>path("id"))
                .isEqualTo(id);
        assertThat(partsOf(location)).isZero();
    }

    /** A client that sees all bytes here asks for nothing more: then there has to be an import. */
    @Test
    void countsTheLastPartOnlyTogetherWithItsImport() {
        var file = csv(row(), row()).getBytes(UTF_8);
        var location = begun(file.length, DEFAULTS);
        var last = Arrays.copyOfRange(file, 10, file.length);
        sent(location, 0, Arrays.copyOf(file, 10)).then().statusCode(204);

        jdbi.useTransaction(handle -> {
            handle.execute("lock table import in share mode"); // No import can be made meanwhile.
            sent(location, 10, last).then().statusCode(503).body("code", equalTo("imports-busy"));
        });
        head(location).then().header("Upload-Offset", "10").header("Import-Location", nullValue());

        var whole = sent(location, 10, last);
        whole.then().statusCode(204);
        sent(location, file.length, new byte[0])
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
        var location = begun(file.length(), DEFAULTS);
        sent(location, 0, file.substring(0, 10).getBytes(UTF_8)).then().statusCode(204);

        var answers = sentAtOnce(location, 10, file.substring(10), other.substring(10));

        assertThat(answers).extracting(Response::statusCode).containsExactly(204, 409);
        var imports = jdbi.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery(
                        "select id::text from import where sha256 in (sha256(:file), sha256(:other))")
                .bind("file", file.getBytes(UTF_8))
                .bind("other", other.getBytes(UTF_8))
                .mapTo(String.class)
                .list());
        assertThat(imports).hasSize(1);
        head(location).then().statusCode(200).header("Import-Location", "/v1/imports/" + imports.getFirst());
    }

    @Test
    void keepsWhatBecameAnImportAlthoughAnotherLastPartIsNoList() throws Exception {
        var file = csv(row());
        var location = begun(file.length(), DEFAULTS);

        var answers = sentAtOnce(location, 0, file, "x".repeat(file.length()));

        assertThat(answers).extracting(Response::statusCode).containsExactly(204, 409);
        head(location).then().statusCode(200).header("Import-Location", startsWith("/v1/imports/"));
    }

    /** One after the other they come to the upload, which is held until both wait for it. */
    private List<Response> sentAtOnce(String location, int offset, String... parts) throws Exception {
        try (var threads = Executors.newFixedThreadPool(parts.length)) {
            var answers = jdbi.inTransaction(handle -> {
                handle.execute("select from import_upload where id = cast(? as uuid) for update", id(location));
                var sent = new ArrayList<Future<Response>>();
                for (var part : parts) {
                    sent.add(threads.submit(() -> sent(location, offset, part.getBytes(UTF_8))));
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
        var location = begun(file.length, DEFAULTS);

        try (var socket = new Socket("localhost", RestAssured.port)) {
            var out = socket.getOutputStream();
            out.write("""
                    PATCH %s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Tus-Resumable: 1.0.0\r
                    Upload-Offset: 0\r
                    Content-Type: %s\r
                    Content-Length: %d\r
                    \r
                    """.formatted(location, token, BYTES, file.length).getBytes(US_ASCII));
            out.write(file, 0, reached);
            out.flush();
            Awaitility.await().until(() -> offset(location) > 0);
        }

        Awaitility.await().untilAsserted(() -> assertThat(offset(location)).isEqualTo(reached));
        assertThat(atRest(location)).hasSize(2).noneMatch(kept -> kept.contains("Uji Peserta"));
        var whole = sent(location, reached, Arrays.copyOfRange(file, reached, file.length));
        whole.then().statusCode(204);
        var id = whole.header("Import-Location").substring("/v1/imports/".length());
        assertThat(calls.await(id, "CHECKED").getInt("ok")).isEqualTo(9_000);
    }

    @Test
    void takesEachByteOnceWhereTwoSendAtOnce() throws Exception {
        var file = csv(IntStream.range(0, 200).mapToObj(_ -> row()).toArray(String[]::new))
                .getBytes(UTF_8);
        var location = begun(file.length, DEFAULTS);
        try (var threads = Executors.newFixedThreadPool(3)) {
            var all = IntStream.range(0, 3)
                    .mapToObj(_ -> threads.submit(() -> sent(location, 0, file).statusCode()))
                    .toList();
            for (var one : all) {
                assertThat(one.get()).isIn(204, 409);
            }
        }

        var id = head(location).header("Import-Location").substring("/v1/imports/".length());
        assertThat(calls.await(id, "CHECKED").getInt("ok")).isEqualTo(200);
    }

    @Test
    void saysWhichProtocolItIs() {
        caller().options(UPLOADS)
                .then()
                .statusCode(200)
                .header("Tus-Version", "1.0.0")
                .header("Tus-Extension", "creation,expiration,termination")
                .header("Tus-Max-Size", "268435456");
        calls.caller()
                .header("Upload-Length", 5)
                .post(UPLOADS)
                .then()
                .statusCode(412)
                .header("Tus-Version", "1.0.0")
                .body("code", equalTo("tus-version"));
        calls.caller()
                .header("Tus-Resumable", "0.2.2")
                .get(UPLOADS + "/" + UUID.randomUUID())
                .then()
                .statusCode(412);
    }

    /** Whatever an answer says in a header of its own, pages of other origins may read, once an operator allows them. */
    @Test
    void canBeSpokenByBrowsers() {
        var exposed = setting("exposed-headers");
        var location = begun(20, DEFAULTS);

        for (var answer : List.of(caller().options(UPLOADS), head(location))) {
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

    @Test
    void refusesBeforeAByteIsSentWhatItWouldNotTake() {
        refused(null, "", 400, "parameters-refused");
        refused("0", "", 400, "parameters-refused");
        refused("-1", "", 400, "parameters-refused");
        refused("268435457", "", 413, "body-too-large");
        refused("10", "filename", 201, null);
        refused("10", "filename x", 400, "parameters-refused");
        refused("10", "segment QlBV,segment QlBV", 400, "parameters-refused");
        refused("10", metadata(Map.of("segment", "PETANI")), 400, "parameters-refused");
        refused("10", metadata(Map.of("villageCode", "16.02.01.2001")), 400, "parameters-refused");
        refused("10", metadata(Map.of("nik", "1")), 400, "parameters-refused");
        refused("10", metadata(Map.of("commit", "later")), 400, "parameters-refused");
    }

    @Test
    void keepsNothingOfWhatIsNoList() {
        var file = "Bukan daftar".getBytes(UTF_8);
        var location = begun(file.length, Map.of());

        sent(location, 0, file).then().statusCode(422).body("code", equalTo("import-refused"));

        head(location).then().statusCode(404);
        var short5 = begun(5, Map.of());
        sent(short5, 0, file).then().statusCode(413);
        caller().contentType("text/csv")
                .header("Upload-Offset", 0)
                .body(file)
                .patch(short5)
                .then()
                .statusCode(415);
        var part = begun(256 * 1024, Map.of());
        sent(part, 0, new byte[256 * 1024 + 1]).then().statusCode(413);
        head(part).then().header("Upload-Offset", "0");
        caller().delete(part).then().statusCode(204);
        caller().delete(short5).then().statusCode(204);
        caller().delete(short5).then().statusCode(404);
        head(short5).then().statusCode(404);
    }

    @Test
    void isForItsSenderAloneAndForADay() {
        var location = begun(20, Map.of());
        sent(location, 0, "NIK;Nama".getBytes(UTF_8)).then().statusCode(204);
        var stranger = ImportCalls.ofOne(stack, "16.02.01.2001").caller().header("Tus-Resumable", "1.0.0");
        stranger.get(location).then().statusCode(404).body("code", equalTo("upload-not-found"));
        ImportCalls.ofOne(stack, "16.02.01.2001")
                .caller()
                .header("Tus-Resumable", "1.0.0")
                .delete(location)
                .then()
                .statusCode(404);

        jdbi.useHandle(handle -> pastItsTime(handle, location));

        head(location).then().statusCode(404);
        parts.expire();
        assertThat(partsOf(location)).isZero();
    }

    @Test
    void deletesWhatIsPastItsTimeAlthoughOneCannotBe() {
        var stuck = begun(20, Map.of());
        var late = begun(20, Map.of());
        sent(late, 0, "NIK;Nama".getBytes(UTF_8)).then().statusCode(204);
        jdbi.useHandle(handle -> {
            pastItsTime(handle, stuck);
            pastItsTime(handle, late);
            // Fails whenever a row is deleted, since it is made for updates.
            handle.execute(
                    "create trigger stuck before delete on import_upload for each row when (old.id = '%s') execute function suppress_redundant_updates_trigger()"
                            .formatted(id(stuck)));
        });
        try {
            parts.expire();
        } finally {
            jdbi.useHandle(handle -> handle.execute("drop trigger stuck on import_upload"));
        }

        assertThat(isKept(stuck)).isTrue();
        assertThat(isKept(late)).isFalse();
        parts.expire();
        assertThat(isKept(stuck)).isFalse();
    }

    /** A part that comes just when its file's time is over. */
    @Test
    void keepsWhatGoesOnAtTheLastMoment() throws Exception {
        var location = begun(20, Map.of());
        jdbi.useHandle(handle -> pastItsTime(handle, location));
        try (var thread = Executors.newSingleThreadExecutor()) {
            var expiring = jdbi.inTransaction(handle -> {
                handle.execute(
                        "update import_upload set expires_at = clock_timestamp() + interval '1 h' where id = cast(? as uuid)",
                        id(location));
                var begun = thread.submit(() -> parts.expire());
                Awaitility.await()
                        .until(() -> jdbi.withHandle(
                                other -> other.createQuery("select exists (select from pg_locks where not granted)")
                                        .mapTo(Boolean.class)
                                        .one()));
                return begun;
            });
            expiring.get();
        }

        head(location).then().statusCode(200);
    }

    private static void pastItsTime(Handle handle, String location) {
        handle.execute(
                "update import_upload set expires_at = clock_timestamp() where id = cast(? as uuid)", id(location));
    }

    private boolean isKept(String location) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from import_upload where id = cast(:id as uuid))")
                        .bind("id", id(location))
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Nobody fills the disk with files that never become whole. */
    @Test
    void holdsEachCallerToAShare() {
        var calls = ImportCalls.as(stack, "regency", "16.05").caller();
        var most = "200000000";
        calls.header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", most)
                .post(UPLOADS)
                .then()
                .statusCode(201);

        ImportCalls.as(stack, "regency", "16.05")
                .caller()
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", most)
                .post(UPLOADS)
                .then()
                .statusCode(429)
                .body("code", equalTo("uploads-unfinished"));
    }

    @Test
    void holdsEachCallerToSomeFilesHoweverSmall() {
        for (var i = 0; i < 50; i++) {
            beginTiny("en").then().statusCode(201);
        }

        beginTiny("en")
                .then()
                .statusCode(429)
                .body("code", equalTo("uploads-unfinished"))
                .body("detail", startsWith("You may have 50 files that are not uploaded yet, of 256 MB together."));
        beginTiny("id")
                .then()
                .statusCode(429)
                .body("detail", containsString("paling banyak 50, dan besarnya bersama-sama 256 MB."));
    }

    private Response beginTiny(String language) {
        return ImportCalls.as(stack, "regency", "16.06")
                .caller()
                .header("Accept-Language", language)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", 1)
                .post(UPLOADS);
    }

    private RequestSpecification caller() {
        return calls.caller().header("Tus-Resumable", "1.0.0");
    }

    private String begun(int length, Map<String, String> defaults) {
        return caller().header("Upload-Length", length)
                .header("Upload-Metadata", metadata(defaults))
                .post(UPLOADS)
                .then()
                .statusCode(201)
                .header("Tus-Resumable", "1.0.0")
                .extract()
                .header("Location")
                .replaceFirst("^https?://[^/]+", "");
    }

    private static String metadata(Map<String, String> defaults) {
        var all = new HashMap<>(defaults);
        all.put("filename", "peserta.csv");
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " "
                        + Base64.getEncoder().encodeToString(one.getValue().getBytes(UTF_8)))
                .collect(Collectors.joining(","));
    }

    private Response sent(String location, int offset, byte[] bytes) {
        return caller().contentType(BYTES)
                .header("Upload-Offset", offset)
                .body(bytes)
                .patch(location);
    }

    private Response head(String location) {
        return caller().head(location);
    }

    private int offset(String location) {
        return Integer.parseInt(head(location).header("Upload-Offset"));
    }

    private void refused(String length, String metadata, int status, String code) {
        var request = length == null ? caller() : caller().header("Upload-Length", length);
        request.header("Upload-Metadata", metadata)
                .post(UPLOADS)
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static String id(String location) {
        return location.substring(UPLOADS.length() + 1);
    }

    private int partsOf(String location) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from import_upload_part where upload_id = cast(:id as uuid)")
                .bind("id", id(location))
                .mapTo(Integer.class)
                .one());
    }

    private List<String> atRest(String location) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select encode(sealed, 'escape') from import_upload_part where upload_id = cast(:id as uuid)")
                .bind("id", id(location))
                .mapTo(String.class)
                .list());
    }
}
