package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who may date an enrollment how far back, by each way into the register but lists. The edges are in {@link EnrollmentCheckTest};
 * here a day may begin between two steps.
 */
@EnrollmentTest
class DatingBackTest {
    private static final String PEOPLE = "/v1/participants";
    private static final int FAR = -200;

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Json json;

    LocalStack stack;
    ParticipantCalls calls;

    @BeforeEach
    void prepare() {
        calls = new ParticipantCalls(stack, jdbi);
    }

    @ParameterizedTest
    @CsvSource({
        "village, 16.01.07.2001",
        "district, 16.01.07",
        "regency, 16.01",
        "province, 16",
        "service, 16",
    })
    void othersThanTheBranchDateBackALittleOnly(String role, String area) {
        var near = enroll(role, area, body("enrolledOn", day(-89)));
        var far = enroll(role, area, datedBack());

        near.then().statusCode(201);
        far.then()
                .statusCode(422)
                .body("errors.pointer", contains("/enrolledOn"))
                .body("errors.code", contains("dated-back-too-far"))
                .body("errors.message", contains(containsString("90")));
        batch(role, area, datedBack())
                .then()
                .statusCode(200)
                .body("results.status", contains(422))
                .body("results[0].problem.errors.code", contains("dated-back-too-far"));
    }

    @Test
    void theBranchDatesBackFurtherWithAReason() {
        var without = enroll("branch", "16.01", body("enrolledOn", day(FAR)));
        var with = enroll("branch", "16.01", datedBack());

        without.then()
                .statusCode(422)
                .body("errors.pointer", contains("/backdatingReason"))
                .body("errors.code", contains("backdating-reason-missing"));
        with.then().statusCode(201).body("enrolledOn", equalTo(day(FAR)));
        calls.history(with.path("id"), 1)
                .body("items[0].on", equalTo(day(FAR)))
                .body("items[0].reason", equalTo("REPORTED_LATE"));
        batch("branch", "16.01", datedBack()).then().body("results.status", contains(201));
        batch("branch", "16.01", body("enrolledOn", day(FAR)))
                .then()
                .body("results[0].problem.errors.code", contains("backdating-reason-missing"));
    }

    /** As it was seen: born in 1936, enrolled "2000-01-01". */
    @Test
    void nobodyIsMadeYoungByAnEarlyDay() {
        var old = new HashMap<>(body("birthDate", "1936-02-01"));
        old.put("enrolledOn", "2000-01-01");
        old.put("backdatingReason", "OTHER");

        for (var role : List.of("village 16.01.07.2001", "branch 16")) {
            enroll(role.split(" ")[0], role.split(" ")[1], old)
                    .then()
                    .statusCode(422)
                    .body("errors.code", contains("enrolled-on-early"));
        }
        old.put("origin", "CARRIED_OVER");
        enroll("village", "16.01.07.2001", old).then().statusCode(201).body("enrolledOn", equalTo("2000-01-01"));
    }

    /** A single enrollment is written in a set with others: what its sender may do is decided before. */
    @Test
    void oneSetHoldsWhatItsSendersMayDo() throws Exception {
        var answers = new ConcurrentLinkedQueue<String>();
        var threads = IntStream.range(0, 16)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    var role = i % 2 == 0 ? "branch" : "regency";
                    answers.add(role + " " + enroll(role, "16.01", datedBack()).statusCode());
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(answers.stream().distinct()).containsExactlyInAnyOrder("branch 201", "regency 422");
    }

    @Test
    void aCorrectionDatesBackNoFurther() {
        var id = calls.enroll(body());
        var far = Map.of("enrolledOn", day(FAR), "coveredFrom", day(FAR));

        correct("regency", id, 1, far).then().statusCode(422).body("errors.code", contains("dated-back-too-far"));
        correct("regency", id, 1, with(far, "reason", "OTHER"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("dated-back-too-far"));
        correct("branch", id, 1, far)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/reason"))
                .body("errors.code", contains("day-reason-missing"));
        correct("branch", id, 1, with(far, "backdatingReason", "OTHER"))
                .then()
                .statusCode(400)
                .body("errors.code", contains("field-not-of-correction"));
        correct("branch", id, 1, Map.of("enrolledOn", "2013-12-31", "coveredFrom", "2014-01-01", "reason", "OTHER"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("enrolled-on-early"));
        correct("branch", id, 1, with(far, "reason", "TYPING_ERROR"))
                .then()
                .statusCode(200)
                .body("enrolledOn", equalTo(day(FAR)));
        calls.history(id, 2).body("items[1].reason", equalTo("TYPING_ERROR"));
    }

    /** What the branch has decided stands, whoever corrects the rest. */
    @Test
    void aDayThatStaysIsNotJudgedAgain() {
        String id = enroll("branch", "16", datedBack())
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        correct("village", id, 1, Map.of("name", "Uji Lain", "enrolledOn", day(FAR)))
                .then()
                .statusCode(200);
        correct("village", id, 2, Map.of("enrolledOn", day(FAR - 1), "coveredFrom", day(FAR)))
                .then()
                .statusCode(422)
                .body("errors.code", contains("dated-back-too-far"));
        correct("village", id, 2, Map.of("birthDate", "1950-01-01"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("too-old"));
    }

    /** How far back a day lies is counted from the day on which somebody was recorded, and not from today. */
    @Test
    void timeThatGoesByRefusesNoCorrection() {
        var id = calls.enroll(body());
        jdbi.useHandle(handle -> handle.execute("""
                update participant set
                    created_at = created_at - interval '300 days',
                    enrolled_on = enrolled_on - 300,
                    covered_from = covered_from - 300
                where id = cast(? as uuid)
                """, id));

        correct("village", id, 1, Map.of("enrolledOn", day(-380), "coveredFrom", day(-360)))
                .then()
                .statusCode(200);
        correct("village", id, 2, Map.of("enrolledOn", day(-395)))
                .then()
                .statusCode(422)
                .body("errors.code", contains("dated-back-too-far"));
    }

    @Test
    void whoeverWasCarriedOverKeepsTheDayAndBecomesNewWithoutItOnly() {
        var before = new HashMap<>(body("origin", "CARRIED_OVER"));
        before.put("enrolledOn", "2005-06-01");
        String id = enroll("village", "16.01.07.2001", before)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        correct("village", id, 1, Map.of("name", "Uji Lain")).then().statusCode(200);
        correct("village", id, 2, Map.of("origin", "NEW"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("enrolled-on-early"));
        // A duplicate is new from then on, and its record can still be put right.
        calls.post(id, 2, "status", Map.of("status", "ENDED", "reason", "DUPLICATE"))
                .then()
                .statusCode(200);
        correct("village", id, 3, Map.of("name", "Uji Ketiga")).then().statusCode(200);
    }

    @Test
    void coverBeginsAYearAheadAtMost() {
        enroll("branch", "16", body("coveredFrom", day(360))).then().statusCode(201);
        enroll("branch", "16", body("coveredFrom", day(370)))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/coveredFrom"))
                .body("errors.code", contains("covered-from-late"));
        var id = calls.enroll(body());
        correct("branch", id, 1, Map.of("coveredFrom", day(370)))
                .then()
                .statusCode(422)
                .body("errors.code", contains("covered-from-late"));
    }

    @Test
    void aKeptRequestHasTheReasonOnlyWhereOneWasGiven() {
        var person = json.read(json.write(body()), EnrollmentRequest.class);
        var dated = json.read(json.write(datedBack()), EnrollmentRequest.class);

        assertThat(json.write(person)).doesNotContain("backdatingReason");
        assertThat(json.write(dated)).contains("\"backdatingReason\":\"REPORTED_LATE\"");
    }

    /** The release of before wrote every field there was, and what it kept is compared with what comes again. */
    @Test
    void aRequestOfTheReleaseOfBeforeIsWrittenAsItWas() {
        var fields = Stream.of(
                "nik",
                "name",
                "birthDate",
                "sex",
                "villageCode",
                "segment",
                "occupation",
                "fundingSource",
                "programmes",
                "origin",
                "enrolledOn",
                "phone",
                "kpj",
                "monthlyIncome",
                "groupName",
                "groupKind",
                "coveredFrom",
                "coveredUntil");

        assertThat(json.write(json.read("{}", EnrollmentRequest.class)))
                .as(
                        "a field that came later is written only where it has a value: @JsonInclude, as at backdatingReason")
                .isEqualTo(fields.map("\"%s\":null"::formatted).collect(Collectors.joining(",", "{", "}")));
    }

    private Map<String, Object> datedBack() {
        return with(body("enrolledOn", day(FAR)), "backdatingReason", "REPORTED_LATE");
    }

    private Response enroll(String role, String area, Map<String, ?> person) {
        return calls.as(role, area).body(person).post(PEOPLE);
    }

    private Response batch(String role, String area, Map<String, ?> person) {
        return calls.as(role, area)
                .body(Map.of(
                        "operations",
                        List.of(Map.of("operationId", UUID.randomUUID().toString(), "enrollment", person))))
                .post(PEOPLE + "/batch");
    }

    private Response correct(String role, String id, int version, Map<String, ?> patch) {
        var area = switch (role) {
            case "village" -> "16.01.07.2001";
            case "regency" -> "16.01";
            default -> "16";
        };
        return calls.as(role, area)
                .header("If-Match", "\"" + version + "\"")
                .body(patch)
                .patch(PEOPLE + "/" + id);
    }

    private static Map<String, Object> with(Map<String, ?> body, String field, Object value) {
        var more = new HashMap<String, Object>(body);
        more.put(field, value);
        return more;
    }
}
