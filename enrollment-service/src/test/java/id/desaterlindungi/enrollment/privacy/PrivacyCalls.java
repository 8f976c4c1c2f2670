package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** What tests of the rights of people ask for; as the branch, unless they say otherwise. */
record PrivacyCalls(LocalStack stack) {
    static final String REQUESTS = "/v1/data-subject-requests";
    static final String PEOPLE = "/v1/participants";

    RequestSpecification as(String role, String areas) {
        return given().contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .auth()
                .oauth2(stack.token(role, areas));
    }

    RequestSpecification branch() {
        return as("branch", "16");
    }

    String enroll(Map<String, ?> person) {
        return branch().body(person)
                .post(PEOPLE)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    String enroll() {
        return enroll(body());
    }

    static Map<String, Object> request(String participant, String kind) {
        return new HashMap<>(Map.of("participantId", participant, "kind", kind, "identityCheck", "KTP_SHOWN"));
    }

    /** @return its id */
    String take(String participant, String kind) {
        return branch().body(request(participant, kind))
                .post(REQUESTS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    ValidatableResponse get(String request) {
        return branch().get(REQUESTS + "/" + request).then();
    }

    Response decide(String request, int version, Map<String, ?> decision) {
        return branch().header("If-Match", "\"" + version + "\"")
                .body(decision)
                .post(REQUESTS + "/" + request + "/decision");
    }

    /** @return the version that the participant has then */
    int change(String participant, int version, String what, Map<String, ?> body) {
        return branch().header("If-Match", "\"" + version + "\"")
                .body(body)
                .post(PEOPLE + "/" + participant + "/" + what)
                .then()
                .statusCode(200)
                .extract()
                .path("version");
    }

    int end(String participant, int version) {
        return change(participant, version, "status", Map.of("status", "ENDED", "reason", "WITHDREW"));
    }

    /** A list of the person, and of somebody else. @return its id */
    String upload(Map<String, ?> person, String name) {
        return upload(person, name, "PETANI");
    }

    String upload(Map<String, ?> person, String name, String occupation) {
        var list = "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program\n"
                + "%s;%s;%s;P;%s;BPU;%s;ADD;JKK+JKM\n"
                        .formatted(
                                person.get("nik"),
                                person.get("name"),
                                person.get("birthDate"),
                                person.get("villageCode"),
                                occupation)
                + "1601074507849998;Orang Lain;1984-07-05;P;16.01.07.2001;BPU;PETANI;ADD;JKK+JKM\n";
        return given().auth()
                .oauth2(stack.token("branch", "16"))
                .contentType("text/csv")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .body(list.getBytes(StandardCharsets.UTF_8))
                .post("/v1/imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    void awaitChecked(String list) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> branch().get("/v1/imports/" + list).then().body("state", equalTo("CHECKED")));
    }

    Response erase(String request, int version) {
        return branch().header("If-Match", "\"" + version + "\"").post(REQUESTS + "/" + request + "/erasure");
    }

    static Map<String, Object> row(Jdbi jdbi, String person) {
        return jdbi.withHandle(handle -> handle.select("select * from participant where id = cast(? as uuid)", person)
                .mapToMap()
                .one());
    }
}
