package id.desaterlindungi.enrollment.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What a client of tus 1.0 sends. */
record TusCalls(ImportCalls calls) {
    static final String UPLOADS = "/v1/imports/uploads";
    static final String BYTES = "application/offset+octet-stream";

    RequestSpecification caller() {
        return calls.caller().header("Tus-Resumable", "1.0.0");
    }

    String begun(int length, Map<String, String> defaults) {
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

    static String metadata(Map<String, String> defaults) {
        var all = new HashMap<>(defaults);
        all.put("filename", "peserta.csv");
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " "
                        + Base64.getEncoder().encodeToString(one.getValue().getBytes(UTF_8)))
                .collect(Collectors.joining(","));
    }

    Response sent(String location, int offset, byte[] bytes) {
        return caller().contentType(BYTES)
                .header("Upload-Offset", offset)
                .body(bytes)
                .patch(location);
    }

    Response head(String location) {
        return caller().head(location);
    }

    int offset(String location) {
        return Integer.parseInt(head(location).header("Upload-Offset"));
    }

    static String id(String location) {
        return location.substring(UPLOADS.length() + 1);
    }

    static int partsOf(Jdbi jdbi, String location) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from import_upload_part where upload_id = cast(:id as uuid)")
                .bind("id", id(location))
                .mapTo(Integer.class)
                .one());
    }
}
