package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** What tests of one participant ask for, as the branch. */
record ParticipantCalls(LocalStack stack, Jdbi jdbi) {
    String enroll(Map<String, ?> person) {
        return caller().body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    Response correct(String id, int version, Map<String, ?> patch) {
        return caller().contentType("application/merge-patch+json; charset=UTF-8")
                .header("If-Match", "\"" + version + "\"")
                .body(json(patch))
                .patch("/v1/participants/" + id);
    }

    Response post(String id, int version, String what, Map<String, ?> body) {
        return caller().header("If-Match", "\"" + version + "\"")
                .body(body)
                .post("/v1/participants/" + id + "/" + what);
    }

    Response settle(String id, int version, String warning) {
        return caller().header("If-Match", "\"" + version + "\"")
                .delete("/v1/participants/" + id + "/warnings/" + warning);
    }

    ValidatableResponse search(String field, String value) {
        return caller().body(Map.of(field, value))
                .post("/v1/participants/search")
                .then()
                .statusCode(200);
    }

    /** The history once it has so many events: they get there when they get their positions. */
    ValidatableResponse history(String id, int events) {
        await().untilAsserted(() -> assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from outbox")
                                .mapTo(Long.class)
                                .one()))
                .isZero());
        return caller().get("/v1/participants/" + id + "/history")
                .then()
                .statusCode(200)
                .body("items", hasSize(events));
    }

    private static String json(Map<String, ?> body) {
        try {
            return new ObjectMapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    RequestSpecification caller() {
        return as("branch", "16");
    }

    RequestSpecification as(String role, String area) {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token(role, area));
    }
}
