package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.PEOPLE;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.REQUESTS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.privacy.Traces.Somebody;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.HandleConsumer;
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

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Retention retention;

    @Inject
    Erasures erasures;

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    static String upload(PrivacyCalls calls, Map<String, ?> person, String name) {
        return upload(calls, person, name, "PETANI");
    }

    private static String upload(PrivacyCalls calls, Map<String, ?> person, String name, String occupation) {
        var list = "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program\n"
                + "%s;%s;%s;P;%s;BPU;%s;ADD;JKK+JKM\n"
                        .formatted(
                                person.get("nik"),
                                person.get("name"),
                                person.get("birthDate"),
                                person.get("villageCode"),
                                occupation)
                + "1601074507849998;Orang Lain;1984-07-05;P;16.01.07.2001;BPU;PETANI;ADD;JKK+JKM\n";
        return given().auth()
                .oauth2(calls.stack().token("branch", "16"))
                .contentType("text/csv")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .body(list.getBytes(StandardCharsets.UTF_8))
                .post("/v1/imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    static void awaitChecked(PrivacyCalls calls, String list) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> calls.branch().get("/v1/imports/" + list).then().body("state", equalTo("CHECKED")));
    }

    private Response erase(String request, int version) {
        return calls.branch().header("If-Match", "\"" + version + "\"").post(REQUESTS + "/" + request + "/erasure");
    }

    private Map<String, Object> row(String person) {
        return jdbi.withHandle(handle -> handle.select("select * from participant where id = cast(? as uuid)", person)
                .mapToMap()
                .one());
    }

    @Test
    void leavesOfARecordWhatIsCounted() {
        var body =
                body("kpj", "26E%08d".formatted(Math.floorMod(UUID.randomUUID().hashCode(), 100_000_000)));
        body.putAll(Map.of("monthlyIncome", "UNDER_1_MILLION", "groupName", "Tani Uji", "groupKind", "KELOMPOK_TANI"));
        body.putAll(Map.of("coveredUntil", "2099-12-31", "sex", "M", "name", "Uji Terhapus"));
        var person = calls.enroll(body);
        calls.end(person, 1);
        var before = row(person);

        var request = calls.take(person, "ERASURE");
        erase(request, 1).then().statusCode(200).header("ETag", "\"2\"").body("state", equalTo("COMPLETED"));

        var after = row(person);
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
                .isNotEqualTo(seal.index("0".repeat(16)));
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
        erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);
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
        var list = upload(calls, body, "terhapus.csv");
        awaitChecked(calls, list);
        calls.end(person, 1);
        var asked = PrivacyCalls.request(person, "ERASURE");
        asked.put("note", "Zubaidah pindah ke Jambi");
        String request = calls.branch()
                .header("Idempotency-Key", key + "-request")
                .body(asked)
                .post(REQUESTS)
                .path("id");

        erase(request, 1).then().statusCode(200).body("note", nullValue());

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
                        """, (Object) seal.index((String) body.get("nik")))
                        .mapTo(Integer.class)
                        .one()))
                .isZero();
    }

    /** Whoever fills in a list takes one column for another. */
    @Test
    void takesTheNameThatStandsWhereACodeShould() {
        var body = body();
        var list = upload(calls, body, "kolom.csv", "Zubaidah Salah Kolom");
        awaitChecked(calls, list);
        assertThat(said(list)).contains("ZUBAIDAH SALAH KOLOM");
        var person = calls.enroll(body);
        calls.end(person, 1);

        erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

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
        var list = upload(calls, listed, "lebar.csv");
        awaitChecked(calls, list);
        assertThat(kept(list)).contains("Zubaidah Uji Lebar");

        erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

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

        erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

        assertThat(keys(key)).isEmpty();
    }

    /** It goes through all lists that are kept, and whoever closes the person's village does not wait for that. */
    @Test
    void looksThroughListsBeforeAnybodyIsLocked() {
        var body = body();
        var person = calls.enroll(body);
        var somebody = new Somebody(UUID.fromString(person), new Nik((String) body.get("nik")));

        workers.useTransaction(handle -> {
            erasures.look(handle, List.of(somebody));

            assertThat(jdbi.<Integer, RuntimeException>inTransaction(other -> other.select(
                                    "select 1 from participant where id = cast(? as uuid) for update nowait", person)
                            .mapTo(Integer.class)
                            .one()))
                    .isOne();
        });
    }

    @Test
    void seesARequestThatIsBeingTakenDown() throws Exception {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");

        var answer = whileLocked(person, "for share", () -> erase(request, 1), handle -> handle.execute("""
                insert into data_subject_request (participant_id, kind, received_at, due_at, identity_check, recorded_by)
                values (cast(? as uuid), 'ACCESS', now(), now() + interval '72 hours', 'KTP_SHOWN', 'village')
                """, person));

        answer.then().statusCode(409).body("code", equalTo("data-subject-requests-open"));
        assertThat(row(person)).containsEntry("name", "Uji Peserta");
    }

    @Test
    void leavesNoRequestThatWasBeingTakenDown() throws Exception {
        var person = calls.enroll();
        calls.end(person, 1);

        var answer = whileLocked(
                person,
                "for no key update",
                () -> calls.branch()
                        .body(PrivacyCalls.request(person, "ACCESS"))
                        .post(REQUESTS),
                handle -> handle.execute("""
                        update participant set erased_at = now(), name = '-', warnings = '{}', covered_until = null, phone_sealed = null,
                            birth_date = '1970-01-01' where id = cast(? as uuid)
                        """, person));

        answer.then().statusCode(409).body("code", equalTo("participant-erased"));
    }

    /** @param work of another, until which somebody waits */
    private Response whileLocked(
            String person, String lock, Callable<Response> waiting, HandleConsumer<RuntimeException> work)
            throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            var answer = jdbi.<Future<Response>, RuntimeException>inTransaction(handle -> {
                handle.select("select 1 from participant where id = cast(? as uuid) " + lock, person)
                        .mapTo(Integer.class)
                        .one();
                work.useHandle(handle);
                var waits = threads.submit(waiting);
                await().untilAsserted(() -> assertThat(jdbi.<Boolean, RuntimeException>withHandle(
                                other -> other.select("""
                                        select exists (select from pg_locks where locktype = 'transactionid' and not granted)
                                        """).mapTo(Boolean.class).one()))
                        .isTrue());
                return waits;
            });
            return answer.get();
        }
    }

    /** A list that was checked while nobody had that NIK would enroll the person once more. */
    @Test
    void isNotUndoneByAListThatIsCommittedLater() {
        var body = body("name", "Uji Menunggu");
        var list = upload(calls, body, "menunggu.csv");
        awaitChecked(calls, list);
        var person = calls.enroll(body);
        calls.end(person, 1);
        erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

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

        erase(calls.take(person, "ERASURE"), 1).then().statusCode(200);

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

        erase(request, 1).then().statusCode(409).body("code", equalTo("participant-not-ended"));
        calls.decide(request, 1, Map.of("outcome", "COMPLETED"))
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-erases"));

        calls.get(request).body("state", equalTo("OPEN"));
        assertThat(row(person)).containsEntry("name", "Uji Peserta");
    }

    @Test
    void waitsForOtherRequestsAndForARestriction() {
        var person = calls.enroll();
        calls.end(person, 1);
        var access = calls.take(person, "ACCESS");
        var request = calls.take(person, "ERASURE");

        erase(request, 1).then().statusCode(409).body("code", equalTo("data-subject-requests-open"));
        calls.decide(access, 1, Map.of("outcome", "REFUSED", "reason", "WITHDRAWN"))
                .then()
                .statusCode(200);
        calls.branch()
                .header("If-Match", "\"2\"")
                .body(Map.of("reason", "DISPUTE"))
                .put(PEOPLE + "/" + person + "/restriction")
                .then()
                .statusCode(200);
        erase(request, 1).then().statusCode(409).body("code", equalTo("participant-restricted"));
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
        erase(request, 2).then().statusCode(412);
        erase(calls.take(calls.enroll(), "ACCESS"), 1)
                .then()
                .statusCode(409)
                .body("code", equalTo("data-subject-request-kind"));
        assertThat(row(person)).containsEntry("name", "Uji Peserta");
    }

    @Test
    void isDoneOnceByManyAtOnce() throws Exception {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");

        List<Integer> answers;
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(_ -> () -> erase(request, 1).statusCode())
                    .toList();
            answers = threads.invokeAll(tasks).stream()
                    .map(one -> one.resultNow())
                    .toList();
        }

        assertThat(answers).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 409 || status == 412);
        assertThat(row(person)).containsEntry("version", 3);
    }

    @Test
    void isOnRecordWithItsTransaction() {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");

        erase(request, 1).then().statusCode(200);

        assertThat(records(person, "eraseParticipant")).containsExactly("200 branch {" + person + "}");
    }

    private List<String> records(String person, String operation) {
        return jdbi.withHandle(handle ->
                handle.select("""
                        select concat_ws(' ', status, role, participants::text) from access_record
                        where operation = ? and participants @> array[cast(? as uuid)]
                        """, operation, person).mapTo(String.class).list());
    }

    @Test
    void comesByItselfOnceTheTimeIsOver() {
        var ended = calls.enroll();
        calls.end(ended, 1);
        var asks = calls.enroll();
        calls.end(asks, 1);
        calls.take(asks, "ACCESS");
        var restricted = calls.enroll();
        calls.end(restricted, 1);
        calls.branch()
                .header("If-Match", "\"2\"")
                .body(Map.of("reason", "DISPUTE"))
                .put(PEOPLE + "/" + restricted + "/restriction")
                .then()
                .statusCode(200);
        var active = calls.enroll();
        awaitSequenced();
        var before = OffsetDateTime.now().minusDays(1);

        retention.eraseEndedBefore(before);
        assertThat(row(ended)).as("ended today").containsEntry("name", "Uji Peserta");
        // Others who have ended in this run of tests are erased too.
        assertThat(retention.eraseEndedBefore(OffsetDateTime.now())).isPositive();

        assertThat(row(ended)).containsEntry("name", "-").containsEntry("version", 3);
        for (var stays : List.of(asks, restricted, active)) {
            assertThat(row(stays)).containsEntry("name", "Uji Peserta");
        }
        assertThat(records(ended, "eraseEndedMemberships")).containsExactly("200  {" + ended + "}");
        await().untilAsserted(() -> calls.branch()
                .get(PEOPLE + "/" + ended + "/history")
                .then()
                .body("items[2].reason", equalTo("ERASED"))
                .body("items[2].actor", equalTo("enrollment-service")));
    }

    /** Nobody knows of whom the database will say no. */
    @Test
    void holdsNobodyUpWhereSomebodyCannotBeErased() {
        var stays = calls.enroll();
        calls.end(stays, 1);
        var goes = calls.enroll();
        calls.end(goes, 1);
        awaitSequenced();
        jdbi.useHandle(handle -> {
            handle.execute("""
                    create function refuse_erasure() returns trigger language plpgsql as
                    $$ begin raise exception 'not this one' using errcode = 'check_violation'; end $$
                    """);
            handle.execute("""
                    create trigger refuse_erasure before update on participant for each row
                    when (old.id = '%s') execute function refuse_erasure()
                    """.formatted(UUID.fromString(stays)));
        });

        try {
            retention.eraseEndedBefore(OffsetDateTime.now());
        } finally {
            jdbi.useHandle(handle -> handle.execute("drop function refuse_erasure cascade"));
        }

        assertThat(row(stays)).containsEntry("name", "Uji Peserta");
        assertThat(row(goes)).containsEntry("name", "-");
    }

    private void awaitSequenced() {
        await().untilAsserted(() -> assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.select("select count(*) from outbox")
                                .mapTo(Integer.class)
                                .one()))
                .isZero());
    }
}
