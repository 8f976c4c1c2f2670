package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.PEOPLE;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.REQUESTS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is handed out to a person who asks what is held. */
@EnrollmentTest
class HeldDataTest {
    /** Each column of a person, and under which label it is told. A new one is told, or stands here with the reason why not. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("id", "Id in the register"),
            Map.entry("version", "Version of the record"),
            Map.entry("nik_sealed", "NIK"),
            Map.entry("phone_sealed", "Phone number"),
            Map.entry("name", "Name"),
            Map.entry("birth_date", "Birth date"),
            Map.entry("sex", "Sex"),
            Map.entry("village_code", "Village"),
            Map.entry("kpj", "KPJ"),
            Map.entry("segment", "Segment"),
            Map.entry("occupation", "Occupation"),
            Map.entry("monthly_income", "Monthly income"),
            Map.entry("funding_source", "Source of funds"),
            Map.entry("programmes", "Programmes"),
            Map.entry("group_name", "Name of the group"),
            Map.entry("group_kind", "Kind of group"),
            Map.entry("origin", "Origin"),
            Map.entry("status", "Status of the membership"),
            Map.entry("end_reason", "Why it ended"),
            Map.entry("enrolled_on", "Date of enrollment"),
            Map.entry("covered_from", "First day of cover"),
            Map.entry("covered_until", "Last day of cover"),
            Map.entry("warnings", "To be looked at"),
            Map.entry("created_at", "Recorded on"),
            Map.entry("restricted_at", "Restriction of processing"),
            Map.entry("restriction_reason", "Restriction of processing"),
            Map.entry("restricted_by", "Restriction of processing"));

    private static final List<String> NOT_TOLD = List.of(
            "nik_index", // Made from the NIK.
            "nik_index_next", // Likewise.
            "nik_index_key", // Which key made it.
            "name_search", // Made from the name.
            "erased_at"); // Nothing is handed out of who is erased.

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    private Response handOut(String request) {
        return calls.branch().post(REQUESTS + "/" + request + "/answer");
    }

    @Test
    void tellsEachColumnOfThePerson() {
        assertThat(jdbi.<List<String>, RuntimeException>withHandle(
                        handle -> handle.createQuery("""
                        select attname from pg_attribute where attrelid = 'participant'::regclass and attnum > 0 and not attisdropped
                        """).mapTo(String.class).list()))
                .filteredOn(column -> !NOT_TOLD.contains(column))
                .containsExactlyInAnyOrderElementsOf(COLUMNS.keySet());
        var body =
                body("kpj", "26K%08d".formatted(Math.floorMod(UUID.randomUUID().hashCode(), 100_000_000)));
        body.putAll(Map.of("monthlyIncome", "UNDER_1_MILLION", "groupName", "Tani Uji", "groupKind", "KELOMPOK_TANI"));
        body.putAll(Map.of("coveredUntil", "2099-12-31", "sex", "M", "name", "Uji Lengkap"));
        var person = calls.enroll(body);
        var version = calls.end(person, 1);
        calls.branch()
                .header("If-Match", "\"" + version + "\"")
                .body(Map.of("reason", "DISPUTE"))
                .put(PEOPLE + "/" + person + "/restriction")
                .then()
                .statusCode(200);

        var file = handOut(calls.take(person, "ACCESS"));

        file.then().statusCode(200).body("participantId", equalTo(person));
        assertThat(file.<List<String>>path("sections[0].lines.label"))
                .containsExactlyInAnyOrderElementsOf(
                        COLUMNS.values().stream().distinct().toList());
        assertThat(file.asString())
                .contains(
                        (String) body.get("nik"),
                        "+628000012",
                        (String) body.get("kpj"),
                        "Uji Lengkap",
                        "Farmers' group");
    }

    @Test
    void tellsWhatHappenedAndWhoLooked() {
        var person = calls.enroll();
        calls.change(person, 1, "transfer", Map.of("villageCode", "16.01.07.2004", "reason", "MARRIED"));
        calls.as("regency", "16.01").get(PEOPLE + "/" + person).then().statusCode(200);
        calls.branch()
                .body(Map.of("purpose", "CIVIL_REGISTRY", "explanation", "Pemeriksaan di kantor Dukcapil"))
                .post(PEOPLE + "/" + person + "/nik-disclosure")
                .then()
                .statusCode(200);
        var request = calls.take(person, "ACCESS");

        await().untilAsserted(() -> {
            var told = handOut(request).asString();
            assertThat(told)
                    .contains("Moved to another village", "Married", "Village: 16.01.07.2001 → 16.01.07.2004")
                    .contains("Looked at the record, by ", "(regency or city)")
                    .contains("To check with the civil registry; Pemeriksaan di kantor Dukcapil")
                    .contains("Access: open; taken down by ", "identity card shown");
        });
        assertThat(given().auth()
                        .oauth2(stack.token("branch", "16"))
                        .header("Accept-Language", "id")
                        .post(REQUESTS + "/" + request + "/answer")
                        .asString())
                .contains("Pindah desa", "Melihat data, oleh ");
    }

    @Test
    void tellsOfListsAndKeptAnswers() {
        var body = body("name", "Uji Daftar");
        String person = calls.branch()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body)
                .post(PEOPLE)
                .path("id");
        var list = calls.upload(body, "orang.csv");
        calls.awaitChecked(list);

        var told = handOut(calls.take(person, "ACCESS"));

        assertThat(told.asString()).contains("orang.csv, uploaded ", ", row 2", "1 kept for a week at most");
    }

    @Test
    void tellsWhoAskedForThePerson() {
        var body = body();
        var person = calls.enroll(body);
        calls.as("village", "16.01.07.2004")
                .body(Map.of(
                        "nik",
                        body.get("nik"),
                        "villageCode",
                        "16.01.07.2004",
                        "reason",
                        "MARRIED",
                        "explanation",
                        "Ikut suami sejak bulan lalu"))
                .post("/v1/transfer-requests")
                .then()
                .statusCode(201);

        var request = calls.take(person, "ACCESS");

        assertThat(handOut(request).asString())
                .contains("Village 16.01.07.2004: Married; Ikut suami sejak bulan lalu; waits");

        // Nobody has answered in time, and no row was changed for that.
        jdbi.useHandle(handle -> handle.execute(
                "update transfer_request set requested_at = now() - interval '2 days', expires_at = now() where participant_id = cast(? as uuid)",
                person));
        assertThat(handOut(request).asString()).contains("Ikut suami sejak bulan lalu; past its time");
    }

    @Test
    void isOnRecordAsADisclosureAndMeetsTheRequest() {
        var person = calls.enroll();
        var request = calls.take(person, "ACCESS");
        calls.decide(request, 1, Map.of("outcome", "COMPLETED"))
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-unanswered"));

        handOut(request).then().statusCode(200).header("ETag", "\"2\"");

        // In its own transaction: nobody waits for it.
        assertThat(jdbi.<String, RuntimeException>withHandle(
                        handle -> handle.select("""
                        select operation || ' ' || status || ' ' || purpose || ' ' || people from access_record
                        where participants = array[cast(? as uuid)] and operation = 'answerDataSubjectRequest'
                        """, person).mapTo(String.class).one()))
                .isEqualTo("answerDataSubjectRequest 200 REQUEST_OF_THE_PERSON 1");
        assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.select(
                                "select count(*) from nik_disclosure where participant_id = cast(? as uuid)", person)
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(1);
        calls.decide(request, 2, Map.of("outcome", "COMPLETED")).then().statusCode(200);
        handOut(request).then().statusCode(409).body("code", equalTo("data-subject-request-closed"));
    }

    @Test
    void isForOfficesOfThePersonAndForThatKindAlone() {
        var person = calls.enroll();
        var access = calls.take(person, "ACCESS");

        handOut(calls.take(person, "CORRECTION"))
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-kind"));
        calls.as("village", "16.01.07.2004")
                .post(REQUESTS + "/" + access + "/answer")
                .then()
                .statusCode(404);
        calls.as("auditor", "16")
                .post(REQUESTS + "/" + access + "/answer")
                .then()
                .statusCode(403);
        calls.as("village", "16.01.07.2001")
                .post(REQUESTS + "/" + access + "/answer")
                .then()
                .statusCode(200);
    }

    @Test
    void comesAsAFileForSpreadsheetsToo() {
        var body = body("name", "Uji Berkas");
        var request = calls.take(calls.enroll(body), "ACCESS");

        var csv = calls.branch().accept("text/csv").post(REQUESTS + "/" + request + "/answer");
        var xlsx = calls.branch()
                .accept("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .post(REQUESTS + "/" + request + "/answer");

        csv.then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", "attachment; filename=\"data-pribadi.csv\"")
                .header("Cache-Control", "no-store");
        assertThat(csv.asString())
                .startsWith("\uFEFFSection;What;Value")
                .contains("In the register;Name;Uji Berkas", "NIK;\"=\"\"" + body.get("nik") + "\"\"\"");
        xlsx.then().statusCode(200);
        assertThat(xlsx.asByteArray()).startsWith('P', 'K');
    }
}
