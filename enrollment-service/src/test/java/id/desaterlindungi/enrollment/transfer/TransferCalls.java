package id.desaterlindungi.enrollment.transfer;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What tests of requests for transfers ask for: villages in regencies that no other test uses.
 *
 * @param me the subject of all callers, so that limits of a day are each test's own
 */
record TransferCalls(LocalStack stack, String me) {
    /** Where people are. */
    static final String THERE = "16.06.01.2001";

    /** Which asks for them. */
    static final String HERE = "16.05.02.2001";

    /** Which asks too. */
    static final String ELSEWHERE = "16.05.03.2001";

    static final String REQUESTS = "/v1/transfer-requests";

    private static final AtomicInteger NEXT = new AtomicInteger(2800);

    static final String WHY = "Pindah mengikuti keluarga";

    TransferCalls(LocalStack stack) {
        this(stack, "transfer-" + UUID.randomUUID());
    }

    /** Somebody who is registered there. @return the body */
    Map<String, @Nullable Object> enrolled() {
        return enrolled(THERE);
    }

    Map<String, @Nullable Object> enrolled(String village) {
        var person = body("villageCode", village);
        as("branch", "16").body(person).post("/v1/participants").then().statusCode(201);
        return person;
    }

    String idOf(Map<String, ?> person) {
        return as("branch", "16")
                .body(Map.of("nik", String.valueOf(person.get("nik"))))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    static Map<String, @Nullable Object> question(Object nik, String village) {
        var question = new HashMap<String, @Nullable Object>();
        question.put("nik", nik);
        question.put("villageCode", village);
        question.put("reason", "MOVED");
        question.put("explanation", WHY);
        return question;
    }

    Response ask(Map<String, ?> person, String village) {
        return as("village", village)
                .body(question(String.valueOf(person.get("nik")), village))
                .post(REQUESTS);
    }

    /** @return the id */
    String asked(Map<String, ?> person, String village) {
        return ask(person, village).then().statusCode(201).extract().path("id");
    }

    Response accept(RequestSpecification caller, String id) {
        return caller.header("If-Match", "\"1\"").post(REQUESTS + "/" + id + "/acceptance");
    }

    Response giveBack(RequestSpecification caller, String id) {
        return caller.header("If-Match", "\"1\"")
                .body(Map.of("reason", "Masih tinggal di sini"))
                .post(REQUESTS + "/" + id + "/return");
    }

    Response withdraw(RequestSpecification caller, String id) {
        return caller.header("If-Match", "\"1\"").post(REQUESTS + "/" + id + "/withdrawal");
    }

    /** A new village, of a district that is the parent's. @return its code */
    String registered(String district, String parent) {
        return as("branch", "16")
                .body(Map.of(
                        "code",
                        district + "." + NEXT.getAndIncrement(),
                        "name",
                        "Uji Baru",
                        "kind",
                        "desa",
                        "parentVillage",
                        parent,
                        "validFrom",
                        "2026-01-01"))
                .post("/v1/villages")
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    Response close(String village, String successor) {
        return as("branch", "16")
                .header("If-Match", "\"1\"")
                .body(Map.of("successors", List.of(successor), "on", day(-30)))
                .post("/v1/villages/" + village + "/closure");
    }

    String state(String id) {
        return as("province", "16")
                .get(REQUESTS + "/" + id)
                .then()
                .statusCode(200)
                .extract()
                .path("state");
    }

    RequestSpecification here() {
        return as("village", HERE);
    }

    RequestSpecification there() {
        return as("village", THERE);
    }

    RequestSpecification as(String role, String areas) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.tokens().tokenOf(me, role, areas));
    }
}
