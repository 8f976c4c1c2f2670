package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field in which people write their own words, held to the same rules by whatever door it comes. */
@EnrollmentTest
class TextOfPeopleTest {
    private static final String VILLAGE = "/v1/villages/16.09.01.1013";
    private static final Map<String, String> FAULTS = Map.of(
            "\\u0000", "text-broken",
            "\\ud800", "text-broken",
            "\\u000a.", "text-line-break",
            "\\u0009.", "text-control",
            "\\u202e", "text-direction",
            "1601.0745.0784.9001", "text-digits");

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    ParticipantCalls calls;

    @BeforeEach
    void prepare() {
        calls = new ParticipantCalls(stack, jdbi);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "groupName"})
    void refusesInAnEnrollmentACorrectionAndABatch(String field) {
        var id = calls.enroll(body());
        FAULTS.forEach((text, code) -> {
            var bad = "Uji Peserta Sepuluh " + text;
            var person = with(body("groupKind", "KOPERASI"), "groupName", "Koperasi Uji");

            refused(calls.caller().body(json(person, field, bad)).post("/v1/participants"), "/" + field, code);
            refused(
                    calls.caller()
                            .contentType("application/merge-patch+json")
                            .header("If-Match", "\"1\"")
                            .body("{\"groupName\":\"Koperasi Uji\",\"groupKind\":\"KOPERASI\",\"name\":\"Uji\"}"
                                    .replaceFirst(
                                            "\"" + field + "\":\"[^\"]*\"",
                                            "\"" + field + "\":\"" + escaped(bad) + "\""))
                            .patch("/v1/participants/" + id),
                    "/" + field,
                    code);
            // One bad item harms no other.
            calls.caller()
                    .body(
                            "{\"operations\":[{\"operationId\":\"%s\",\"enrollment\":%s},{\"operationId\":\"%s\",\"enrollment\":%s}]}"
                                    .formatted(
                                            "text-" + System.nanoTime(),
                                            json(person, field, bad),
                                            "text-" + System.nanoTime(),
                                            json(body(), "x", "x").replace(",\"x\":\"x\"", "")))
                    .post("/v1/participants/batch")
                    .then()
                    .statusCode(200)
                    .body("results[0].problem.errors.code", contains(code))
                    .body("results[0].problem.errors.pointer", contains("/" + field))
                    .body("results[1].status", equalTo(201));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"headName", "officeContact", "workersSource", "notes"})
    void refusesInTheRecordOfAVillage(String field) {
        var version = calls.caller().get(VILLAGE).header("ETag");
        FAULTS.forEach((text, code) -> {
            // Notes may have more than one line.
            if (!field.equals("notes") || !code.equals("text-line-break")) {
                refused(
                        calls.caller()
                                .contentType("application/merge-patch+json")
                                .header("If-Match", version)
                                .body("{\"workersEstimate\":1,\"workersAsOf\":\"2026-01-01\"%s,\"%s\":\"Uji %s\"}"
                                        .formatted(
                                                field.equals("workersSource") ? "" : ",\"workersSource\":\"Uji\"",
                                                field,
                                                text))
                                .patch(VILLAGE),
                        "/" + field,
                        code);
            }
        });
    }

    @Test
    void refusesInANewVillageABudgetAndThePurposeOfADisclosure() {
        var id = calls.enroll(body());
        FAULTS.forEach((text, code) -> {
            refused(calls.caller().body("""
                                    {"code":"16.09.01.2799","name":"Uji %s","kind":"desa","parentVillage":"16.09.01.1013",
                                     "validFrom":"2026-01-01"}""".formatted(text)).post("/v1/villages"), "/name", code);
            refused(calls.caller().body("""
                                    {"addTotal":10,"addSocialSecurity":1,"danaDesaSocialSecurity":0,"workers":1,
                                     "sourceDocument":"Perdes %s"}""".formatted(text)).put(VILLAGE + "/budgets/2031"), "/sourceDocument", code);
            refused(
                    calls.caller()
                            .body("{\"purpose\":\"CARD_CHECK\",\"explanation\":\"Pencocokan kartu %s\"}"
                                    .formatted(text))
                            .post("/v1/participants/" + id + "/nik-disclosure"),
                    "/explanation",
                    code);
        });
    }

    @Test
    void findsWhatWasTypedOtherwise() {
        var name = "  Ze\u0301lie\u00A0\u00A0Uji\u200B  Ketik\u00AD ";
        var id = calls.enroll(body("name", name));

        calls.caller().get("/v1/participants/" + id).then().body("name", equalTo("Z\u00E9lie Uji Ketik"));
        for (var typed :
                List.of("Z\u00E9lie  Uji", "ze\u0301lie uji ketik", "zelie\u00A0uji\u2060 k", "Zelie Uji Ketik ")) {
            calls.caller()
                    .queryParam("name", typed)
                    .get("/v1/participants")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(id));
        }
        calls.caller()
                .queryParams(Map.of("nameLike", "zelie\u00A0 uji", "within", "16.01.07"))
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
        calls.caller()
                .queryParams(Map.of("q", "NEGERI\u00A0\u200B si\u0301ndang", "within", "16.01"))
                .get("/v1/villages")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("Negeri Sindang"));
    }

    /** The same again changes nothing: it was folded before it was compared. */
    @Test
    void comparesWhatIsFolded() {
        var id = calls.enroll(body("name", "Uji Lipat"));

        calls.correct(id, 1, Map.of("name", " Uji\u00A0 Li\u200Bpat"))
                .then()
                .statusCode(200)
                .body("version", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/participants, name, Siti%E2%80%AE, text-direction",
        "/v1/participants, name, Siti%09x, text-control",
        "/v1/participants, name, 1601074507849001, text-digits",
        "/v1/participants, name, %ED%A0%80, text-broken",
        "/v1/villages, q, Sin%0Adang, text-line-break",
        "/v1/villages, q, Sin%07dang, text-control",
        "/v1/participants, limit, %EF%BC%95, parameter-out-of-range",
    })
    void refusesInAnAddress(String path, String parameter, String value, String code) {
        calls.caller()
                .urlEncodingEnabled(false)
                .get(path + "?" + parameter + "=" + value)
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(parameter))
                .body("errors.code", contains(code));
    }

    /** As people copy them: from a contact, a chat, a table. */
    @Test
    void takesNumbersWithWhatNobodySees() {
        var person = body();
        var nik = (String) person.get("nik");
        person.put("nik", nik.substring(0, 6) + "\u00A0" + nik.substring(6, 12) + "\u2013\u200B" + nik.substring(12));
        person.put("phone", "\u202A+62\u00A0800\u2011" + "0012-3456\u202C");
        var id = calls.enroll(person);

        calls.search("nik", nik + "\uFEFF").body("items.id", contains(id));
        // A dotless i becomes an I as a capital, and is none.
        calls.caller()
                .body(Map.of("kpj", "26a0123456\u0131"))
                .post("/v1/participants/search")
                .then()
                .statusCode(422)
                .body("errors.code", contains("kpj-format"));
    }

    @ParameterizedTest
    @CsvSource({
        "daftar%202026.csv, 202, ",
        "1601074507849001.csv, 400, text-digits",
    })
    void holdsTheNameOfAFileToTheSameRules(String name, int status, String code) {
        var answer = calls.caller()
                .contentType("application/octet-stream")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .queryParams(Map.of("villageCode", "16.01.07.2001", "segment", "BPU", "occupation", "PETANI"))
                .queryParams(Map.of("fundingSource", "ADD", "programmes", "JKK+JKM"))
                .body(("NIK;Nama;Tgl Lahir;JK\r\n" + name + ";Uji;1984-07-05;P\r\n").getBytes(StandardCharsets.UTF_8))
                .post("/v1/imports")
                .then()
                .statusCode(status);
        if (code != null) {
            answer.body("errors.code", contains(code)).body("errors.pointer", contains("Content-Disposition"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update participant set name = 'Uji' || chr(7)",
                "update participant set name = 'Uji' || chr(8238)",
                "update participant set name = 'Uji 1601-0745-0784-9001'",
                "update participant set name = 'Uji' || chr(10) || 'Uji'",
                "update participant set name = 'Uji e' || chr(769)",
                "update participant set group_name = '1601074507849001', group_kind = 'KOPERASI'",
                "update village set notes = '1601074507849001' where code = '16.09.01.1013'",
                "update village set head_name = 'Uji' || chr(10) where code = '16.09.01.1013'",
                "insert into nik_disclosure (participant_id, actor, purpose) select id, 'x', '1601074507849001' from participant limit 1"
            })
    void hasAFloorInTheDatabase(String sql) {
        calls.enroll(body());

        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql))).hasMessageContaining("violates check");
    }

    private static void refused(Response answer, String pointer, String code) {
        answer.then().statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    private static Map<String, Object> with(Map<String, Object> person, String field, Object value) {
        person.put(field, value);
        return person;
    }

    /** Written by hand: a library writes no half characters. */
    private static String json(Map<String, ?> person, String field, String value) {
        var fields = Stream.concat(
                        person.entrySet().stream()
                                .filter(one -> !one.getKey().equals(field))
                                .map(one -> "\"%s\":%s".formatted(one.getKey(), literal(one.getValue()))),
                        Stream.of("\"%s\":\"%s\"".formatted(field, value)))
                .toList();
        assertThat(fields).hasSizeGreaterThan(5);
        return "{" + String.join(",", fields) + "}";
    }

    private static String literal(Object value) {
        return value instanceof List<?> list
                ? "[\""
                        + String.join(
                                "\",\"", list.stream().map(Object::toString).toList()) + "\"]"
                : "\"" + value + "\"";
    }

    private static String escaped(String replacement) {
        return replacement.replace("\\", "\\\\");
    }
}
