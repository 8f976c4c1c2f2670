package id.desaterlindungi.enrollment.contribution;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnrollmentTest
class QuoteTest {
    LocalStack stack;

    @Test
    void quotesAYearForAHundredVulnerableWorkers() {
        var answer = quote(order(Map.of("people", 100)));

        answer.statusCode(200)
                .body("from", equalTo("2027-01"))
                .body("until", equalTo("2028-01"))
                .body("sector", equalTo("GENERAL"))
                .body("lines.programme", contains("JKK", "JKM"))
                .body("lines.monthlyAmount", contains(10_000, 6_800))
                .body("lines.amount", contains(12_000_000, 8_160_000))
                .body("lines.tariffId", contains("bpu-jkk-2024", "bpu-jkm-2024"))
                .body("monthlyTotals", hasSize(1))
                .body("monthlyTotals[0].perPerson", equalTo(16_800))
                .body("monthlyTotals[0].monthlyTotal", equalTo(1_680_000))
                .body("total", equalTo(20_160_000))
                .body("tariffs.id", contains("bpu-jkk-2024", "bpu-jkm-2024"))
                .body("tariffs[1].source", containsString("6,800"))
                .body("warnings", empty());
    }

    @Test
    void quotesEverybodyWhomTheGoalIsShortOf() {
        quote(order(Map.of("people", 385_000))).body("total", equalTo(77_616_000_000L));
    }

    @Test
    void dividesMonthsAtTheEndOfTheRelief() {
        quote(order(Map.of("from", "2026-12-24", "months", 6)))
                .statusCode(200)
                .body("monthlyTotals.from", contains("2026-12", "2027-01"))
                .body("monthlyTotals.until", contains("2027-01", "2027-06"))
                .body("monthlyTotals.perPerson", contains(8_400, 16_800))
                .body("total", equalTo(8_400 + 5 * 16_800));
    }

    @ParameterizedTest
    @CsvSource({
        "PENGEMUDI, , 2027-03, TRANSPORT, 8400", // a driver, where nothing else is said
        "PENGEMUDI, GENERAL, 2027-03, GENERAL, 16800",
        "PETANI, TRANSPORT, 2027-03, TRANSPORT, 8400",
        ", TRANSPORT, 2027-04, TRANSPORT, 16800",
        "PETANI, , 2027-03, GENERAL, 16800",
    })
    void givesTransportItsOwnRelief(String occupation, String sector, String from, String taken, int perPerson) {
        var order = order(Map.of("from", from));
        order.put("occupation", occupation);
        order.put("sector", sector);

        quote(order)
                .statusCode(200)
                .body("sector", equalTo(taken))
                .body("monthlyTotals[0].perPerson", equalTo(perPerson));
    }

    @Test
    void quotesAVillageHeadByHalfAPercentOfSiltap() {
        quote(order(Map.of(
                        "segment", "PU",
                        "occupation", "KEPALA_DESA",
                        "monthlyIncome", 2_500_000,
                        "fundingSource", "ADD",
                        "from", "2026-11")))
                .statusCode(200)
                .body("lines.monthlyAmount", contains(6_000, 7_500))
                .body("lines[0].tariffId", equalTo("pu-jkk-kepala-desa-2024"))
                .body("warnings", empty());
    }

    @Test
    void quotesAWageEarnerByRiskClass() {
        quote(order(Map.of(
                        "segment", "PU",
                        "occupation", "BUMDES",
                        "riskClass", "MEDIUM",
                        "monthlyIncome", 3_000_000,
                        "programmes", List.of("JP", "JHT", "JKM", "JKK", "JKK"))))
                .statusCode(200)
                .body("programmes", contains("JKK", "JKM", "JHT", "JP"))
                .body("lines.monthlyAmount", contains(26_700, 9_000, 171_000, 90_000))
                .body("warnings.code", contains("wage-cap-unsettled"))
                .body("tariffs.find { it.id == 'pu-jp-2024' }.settled", equalTo(false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | Belum dipastikan apakah keringanan iuran berlaku bila ADD yang membayar; perhitungan ini dibuat tanpa keringanan.",
                "en | It is not settled whether the relief applies when ADD pays; this quote is made without it.",
            })
    void saysInBothLanguagesWhatIsNotSettled(String language, String message) {
        var answer = post(order(Map.of("fundingSource", "ADD", "from", "2026-10")), language);

        answer.statusCode(200)
                .header("Content-Language", language)
                .body("total", equalTo(12 * 16_800))
                .body("warnings.code", contains("relief-unsettled"))
                .body("warnings.pointer", contains("/fundingSource"))
                .body("warnings.message", contains(message));
    }

    @ParameterizedTest
    @CsvSource({"2, cover-under-3-months", "5, cover-under-6-months"})
    void warnsOfShortCover(int months, String code) {
        quote(order(Map.of("months", months))).statusCode(200).body("warnings.code", contains(code));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "segment | - | /segment | field-missing",
                "segment | \"BPJS\" | /segment | code-unknown",
                "occupation | \"petani\" | /occupation | code-unknown",
                "occupation | \"\" | /occupation | field-missing",
                "sector | \"LAND\" | /sector | code-unknown",
                "riskClass | \"NONE\" | /riskClass | code-unknown",
                "riskClass | \"LOW\" | /riskClass | risk-class-unused",
                "monthlyIncome | - | /monthlyIncome | field-missing",
                "monthlyIncome | -1 | /monthlyIncome | number-out-of-range",
                "monthlyIncome | 1000000.5 | /monthlyIncome | number-out-of-range",
                "monthlyIncome | 1000000001 | /monthlyIncome | number-out-of-range",
                "monthlyIncome | 1e99999 | /monthlyIncome | number-out-of-range",
                "programmes | [] | /programmes | field-missing",
                "programmes | [\"JKK\"] | /programmes | programmes-base",
                "programmes | [\"JKK\",\"JKM\",null] | /programmes/2 | field-missing",
                "programmes | [\"JKK\",\"JKM\",\"JPN\"] | /programmes/2 | code-unknown",
                "programmes | [\"JKK\",\"JKM\",\"JP\"] | /programmes | programmes-segment",
                "programmes | [\"JKK\",\"JKM\",\"JKP\"] | /programmes | programmes-segment",
                "fundingSource | \"APBD\" | /fundingSource | code-unknown",
                "from | - | /from | field-missing",
                "from | \"2026-13\" | /from | month-format",
                "from | \"2026-02-30\" | /from | date-not-in-calendar",
                "from | \"+12026-01\" | /from | month-format",
                "from | \"2023-12\" | /programmes | tariff-missing",
                "months | - | /months | field-missing",
                "months | 0 | /months | number-out-of-range",
                "months | 61 | /months | number-out-of-range",
                "people | 0 | /people | number-out-of-range",
                "people | 5000001 | /people | number-out-of-range",
            })
    void refuses(String field, @Nullable String value, String pointer, String code) throws Exception {
        var order = order(Map.of());
        order.remove(field);
        var body = new ObjectMapper().writeValueAsString(order);
        if (value != null) {
            body = body.substring(0, body.length() - 1) + ",\"" + field + "\":" + value + "}";
        }

        quote(body)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("quote-refused"))
                .body("errors.find { it.pointer == '%s' }.code".formatted(pointer), equalTo(code));
    }

    @Test
    void refusesEveryFaultAtOnce() {
        var order = order(Map.of(
                "segment",
                "PU",
                "monthlyIncome",
                0,
                "programmes",
                List.of("JKK", "JKM", "JKP"),
                "fundingSource",
                "APBD",
                "people",
                0));

        quote(order)
                .statusCode(422)
                .body(
                        "errors.pointer",
                        contains("/monthlyIncome", "/fundingSource", "/people", "/riskClass", "/programmes"))
                .body(
                        "errors.code",
                        contains(
                                "number-out-of-range",
                                "code-unknown",
                                "number-out-of-range",
                                "field-missing",
                                "tariff-missing"));
    }

    @ParameterizedTest
    @CsvSource({"JAKON, PEMBERI_KERJA", "PMI, MANDIRI"})
    void saysWhereNoTariffIsKnown(String segment, String payer) {
        post(order(Map.of("segment", segment, "fundingSource", payer)), "en")
                .statusCode(422)
                .body("errors.code", contains("tariff-missing", "tariff-missing"))
                .body(
                        "errors.message",
                        containsInAnyOrder(
                                "No tariff of JKK is recorded for this segment in 2027-01.",
                                "No tariff of JKM is recorded for this segment in 2027-01."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"monthlyIncome\":\"1000000\"} | /monthlyIncome | field-type",
                "{\"months\":\"\"} | /months | field-type",
                "{\"months\":true} | /months | field-type",
                "{\"income\":1} | /income | field-unknown",
                "[] | '' | body-type",
            })
    void refusesABodyThatIsNotAsDescribed(String body, String pointer, String code) {
        quote(body)
                .statusCode(400)
                .body("code", equalTo("body-unreadable"))
                .body("errors.pointer", contains(pointer))
                .body("errors.code", contains(code));
    }

    @Test
    void refusesNoBodyAndUnknownParameters() {
        quote("").statusCode(400).body("code", equalTo("body-unreadable"));
        given().auth()
                .oauth2(stack.token("branch", "16"))
                .contentType(ContentType.JSON)
                .queryParam("dryRun", true)
                .body(order(Map.of()))
                .post("/v1/contributions/quote")
                .then()
                .statusCode(400)
                .body("errors.code", contains("parameter-unknown"));
    }

    @Test
    void hasAnExampleThatTheServiceTakes() throws Exception {
        var json = new ObjectMapper();
        var schema = json.readTree(
                        given().queryParam("format", "json").get("/q/openapi").asString())
                .at("/components/schemas/QuoteRequest");
        var body = json.createObjectNode();
        schema.get("properties").properties().forEach(property -> {
            var examples = property.getValue().path("examples");
            if (!property.getKey().equals("riskClass")) {
                assertThat(examples).as(property.getKey()).isNotEmpty();
                body.set(property.getKey(), examples.get(0));
            }
        });

        quote(body.toString()).statusCode(200).body("total", equalTo(20_160_000));
    }

    private static Map<String, @Nullable Object> order(Map<String, Object> changes) {
        var order = new HashMap<String, @Nullable Object>(Map.of(
                "segment",
                "BPU",
                "monthlyIncome",
                1_000_000,
                "programmes",
                List.of("JKK", "JKM"),
                "fundingSource",
                "MANDIRI",
                "from",
                "2027-01",
                "months",
                12));
        order.putAll(changes);
        return order;
    }

    private ValidatableResponse quote(Object body) {
        return post(body, "id");
    }

    private ValidatableResponse post(Object body, String language) {
        return given().auth()
                .oauth2(stack.token("branch", "16"))
                .header("Accept-Language", language)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/contributions/quote")
                .then();
    }
}
