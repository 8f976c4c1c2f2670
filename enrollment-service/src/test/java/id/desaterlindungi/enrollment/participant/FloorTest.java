package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.access.Reach;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.events.EventLog;
import id.desaterlindungi.local.LocalStack;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds where the service has forgotten to ask whose people these are. Here nothing asks: repositories are called as they are,
 * and statements name no area. The check above the floor has a test of its own ({@code OwnAreasTest}).
 */
@EnrollmentTest
class FloorTest {
    private static final String OURS = "16.01.07.2004";
    private static final String THEIRS = "16.02.03.2004";
    private static final Reach VILLAGE = Reach.of(Scope.of(List.of(OURS)), "village@" + OURS);

    private static final String CORRECTION = """
            insert into import_correction (import_id, number, code, field, of_all, choice, actor)
            values (?, ?, 'code-unknown', 'segment', true, 'BPU', 'x')
            """;

    @Inject
    @Owner
    Jdbi owner;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Jdbi jdbi;

    @Inject
    AgroalDataSource connections;

    @Inject
    Participants participants;

    @Inject
    ParticipantReader reader;

    @Inject
    EventLog log;

    LocalStack stack;

    private ParticipantCalls calls;
    private String ours = "";
    private String theirs = "";
    private Map<String, ?> them = Map.of();

    @BeforeEach
    void enrollOneOfEach() {
        calls = new ParticipantCalls(stack, owner);
        them = body("villageCode", THEIRS);
        ours = calls.enroll(body("villageCode", OURS));
        theirs = calls.enroll(them);
        calls.history(theirs, 1);
    }

    @Test
    void findsNobodyOfOthers() {
        var id = UUID.fromString(theirs);
        var index = index(theirs);

        assertThat(asVillage(() -> participants.findByIdOptional(id))).isEmpty();
        assertThat(asVillage(() -> participants.find("nikIndex", index).list())).isEmpty();
        assertThat(asVillage(() -> participants.findByIdOptional(UUID.fromString(ours))))
                .isPresent();
        assertThat(asVillage(() -> log.of(theirs, 0, 10))).isEmpty();
        assertThat(asVillage(() -> log.of(ours, 0, 10))).hasSize(1);
    }

    @Test
    void listsCountsAndExportsNobodyOfOthers() {
        var listed = asVillage(() -> reader.page(new ParticipantFilter(), ParticipantOrder.ID, true, null, 500));
        var counted = asVillage(() -> reader.counts("village_code", new ParticipantFilter()));
        var exported = new ArrayList<String>();
        VILLAGE.call(() -> {
            reader.each(new ParticipantFilter(), one -> exported.add(one.villageCode()));
            return true;
        });

        assertThat(listed).isNotEmpty().extracting(Participant::villageCode).containsOnly(OURS);
        assertThat(counted).extracting(ParticipantReader.Count::code).containsExactly(OURS);
        assertThat(exported).hasSameSizeAs(listed).containsOnly(OURS);
    }

    /** Each about the person {@code :theirs}, or the village's own {@code :ours}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update participant set status = 'ENDED', end_reason = 'WITHDREW' where id = :theirs",
                "update participant set name = 'Uji Lain', version = version + 1 where id <> :ours and village_code <> '16.01.07.2004'",
                "update participant set village_code = '16.02.03.2004' where id = :ours",
                "select from transfer_participant(:theirs, 1, '16.01.07.2004') as version where version is not null",
                """
                insert into participant (
                    id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment, occupation,
                    funding_source, programmes, origin, status, enrolled_on, covered_from, warnings, created_at)
                select uuidv7(), 1, sha256(uuid_send(uuidv7())), nik_index_key, nik_sealed, name, birth_date, sex, '16.02.03.2004',
                    segment, occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, warnings, created_at
                from participant where id = :ours
                """,
                "insert into nik_disclosure (participant_id, actor, purpose) values (:theirs, 'somebody', 'Pencocokan dengan kartu')",
                "select from nik_disclosure where participant_id = :theirs",
                "select from access_record",
                "delete from access_record",
                "select from event_log where subject = :theirs::text",
                "select from event_log where type not like '%participant%'",
                "delete from participant where id = :ours",
                "delete from event_log",
                "select from outbox",
                "update village set notes = 'Uji' where code = '16.02.03.2004'",
                "select from village where code <> '16.01.07.2004'",
                "select from idempotent_request where caller <> 'village@16.01.07.2004'",
                """
                insert into idempotent_request (id, caller, key, request_sealed, status, answer_sealed)
                values (uuidv7(), 'somebody', 'key', '', 200, '')
                """,
                "create table intruder (id integer)",
                "create temporary table intruder (id integer)"
            })
    void doesNothingToOthersByAForgetfulStatement(String statement) {
        calls.post(
                        theirs,
                        1,
                        "nik-disclosure",
                        Map.of("purpose", "CARD_CHECK", "explanation", "Pencocokan dengan kartu"))
                .then()
                .statusCode(200);
        var before = state();

        int touched;
        try {
            touched = VILLAGE.call(() -> jdbi.inTransaction(handle -> {
                var about = Map.of("ours", UUID.fromString(ours), "theirs", UUID.fromString(theirs));
                handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
                return statement.startsWith("select")
                        ? handle.createQuery("select count(*) from (" + statement + ") as seen")
                                .bindMap(about)
                                .mapTo(Integer.class)
                                .one()
                        : handle.createUpdate(statement).bindMap(about).execute();
            }));
        } catch (RuntimeException e) {
            assertThat(e.getCause()).isInstanceOf(SQLException.class);
            assertThat(((SQLException) e.getCause()).getSQLState())
                    .as("insufficient privilege")
                    .isEqualTo("42501");
            touched = 0;
        }

        assertThat(touched).isZero();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void hasNoListOfOthers() {
        var id = owner.withHandle(
                handle -> handle.createQuery("""
                        insert into import (
                            id, state, actor, areas, sha256, size_bytes, format, header_row, headers, fields, defaults, defaults_sha256,
                            row_count, skipped_rows, commit_when_checked)
                        values (uuidv7(), 'FAILED', 'somebody', '{16.01,16.01.07.2004}', sha256(uuid_send(uuidv7())), 1, 'CSV', 1,
                                '{}', '{}', '{}', sha256(''), 1, 0, false)
                        returning id
                        """).mapTo(UUID.class).one());
        owner.useHandle(handle -> {
            handle.execute(
                    "insert into import_chunk (import_id, number, state, row_count) values (?, 0, 'STAGED', 1)", id);
            handle.execute(
                    "insert into import_row (import_id, row_number, chunk_number, verdict) values (?, 2, 0, 'OK')", id);
            handle.execute(
                    "insert into import_report (import_id, actor, extent, form) values (?, 'x', 'ALL', 'CSV')", id);
            handle.execute(CORRECTION, id, 1);
        });
        var tables = Map.of(
                "import",
                "id",
                "import_chunk",
                "import_id",
                "import_row",
                "import_id",
                "import_report",
                "import_id",
                "import_correction",
                "import_id");

        tables.forEach((table, column) -> {
            var rows = "select count(*) from %s where %s = :id".formatted(table, column);
            assertThat(VILLAGE.call(() -> count(jdbi, rows, id))).as(table).isZero();
            assertThat(Reach.of(Scope.of(List.of("16.01")), "x").call(() -> count(jdbi, rows, id)))
                    .as(table)
                    .isOne();
        });
        int changed = VILLAGE.call(() ->
                jdbi.withHandle(handle -> handle.execute("update import set state = 'CHECKING' where id = ?", id)));
        assertThat(changed).isZero();
        assertThatThrownBy(() -> VILLAGE.call(() -> jdbi.withHandle(handle -> handle.execute(
                        "insert into import_report (import_id, actor, extent, form) values (?, 'x', 'ALL', 'CSV')",
                        id))))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> VILLAGE.call(() -> jdbi.withHandle(handle -> handle.execute(CORRECTION, id, 2))))
                .hasMessageContaining("row-level security");
    }

    /** Of the same areas, but another sender. */
    @Test
    void hasNoUploadOfAnother() {
        var id = UUID.randomUUID();
        var another = Reach.of(Scope.of(List.of(OURS)), "another@" + OURS);
        var upload = """
                insert into import_upload (id, actor, areas, metadata, length, expires_at)
                values (?, 'another@16.01.07.2004', '{16.01.07.2004}', '', 1, now() + interval '1 day')
                """;
        var part = "insert into import_upload_part (upload_id, begins_at, sealed) values (?, ?, '')";
        another.call(() -> jdbi.withHandle(handle -> handle.execute(upload, id) + handle.execute(part, id, 0)));

        Map.of("import_upload", "id", "import_upload_part", "upload_id").forEach((table, column) -> {
            var rows = "select count(*) from %s where %s = :id".formatted(table, column);
            assertThat(VILLAGE.call(() -> count(jdbi, rows, id))).as(table).isZero();
            assertThat(another.call(() -> count(jdbi, rows, id))).as(table).isOne();
            int dropped = VILLAGE.call(() -> jdbi.withHandle(
                    handle -> handle.execute("delete from %s where %s = ?".formatted(table, column), id)));
            assertThat(dropped).as(table).isZero();
        });
        assertThatThrownBy(() ->
                        VILLAGE.call(() -> jdbi.withHandle(handle -> handle.execute(upload, UUID.randomUUID()))))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> VILLAGE.call(() -> jdbi.withHandle(handle -> handle.execute(part, id, 1))))
                .hasMessageContaining("row-level security");
    }

    /** A duplicate outside the own areas is told for what it is, though its row cannot be seen. */
    @Test
    void tellsADuplicateNikFromADuplicateKpj() {
        var kpj = "26A%08d".formatted(System.nanoTime() % 100_000_000);
        calls.correct(theirs, 1, Map.of("kpj", kpj)).then().statusCode(200);
        var village = calls.as("village", OURS);

        calls.as("village", OURS)
                .body(ours("nik", them.get("nik")))
                .post("/v1/participants")
                .then()
                .statusCode(409)
                .body("code", equalTo("nik-registered"));
        village.body(ours("kpj", kpj))
                .post("/v1/participants")
                .then()
                .statusCode(409)
                .body("code", equalTo("kpj-registered"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "16; 0",
                "16.02; 0",
                "16.02.03; 0",
                "16.02.03.2004; 0",
                "16.01,16.02.03.2004; 0",
                "16.01; 1",
                "16.0; 1",
                "16.01,16.02.03.2003; 1"
            })
    void knowsWhoIsOutsideAllOfSeveralAreas(String areas, int outside) {
        long found = VILLAGE.call(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from niks_outside(array(select * from registered_niks(array[:index])), string_to_array(:areas, ','))
                        """)
                .bind("index", index(theirs))
                .bind("areas", areas)
                .mapTo(Long.class)
                .one()));

        assertThat(found).isEqualTo(outside);
    }

    private byte[] index(String person) {
        return owner.withHandle(handle -> handle.createQuery("select nik_index from participant where id = :id")
                .bind("id", UUID.fromString(person))
                .mapTo(byte[].class)
                .one());
    }

    @Test
    void seesItsOwnInAllOfSeveralAreasAndNobodyBetween() {
        var between = calls.enroll(body("villageCode", "16.01.07.2005"));
        var several = Reach.of(Scope.of(List.of(OURS, "16.01.07.2006", "16.02.03")), "x");

        var seen = several.call(() -> jdbi.withHandle(handle -> handle.createQuery("select id from participant")
                .mapTo(String.class)
                .set()));

        assertThat(seen).contains(ours, theirs).doesNotContain(between);
    }

    /** Past the service: the role's own connection, and what it is told. */
    @Test
    void showsARoleWhatItsSettingSaysAndNothingWithout() throws SQLException {
        try (var raw = stack.postgres().connect("enrollment", "enrollment_app")) {
            assertThat(number(raw, "select count(*) from participant")).isZero();
            assertThat(number(raw, "select count(*) from import")).isZero();
            assertThat(number(raw, "select count(*) from event_log")).isZero();

            told(raw, OURS, OURS + "/", "");
            assertThat(number(raw, "select count(*) from participant"))
                    .isEqualTo(
                            count(owner, "select count(*) from participant where village_code = '%s'".formatted(OURS)));
            assertThat(number(raw, "select count(*) from participant where village_code <> '%s'".formatted(OURS)))
                    .isZero();

            told(raw, OURS, OURS + "/", ",,");
            assertThat(number(raw, "select count(*) from participant"))
                    .as("an empty code between the commas opens nothing")
                    .isZero();

            told(raw, "16", "16/", "");
            assertThat(number(raw, "select count(*) from participant"))
                    .isEqualTo(count(owner, "select count(*) from participant"));
        }
    }

    /** Else it takes a way that pays for few, such as reading all names of a beginning where a page of them is asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"participant", "village"})
    void letsThePlannerKnowThatTheProvinceSeesAll(String table) {
        owner.useHandle(handle -> handle.execute("analyze " + table));
        var plan = "explain (format json) select from " + table;

        var held = Reach.of(Scope.of(List.of("16")), "x").call(() -> estimate(jdbi, plan));

        assertThat(held).isGreaterThanOrEqualTo(estimate(owner, plan) * 95 / 100);
    }

    private static long estimate(Jdbi jdbi, String plan) {
        var told = jdbi.withHandle(
                handle -> handle.createQuery(plan).mapTo(String.class).one());
        return JsonPath.from(told).getLong("[0].Plan.'Plan Rows'");
    }

    /** The same connection of the pool, one after another: as a worker, in a transaction that is undone, and for nobody. */
    @Test
    void leavesNothingOnAConnectionForWhoTakesItNext() throws SQLException {
        var all = count(owner, "select count(*) from participant");
        var seen = "select pg_backend_pid() as pid, current_user as role, count(*) as people from participant";

        var worker =
                workers.withHandle(handle -> handle.createQuery(seen).mapToMap().one());
        assertThat(worker).containsEntry("role", "enrollment_worker").containsEntry("people", all);
        Reach.of(Scope.of(List.of("16")), "x").call(() -> {
            try (var taken = taken((Integer) worker.get("pid"))) {
                taken.setAutoCommit(false);
                assertThat(number(taken, "select count(*) from participant")).isEqualTo(all);
                taken.rollback();
            }
            return true;
        });
        QuarkusTransaction.begin();
        var undone = Reach.ALL.call(() ->
                workers.withHandle(handle -> handle.createQuery(seen).mapToMap().one()));
        QuarkusTransaction.rollback();
        assertThat(undone).containsEntry("role", "enrollment_worker");

        for (var pid : List.of((Integer) worker.get("pid"), (Integer) undone.get("pid"))) {
            try (var next = taken(pid)) {
                assertThat(number(next, "select count(*) from participant")).isZero();
                assertThat(number(next, "select count(*) from village")).isZero();
                assertThat(number(next, """
                        select count(*) from (values (current_user::text), (current_setting('register.lo')),
                            (current_setting('register.hi')), (current_setting('register.several')),
                            (current_setting('register.callers'))) as left_over (text)
                        where text not in ('enrollment_app', '', '{}')
                        """)).isZero();
            }
        }
    }

    /** Takes connections until it is that one; the others go back. */
    private Connection taken(int pid) throws SQLException {
        var others = new ArrayList<Connection>();
        try {
            while (true) {
                var one = connections.getConnection();
                if (number(one, "select pg_backend_pid()") == pid) {
                    return one;
                }
                others.add(one);
            }
        } finally {
            for (var other : others) {
                other.close();
            }
        }
    }

    private <T> T asVillage(Supplier<T> work) {
        return VILLAGE.call(() -> QuarkusTransaction.requiringNew().call(work::get));
    }

    private static Map<String, ?> ours(String field, Object value) {
        var body = body(field, value);
        body.put("villageCode", OURS);
        return body;
    }

    /** Of all that a statement could change. */
    private String state() {
        return owner.withHandle(handle -> handle.createQuery("""
                        select concat_ws(' ',
                            (select jsonb_agg(p order by id) from participant p where id in (:ours, :theirs)),
                            (select count(*) from nik_disclosure where participant_id = :theirs),
                            (select jsonb_agg(v) from village v where code = '16.02.03.2004'))
                        """)
                .bind("ours", UUID.fromString(ours))
                .bind("theirs", UUID.fromString(theirs))
                .mapTo(String.class)
                .one());
    }

    private static long count(Jdbi jdbi, String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    private static long count(Jdbi jdbi, String query, UUID id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(query).bind("id", id).mapTo(Long.class).one());
    }

    private static void told(Connection raw, String low, String high, String several) throws SQLException {
        try (var statement = raw.createStatement()) {
            statement.execute("set register.lo = '%s'; set register.hi = '%s'; set register.several = '%s'"
                    .formatted(low, high, several));
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
