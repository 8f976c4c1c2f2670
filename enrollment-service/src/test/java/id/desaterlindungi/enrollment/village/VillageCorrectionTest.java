package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.village.VillageCalls.PARENT;
import static id.desaterlindungi.enrollment.village.VillageCalls.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a village, and who may change it. */
@EnrollmentTest
class VillageCorrectionTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    VillageCalls calls;

    @BeforeEach
    void prepare() {
        calls = new VillageCalls(stack, jdbi);
    }

    @Test
    void keepsItsRecordWithoutTellingAnybodyInEvents() {
        var village = calls.register();
        var first = calls.position();

        var answer = calls.correct(
                        village,
                        1,
                        Map.of(
                                "headName", "Uji Kepala Rahasia",
                                "headPhone", "0800-0012-9999",
                                "officeContact", "Kaur Kesra",
                                "officePhone", "(0711) 000-123",
                                "workersEstimate", 1240,
                                "workersSource", "Profil desa 2025",
                                "workersAsOf", "2025-12-31",
                                "sadar", true,
                                "notes", "Catatan\nkedua"))
                .then();

        answer.statusCode(200)
                .header("ETag", "\"2\"")
                .body("headName", equalTo("Uji Kepala Rahasia"))
                .body("headPhone", equalTo("+6280000129999"))
                .body("officePhone", equalTo("+62711000123"))
                .body("workersEstimate", equalTo(1240))
                .body("workersAsOf", equalTo("2025-12-31"))
                .body("sadar", equalTo(true))
                .body("notes", equalTo("Catatan\nkedua"));
        calls.correct(village, 2, Map.of("sadar", true)).then().statusCode(200).header("ETag", "\"2\"");
        calls.correct(village, 2, withNull("headPhone")).then().statusCode(200).body("headPhone", nullValue());
        calls.caller()
                .get("/v1/villages/" + village)
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("headName", equalTo("Uji Kepala Rahasia"));
        var events = calls.eventsAfter(first);
        assertThat(events).hasSize(2);
        var data = events.getFirst().get("data");
        assertThat(events.getFirst().get("type").asText()).isEqualTo("id.desaterlindungi.village.updated.v1");
        assertThat(data.get("version").asInt()).isEqualTo(2);
        assertThat(data.at("/before/headPresent").asBoolean()).isFalse();
        assertThat(data.at("/after/headPresent").asBoolean()).isTrue();
        assertThat(data.at("/after/workers").asInt()).isEqualTo(1240);
        assertThat(data.get("changed")).extracting(JsonNode::asText).contains("headName", "headPhone", "notes");
        assertThat(events.toString()).doesNotContain("Rahasia", "129999", "000123", "Kaur", "Catatan", "Profil");
        assertThat(events.getLast().at("/data/changed"))
                .extracting(JsonNode::asText)
                .containsExactly("headPhone");
    }

    @Test
    void sealsPhones() {
        var village = calls.register();
        calls.correct(village, 1, Map.of("headPhone", "0800-0012-9998", "officePhone", "0711000124"))
                .then()
                .statusCode(200);

        List<byte[]> sealed = jdbi.withHandle(handle -> handle.createQuery(
                        "select unnest(array[head_phone_sealed, office_phone_sealed]) from village where code = :code")
                .bind("code", village)
                .mapTo(byte[].class)
                .list());

        assertThat(sealed)
                .hasSize(2)
                .allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("9998", "000124"));
    }

    @ParameterizedTest
    @CsvSource({
        "headName, 12, /headName, name-format",
        "headPhone, 0711000123, /headPhone, phone-format",
        "officePhone, 12, /officePhone, telephone-format",
        "workersAsOf, 2099-01-01, /workersAsOf, day-future",
        "workersAsOf, 0000-12-31, /workersAsOf, date-out-of-range",
        "workersSource, ' ', /workersSource, field-missing",
        "notes, '', /notes, field-missing",
    })
    void refusesARecordThatDoesNotFit(String field, String value, String pointer, String code) {
        var village = calls.register();
        var patch = new HashMap<String, Object>();
        if (field.startsWith("workers")) {
            patch.putAll(Map.of("workersEstimate", 1, "workersSource", "Profil", "workersAsOf", "2025-12-31"));
        }
        patch.put(field, value);

        var answer = calls.correct(village, 1, patch).then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void refusesAnEstimateWithoutItsSource() {
        var village = calls.register();

        calls.correct(village, 1, Map.of("workersEstimate", 7))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/workersSource", "/workersAsOf"));
        calls.correct(
                        village,
                        1,
                        "{\"workersEstimate\": 7.5, \"workersSource\": \"x\", \"workersAsOf\": \"2025-12-31\"}")
                .then()
                .statusCode(422)
                .body("errors.code", contains("number-out-of-range"));
    }

    @Test
    void refusesFieldsAndTypesThatTheRecordDoesNotHave() {
        var village = calls.register();

        calls.correct(village, 1, Map.of("name", "Lain"))
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/name"))
                .body("errors.code", contains("field-unknown"));
        calls.correct(village, 1, Map.of("sadar", "true"))
                .then()
                .statusCode(400)
                .body("errors.code", contains("field-type"));
        calls.correct(village, 1, withNull("sadar"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/sadar"))
                .body("errors.code", contains("field-missing"));
    }

    @Test
    void asksForTheVersionThatAChangeIsFor() {
        var village = calls.register();

        calls.caller()
                .body(Map.of("notes", "x"))
                .patch("/v1/villages/" + village)
                .then()
                .statusCode(428);
        calls.correct(village, 2, Map.of("notes", "x")).then().statusCode(412);
        calls.correct("16.09.01.2999", 1, Map.of("notes", "x")).then().statusCode(404);
        calls.caller()
                .body(into(PARENT))
                .post("/v1/villages/" + village + "/closure")
                .then()
                .statusCode(428);
        calls.close(village, 2, into(PARENT)).then().statusCode(412);
        calls.close("16.09.01.2999", 1, into(PARENT)).then().statusCode(404);
    }

    private static Map<String, Object> withNull(String field) {
        var patch = new HashMap<String, Object>();
        patch.put(field, null);
        return patch;
    }
}
