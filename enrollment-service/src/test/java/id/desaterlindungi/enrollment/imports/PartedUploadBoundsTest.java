package id.desaterlindungi.enrollment.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What uploads in parts are held to: what is taken at all, from whom, how much of it, and for how long. */
@EnrollmentTest
class PartedUploadBoundsTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    id.desaterlindungi.enrollment.imports.parts.PartedUploads parts;

    LocalStack stack;

    private TusCalls tus;

    @BeforeEach
    void signIn() {
        tus = new TusCalls(new ImportCalls(stack, "16.01.07.2001"));
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
        refused("10", TusCalls.metadata(Map.of("segment", "PETANI")), 400, "parameters-refused");
        refused("10", TusCalls.metadata(Map.of("villageCode", "16.02.01.2001")), 400, "parameters-refused");
        refused("10", TusCalls.metadata(Map.of("nik", "1")), 400, "parameters-refused");
        refused("10", TusCalls.metadata(Map.of("commit", "later")), 400, "parameters-refused");
    }

    @Test
    void keepsNothingOfWhatIsNoList() {
        var file = "Bukan daftar".getBytes(UTF_8);
        var location = tus.begun(file.length, Map.of());

        tus.sent(location, 0, file).then().statusCode(422).body("code", equalTo("import-refused"));

        tus.head(location).then().statusCode(404);
        var short5 = tus.begun(5, Map.of());
        tus.sent(short5, 0, file).then().statusCode(413);
        tus.caller()
                .contentType("text/csv")
                .header("Upload-Offset", 0)
                .body(file)
                .patch(short5)
                .then()
                .statusCode(415);
        var part = tus.begun(256 * 1024, Map.of());
        tus.sent(part, 0, new byte[256 * 1024 + 1]).then().statusCode(413);
        tus.head(part).then().header("Upload-Offset", "0");
        tus.caller().delete(part).then().statusCode(204);
        tus.caller().delete(short5).then().statusCode(204);
        tus.caller().delete(short5).then().statusCode(404);
        tus.head(short5).then().statusCode(404);
    }

    @Test
    void isForItsSenderAloneAndForADay() {
        var location = tus.begun(20, Map.of());
        tus.sent(location, 0, "NIK;Nama".getBytes(UTF_8)).then().statusCode(204);
        var stranger = ImportCalls.ofOne(stack, "16.02.01.2001").caller().header("Tus-Resumable", "1.0.0");
        stranger.get(location).then().statusCode(404).body("code", equalTo("upload-not-found"));
        ImportCalls.ofOne(stack, "16.02.01.2001")
                .caller()
                .header("Tus-Resumable", "1.0.0")
                .delete(location)
                .then()
                .statusCode(404);

        jdbi.useHandle(handle -> pastItsTime(handle, location));

        tus.head(location).then().statusCode(404);
        parts.expire();
        assertThat(TusCalls.partsOf(jdbi, location)).isZero();
    }

    @Test
    void deletesWhatIsPastItsTimeAlthoughOneCannotBe() {
        var stuck = tus.begun(20, Map.of());
        var late = tus.begun(20, Map.of());
        tus.sent(late, 0, "NIK;Nama".getBytes(UTF_8)).then().statusCode(204);
        jdbi.useHandle(handle -> {
            pastItsTime(handle, stuck);
            pastItsTime(handle, late);
            // Fails whenever a row is deleted, since it is made for updates.
            handle.execute(
                    "create trigger stuck before delete on import_upload for each row when (old.id = '%s') execute function suppress_redundant_updates_trigger()"
                            .formatted(TusCalls.id(stuck)));
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
        var location = tus.begun(20, Map.of());
        jdbi.useHandle(handle -> pastItsTime(handle, location));
        try (var thread = Executors.newSingleThreadExecutor()) {
            var expiring = jdbi.inTransaction(handle -> {
                handle.execute(
                        "update import_upload set expires_at = clock_timestamp() + interval '1 h' where id = cast(? as uuid)",
                        TusCalls.id(location));
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

        tus.head(location).then().statusCode(200);
    }

    private static void pastItsTime(Handle handle, String location) {
        handle.execute(
                "update import_upload set expires_at = clock_timestamp() where id = cast(? as uuid)",
                TusCalls.id(location));
    }

    private boolean isKept(String location) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from import_upload where id = cast(:id as uuid))")
                        .bind("id", TusCalls.id(location))
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
                .post(TusCalls.UPLOADS)
                .then()
                .statusCode(201);

        ImportCalls.as(stack, "regency", "16.05")
                .caller()
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", most)
                .post(TusCalls.UPLOADS)
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
                .post(TusCalls.UPLOADS);
    }

    private void refused(String length, String metadata, int status, String code) {
        var request = length == null ? tus.caller() : tus.caller().header("Upload-Length", length);
        request.header("Upload-Metadata", metadata)
                .post(TusCalls.UPLOADS)
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }
}
