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
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People of a district that no other test uses, a village for each test. */
@EnrollmentTest
class ListTest {
    private static final String DISTRICT = "16.08.06";

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
    @CsvSource({"id", "name", "enrolledOn", "coveredUntil"})
    void pagesInEveryOrderWithoutLossOrRepeat(String sort) {
        var village =
                village(1 + List.of("id", "name", "enrolledOn", "coveredUntil").indexOf(sort));
        var ids = new ArrayList<String>();
        for (var i = 0; i < 7; i++) {
            // Equal names and days, so that the id has to decide.
            ids.add(enroll(
                    village,
                    Map.of(
                            "name",
                            "Uji " + (char) ('C' - i / 3),
                            "enrolledOn",
                            "2026-05-0" + (3 - i / 3),
                            "coveredUntil",
                            "2027-05-0" + (3 - i / 3))));
        }

        var seen = new ArrayList<String>();
        var keys = new ArrayList<String>();
        String next = null;
        do {
            var request = caller().queryParams(Map.of("within", village, "sort", sort, "limit", 2));
            var page = (next == null ? request : request.queryParam("cursor", next))
                    .get("/v1/participants")
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.path("items.id"));
            keys.addAll(page.path("items." + sort));
            next = page.path("next");
        } while (next != null);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(keys).isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "within, 99, area-unknown",
        "status, GONE, code-unknown",
        "programme, ABC, code-unknown",
        "hasWarnings, maybe, code-unknown",
        "enrolledFrom, yesterday, date-format",
        "coveredUntilBefore, 2026-02-30, date-format",
        "sort, phone, code-unknown",
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
    @CsvSource({"id", "name", "enrolledOn", "coveredUntil"})
    void refusesACursorThatWasTamperedWith(String sort) {
        var village = village(9);
        enroll(village, Map.of("coveredUntil", "2027-05-01"));
        enroll(village, Map.of("coveredUntil", "2027-05-01"));
        String next = caller().queryParams(Map.of("within", village, "limit", 1, "sort", sort))
                .get("/v1/participants")
                .path("next");
        var text = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);

        for (var tampered :
                List.of(text.substring(0, 20), text.substring(0, 8) + "x", text + "\0", text.substring(0, 8) + "-")) {
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
        var id = enroll(village, Map.of("name", "=Uji;\"Rumus\"", "groupName", "-Kelompok", "groupKind", "KOPERASI"));

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
            assertThat(rows.getFirst().getField("id")).isEqualTo(id);
            assertThat(rows.getFirst().getField("name")).isEqualTo("'=Uji;\"Rumus\"");
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

    private String village(int number) {
        List<String> codes =
                caller().queryParam("within", DISTRICT).get("/v1/villages").path("items.code");
        return codes.get(number);
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
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("village", "16.01.07.2001"));
    }
}
