package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.PEOPLE;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.REQUESTS;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tells who somebody is goes for good, and everything that is counted stays. */
@EnrollmentTest
class ErasureTest {
    /** Each column of a person: what is left of it. A new one is erased, or is kept here with a reason. */
    private static final Map<String, String> LEFT = Map.ofEntries(
            Map.entry("id", "kept: events name it, and it names nobody"),
            Map.entry("version", "kept: one more"),
            Map.entry("sex", "kept: counted"),
            Map.entry("village_code", "kept: counted"),
            Map.entry("segment", "kept: counted"),
            Map.entry("occupation", "kept: counted"),
            Map.entry("funding_source", "kept: counted"),
            Map.entry("programmes", "kept: counted"),
            Map.entry("origin", "kept: counted"),
            Map.entry("status", "kept: counted"),
            Map.entry("end_reason", "kept: in the events"),
            Map.entry("enrolled_on", "kept: in the events"),
            Map.entry("created_at", "kept: the time of the first event"),
            Map.entry("nik_index_key", "kept: says nothing without the index"),
            Map.entry("nik_index", "of no NIK"),
            Map.entry("nik_index_next", "null"),
            Map.entry("nik_sealed", "of no NIK"),
            Map.entry("name", "-"),
            Map.entry("name_search", "-"),
            Map.entry("birth_date", "the first day of its year"),
            Map.entry("covered_from", "the day of enrollment"),
            Map.entry("warnings", "{}"),
            Map.entry("phone_sealed", "null"),
            Map.entry("kpj", "null"),
            Map.entry("monthly_income", "null"),
            Map.entry("group_name", "null"),
            Map.entry("group_kind", "null"),
            Map.entry("covered_until", "null"),
            Map.entry("restricted_at", "null: who is restricted is not erased"),
            Map.entry("restriction_reason", "null"),
            Map.entry("restricted_by", "null"),
            Map.entry("erased_at", "when"));

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Seal seal;

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    @Test
    void leavesOfARecordWhatIsCounted() {
        var body =
                body("kpj", "26E%08d".formatted(Math.floorMod(UUID.randomUUID().hashCode(), 100_000_000)));
        body.putAll(Map.of("monthlyIncome", "UNDER_1_MILLION", "groupName", "Tani Uji", "groupKind", "KELOMPOK_TANI"));
        body.putAll(Map.of("coveredUntil", "2099-12-31", "sex", "M", "name", "Uji Terhapus"));
        var person = calls.enroll(body);
        calls.end(person, 1);
        var before = row(jdbi, person);

        var request = calls.take(person, "ERASURE");
        calls.erase(request, 1).then().statusCode(200).header("ETag", "\"2\"").body("state", equalTo("COMPLETED"));

        var after = row(jdbi, person);
        assertThat(after.keySet()).containsExactlyInAnyOrderElementsOf(LEFT.keySet());
        var kept = new HashMap<>(after);
        kept.keySet().removeIf(column -> !LEFT.get(column).startsWith("kept") || column.equals("version"));
        assertThat(before).containsAllEntriesOf(without(kept, "programmes"));
        assertThat(after)
                .containsEntry("name", "-")
                .containsEntry("version", 3)
                .containsEntry("covered_from", before.get("enrolled_on"));
        assertThat(after.get("birth_date")).hasToString("1970-01-01");
        assertThat(after.entrySet())
                .filteredOn(one -> LEFT.get(one.getKey()).startsWith("null"))
                .hasSizeGreaterThan(5)
                .allSatisfy(one -> assertThat(one.getValue()).as(one.getKey()).isNull());
        assertThat((byte[]) after.get("nik_index"))
                .isNotEqualTo(before.get("nik_index"))
                .isNotEqualTo(index("0".repeat(16)));
        assertThat(seal.open((byte[]) after.get("nik_sealed"), UUID.fromString(person), "nik"))
                .isEqualTo("0".repeat(16));
    }

    private static Map<String, Object> without(Map<String, Object> all, String column) {
        var rest = new HashMap<>(all);
        rest.remove(column); // An array, which is equal to itself alone.
        return rest;
    }

    @Test
    void isReadAsErasedAndChangesNoMore() {
        var body = body();
        var person = calls.enroll(body);
        calls.end(person, 1);
        calls.erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);
        var one = PEOPLE + "/" + person;

        calls.branch()
                .get(one)
                .then()
                .statusCode(200)
                .body("erasedAt", not(nullValue()))
                .body("name", equalTo("-"))
                .body("nik", equalTo("*".repeat(16)))
                .body("phone", nullValue());
        for (var refused : List.of(
                calls.branch()
                        .header("If-Match", "\"3\"")
                        .contentType("application/merge-patch+json")
                        .body("{\"name\":\"Uji Lain\"}")
                        .patch(one),
                calls.branch()
                        .header("If-Match", "\"3\"")
                        .body(Map.of("villageCode", "16.01.07.2004", "reason", "MOVED"))
                        .post(one + "/transfer"),
                calls.branch()
                        .header("If-Match", "\"3\"")
                        .body(Map.of("status", "ACTIVE"))
                        .post(one + "/status"),
                calls.branch()
                        .header("If-Match", "\"3\"")
                        .body(Map.of("reason", "DISPUTE"))
                        .put(one + "/restriction"),
                calls.branch()
                        .body(Map.of("purpose", "CARD_CHECK", "explanation", "Pencocokan kartu di kantor"))
                        .post(one + "/nik-disclosure"),
                calls.branch().body(PrivacyCalls.request(person, "ACCESS")).post(REQUESTS))) {
            refused.then().statusCode(409).body("code", equalTo("participant-erased"));
        }
        calls.branch()
                .body(Map.of("nik", body.get("nik")))
                .post(PEOPLE + "/search")
                .then()
                .body("items", empty());
        assertThat(calls.enroll(body)).isNotEqualTo(person);
        await().untilAsserted(
                        () -> calls.branch().get(one + "/history").then().body("items[2].reason", equalTo("ERASED")));
    }

    @Test
    void takesListsAnswersAndNotesWithIt() {
        var body = body("name", "Zubaidah Uji Hilang");
        var key = UUID.randomUUID().toString();
        String person = calls.branch()
                .header("Idempotency-Key", key)
                .body(body)
                .post(PEOPLE)
                .path("id");
        var other = body();
        calls.branch()
                .header("Idempotency-Key", key + "-other")
                .body(other)
                .post(PEOPLE)
                .then()
                .statusCode(201);
        var list = calls.upload(body, "terhapus.csv");
        calls.awaitChecked(list);
        calls.end(person, 1);
        var asked = PrivacyCalls.request(person, "ERASURE");
        asked.put("note", "Zubaidah pindah ke Jambi");
        String request = calls.branch()
                .header("Idempotency-Key", key + "-request")
                .body(asked)
                .post(REQUESTS)
                .path("id");

        calls.erase(request, 1).then().statusCode(200).body("note", nullValue());

        assertThat(keys(key)).containsExactly(key + "-other");
        assertThat(jdbi.<String, RuntimeException>withHandle(handle -> handle.select(
                                "select number, sealed from import_chunk where import_id = cast(? as uuid)", list)
                        .map((row, _) -> seal.open(
                                row.getBytes("sealed"), UUID.fromString(list), "chunk " + row.getInt("number")))
                        .one()))
                .satisfies(rows -> assertThat(Cells.read(rows))
                        .satisfies(read -> assertThat(read.getFirst().cells()).isEmpty())
                        .hasSize(2))
                .contains("Orang Lain")
                .doesNotContain("Zubaidah", (String) body.get("nik"));
        calls.branch()
                .get("/v1/imports/" + list + "/rows")
                .then()
                .statusCode(200)
                .body("items.row", contains(2, 3));
        assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.select(
                                """
                        select count(*) from import_row where nik_index = ?
                        """, (Object) index((String) body.get("nik")))
                        .mapTo(Integer.class)
                        .one()))
                .isZero();
    }

    /** Whoever fills in a list takes one column for another. */
    @Test
    void takesTheNameThatStandsWhereACodeShould() {
        var body = body();
        var list = calls.upload(body, "kolom.csv", "Zubaidah Salah Kolom");
        calls.awaitChecked(list);
        assertThat(said(list)).contains("ZUBAIDAH SALAH KOLOM");
        var person = calls.enroll(body);
        calls.end(person, 1);

        calls.erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

        assertThat(said(list)).doesNotContain("ZUBAIDAH");
        calls.branch().get("/v1/imports/" + list).then().statusCode(200);
    }

    /** No check takes them, and everybody can read them. */
    @Test
    void takesARowInDigitsOfAnotherScript() {
        var body = body("name", "Zubaidah Uji Lebar");
        var person = calls.enroll(body);
        calls.end(person, 1);
        var listed = new HashMap<String, Object>(body);
        listed.put(
                "nik",
                ((String) body.get("nik"))
                        .chars()
                        .map(digit -> digit - '0' + '\uff10')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
        var list = calls.upload(listed, "lebar.csv");
        calls.awaitChecked(list);
        assertThat(kept(list)).contains("Zubaidah Uji Lebar");

        calls.erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

        assertThat(kept(list)).doesNotContain("Zubaidah").contains("Orang Lain");
    }

    private String kept(String list) {
        return jdbi.withHandle(handle -> handle.select(
                        "select number, sealed from import_chunk where import_id = cast(? as uuid)", list)
                .map((row, _) ->
                        seal.open(row.getBytes("sealed"), UUID.fromString(list), "chunk " + row.getInt("number")))
                .one());
    }

    private String said(String list) {
        return jdbi.withHandle(handle -> handle.select("""
                        select number, said_sealed from import_chunk where import_id = cast(? as uuid) and said_sealed is not null
                        """, list)
                .map((row, _) -> seal.open(
                        row.getBytes("said_sealed"), UUID.fromString(list), "said in chunk " + row.getInt("number")))
                .findOne()
                .orElse(""));
    }

    @Test
    void takesTheAnswerToWhoAskedForATransfer() {
        var body = body();
        var person = calls.enroll(body);
        var key = UUID.randomUUID().toString();
        calls.as("village", "16.05.02.2001")
                .header("Idempotency-Key", key)
                .body(Map.of(
                        "nik", body.get("nik"),
                        "villageCode", "16.05.02.2001",
                        "reason", "MOVED",
                        "explanation", "Ikut keluarga ke sini"))
                .post("/v1/transfer-requests")
                .then()
                .statusCode(201);
        assertThat(keys(key)).hasSize(1);
        calls.end(person, 1);

        calls.erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

        assertThat(keys(key)).isEmpty();
    }

    /** A list that was checked while nobody had that NIK would enroll the person once more. */
    @Test
    void isNotUndoneByAListThatIsCommittedLater() {
        var body = body("name", "Uji Menunggu");
        var list = calls.upload(body, "menunggu.csv");
        calls.awaitChecked(list);
        var person = calls.enroll(body);
        calls.end(person, 1);
        calls.erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

        var report = calls.branch().accept("text/csv").get("/v1/imports/" + list + "/report");
        calls.branch()
                .header("If-Match", calls.branch().get("/v1/imports/" + list).header("ETag"))
                .post("/v1/imports/" + list + "/commit")
                .then()
                .statusCode(202);

        report.then().statusCode(200);
        assertThat(report.asString()).contains("Orang Lain").doesNotContain("Uji Menunggu", (String) body.get("nik"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> calls.branch().get("/v1/imports/" + list).then().body("state", equalTo("COMMITTED")));
        calls.branch()
                .body(Map.of("nik", body.get("nik")))
                .post(PEOPLE + "/search")
                .then()
                .body("items", empty());
    }

    private List<String> keys(String prefix) {
        return jdbi.withHandle(
                handle -> handle.select("select key from idempotent_request where starts_with(key, ?)", prefix)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void changesNoTotal() {
        var person = calls.enroll();
        calls.end(person, 1);
        var before = counts();

        calls.erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

        assertThat(counts()).isEqualTo(before);
        // Consumers subtract and add the same.
        assertThat(jdbi.<Boolean, RuntimeException>withHandle(handle ->
                        handle.select("""
                        select data ->> 'before' = data ->> 'after' from (
                            select data, recorded_at from outbox where subject = ? union all
                            select data, recorded_at from event_log where subject = ?) as event
                        order by recorded_at desc limit 1
                        """, person, person).mapTo(Boolean.class).one()))
                .isTrue();
    }

    private List<Map<String, Object>> counts() {
        return List.of("status", "segment", "occupation", "fundingSource", "sex", "origin", "village").stream()
                .map(by -> calls.branch()
                        .queryParam("by", by)
                        .queryParam("within", "16.01.07.2001")
                        .get(PEOPLE + "/counts")
                        .<Map<String, Object>>path("$"))
                .toList();
    }

    @Test
    void isRefusedWhileTheMembershipGoesOn() {
        var person = calls.enroll();
        var request = calls.take(person, "ERASURE");

        calls.erase(request, 1).then().statusCode(409).body("code", equalTo("participant-not-ended"));
        calls.decide(request, 1, Map.of("outcome", "COMPLETED"))
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-erases"));

        calls.get(request).body("state", equalTo("OPEN"));
        assertThat(row(jdbi, person)).containsEntry("name", "Uji Peserta");
    }

    @Test
    void waitsForOtherRequestsAndForARestriction() {
        var person = calls.enroll();
        calls.end(person, 1);
        var access = calls.take(person, "ACCESS");
        var request = calls.take(person, "ERASURE");

        calls.erase(request, 1).then().statusCode(409).body("code", equalTo("data-subject-requests-open"));
        calls.decide(access, 1, Map.of("outcome", "REFUSED", "reason", "WITHDRAWN"))
                .then()
                .statusCode(200);
        calls.branch()
                .header("If-Match", "\"2\"")
                .body(Map.of("reason", "DISPUTE"))
                .put(PEOPLE + "/" + person + "/restriction")
                .then()
                .statusCode(200);
        calls.erase(request, 1).then().statusCode(409).body("code", equalTo("participant-restricted"));
    }

    @Test
    void isForTheProvinceAndTheBranchOfThePerson() {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");
        var path = REQUESTS + "/" + request + "/erasure";

        calls.as("regency", "16.01")
                .header("If-Match", "\"1\"")
                .post(path)
                .then()
                .statusCode(403);
        calls.as("branch", "16.02")
                .header("If-Match", "\"1\"")
                .post(path)
                .then()
                .statusCode(404);
        calls.branch().post(path).then().statusCode(428);
        calls.erase(request, 2).then().statusCode(412);
        calls.erase(calls.take(calls.enroll(), "ACCESS"), 1)
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-kind"));
        assertThat(row(jdbi, person)).containsEntry("name", "Uji Peserta");
    }

    @Test
    void isOnRecordWithItsTransaction() {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");

        calls.erase(request, 1).then().statusCode(200);

        assertThat(records(person, "eraseParticipant")).containsExactly("200 branch {" + person + "}");
    }

    private List<String> records(String person, String operation) {
        return jdbi.withHandle(handle ->
                handle.select("""
                        select concat_ws(' ', status, role, participants::text) from access_record
                        where operation = ? and participants @> array[cast(? as uuid)]
                        """, operation, person).mapTo(String.class).list());
    }

    private byte[] index(String value) {
        return seal.indexes(value).values().getFirst();
    }
}
