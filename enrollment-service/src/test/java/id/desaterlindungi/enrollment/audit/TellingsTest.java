package id.desaterlindungi.enrollment.audit;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.enrolledOn;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.audit.Tellings.Kind;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much somebody is told in a day of people who are registered elsewhere, and of whole NIKs. */
@EnrollmentTest
class TellingsTest {
    private static final String OURS = "16.01.07.2001";
    private static final String THEIRS = "16.02.03.2002";
    private static final String PEOPLE = "/v1/participants";
    private static final Duration LONG = Duration.ofSeconds(10);

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    AuditSettings settings;

    @Inject
    AuditMetrics unusual;

    private String me = "";

    @BeforeEach
    void beSomebodyNew() {
        me = "told-" + UUID.randomUUID();
    }

    @Test
    void isCountedTogetherByAllReplicas() throws Exception {
        var most = settings.elsewhereADay();
        var replicas = List.of(new Tellings(settings, Clock.systemUTC()), new Tellings(settings, Clock.systemUTC()));

        try (var threads = Executors.newFixedThreadPool(8)) {
            var granted = threads
                    .invokeAll(IntStream.range(0, 100)
                            .<Callable<Integer>>mapToObj(i -> () -> jdbi.inTransaction(
                                    handle -> replicas.get(i % 2).take(handle, Kind.ELSEWHERE, me, 7)))
                            .toList())
                    .stream()
                    .mapToInt(one -> one.resultNow())
                    .sum();

            assertThat(granted).isEqualTo(most);
        }
        assertThat(jdbi.<Object, RuntimeException>withHandle(
                        handle -> replicas.getLast().reached(handle, Kind.ELSEWHERE, List.of(me, "nobody"))))
                .isEqualTo(Set.of(me));
        assertThat(jdbi.<Object, RuntimeException>withHandle(
                        handle -> replicas.getLast().reached(handle, Kind.DISCLOSED, List.of(me))))
                .isEqualTo(Set.of());
    }

    @Test
    void endsForSingleEnrollments() {
        var theirs = enrolledThere();
        toldAlready("ELSEWHERE", settings.elsewhereADay() - 1);

        me().body(at(theirs, "16.99.99.2001")).post(PEOPLE).then().statusCode(422);
        assertThat(told("ELSEWHERE")).isEqualTo(settings.elsewhereADay() - 1);
        me().body(at(theirs, OURS)).post(PEOPLE).then().statusCode(409).body("code", equalTo("nik-registered"));

        // Neither who is registered nor who is not is told any more.
        for (var person : List.of(at(theirs, OURS), body())) {
            var refused =
                    me().body(person).post(PEOPLE).then().statusCode(429).body("code", equalTo("elsewhere-reached"));
            assertThat(Long.parseLong(refused.extract().header("Retry-After"))).isBetween(1L, 86_401L);
        }
        me().body(Map.of("operations", List.of(Map.of("operationId", UUID.randomUUID(), "enrollment", body()))))
                .post(PEOPLE + "/batch")
                .then()
                .statusCode(200)
                .body("results[0].problem.code", equalTo("elsewhere-reached"));
        await().untilAsserted(() -> assertThat(elsewhere())
                .containsExactly(
                        "enrollParticipant 422 0",
                        "enrollParticipant 409 1",
                        "enrollParticipant 429 0",
                        "enrollParticipant 429 0",
                        "runParticipantBatch 200 0"));
    }

    @Test
    void isNotCountedOfOwnPeople() {
        var ours = body();
        me().body(ours).post(PEOPLE).then().statusCode(201);

        me().body(ours).post(PEOPLE).then().statusCode(409);

        assertThat(told("ELSEWHERE")).isZero();
    }

    @Test
    void isCountedWhereABatchOrACorrectionTellsIt() {
        var theirs = enrolledThere();
        me().body(Map.of(
                        "operations",
                        List.of(Map.of("operationId", UUID.randomUUID(), "enrollment", at(theirs, OURS)))))
                .post(PEOPLE + "/batch")
                .then()
                .statusCode(200)
                .body("results[0].problem.code", equalTo("nik-registered"));
        assertThat(told("ELSEWHERE")).isEqualTo(1);
        var ours =
                me().body(body()).post(PEOPLE).then().statusCode(201).extract().<String>path("id");
        var correction = Map.of("nik", theirs.get("nik"), "reason", "WRONG_NIK");

        me().header("If-Match", "\"1\"")
                .body(correction)
                .patch(PEOPLE + "/" + ours)
                .then()
                .statusCode(409);
        assertThat(told("ELSEWHERE")).isEqualTo(2);
        toldAlready("ELSEWHERE", settings.elsewhereADay());
        me().header("If-Match", "\"1\"")
                .body(correction)
                .patch(PEOPLE + "/" + ours)
                .then()
                .statusCode(429);
        me().header("If-Match", "\"1\"")
                .body(Map.of("name", "Uji Lain"))
                .patch(PEOPLE + "/" + ours)
                .then()
                .statusCode(200);
    }

    /** All connections at once are in transactions that meet the NIK: none of them waits for another one with the first in its hands. */
    @Test
    void isCountedOfManyCorrectionsAtOnce() throws Exception {
        var theirs = enrolledThere();
        var operations = Stream.generate(() -> Map.of("operationId", UUID.randomUUID(), "enrollment", body()))
                .limit(30)
                .toList();
        List<String> ours = me().body(Map.of("operations", operations))
                .post(PEOPLE + "/batch")
                .then()
                .extract()
                .path("results.participantId");
        var correction = Map.of("nik", theirs.get("nik"), "reason", "WRONG_NIK");

        try (var callers = Executors.newFixedThreadPool(30);
                var held = jdbi.open().begin()) {
            held.execute("update participant set nik_index = sha256(nik_index) where village_code = ?", THEIRS);
            var answers = ours.stream()
                    .map(one -> callers.submit(() -> caller("village", OURS, me + one)
                            .header("If-Match", "\"1\"")
                            .body(correction)
                            .patch(PEOPLE + "/" + one)
                            .statusCode()))
                    .toList();
            await().until(() -> waiting() > 17);
            held.rollback();

            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(409);
            }
        }
        assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.select("""
                        select count(*) from telling where starts_with(actor, ?) and kind = 'ELSEWHERE' and told = 1
                        """, me).mapTo(Integer.class).one()))
                .isEqualTo(30);
    }

    private int waiting() {
        return jdbi.withHandle(handle -> handle.select(
                        "select count(*) from pg_locks where locktype = 'transactionid' and not granted")
                .mapTo(Integer.class)
                .one());
    }

    /** Neither by what is refused nor by who is enrolled beside it. */
    @Test
    void isNotPassedByManyInOneBatch() {
        toldAlready("ELSEWHERE", settings.elsewhereADay() - 1);
        var ours = body();
        var operations = List.of(at(enrolledThere(), OURS), ours, at(enrolledThere(), OURS)).stream()
                .map(person -> Map.of("operationId", UUID.randomUUID(), "enrollment", person))
                .toList();

        for (var i = 0; i < 2; i++) {
            me().body(Map.of("operations", operations))
                    .post(PEOPLE + "/batch")
                    .then()
                    .statusCode(200)
                    .body("results.problem.code", equalTo(Collections.nCopies(3, "elsewhere-reached")));
        }

        assertThat(told("ELSEWHERE")).isEqualTo(settings.elsewhereADay());
        caller("branch", "16", "branch").body(ours).post(PEOPLE).then().statusCode(201);
        await().untilAsserted(() ->
                assertThat(elsewhere()).containsExactly("runParticipantBatch 200 1", "runParticipantBatch 200 0"));
    }

    @Test
    void endsForTheRowsOfAList() {
        toldAlready("ELSEWHERE", settings.elsewhereADay() - 1);

        assertThat(codesOfAList(
                        body(),
                        at(enrolledThere(), OURS),
                        body(),
                        at(enrolledThere(), OURS),
                        at(enrolledThere(), OURS),
                        body()))
                .containsExactly(
                        "OK",
                        "nik-registered-elsewhere",
                        "nik-not-looked-up",
                        "nik-not-looked-up",
                        "nik-not-looked-up",
                        "nik-not-looked-up");
        assertThat(codesOfAList(body(), body("sex", "X"))).containsExactly("nik-not-looked-up", "code-unknown");
        await().untilAsserted(() -> assertThat(elsewhere()).contains("importList 200 1"));
    }

    /** Another request is told the last while those of a list are being looked up. */
    @Test
    void endsForTheRowsOfAListThatAreBeingLookedUp() {
        var list = jdbi.inTransaction(handle -> {
            handle.execute("lock table participant in access exclusive mode");
            var sent = sentList(body());
            await().until(this::isBeingLookedUp);
            toldAlready("ELSEWHERE", settings.elsewhereADay());
            return sent;
        });
        awaitChecked(list);

        assertThat(codes(list)).containsExactly("nik-not-looked-up");
    }

    private boolean isBeingLookedUp() {
        return jdbi.withHandle(handle -> handle.select("""
                        select exists (
                            select from pg_locks waits join pg_locks holds on holds.pid = waits.pid
                            where waits.relation = 'participant'::regclass and not waits.granted
                              and holds.relation = 'import_chunk'::regclass and holds.granted)
                        """).mapTo(Boolean.class).one());
    }

    /** Of a row that was told before it is told again, and what was good stays good; what is good only now is looked up. */
    @Test
    void isCountedOnceForARowThatIsCheckedAnew() {
        toldAlready("ELSEWHERE", settings.elsewhereADay() - 2);
        var list = checkedList(
                body(),
                at(enrolledThere(), OURS),
                of(at(enrolledThere(), OURS), "segment", "Sawah"),
                of(at(enrolledThere(), OURS), "segment", "Sawah"),
                body("segment", "Sawah"),
                body());
        assertThat(codes(list))
                .containsExactly(
                        "OK", "nik-registered-elsewhere", "code-unknown", "code-unknown", "code-unknown", "OK");

        choose(list, "1601").then().statusCode(422);
        choose(list, "BPU").then().statusCode(202);

        awaitChecked(list);
        assertThat(codes(list))
                .containsExactly(
                        "OK",
                        "nik-registered-elsewhere",
                        "nik-registered-elsewhere",
                        "nik-not-looked-up",
                        "nik-not-looked-up",
                        "OK");
        assertThat(told("ELSEWHERE")).isEqualTo(settings.elsewhereADay());
        var refused = choose(list, "TAKE_BACK").then().statusCode(429).body("code", equalTo("elsewhere-reached"));
        assertThat(Long.parseLong(refused.extract().header("Retry-After"))).isBetween(1L, 86_401L);
        assertThat(codes(list)).startsWith("OK", "nik-registered-elsewhere").endsWith("OK");
    }

    @Test
    void beginsAnewAtMidnightOfWesternIndonesia() {
        var evening = LocalDate.now(ZoneOffset.UTC).atTime(16, 59, 59).toInstant(ZoneOffset.UTC);
        var before = new Tellings(settings, Clock.fixed(evening, ZoneOffset.UTC));
        var after = new Tellings(settings, Clock.fixed(evening.plusSeconds(1), ZoneOffset.UTC));
        jdbi.useTransaction(handle -> {
            assertThat(before.take(handle, Kind.DISCLOSED, me, Integer.MAX_VALUE))
                    .isEqualTo(settings.disclosuresADay());
            assertThat(before.take(handle, Kind.DISCLOSED, me, 1)).isZero();
            assertThat(after.take(handle, Kind.DISCLOSED, me, 1)).isOne();
            handle.rollback();
        });
        assertThat(before.untilTomorrow()).isEqualTo(Duration.ofSeconds(1));
        assertThat(after.untilTomorrow()).isEqualTo(Duration.ofDays(1));
    }

    /** One who was shown, a list of one, and one who was changed, which shows nobody anew. */
    @Test
    void addsUpWhoWasShown() {
        var id = me().body(body()).post(PEOPLE).then().statusCode(201).extract().<String>path("id");
        me().get(PEOPLE + "/" + id).then().statusCode(200);
        me().queryParam("limit", 2).get(PEOPLE).then().statusCode(200).body("items.size()", equalTo(2));
        me().get(PEOPLE + "/" + UUID.randomUUID()).then().statusCode(404);

        await().until(() -> elsewhere().size(), equalTo(4));
        assertThat(told("SHOWN")).isEqualTo(3);
    }

    @Test
    void endsForWholeNiks() {
        var person = body();
        var id = me().body(person).post(PEOPLE).then().statusCode(201).extract().<String>path("id");
        toldAlready("DISCLOSED", settings.disclosuresADay() - 1);
        var why = Map.of("purpose", "LEGAL_DUTY", "explanation", "Pemeriksaan oleh pengawas");

        me().body(why)
                .post(PEOPLE + "/" + id + "/nik-disclosure")
                .then()
                .statusCode(200)
                .body("nik", equalTo(person.get("nik")));
        var refused = me().body(why).post(PEOPLE + "/" + id + "/nik-disclosure");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.asString()).contains("disclosures-reached").doesNotContain((String) person.get("nik"));
        assertThat(told("DISCLOSED")).isEqualTo(settings.disclosuresADay());
    }

    @Test
    void isUnusualFarBeyondTheOwnAverage() {
        var before = unusual.query().getOrDefault("SHOWN", 0L);
        toldAlready("SHOWN", settings.unusualPeople() + 1);
        assertThat(unusual.query().getOrDefault("SHOWN", 0L)).isEqualTo(before + 1);

        jdbi.useHandle(handle -> handle.execute(
                "insert into telling (kind, actor, day, told) values ('SHOWN', ?, current_date - 3, ?)",
                me,
                settings.unusualPeople()));

        assertThat(unusual.query().getOrDefault("SHOWN", 0L)).isEqualTo(before);
    }

    private Map<String, ?> enrolledThere() {
        var person = body("villageCode", THEIRS);
        caller("branch", "16", "branch").body(person).post(PEOPLE).then().statusCode(201);
        return person;
    }

    private static Map<String, ?> at(Map<String, ?> person, String village) {
        var there = new HashMap<String, Object>(person);
        there.put("villageCode", village);
        return there;
    }

    private static Map<String, ?> of(Map<String, ?> person, String field, String value) {
        var changed = new HashMap<String, Object>(person);
        changed.put(field, value);
        return changed;
    }

    private Response choose(String list, String segment) {
        var choice = Map.of("code", "code-unknown", "field", "segment", "said", "SAWAH", "choice", segment);
        return me().header("If-Match", me().get("/v1/imports/" + list).header("ETag"))
                .body(Map.of("corrections", List.of(choice)))
                .post("/v1/imports/" + list + "/corrections");
    }

    /** The first code of each row, or OK. */
    private List<String> codesOfAList(Map<?, ?>... people) {
        return codes(checkedList(people));
    }

    private String checkedList(Map<?, ?>... people) {
        var id = sentList(people);
        awaitChecked(id);
        return id;
    }

    private String sentList(Map<?, ?>... people) {
        var list = new StringBuilder("NIK;Nama;Tgl Lahir;JK;Kode Desa;Segmen\r\n");
        for (var person : people) {
            list.append("%s;Uji Peserta;%s;%s;%s;%s\r\n"
                    .formatted(
                            person.get("nik"),
                            person.get("birthDate"),
                            person.get("sex").equals("F") ? "P" : "?",
                            OURS,
                            person.get("segment")));
        }
        return me().contentType("text/csv")
                .queryParams(Map.of(
                        "occupation", "PETANI",
                        "fundingSource", "ADD",
                        "programmes", "JKK,JKM",
                        "enrolledOn", enrolledOn()))
                .body(list.toString())
                .post("/v1/imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private void awaitChecked(String id) {
        await().atMost(LONG)
                .until(() -> me().get("/v1/imports/" + id).path("state").equals("CHECKED"));
    }

    private List<String> codes(String id) {
        return me().get("/v1/imports/" + id + "/rows").<List<List<String>>>path("items.findings.code").stream()
                .map(codes -> codes == null || codes.isEmpty() ? "OK" : codes.getFirst())
                .toList();
    }

    private void toldAlready(String kind, int told) {
        jdbi.useHandle(handle -> handle.execute("""
                insert into telling (kind, actor, day, told) values (?, ?, (now() at time zone 'Asia/Jakarta')::date, ?)
                on conflict (kind, actor, day) do update set told = excluded.told
                """, kind, me, told));
    }

    private int told(String kind) {
        return jdbi.withHandle(handle -> handle.select(
                        "select coalesce(sum(told), 0) from telling where kind = ? and actor = ?", kind, me)
                .mapTo(Integer.class)
                .one());
    }

    private List<String> elsewhere() {
        return jdbi.withHandle(
                handle -> handle.select("""
                        select concat_ws(' ', operation, status, elsewhere) from access_record where actor = ? order by at, id
                        """, me).mapTo(String.class).list());
    }

    private RequestSpecification me() {
        return caller("village", OURS, me);
    }

    private RequestSpecification caller(String role, String areas, String subject) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.tokens().tokenOf(subject, role, areas));
    }
}
