package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

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
}
