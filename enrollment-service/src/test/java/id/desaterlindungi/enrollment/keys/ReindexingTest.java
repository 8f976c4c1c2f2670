package id.desaterlindungi.enrollment.keys;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.keys.Reindexing.Phase;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.local.LocalStack;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of the index is changed while the service runs. A held row keeps a phase from ending. */
@EnrollmentTest
class ReindexingTest {
    private static final String VILLAGE = "16.01.07.2001";
    private static final String ELSEWHERE = "16.02.03.2004";
    private static final String MISSING_KEY = "57D01";

    LocalStack stack;

    @Inject
    Seal seal;

    @Inject
    MeterRegistry metrics;

    @Inject
    @Owner
    Jdbi jdbi;

    private final List<Connection> holders = new ArrayList<>();
    /** Whose row each of them holds; empty where it holds something else. */
    private final List<String> held = new ArrayList<>();

    private long before;

    @BeforeEach
    void prepare() {
        before = usedKey();
    }

    @AfterEach
    void letGoOfAll() throws SQLException {
        for (var holder : holders) {
            holder.close();
        }
    }

    /** Somebody of this test. @param list that they came in, or null */
    private record Person(Map<String, @Nullable Object> body, String id) {
        String nik() {
            return (String) body.get("nik");
        }
    }

    @Test
    void findsEverybodyAndNobodyTwiceInEachPhase() throws Exception {
        var first = enrolled();
        var second = enrolled();
        var people = new ArrayList<>(List.of(first, second, enrolled(), enrolled()));
        var lists = new ArrayList<>(List.of(committed(checked())));
        var toCommit = List.of(checked(), checked(), checked());

        var added = addKey();
        var filling = hold(first, "update");
        var moving = hold(second, "key share");
        begin();
        awaitPass(Phase.FILLING);
        assertThat(usedKey()).isEqualTo(before);
        lookAround(people, lists);
        refusesOthers(added);
        takeNiksAway(people);
        lists.add(committed(toCommit.get(0)));

        letGo(filling);
        awaitPass(Phase.MOVING);
        setClock("-");
        assertThat(usedKey()).isEqualTo(added);
        assertThat(isMoved(second)).isFalse();
        assertThat(isMoved(first)).isTrue();
        lookAround(people, lists);
        refusesOthers(added);
        takeNiksAway(people);
        lists.add(committed(toCommit.get(1)));
        asOperator().delete("/v1/keys/reindexing").then().statusCode(409).body("code", equalTo("reindexing-over"));

        var clearing = hold(people.getLast(), "key share");
        letGo(moving);
        awaitPass(Phase.CLEARING);
        lookAround(people, lists);
        refusesOthers(added);
        takeNiksAway(people);

        letGo(clearing);
        awaitPhase(Phase.DONE);
        setClock("+");
        lists.add(committed(toCommit.get(2)));
        lookAround(people, lists);
        refusesOthers(added);
        assertThat(secondIndexes()).isZero();
        assertThat(count("select count(*) from participant where nik_index_key <> %d and erased_at is null"
                        .formatted(added)))
                .isZero();
        keys().body(state(before), equalTo("RETIRED")).body(state(added), equalTo("USED"));

        stack.keysets().dropIndexKey((int) before);
        await().until(() -> !seal.hasIndexKey(before));
        assertThat(people).allSatisfy(person -> assertThat(found(person.nik())).isEqualTo(person.id));
    }

    @Test
    void goesBackBeforeTheNewKeyIsUsed() throws Exception {
        var first = enrolled();
        var second = enrolled();
        var people = new ArrayList<>(List.of(first, second));
        var lists = List.of(committed(checked()));
        var unread = enrolled();
        seal("sealed || '\\x00'", unread);
        var added = addKey();
        var filling = hold(first, "update");
        var clearing = hold(second, "key share");
        begin();
        awaitPass(Phase.FILLING);
        people.add(enrolled());
        assertThat(secondIndexes()).isPositive();
        keys().body("reindexing.unopened", equalTo(1)).body("reindexing.pass", equalTo(2));
        assertThat(count("select count(*) from reindexing where rests_until > clock_timestamp() + interval '1 minute'"))
                .as("going over all again would open nothing")
                .isEqualTo(1);
        assertThat(metrics.get("enrollment.reindexing.phase.seconds").gauge().value())
                .isPositive();
        begin();
        await().untilAsserted(() -> keys().body("reindexing.pass", equalTo(3)).body("reindexing.unopened", equalTo(1)));

        var writing = connect();
        execute(writing, "lock table nik_index_gate in row exclusive mode");
        for (var i = 0; i < 2; i++) {
            asOperator().delete("/v1/keys/reindexing").then().statusCode(202);
        }
        await("somebody writes both indexes, and the turn waits for them")
                .until(() -> count(
                                "select count(*) from pg_locks where relation = 'nik_index_gate'::regclass and not granted")
                        == 1);
        assertThat(phase()).isEqualTo(Phase.FILLING);
        letGo(writing);
        letGo(filling);
        awaitPass(Phase.CLEARING);
        assertThat(usedKey()).isEqualTo(before);
        refusesOthers(added);
        lookAround(people, lists);
        letGo(clearing);
        awaitPhase(Phase.TAKEN_BACK);
        seal("substr(sealed, 1, length(sealed) - 1)", unread);

        assertThat(secondIndexes()).isZero();
        assertThat(usedKey()).isEqualTo(before);
        lookAround(people, lists);
        keys().body(state(before), equalTo("USED"));
        await("as long as the file has it").untilAsserted(() -> keys().body(state(added), equalTo("COMING")));
        asOperator().delete("/v1/keys/reindexing").then().statusCode(409);
        stack.keysets().takeIndexKeyBack((int) added);
        await().until(() -> !seal.hasIndexKey(added));
        assertThat(found(first.nik())).isEqualTo(first.id);
    }

    /** Each NIK comes several times, alone and in batches, while the key is changed from beginning to end. */
    @Test
    void enrollsEachNikOnceWhileTheKeyIsChanged() throws Exception {
        var niks = IntStream.range(0, 40).mapToObj(_ -> body()).toList();
        var enrolled = new ConcurrentHashMap<String, AtomicInteger>();
        var stop = new AtomicBoolean();
        var added = addKey();
        try (var clients = Executors.newFixedThreadPool(4)) {
            var running = IntStream.range(0, 4)
                    .mapToObj(client -> clients.submit((Callable<Integer>) () -> {
                        var rounds = 0;
                        for (; !stop.get(); rounds++) {
                            var fresh = body();
                            var one = rounds % 3 == 0 ? niks.get((rounds * 7 + client) % niks.size()) : fresh;
                            var status = (rounds + client) % 2 == 0
                                    ? enroll(one).statusCode()
                                    : batch(List.of(one)).<Integer>path("results[0].status");
                            assertThat(status).isIn(201, 409);
                            if (status == 201) {
                                enrolled.computeIfAbsent((String) one.get("nik"), _ -> new AtomicInteger())
                                        .incrementAndGet();
                            }
                        }
                        return rounds;
                    }))
                    .toList();
            begin();
            awaitPhase(Phase.DONE);
            stop.set(true);
            for (var client : running) {
                assertThat(client.get()).isPositive();
            }
        }

        assertThat(enrolled).allSatisfy((_, times) -> assertThat(times).hasValue(1));
        assertThat(enrolled.keySet()).allSatisfy(nik -> assertThat(found(nik)).isNotEmpty());
        assertThat(usedKey()).isEqualTo(added);
        assertThat(secondIndexes()).isZero();
    }

    /** Doubles are told by equal indexes. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "null"}) // By the first key, as a release of before leaves it.
    void checksAChunkOnceMoreWhereTheKeyHasChangedBeforeTheEnd(String key) {
        var list = checked();
        var id = UUID.fromString(list.substring(list.lastIndexOf('/') + 1));
        jdbi.useTransaction(handle -> {
            handle.execute("""
                    insert into register_key (purpose, key_id, check_value, used_from, retired_at)
                    values ('NIK_INDEX', 1, '', '2020-01-01', clock_timestamp())
                    """);
            handle.execute("update import_chunk set index_key = %s where import_id = ?".formatted(key), id);
            handle.execute("update import_row set nik_index = sha256('by another key') where import_id = ?", id);
            handle.execute("update import set state = 'CHECKING', checked_at = null where id = ?", id);
        });

        awaitState(list, "CHECKED");

        village().get(list + "/rows").then().body("items.verdict", everyItem(equalTo("OK")));
        assertThat(count("select count(distinct nik_index) from import_row where import_id = '%s'".formatted(id)))
                .isEqualTo(2);
        assertThat(count("select index_key from import_chunk where import_id = '%s'".formatted(id)))
                .isEqualTo(before);
        jdbi.useHandle(handle -> handle.execute("delete from register_key where key_id = 1"));
    }

    @Test
    void isForOperatorsAndNeedsAKeyThatComes() {
        for (var role : List.of("branch", "auditor")) {
            as(role, "16").post("/v1/keys/reindexing").then().statusCode(403);
            as(role, "16").delete("/v1/keys/reindexing").then().statusCode(403);
        }
        if (count("select count(*) from register_key where used_from = 'infinity' and retired_at is null") == 0) {
            asOperator().post("/v1/keys/reindexing").then().statusCode(409).body("code", equalTo("index-key-missing"));
        }
    }

    /** Whoever is in the register is found, is refused a second time in each way there is, and may be asked for. */
    private void lookAround(List<Person> people, List<String> lists) {
        people.add(enrolled());
        var inBatch = body();
        batch(List.of(inBatch)).then().statusCode(200).body("results[0].status", equalTo(201));
        people.add(new Person(inBatch, found((String) inBatch.get("nik"))));
        for (var person : people) {
            assertThat(found(person.nik())).isEqualTo(person.id);
            enroll(person.body).then().statusCode(409).body("code", equalTo("nik-registered"));
        }
        batch(people.stream().map(Person::body).toList())
                .then()
                .statusCode(200)
                .body("results.status", everyItem(equalTo(409)));
        var sent = imported(people.stream().map(Person::body).toList());
        awaitState(sent, "CHECKED");
        village().get(sent + "/rows").then().body("items.verdict", not(hasItem("OK")));

        var elsewhere = new Person(body("villageCode", ELSEWHERE), "");
        as("village", ELSEWHERE)
                .contentType(ContentType.JSON)
                .body(elsewhere.body)
                .post("/v1/participants")
                .then()
                .statusCode(201);
        askFor(elsewhere.nik()).then().statusCode(201);
        askFor((String) body().get("nik")).then().statusCode(409).body("code", equalTo("nik-not-registered"));

        for (var list : lists) {
            village()
                    .get(list + "/rows")
                    .then()
                    .body("items.participantId", hasSize(2))
                    .body("items.participantId", not(hasItem((Object) null)));
        }
    }

    /** A correction and an erasure take a NIK from somebody; whoever comes with it then is enrolled. */
    private void takeNiksAway(List<Person> people) {
        for (var person : List.copyOf(people.subList(0, 4))) {
            if (!held.contains(person.id)) {
                var other = (String) body().get("nik");
                correct(person.id, other);
                assertThat(found(other)).isEqualTo(person.id);
                var newcomer = new HashMap<>(person.body);
                people.add(new Person(
                        newcomer,
                        enroll(newcomer).then().statusCode(201).extract().path("id")));
                person.body.put("nik", other);
            }
        }
        var gone = enrolled();
        erase(gone.id);
        people.add(new Person(
                gone.body, enroll(gone.body).then().statusCode(201).extract().path("id")));
    }

    private void seal(String made, Person person) {
        jdbi.useHandle(handle -> handle.execute("update participant set nik_sealed = %s where id = '%s'"
                .formatted(made.replace("sealed", "nik_sealed"), person.id)));
    }

    private void erase(String id) {
        as("branch", "16")
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(Map.of("status", "ENDED", "reason", "WITHDREW"))
                .post("/v1/participants/" + id + "/status")
                .then()
                .statusCode(200);
        var request = as("branch", "16")
                .contentType(ContentType.JSON)
                .body(Map.of("participantId", id, "kind", "ERASURE", "identityCheck", "KTP_SHOWN"))
                .post("/v1/data-subject-requests")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        as("branch", "16")
                .header("If-Match", "\"1\"")
                .contentType(ContentType.JSON)
                .post("/v1/data-subject-requests/" + request + "/erasure")
                .then()
                .statusCode(200);
    }

    /** As the release of before writes, and a replica that lacks a key: refused wherever somebody else would not find it. */
    private void refusesOthers(long added) throws SQLException {
        var phase = phase();
        if (usedKey() == before && phase != Phase.FILLING) {
            return; // They write as everybody does.
        }
        var nik = (String) body().get("nik");
        try (var app = stack.postgres().connect("enrollment", "enrollment_app");
                var statement = app.createStatement()) {
            app.setAutoCommit(false);
            statement.execute(
                    "select set_config('register.lo', '0', true), set_config('register.hi', ':', true), set_config('register.several', '', true)");
            var savepoint = app.setSavepoint();
            assertThatThrownBy(() -> statement.execute(insert(nik, before, null)))
                    .as("with the key before alone, %s", phase)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(MISSING_KEY));
            app.rollback(savepoint);
            assertThatThrownBy(() ->
                            statement.execute("select * from hold_index_keys(array[%d::bigint])".formatted(before)))
                    .as("asking with the key before alone, %s", phase)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(MISSING_KEY));
            app.rollback(savepoint);
            if (phase != Phase.DONE) {
                assertThatThrownBy(() -> statement.execute(
                                "select ask_for_transfer(uuidv7(), '%s', '160107', '%s', 'MOVED', 'Pindah', null, interval '1 day')"
                                        .formatted(hex(seal.index(nik, before)), VILLAGE)))
                        .as("asking for somebody by one index, %s", phase)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo(MISSING_KEY));
                app.rollback(savepoint);
            }
            if (phase == Phase.MOVING) {
                assertThatThrownBy(() -> statement.execute(insert(nik, added, null)))
                        .as("whom those with the index in the second place alone would not meet")
                        .isInstanceOf(SQLException.class);
                app.rollback(savepoint);
            }
            app.rollback();
        }
    }

    private String insert(String nik, long key, @Nullable Long next) {
        return """
                insert into participant (
                    id, version, nik_index, nik_index_key, nik_index_next, nik_sealed, name, birth_date, sex, village_code, segment,
                    occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, warnings, created_at)
                values (uuidv7(), 1, '%s', %d, %s, '', 'Uji Lama', '1984-07-05', 'F', '%s', 'BPU',
                    'PETANI', 'ADD', '{JKK,JKM}', 'NEW', 'ACTIVE', '2026-03-02', '2026-03-02', '{}', now())
                """.formatted(
                        hex(seal.index(nik, key)),
                        key,
                        next == null ? "null" : "'" + hex(seal.index(nik, next)) + "'",
                        VILLAGE);
    }

    private static String hex(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    private Person enrolled() {
        var body = body();
        return new Person(body, enroll(body).then().statusCode(201).extract().path("id"));
    }

    private Response enroll(Map<String, @Nullable Object> body) {
        return as("branch", "16").contentType(ContentType.JSON).body(body).post("/v1/participants");
    }

    private Response batch(List<Map<String, @Nullable Object>> people) {
        return as("branch", "16")
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "operations",
                        people.stream()
                                .map(body ->
                                        Map.of("operationId", UUID.randomUUID().toString(), "enrollment", body))
                                .toList()))
                .post("/v1/participants/batch");
    }

    private void correct(String id, String nik) {
        var tag = as("branch", "16").get("/v1/participants/" + id).header("ETag");
        as("branch", "16")
                .contentType("application/merge-patch+json")
                .header("If-Match", tag)
                .body(Map.of("nik", nik, "reason", "TYPING_ERROR"))
                .patch("/v1/participants/" + id)
                .then()
                .statusCode(200);
    }

    private Response askFor(String nik) {
        return village()
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "nik",
                        nik,
                        "villageCode",
                        VILLAGE,
                        "reason",
                        "MOVED",
                        "explanation",
                        "Pindah bersama keluarga"))
                .post("/v1/transfer-requests");
    }

    private String found(String nik) {
        return as("branch", "16")
                .contentType(ContentType.JSON)
                .body(Map.of("nik", nik))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .extract()
                .path("items[0].id");
    }

    private String checked() {
        var list = imported(List.of(body(), body()));
        awaitState(list, "CHECKED");
        return list;
    }

    private String committed(String list) {
        village()
                .header("If-Match", village().get(list).header("ETag"))
                .post(list + "/commit")
                .then()
                .statusCode(202);
        awaitState(list, "COMMITTED");
        return list;
    }

    private String imported(List<Map<String, @Nullable Object>> people) {
        var rows = people.stream()
                .map(person ->
                        "%s;%s;%s;P;Petani".formatted(person.get("nik"), person.get("name"), person.get("birthDate")))
                .collect(Collectors.joining("\r\n", "NIK;Nama;Tgl Lahir;JK;Pekerjaan\r\n", "\r\n"));
        return "/v1/imports/"
                + village()
                        .contentType("application/octet-stream")
                        .queryParams(Map.of(
                                "villageCode",
                                VILLAGE,
                                "segment",
                                "BPU",
                                "fundingSource",
                                "ADD",
                                "programmes",
                                "JKK+JKM"))
                        .body(rows.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/imports")
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("id");
    }

    private void awaitState(String list, String state) {
        await().untilAsserted(() -> village().get(list).then().body("state", equalTo(state)));
    }

    private long addKey() {
        var added = stack.keysets().addIndexKey();
        await().untilAsserted(() -> keys().body(state(added), equalTo("COMING")));
        return added;
    }

    private void begin() {
        asOperator().post("/v1/keys/reindexing").then().statusCode(202);
    }

    /** As whoever works with somebody. Under "key share" a second index can be added, and the first not be changed. */
    private Connection hold(Person person, String mode) throws SQLException {
        var holder = connect();
        held.set(holders.indexOf(holder), person.id);
        execute(holder, "select 1 from participant where id = '%s' for %s".formatted(person.id, mode));
        return holder;
    }

    private Connection connect() throws SQLException {
        var holder = stack.postgres().connect("enrollment", "enrollment_owner");
        holders.add(holder);
        held.add("");
        holder.setAutoCommit(false);
        return holder;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void letGo(Connection holder) throws SQLException {
        held.remove(holders.indexOf(holder));
        holders.remove(holder);
        holder.close();
        begin(); // Which is on its way, and goes on at once.
    }

    private void awaitPhase(Phase phase) {
        await().untilAsserted(() -> keys().body("reindexing.phase", equalTo(phase.name())));
    }

    /** All but the row that is held are done. */
    private void awaitPass(Phase phase) {
        await().untilAsserted(() ->
                keys().body("reindexing.phase", equalTo(phase.name())).body("reindexing.pass", not(equalTo(1))));
    }

    private Phase phase() {
        return Phase.valueOf(keys().extract().path("reindexing.phase"));
    }

    private boolean isMoved(Person person) {
        return count("select count(*) from participant where id = '%s' and nik_index_key = %d"
                        .formatted(person.id, usedKey()))
                == 1;
    }

    private long secondIndexes() {
        return count("select count(*) from participant where nik_index_next is not null")
                + count("select count(*) from import_row where nik_index_next is not null");
    }

    private long usedKey() {
        return count("select used_key('NIK_INDEX')");
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** As a database's clock that is set back, or on again: by a day. */
    private void setClock(String direction) {
        jdbi.useHandle(handle -> handle.execute("""
                update register_key set used_from = used_from %s interval '-1 day' where purpose = 'NIK_INDEX' and used_from < 'infinity'
                """.formatted(direction)));
    }

    private static String state(long key) {
        return "keys.find { it.id.toString() == '%s' }.state".formatted(Integer.toUnsignedString((int) key));
    }

    private ValidatableResponse keys() {
        return asOperator().get("/v1/keys").then().statusCode(200);
    }

    private RequestSpecification asOperator() {
        return given().auth().oauth2(stack.tokens().token("operator", null, Map.of()));
    }

    private RequestSpecification village() {
        return as("village", VILLAGE);
    }

    private RequestSpecification as(String role, String area) {
        return given().auth().oauth2(stack.tokens().token(role, area, Map.of()));
    }
}
