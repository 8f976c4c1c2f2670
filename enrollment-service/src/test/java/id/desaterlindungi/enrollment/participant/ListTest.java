package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is listed and counted. Each test has a village that no other uses. */
@EnrollmentTest
class ListTest {
    LocalStack stack;

    private ListCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ListCalls(stack);
    }

    @Test
    void listsThoseThatFit() {
        var village = calls.village(0);
        var farmer =
                calls.enroll(village, Map.of("name", "Éko Nuraïni", "occupation", "PETANI", "enrolledOn", day(-60)));
        var trader = calls.enroll(
                village,
                Map.of(
                        "name",
                        "Eka Saputra",
                        "occupation",
                        "PEDAGANG",
                        "fundingSource",
                        "MANDIRI",
                        "enrolledOn",
                        day(-40),
                        "coveredUntil",
                        day(170)));
        var warned = calls.enroll(
                village,
                Map.of(
                        "name",
                        "M. Dwi 'Eko'",
                        "sex",
                        "M",
                        "enrolledOn",
                        day(-20),
                        "programmes",
                        List.of("JKK", "JKM", "JHT")));

        list(village, Map.of()).body("items.id", contains(farmer, trader, warned));
        list(village, Map.of("occupation", "PEDAGANG")).body("items.id", contains(trader));
        list(village, Map.of("fundingSource", "MANDIRI", "status", "ACTIVE")).body("items.id", contains(trader));
        list(village, Map.of("programme", "JHT")).body("items.id", contains(warned));
        list(village, Map.of("hasWarnings", "true")).body("items.id", contains(warned));
        list(village, Map.of("hasWarnings", "false")).body("items.id", contains(farmer, trader));
        list(village, Map.of("coveredUntilBefore", day(171))).body("items.id", contains(trader));
        list(village, Map.of("coveredUntilBefore", day(170))).body("items", empty());
        list(village, Map.of("enrolledFrom", day(-59), "enrolledTo", day(-40))).body("items.id", contains(trader));
        list(village, Map.of("name", "eko nurai")).body("items.id", contains(farmer));
        list(village, Map.of("name", "EK")).body("items.id", contains(farmer, trader));
        list(village, Map.of("name", "%")).body("items", empty());
        list(village, Map.of("nameLike", "saputro")).body("items.id", contains(trader));
        list(village, Map.of("nameLike", "nuraini")).body("items.id", contains(farmer));
        list(village, Map.of("segment", "PU")).body("items", empty());
        list(ListCalls.DISTRICT, Map.of()).body("items.id", hasItem(farmer));
        list("16.07", Map.of()).body("items.id", not(hasItem(farmer)));
    }

    @ParameterizedTest
    @CsvSource({
        "within, 99, area-unknown",
        "status, GONE, code-unknown",
        "programme, ABC, code-unknown",
        "hasWarnings, maybe, code-unknown",
        "enrolledFrom, yesterday, date-format",
        "coveredUntilBefore, 2026-02-30, date-not-in-calendar",
        "enrolledTo, 31/04/2026, date-not-in-calendar",
        "sort, phone, code-unknown",
        "order, down, code-unknown",
        "limit, 501, parameter-out-of-range",
        "cursor, abc, cursor-invalid",
        "nameLike, aminah, name-like-area",
        "nik, 1601074507849001, parameter-unknown",
        "village, 16.01.07.2001, parameter-unknown",
        "name, '', parameter-empty",
    })
    void refusesParametersThatDoNotFit(String name, String value, String code) {
        calls.caller()
                .queryParam(name, value)
                .get("/v1/participants")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(name))
                .body("errors.code", contains(code));
    }

    @Test
    void refusesToCompareNamesWithTooLittle() {
        calls.caller()
                .queryParams(Map.of("nameLike", "ab", "within", ListCalls.DISTRICT))
                .get("/v1/participants")
                .then()
                .statusCode(400)
                .body("errors.code", contains("too-short"));
    }

    @Test
    void countsTheRegister() {
        var village = calls.village(8);
        calls.enroll(village, Map.of());
        calls.enroll(village, Map.of());
        var third = calls.enroll(village, Map.of("occupation", "NELAYAN"));
        calls.caller()
                .header("If-Match", "\"1\"")
                .body(Map.of("status", "ENDED", "reason", "DIED"))
                .post("/v1/participants/" + third + "/status")
                .then()
                .statusCode(200);

        calls.caller()
                .queryParams(Map.of("within", village, "by", "status"))
                .get("/v1/participants/counts")
                .then()
                .statusCode(200)
                .body("total", equalTo(3))
                .body("counts.find { it.code == 'ACTIVE' }.people", equalTo(2))
                .body("counts.find { it.code == 'ENDED' }.people", equalTo(1));
        calls.caller()
                .queryParams(Map.of("within", ListCalls.DISTRICT, "by", "village"))
                .get("/v1/participants/counts")
                .then()
                .statusCode(200)
                .body("counts.code", everyItem(startsWith(ListCalls.DISTRICT)));
        calls.caller()
                .queryParam("by", "name")
                .get("/v1/participants/counts")
                .then()
                .statusCode(400);
    }

    private ValidatableResponse list(String within, Map<String, ?> filters) {
        return calls.caller()
                .queryParam("within", within)
                .queryParams(filters)
                .get("/v1/participants")
                .then()
                .statusCode(200);
    }
}
