package id.desaterlindungi.enrollment.area;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnrollmentTest
class AreaTest {
    LocalStack stack;

    @Test
    void descendsFromTheProvince() {
        caller().get("/v1/areas")
                .then()
                .statusCode(200)
                .body("items.code", contains("16"))
                .body("items[0].parentCode", nullValue());
        caller().queryParam("parent", "16").get("/v1/areas").then().body("items", hasSize(17));
        caller().queryParam("parent", "16.01.07")
                .get("/v1/areas")
                .then()
                .body("items.kind", everyItem(equalTo("desa")));
    }

    @Test
    void holdsEveryAreaOfTheProvince() {
        var districts = new ArrayList<String>();
        for (var regency : all("/v1/areas", "parent", "16")) {
            all("/v1/areas", "parent", regency).forEach(districts::add);
        }

        assertThat(districts).hasSize(241).doesNotHaveDuplicates();
        assertThat(all("/v1/villages", "within", "16"))
                .hasSize(3_259)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(all("/v1/villages", "kind", "desa")).hasSize(2_856);
        assertThat(all("/v1/villages", "kind", "kelurahan")).hasSize(403);
    }

    @Test
    void listsVillagesFromTheOtherEnd() {
        var codes = all("/v1/villages", "within", "16.01.07");
        var backwards = new ArrayList<String>();
        String next = null;
        do {
            var page = caller().queryParams(Map.of("within", "16.01.07", "order", "desc", "limit", 3, "closed", true));
            if (next != null) {
                page.queryParam("cursor", next);
            }
            var answer = page.get("/v1/villages").then().statusCode(200).extract();
            backwards.addAll(answer.path("items.findAll { it.validFrom == null }.code"));
            next = answer.path("next");
        } while (next != null);

        assertThat(backwards).hasSizeGreaterThan(3).isEqualTo(codes.reversed());
        caller().queryParam("order", "down").get("/v1/villages").then().statusCode(400);
    }

    @Test
    void findsVillagesWithinAnAreaOnly() {
        caller().queryParam("within", "16.01.07")
                .get("/v1/villages")
                .then()
                .statusCode(200)
                .body("items.code", everyItem(startsWith("16.01.07.")))
                .body("next", nullValue());
        caller().queryParam("within", "16.01.07.2001")
                .get("/v1/villages")
                .then()
                .body("items", hasSize(1));
    }

    @Test
    void findsVillagesByAPartOfTheirName() {
        caller().queryParam("q", "SINDANG")
                .queryParam("within", "16.01")
                .get("/v1/villages")
                .then()
                .statusCode(200)
                .body("items.find { it.code == '16.01.07.2001' }.district.name", equalTo("Sosoh Buay Rayap"));
    }

    @Test
    void takesPercentAndUnderscoreInANameAsTheyAre() {
        caller().queryParam("q", "%").get("/v1/villages").then().statusCode(200).body("items", hasSize(0));
        caller().queryParam("q", "_").get("/v1/villages").then().statusCode(200).body("items", hasSize(0));
    }

    @Test
    void showsOneVillage() {
        caller().get("/v1/villages/16.01.07.2001")
                .then()
                .statusCode(200)
                .body("name", equalTo("Negeri Sindang"))
                .body("kind", equalTo("desa"))
                .body("regency.code", equalTo("16.01"));
        caller().get("/v1/villages/16.01.07").then().statusCode(404).body("code", equalTo("village-not-found"));
    }

    @Test
    void tellsAllParametersThatDoNotFitAtOnce() {
        caller().queryParam("limit", 0)
                .queryParam("order", "down")
                .queryParam("closed", "yes")
                .get("/v1/villages")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("closed", "limit", "order"))
                .body("errors.code", contains("code-unknown", "parameter-out-of-range", "code-unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/villages, limit, 501, parameter-out-of-range",
        "/v1/villages, limit, 0, parameter-out-of-range",
        "/v1/villages, limit, many, parameter-out-of-range",
        "/v1/villages, kind, district, code-unknown",
        "/v1/villages, within, 17, area-unknown",
        "/v1/villages, cursor, bm9uc2Vuc2U, cursor-invalid",
        "/v1/villages, cursor, ***, cursor-invalid",
        "/v1/villages, offset, 10, parameter-unknown",
        "/v1/villages, within, '', parameter-empty",
        "/v1/areas, parent, 99, area-unknown",
        "/v1/areas, within, 16, parameter-unknown",
    })
    void refusesParametersThatDoNotFit(String path, String name, String value, String code) {
        caller().queryParam(name, value)
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.pointer", contains(name))
                .body("errors.code", contains(code));
    }

    @Test
    void refusesTheCursorOfAnotherQuery() {
        String next = caller().queryParam("within", "16.01")
                .queryParam("limit", 5)
                .get("/v1/villages")
                .path("next");

        var other = caller().queryParam("within", "16.02")
                .queryParam("cursor", next)
                .get("/v1/villages");

        other.then().statusCode(400).body("errors.code", contains("cursor-invalid"));
    }

    @Test
    void refusesAParameterGivenTwice() {
        caller().queryParam("within", "16.01", "16.02")
                .get("/v1/villages")
                .then()
                .statusCode(400)
                .body("errors.code", contains("parameter-repeated"));
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }

    /** Codes of all pages; pages of 500, so that the province's villages take seven. */
    private List<String> all(String path, String name, String value) {
        var codes = new ArrayList<String>();
        String next = null;
        do {
            // Other tests close villages.
            var request = caller().queryParams(Map.of(name, value, "limit", 500, "closed", true));
            var page = (next == null ? request : request.queryParam("cursor", next))
                    .get(path)
                    .then()
                    .statusCode(200)
                    .extract();
            // Other tests register villages: those have a first day.
            codes.addAll(page.path("items.findAll { it.validFrom == null }.code"));
            next = page.path("next");
        } while (next != null);
        return codes;
    }
}
