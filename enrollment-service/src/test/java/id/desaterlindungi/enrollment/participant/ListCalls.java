package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** What is done to have somebody to list, in districts that no other test uses. */
final class ListCalls {
    static final String DISTRICT = "16.08.06";

    private final LocalStack stack;

    ListCalls(LocalStack stack) {
        this.stack = stack;
    }

    List<String> villages(String district) {
        return caller().queryParam("within", district).get("/v1/villages").path("items.code");
    }

    String village(int number) {
        return villages(DISTRICT).get(number);
    }

    String enroll(String village, Map<String, ?> fields) {
        var person = body("villageCode", village);
        person.putAll(fields);
        return caller().body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }
}
