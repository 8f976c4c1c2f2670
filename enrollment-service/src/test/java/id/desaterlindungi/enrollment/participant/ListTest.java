package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import de.siegmar.fastcsv.reader.CsvReader;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People of districts that no other test uses: a village of the first for each test, and a district for each list of pages. */
@EnrollmentTest
class ListTest {
    private static final String DISTRICT = "16.08.06";
    private static final List<String> ORDERS = List.of("village", "id", "name", "enrolledOn", "coveredUntil");

    LocalStack stack;

    @Test
    void listsThoseThatFit() {
        var village = village(0);
        var farmer = enroll(village, Map.of("name", "Éko Nuraïni", "occupation", "PETANI", "enrolledOn", "2026-05-01"));
        var trader = enroll(
                village,
                Map.of(
                        "name",
                        "Eka Saputra",
                        "occupation",
                        "PEDAGANG",
                        "fundingSource",
                        "MANDIRI",
                        "enrolledOn",
                        "2026-06-01",
                        "coveredUntil",
                        "2026-12-31"));
        var warned = enroll(
                village,
                Map.of(
                        "name",
                        "M. Dwi 'Eko'",
                        "sex",
                        "M",
                        "enrolledOn",
                        "2026-07-01",
                        "programmes",
                        List.of("JKK", "JKM", "JHT")));

        list(village, Map.of()).body("items.id", contains(farmer, trader, warned));
        list(village, Map.of("occupation", "PEDAGANG")).body("items.id", contains(trader));
        list(village, Map.of("fundingSource", "MANDIRI", "status", "ACTIVE")).body("items.id", contains(trader));
        list(village, Map.of("programme", "JHT")).body("items.id", contains(warned));
        list(village, Map.of("hasWarnings", "true")).body("items.id", contains(warned));
        list(village, Map.of("hasWarnings", "false")).body("items.id", contains(farmer, trader));
        list(village, Map.of("coveredUntilBefore", "2027-01-01")).body("items.id", contains(trader));
        list(village, Map.of("coveredUntilBefore", "2026-12-31")).body("items", empty());
        list(village, Map.of("enrolledFrom", "2026-05-02", "enrolledTo", "2026-06-01"))
                .body("items.id", contains(trader));
        list(village, Map.of("name", "eko nurai")).body("items.id", contains(farmer));
        list(village, Map.of("name", "EK")).body("items.id", contains(farmer, trader));
        list(village, Map.of("name", "%")).body("items", empty());
        list(village, Map.of("nameLike", "saputro")).body("items.id", contains(trader));
        list(village, Map.of("nameLike", "nuraini")).body("items.id", contains(farmer));
        list(village, Map.of("segment", "PU")).body("items", empty());
        list(DISTRICT, Map.of()).body("items.id", hasItem(farmer));
        list("16.07", Map.of()).body("items.id", not(hasItem(farmer)));
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
        var villages = villages(district);

        var first = page(district, sort, null);
        List<String> seen = first.path("items.id");
        var moved = seen.getLast();
        switch (change) {
            case "transfer forward" -> transfer(moved, villages.getLast());
            case "transfer back" -> transfer(moved, villages.getFirst());
            case "closure" -> close(first.path("items[-1].villageCode"), villages.getLast());
            case "renamed forward" -> correct(moved, Map.of("name", "Uji Z"));
            case "renamed back" -> correct(moved, Map.of("name", "Uji 0"));
            case "corrected" -> correct(moved, Map.of("enrolledOn", "2026-05-30", "coveredFrom", "2026-05-30"));
            case "extended" -> correct(moved, Map.of("coveredUntil", "2028-01-01"));
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
        var village = village(4);
        enroll(village, Map.of("name", "Rahasia Uji"));
        enroll(village, Map.of("name", "Rahasia Uji"));

        String next = page(village, "name", null, 1).path("next");

        var text = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
        assertThat(text).doesNotContainIgnoringCase("rahasia");
        assertThat(new String(Base64.getUrlDecoder().decode(text.substring(8 + 36)), StandardCharsets.ISO_8859_1))
                .doesNotContainIgnoringCase("rahasia");
        enroll(village, Map.of("name", "Panjang " + "X".repeat(92)));
        enroll(village, Map.of("name", "Panjang " + "X".repeat(92)));
        assertThat(page(village, "name", null, 1).<String>path("next")).hasSizeLessThan(300);
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
        caller().queryParam(name, value)
                .get("/v1/participants")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(name))
                .body("errors.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource({"village", "id", "name", "enrolledOn", "coveredUntil"})
    void refusesACursorThatWasTamperedWith(String sort) {
        var village = village(9);
        enroll(village, Map.of("coveredUntil", "2027-05-01"));
        enroll(village, Map.of("coveredUntil", "2027-05-01"));
        String next = caller().queryParams(Map.of("within", village, "limit", 1, "sort", sort))
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
            caller().queryParams(Map.of("within", village, "limit", 1, "sort", sort))
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
        var village = village(5);
        enroll(village, Map.of());
        enroll(village, Map.of());
        String next = caller().queryParams(Map.of("within", village, "limit", 1))
                .get("/v1/participants")
                .path("next");

        for (var other : List.of(
                Map.of("within", village, "sort", "name"),
                Map.of("within", village, "order", "desc"),
                Map.of("within", DISTRICT),
                Map.of("within", village, "status", "ACTIVE"))) {
            caller().queryParams(other)
                    .queryParam("cursor", next)
                    .get("/v1/participants")
                    .then()
                    .statusCode(400)
                    .body("errors.code", contains("cursor-invalid"));
        }
    }

    @Test
    void exportsForASpreadsheetWithoutHarm() {
        var village = village(6);
        var id = enroll(
                village,
                Map.of(
                        "name", "=Uji;\"Rumus\"",
                        "phone", "0812-3456-7890",
                        "groupName", "-Kelompok",
                        "groupKind", "KOPERASI"));

        var answer = caller().accept("text/csv")
                .queryParam("within", village)
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"peserta.csv\"")
                .extract()
                .asByteArray();

        assertThat(answer).startsWith(0xEF, 0xBB, 0xBF);
        try (var csv = CsvReader.builder()
                .fieldSeparator(';')
                .detectBomHeader(true)
                .ofNamedCsvRecord(new ByteArrayInputStream(answer))) {
            var rows = csv.stream().toList();
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().getHeader())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(ParticipantView.class.getRecordComponents())
                            .map(RecordComponent::getName)
                            .filter(field -> !field.equals("version"))
                            .toList());
            assertThat(rows.getFirst().getField("id")).isEqualTo(id);
            assertThat(rows.getFirst().getField("name")).isEqualTo("'=Uji;\"Rumus\"");
            var shown = caller().get("/v1/participants/" + id).jsonPath();
            for (var masked : List.of("nik", "phone")) {
                assertThat(rows.getFirst().getField(masked)).contains("*").endsWith(shown.getString(masked));
            }
            assertThat(rows.getFirst().getField("groupName")).isEqualTo("'-Kelompok");
            assertThat(rows.getFirst().getField("villageCode")).isEqualTo(village);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void exportsAWorkbookOfTexts() throws Exception {
        var village = village(7);
        var id = enroll(village, Map.of("kpj", "00123456789"));

        var answer = caller().accept(SheetWriter.XLSX)
                .queryParam("within", village)
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .contentType(SheetWriter.XLSX)
                .extract()
                .asByteArray();

        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(answer))) {
            var rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSize(2);
            var cells = rows.get(1).stream().toList();
            assertThat(cells).allSatisfy(cell -> assertThat(cell.getType()).isIn(CellType.STRING, CellType.EMPTY));
            assertThat(cells).extracting(Cell::getText).contains(id, "00123456789", village);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json;charset=UTF-8, application/json",
        "'text/csv;charset=utf-8, */*;q=0.1', text/csv",
        "*/*, application/json",
        "'text/csv;q=0.1, application/json', application/json",
    })
    void answersInTheFormLikedBest(String accept, String type) {
        caller().header("Accept", accept)
                .queryParam("within", village(10))
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .contentType(startsWith(type));
    }

    @Test
    void refusesToCompareNamesWithTooLittle() {
        caller().queryParams(Map.of("nameLike", "ab", "within", DISTRICT))
                .get("/v1/participants")
                .then()
                .statusCode(400)
                .body("errors.code", contains("too-short"));
    }

    @Test
    void refusesPagesOfAFile() {
        caller().accept("text/csv")
                .queryParam("limit", 10)
                .get("/v1/participants")
                .then()
                .statusCode(400)
                .body("errors.code", contains("parameter-not-with-file"));
    }

    @Test
    void countsTheRegister() {
        var village = village(8);
        enroll(village, Map.of());
        enroll(village, Map.of());
        var third = enroll(village, Map.of("occupation", "NELAYAN"));
        caller().header("If-Match", "\"1\"")
                .body(Map.of("status", "ENDED", "reason", "DIED"))
                .post("/v1/participants/" + third + "/status")
                .then()
                .statusCode(200);

        caller().queryParams(Map.of("within", village, "by", "status"))
                .get("/v1/participants/counts")
                .then()
                .statusCode(200)
                .body("total", equalTo(3))
                .body("counts.find { it.code == 'ACTIVE' }.people", equalTo(2))
                .body("counts.find { it.code == 'ENDED' }.people", equalTo(1));
        caller().queryParams(Map.of("within", DISTRICT, "by", "village"))
                .get("/v1/participants/counts")
                .then()
                .statusCode(200)
                .body("counts.code", everyItem(startsWith(DISTRICT)));
        caller().queryParam("by", "name").get("/v1/participants/counts").then().statusCode(400);
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
        var request = caller().queryParams(Map.of("within", within, "limit", limit));
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
        return enroll(
                villages(district).get(1 + number / 3),
                Map.of(
                        "name",
                        "Uji " + (char) ('C' - number / 3),
                        "enrolledOn",
                        "2026-05-0" + (3 - number / 3),
                        "coveredUntil",
                        "2027-05-0" + (3 - number / 3)));
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
        caller().header("If-Match", caller().get("/v1/villages/" + village).header("ETag"))
                .body(Map.of("successors", List.of(successor), "on", "2026-06-01"))
                .post("/v1/villages/" + village + "/closure")
                .then()
                .statusCode(200);
    }

    private RequestSpecification change() {
        return caller().header("If-Match", "\"1\"");
    }

    private List<String> villages(String district) {
        return caller().queryParam("within", district).get("/v1/villages").path("items.code");
    }

    private String village(int number) {
        return villages(DISTRICT).get(number);
    }

    private String enroll(String village, Map<String, ?> fields) {
        var person = body("villageCode", village);
        person.putAll(fields);
        return caller().body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private ValidatableResponse list(String within, Map<String, ?> filters) {
        return caller().queryParam("within", within)
                .queryParams(filters)
                .get("/v1/participants")
                .then()
                .statusCode(200);
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }
}
