package id.desaterlindungi.enrollment.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnrollmentTest
class ReferenceTest {
    LocalStack stack;

    @ParameterizedTest
    @CsvSource({
        "segments, 4, BPU, Bukan penerima upah, Own-account worker",
        "occupations, 19, PETANI, Petani, Farmer",
        "programmes, 5, JKK, Jaminan Kecelakaan Kerja, Work accident insurance",
        "funding-sources, 9, MANDIRI, Mandiri (dibayar peserta), The participant",
        "statuses, 5, ACTIVE, Aktif, Active",
    })
    void listsCodesWithBothNames(String kind, int size, String code, String indonesian, String english) {
        var answer = caller().get("/v1/reference/" + kind).then();

        answer.statusCode(200)
                .contentType("application/json")
                .body("items", hasSize(size))
                .body("items.label.id", everyItem(not(equalTo(""))))
                .body("items.find { it.code == '%s' }.label.id".formatted(code), equalTo(indonesian))
                .body("items.find { it.code == '%s' }.label.en".formatted(code), equalTo(english));
    }

    @Test
    void tellsWhatASegmentMayHave() {
        caller().get("/v1/reference/segments")
                .then()
                .body("items.code", contains("PU", "BPU", "JAKON", "PMI"))
                .body("items[0].programmes", contains("JKK", "JKM", "JHT", "JP", "JKP"))
                .body("items[1].programmes", contains("JKK", "JKM", "JHT"))
                .body("items[2].programmes", contains("JKK", "JKM"))
                .body("items.requiredProgrammes", everyItem(contains("JKK", "JKM")));
    }

    @Test
    void tellsWhichStatusesTheGoalCounts() {
        caller().get("/v1/reference/statuses")
                .then()
                .body("items.findAll { it.covered }.code", contains("ACTIVE", "GRACE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments", "occupations", "programmes", "funding-sources", "statuses", "tariffs"})
    void answersAgainOnlyIfChanged(String kind) {
        var first = caller().get("/v1/reference/" + kind)
                .then()
                .statusCode(200)
                .header("ETag", matchesPattern("\"[0-9a-f]{32}\""))
                .header("Cache-Control", containsString("max-age="))
                .extract();
        var tag = first.header("ETag");

        for (var held : new String[] {tag, "W/" + tag, "\"another\", " + tag, "*"}) {
            var again = caller().header("If-None-Match", held).get("/v1/reference/" + kind);

            again.then().statusCode(304).header("ETag", tag).header("Cache-Control", containsString("max-age="));
            assertThat(again.asString()).isEmpty();
        }
        caller().header("If-None-Match", "\"another\"")
                .get("/v1/reference/" + kind)
                .then()
                .statusCode(200)
                .header("ETag", tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments", "occupations", "programmes", "funding-sources", "statuses", "tariffs"})
    void refusesParametersThatItDoesNotKnow(String kind) {
        caller().queryParam("lang", "id")
                .get("/v1/reference/" + kind)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.code", contains("parameter-unknown"));
    }

    @Test
    void asksForAToken() {
        given().get("/v1/reference/segments").then().statusCode(401);
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }
}
