package id.desaterlindungi.enrollment.breach;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Management;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The register of breaches and its clock. */
@EnrollmentTest
class BreachTest {
    private static final String BREACHES = "/v1/breaches";

    LocalStack stack;

    private RequestSpecification as(String role, @Nullable String areas) {
        return given().contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .auth()
                .oauth2(stack.token(role, areas));
    }

    private static Map<String, Object> breach() {
        return new HashMap<>(Map.of("kind", "DISCLOSED", "summary", "Berkas terkirim ke alamat yang salah"));
    }

    private String recorded(Map<String, Object> breach) {
        return as("operator", null)
                .body(breach)
                .post(BREACHES)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Response step(String id, int version, String step) {
        return as("operator", null)
                .header("If-Match", "\"" + version + "\"")
                .body(Map.of("step", step))
                .post(BREACHES + "/" + id + "/steps");
    }

    @Test
    void isToBeToldWithin72Hours() {
        var noticed = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MICROS);
        var breach = breach();
        breach.putAll(Map.of("noticedAt", noticed.toString(), "people", 120));

        var answer = as("province", "16").body(breach).post(BREACHES).then();

        answer.statusCode(201).header("ETag", "\"1\"").body("steps", empty()).body("people", equalTo(120));
        assertThat(Instant.parse(answer.extract().path("dueAt"))).isEqualTo(noticed.plus(Duration.ofHours(72)));
        as("auditor", "16")
                .get(BREACHES + "/" + answer.extract().path("id"))
                .then()
                .statusCode(200)
                .body("overdue", equalTo(false))
                .body("kind", equalTo("DISCLOSED"));
    }

    @ParameterizedTest
    @CsvSource({
        "kind, STOLEN, code-unknown",
        "summary, , field-missing",
        "summary, NIK 1601074507849999, text-digits",
        "noticedAt, 2099-01-01T00:00:00Z, moment-future",
        "noticedAt, yesterday, moment-format"
    })
    void isRefusedWithWhatDoesNotFit(String field, String value, String code) {
        var breach = breach();
        breach.put(field, value);

        as("operator", null)
                .body(breach)
                .post(BREACHES)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/" + field))
                .body("errors.code", contains(code));
    }

    @Test
    void isRecordedOnceForOneKey() {
        var key = UUID.randomUUID().toString();
        var breach = breach();

        var first =
                as("operator", null).header("Idempotency-Key", key).body(breach).post(BREACHES);
        var second =
                as("operator", null).header("Idempotency-Key", key).body(breach).post(BREACHES);

        assertThat(second.<String>path("id")).isEqualTo(first.path("id"));
        second.then().header("Idempotency-Replayed", "true");
    }

    @Test
    void goesThroughItsStepsOnceEach() {
        var id = recorded(breach());

        step(id, 1, "CLOSED").then().statusCode(409).body("errors.code", contains("breach-step-early"));
        step(id, 1, "NO_NOTICE_DUE").then().statusCode(409).body("errors.code", contains("breach-step-early"));
        step(id, 1, "ASSESSED").then().statusCode(200).header("ETag", "\"2\"").body("steps.step", contains("ASSESSED"));
        step(id, 1, "CONTAINED").then().statusCode(412);
        step(id, 2, "ASSESSED").then().statusCode(409).body("errors.code", contains("breach-step-taken"));
        step(id, 2, "PERSONS_TOLD").then().statusCode(200);
        step(id, 3, "CLOSED").then().statusCode(409);
        step(id, 3, "AUTHORITY_TOLD").then().statusCode(200);
        step(id, 4, "CLOSED").then().statusCode(200).body("steps.step", hasItem("CLOSED"));
        step(id, 5, "CONTAINED").then().statusCode(409).body("code", equalTo("breach-closed"));
        as("operator", null)
                .body(Map.of("step", "ASSESSED"))
                .post(BREACHES + "/" + id + "/steps")
                .then()
                .statusCode(428);
    }

    @Test
    void takesNoStepBeforeItWasNoticed() {
        var id = recorded(breach());

        as("operator", null)
                .header("If-Match", "\"1\"")
                .body(Map.of(
                        "step",
                        "ASSESSED",
                        "at",
                        Instant.now().minusSeconds(3600).toString()))
                .post(BREACHES + "/" + id + "/steps")
                .then()
                .statusCode(422)
                .body("errors.code", contains("moment-before-breach"));
        as("operator", null).get(BREACHES + "/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void raisesTheAlertUntilBothAreTold() {
        var late = breach();
        late.put("noticedAt", Instant.now().minus(Duration.ofHours(73)).toString());

        var id = recorded(late);

        as("operator", null)
                .queryParam("overdue", true)
                .get(BREACHES)
                .then()
                .body("items.id", hasItem(id))
                .body("items.overdue", not(hasItem(false)));
        await().untilAsserted(() -> assertThat(overdue()).isPositive().isEqualTo(listed()));
        step(id, 1, "PERSONS_TOLD").then().statusCode(200).body("overdue", equalTo(true));
        step(id, 2, "AUTHORITY_TOLD").then().statusCode(200).body("overdue", equalTo(false));
        as("operator", null).queryParam("overdue", true).get(BREACHES).then().body("items.id", not(hasItem(id)));
        as("operator", null).queryParam("overdue", false).get(BREACHES).then().body("items.id", hasItem(id));
        await().untilAsserted(() -> assertThat(overdue()).isEqualTo(listed()));
    }

    private double listed() {
        return as("operator", null)
                .queryParam("overdue", true)
                .queryParam("limit", 100)
                .get(BREACHES)
                .<List<String>>path("items.id")
                .size();
    }

    private static double overdue() {
        return Management.management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("enrollment_breaches_overdue"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void isListedTheLatestFirst() {
        var recorded = new ArrayList<String>();
        for (var hours : List.of(30, 10, 20)) {
            var breach = breach();
            breach.put("noticedAt", Instant.now().minus(Duration.ofHours(hours)).toString());
            recorded.add(recorded(breach));
        }

        var listed = new ArrayList<String>();
        String cursor = null;
        do {
            var page = as("auditor", "16").queryParam("limit", 2);
            var answer = (cursor == null ? page : page.queryParam("cursor", cursor)).get(BREACHES);
            listed.addAll(answer.<List<String>>path("items.id"));
            cursor = answer.path("next");
        } while (cursor != null);

        assertThat(listed)
                .doesNotHaveDuplicates()
                .containsSubsequence(recorded.get(1), recorded.get(2), recorded.get(0));
    }
}
