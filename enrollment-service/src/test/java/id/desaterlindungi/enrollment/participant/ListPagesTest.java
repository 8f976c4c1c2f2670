package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists page by page, while people move. A village for each test, or a district for each order. */
@EnrollmentTest
class ListPagesTest {
    private static final List<String> ORDERS = List.of("village", "id", "name", "enrolledOn", "coveredUntil");

    LocalStack stack;

    private ListCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ListCalls(stack);
    }

    @ParameterizedTest
    @CsvSource({"village, villageCode", "id, id", "name, name", "enrolledOn, enrolledOn", "coveredUntil, coveredUntil"})
    void pagesInEveryOrderWithoutLossOrRepeat(String sort, String key) {
        var district = "16.08.%02d".formatted(8 + ORDERS.indexOf(sort));
        var ids = IntStream.range(0, 7)
                .mapToObj(i -> enrollForPaging(district, i))
                .toList();

        var pages = pages(district, sort, null);

        assertThat(pages.ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(pages.keys(key)).isSorted();
        assertThat(pages(district, sort, "desc", null).ids())
                .as("from the other end")
                .isEqualTo(pages.ids().reversed());
        assertThat(pages(district, null, null).ids())
                .as("by village where nothing is asked for")
                .isEqualTo(pages(district, "village", null).ids());
    }

    /** The last one of a page, whom its cursor is about, moves within the order before the next page is asked for. */
    @ParameterizedTest
    @CsvSource({
        "village, transfer forward",
        "village, transfer back",
        "village, closure",
        "name, renamed forward",
        "name, renamed back",
        "enrolledOn, corrected",
        "coveredUntil, extended",
        "coveredUntil, cleared"
    })
    void losesAndRepeatsNobodyWhoDidNotMove(String sort, String change) {
        var district = "16.08.%02d"
                .formatted(13
                        + List.of(
                                        "transfer forward",
                                        "transfer back",
                                        "closure",
                                        "renamed forward",
                                        "renamed back",
                                        "corrected",
                                        "extended",
                                        "cleared")
                                .indexOf(change));
        var ids = IntStream.range(0, 7)
                .mapToObj(i -> enrollForPaging(district, i))
                .toList();
        var villages = calls.villages(district);

        var first = page(district, sort, null);
        List<String> seen = first.path("items.id");
        var moved = seen.getLast();
        switch (change) {
            case "transfer forward" -> transfer(moved, villages.getLast());
            case "transfer back" -> transfer(moved, villages.getFirst());
            case "closure" -> close(first.path("items[-1].villageCode"), villages.getLast());
            case "renamed forward" -> correct(moved, Map.of("name", "Uji Z"));
            case "renamed back" -> correct(moved, Map.of("name", "Uji 0"));
            case "corrected" -> correct(moved, Map.of("enrolledOn", day(-21), "coveredFrom", day(-21)));
            case "extended" -> correct(moved, Map.of("coveredUntil", day(700)));
            default -> {
                var cleared = new HashMap<String, String>();
                cleared.put("coveredUntil", null);
                correct(moved, cleared);
            }
        }
        var rest = pages(district, sort, first.path("next"));

        var all = new ArrayList<>(seen);
        all.addAll(rest.ids());
        // A closure moves everybody of a village: those who were seen before it are there again, where they are now.
        var movers = change.equals("closure") ? rest.in(villages.getLast()) : List.of(moved);
        assertThat(all).containsAll(ids);
        assertThat(all).filteredOn(id -> !movers.contains(id)).doesNotHaveDuplicates();
    }

    @Test
    void tellsNoNameInACursor() {
        var village = calls.village(4);
        calls.enroll(village, Map.of("name", "Rahasia Uji"));
        calls.enroll(village, Map.of("name", "Rahasia Uji"));

        String next = page(village, "name", null, 1).path("next");

        var text = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
        assertThat(text).doesNotContainIgnoringCase("rahasia");
        assertThat(new String(Base64.getUrlDecoder().decode(text.substring(8 + 36)), StandardCharsets.ISO_8859_1))
                .doesNotContainIgnoringCase("rahasia");
        calls.enroll(village, Map.of("name", "Panjang " + "X".repeat(92)));
        calls.enroll(village, Map.of("name", "Panjang " + "X".repeat(92)));
        assertThat(page(village, "name", null, 1).<String>path("next")).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({"village", "id", "name", "enrolledOn", "coveredUntil"})
    void refusesACursorThatWasTamperedWith(String sort) {
        var village = calls.village(9);
        calls.enroll(village, Map.of("coveredUntil", day(300)));
        calls.enroll(village, Map.of("coveredUntil", day(300)));
        String next = calls.caller()
                .queryParams(Map.of("within", village, "limit", 1, "sort", sort))
                .get("/v1/participants")
                .path("next");
        var text = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);

        for (var tampered : List.of(
                text.substring(0, 20),
                text.substring(0, 8) + "x",
                text + "\0",
                text.substring(0, 8) + "-",
                // Only an id, as a cursor was once; the value of somebody else.
                text.substring(0, 8 + 36),
                text.substring(0, 8) + UUID.randomUUID() + text.substring(8 + 36))) {
            calls.caller()
                    .queryParams(Map.of("within", village, "limit", 1, "sort", sort))
                    .queryParam(
                            "cursor",
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(tampered.getBytes(StandardCharsets.UTF_8)))
                    .get("/v1/participants")
                    .then()
                    .statusCode(400)
                    .body("errors.code", contains("cursor-invalid"));
        }
    }

    @Test
    void refusesTheCursorOfAnotherQuery() {
        var village = calls.village(5);
        calls.enroll(village, Map.of());
        calls.enroll(village, Map.of());
        String next = calls.caller()
                .queryParams(Map.of("within", village, "limit", 1))
                .get("/v1/participants")
                .path("next");

        for (var other : List.of(
                Map.of("within", village, "sort", "name"),
                Map.of("within", village, "order", "desc"),
                Map.of("within", ListCalls.DISTRICT),
                Map.of("within", village, "status", "ACTIVE"))) {
            calls.caller()
                    .queryParams(other)
                    .queryParam("cursor", next)
                    .get("/v1/participants")
                    .then()
                    .statusCode(400)
                    .body("errors.code", contains("cursor-invalid"));
        }
    }

    private record Pages(List<Map<String, Object>> items) {
        List<String> ids() {
            return items.stream().map(item -> (String) item.get("id")).toList();
        }

        List<String> keys(String field) {
            return items.stream().map(item -> (String) item.get(field)).toList();
        }

        List<String> in(String village) {
            return items.stream()
                    .filter(item -> item.get("villageCode").equals(village))
                    .map(item -> (String) item.get("id"))
                    .toList();
        }
    }

    /** All pages after a cursor. */
    private Pages pages(String within, String sort, String cursor) {
        return pages(within, sort, null, cursor);
    }

    private Pages pages(String within, String sort, String order, String cursor) {
        var items = new ArrayList<Map<String, Object>>();
        var next = cursor;
        do {
            var page = page(within, sort, order, next, 2);
            items.addAll(page.path("items"));
            next = page.path("next");
        } while (next != null);
        return new Pages(items);
    }

    private ExtractableResponse<Response> page(String within, String sort, String cursor) {
        return page(within, sort, cursor, 2);
    }

    private ExtractableResponse<Response> page(String within, String sort, String cursor, int limit) {
        return page(within, sort, null, cursor, limit);
    }

    private ExtractableResponse<Response> page(String within, String sort, String order, String cursor, int limit) {
        var request = calls.caller().queryParams(Map.of("within", within, "limit", limit));
        if (sort != null) {
            request.queryParam("sort", sort);
        }
        if (order != null) {
            request.queryParam("order", order);
        }
        if (cursor != null) {
            request.queryParam("cursor", cursor);
        }
        return request.get("/v1/participants").then().statusCode(200).extract();
    }

    /** In the second to fourth village of a district, with equal names and days, so that the id has to decide. */
    private String enrollForPaging(String district, int number) {
        return calls.enroll(
                calls.villages(district).get(1 + number / 3),
                Map.of(
                        "name",
                        "Uji " + (char) ('C' - number / 3),
                        "enrolledOn",
                        day(-48 - number / 3),
                        "coveredUntil",
                        day(302 - number / 3)));
    }

    private void transfer(String id, String village) {
        change().body(Map.of("villageCode", village, "reason", "MOVED"))
                .post("/v1/participants/" + id + "/transfer")
                .then()
                .statusCode(200);
    }

    private void correct(String id, Map<String, String> fields) {
        change().body(fields).patch("/v1/participants/" + id).then().statusCode(200);
    }

    private void close(String village, String successor) {
        calls.caller()
                .header(
                        "If-Match",
                        calls.caller().get("/v1/villages/" + village).header("ETag"))
                .body(Map.of("successors", List.of(successor), "on", day(-10)))
                .post("/v1/villages/" + village + "/closure")
                .then()
                .statusCode(200);
    }

    private RequestSpecification change() {
        return calls.caller().header("If-Match", "\"1\"");
    }
}
