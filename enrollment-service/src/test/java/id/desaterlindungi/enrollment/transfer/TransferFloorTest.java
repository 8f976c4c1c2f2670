package id.desaterlindungi.enrollment.transfer;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.ELSEWHERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.HERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.REQUESTS;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.THERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.access.Reach;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request tells beneath and beside its answers: by the database, in a day, and on record. */
@EnrollmentTest
class TransferFloorTest {
    private static final int MOST = 300;

    LocalStack stack;

    @Inject
    @Owner
    Jdbi owner;

    @Inject
    Jdbi jdbi;

    private TransferCalls calls;

    @BeforeEach
    void prepare() {
        calls = new TransferCalls(stack);
    }

    @Test
    void showsItsRowToBothSidesAlone() {
        var person = calls.enrolled();
        var id = UUID.fromString(calls.asked(person, HERE));
        var row = "select count(*) from transfer_request where id = :id";
        var joined = row.replace(
                " where id", " join participant on participant.id = participant_id where transfer_request.id");

        assertThat(seen(HERE, row, id)).isOne();
        assertThat(seen(THERE, row, id)).isOne();
        assertThat(seen("16", row, id)).isOne();
        assertThat(seen(ELSEWHERE, row, id)).isZero();
        assertThat(seen("16.01", row, id)).isZero();
        assertThat(seen(HERE, joined, id)).as("the person").isZero();
        assertThat(seen(THERE, joined, id)).as("the person").isOne();
        assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.createQuery(row)
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()))
                .as("where nobody asks")
                .isZero();

        calls.accept(calls.there(), id.toString()).then().statusCode(200);

        assertThat(seen(THERE, row, id)).isOne();
        assertThat(seen(THERE, joined, id)).isZero();
        assertThat(seen(HERE, joined, id)).isOne();
        assertThat(seen(ELSEWHERE, row, id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer_request set state = 'WITHDRAWN', ended_at = now() where id = :id",
                "update transfer_request set from_village_code = '16.05.03.2001' where id = :id",
                "update transfer_request set village_code = '16.05.03.2001' where id = :id",
                "update transfer_request set expires_at = now() where id = :id",
                "delete from transfer_request where id = :id",
                """
                insert into transfer_request (id, participant_id, from_village_code, village_code, nik_region, reason, explanation, expires_at)
                select uuidv7(), :id, '16.05.03.2001', '16.05.03.2001', '160107', 'MOVED', 'Pindah mengikuti', now() + interval '1 day'
                """,
                "select ask_for_transfer_of_any(:id, '{}', '160107', '16.05.02.2001', 'MOVED', 'Pindah mengikuti', null, interval '1 day')"
            })
    void isHeldToBothSidesAgainstAForgetfulStatement(String statement) {
        var id = UUID.fromString(calls.asked(calls.enrolled(), HERE));
        var before = row(id);

        int touched;
        try {
            touched = within(
                    ELSEWHERE,
                    handle -> statement.startsWith("select")
                            ? handle.createQuery(statement)
                                    .bind("id", id)
                                    .mapTo(String.class)
                                    .list()
                                    .size()
                            : handle.createUpdate(statement).bind("id", id).execute());
        } catch (RuntimeException e) {
            assertThat(e.getCause()).hasFieldOrPropertyWithValue("SQLState", "42501");
            touched = 0;
        }

        assertThat(touched).isZero();
        assertThat(row(id)).isEqualTo(before);
    }

    /** Also for who asks, and who decides: what is asked for stays as it was asked. */
    @Test
    void letsNobodyChangeWhatIsAskedFor() {
        var id = UUID.fromString(calls.asked(calls.enrolled(), HERE));

        for (var side : List.of(HERE, THERE)) {
            assertThatThrownBy(() -> within(
                            side,
                            handle -> handle.execute(
                                    "update transfer_request set explanation = 'Sesuatu yang lain' where id = ?", id)))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> within(
                            side,
                            handle -> handle.execute(
                                    "update transfer_request set from_village_code = '16.01.07.2001', village_code = '16.01.07.2001' where id = ?",
                                    id)))
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> within(
                        THERE,
                        handle -> handle.execute(
                                "update transfer_request set from_village_code = '16.01.07.2001' where id = ?", id)))
                .as("out of the own area")
                .hasMessageContaining("row-level security");
    }

    @Test
    void endsForTodayWithWhatAnybodyMayBeTold() {
        var theirs = calls.enrolled();
        told(MOST - 2);
        calls.ask(theirs, HERE).then().statusCode(201);
        calls.ask(body(), HERE).then().statusCode(409).body("code", equalTo("nik-not-registered"));
        assertThat(told()).isEqualTo(MOST);

        // Whoever it is: registered elsewhere, nowhere, asked for already, or here.
        var ours = calls.enrolled(HERE);
        var answers = new ArrayList<String>();
        for (var person : List.of(calls.enrolled(), body(), theirs, ours)) {
            var refused = calls.ask(person, HERE).then().statusCode(429).extract();
            assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 86_401L);
            answers.add(refused.asString());
        }

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(told()).isEqualTo(MOST);
        // It is one limit with that of enrollments; and what was asked before is still there to be seen and withdrawn.
        calls.here()
                .body(body("villageCode", HERE))
                .post("/v1/participants")
                .then()
                .statusCode(429);
        calls.here().queryParam("state", "OPEN").get(REQUESTS).then().statusCode(200);
    }

    @Test
    void isNotCountedForOwnPeopleNorForWhatDoesNotFit() {
        var ours = calls.enrolled(HERE);

        calls.ask(ours, HERE).then().statusCode(409).body("code", equalTo("nik-in-own-area"));
        calls.here()
                .body(question(calls.enrolled().get("nik"), ELSEWHERE))
                .post(REQUESTS)
                .then()
                .statusCode(422);

        assertThat(told()).isZero();
    }

    @Test
    void isOnRecordWithThePersonAndWithoutTheNik() {
        var person = calls.enrolled();
        var participant = UUID.fromString(calls.idOf(person));
        var id = calls.asked(person, HERE);
        calls.ask(person, HERE).then().statusCode(409);
        calls.ask(body(), HERE).then().statusCode(409);
        calls.there().get(REQUESTS + "/" + id).then().statusCode(200);
        calls.there()
                .queryParam("state", "OPEN")
                .queryParam("direction", "incoming")
                .queryParam("limit", 1)
                .get(REQUESTS);
        calls.accept(calls.here(), id).then().statusCode(403);
        calls.accept(calls.there(), id).then().statusCode(200);

        await().untilAsserted(() -> assertThat(records())
                .containsExactly(
                        "requestTransfer 201 16 1 1 " + participant,
                        "requestTransfer 409 16.05.02.2001 0 1 ",
                        "requestTransfer 409 16.05.02.2001 0 0 ",
                        "getTransferRequest 200 16 1 0 " + participant,
                        "listTransferRequests 200 16.06.01.2001 1 0 ",
                        "acceptTransferRequest 403 16 0 0 ",
                        "acceptTransferRequest 200 16 1 0 " + participant));
        assertThat(owner.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery("""
                                select coalesce(selection::text, '') || explanation from access_record
                                where actor = :me and (selection::text || explanation) like '%' || :nik || '%'
                                """)
                        .bind("me", calls.me())
                        .bind("nik", String.valueOf(person.get("nik")))
                        .mapTo(String.class)
                        .list()))
                .isEmpty();
        // Who asked is told to the person.
        calls.here()
                .get("/v1/participants/" + participant + "/access")
                .then()
                .statusCode(200)
                .body("items.operation", hasItem("requestTransfer"))
                .body("items.operation", hasItem("acceptTransferRequest"));
    }

    @Test
    void isNamedOnRecordAlsoWhereItsAnswerIsGivenAgain() {
        var question = question(calls.enrolled().get("nik"), HERE);
        var key = UUID.randomUUID().toString();
        var id = "";
        for (var i = 0; i < 2; i++) {
            id = calls.here()
                    .header("Idempotency-Key", key)
                    .body(question)
                    .post(REQUESTS)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
        }

        var asked = id;
        await().untilAsserted(() -> assertThat(
                        owner.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery("""
                                select selection ->> 'transferRequest' from access_record
                                where actor = :me and operation = 'requestTransfer'
                                """)
                                .bind("me", calls.me())
                                .mapTo(String.class)
                                .list()))
                .containsExactly(asked, asked));
        assertThat(told()).isOne();
    }

    private List<String> records() {
        return owner.withHandle(handle -> handle.createQuery("""
                        select operation || ' ' || status || ' ' || area || ' ' || people || ' ' || elsewhere || ' '
                            || array_to_string(participants, ',')
                        from access_record where actor = :me and operation like '%TransferRequest%' or actor = :me and operation = 'requestTransfer'
                        order by at, id
                        """)
                .bind("me", calls.me())
                .mapTo(String.class)
                .list());
    }

    private int seen(String area, String query, UUID id) {
        return within(
                area,
                handle -> handle.createQuery(query)
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
    }

    private int within(String area, HandleCallback<Integer, RuntimeException> work) {
        return Reach.of(Scope.of(List.of(area)), "somebody").call(() -> jdbi.inTransaction(work));
    }

    private Map<String, Object> row(UUID id) {
        return owner.withHandle(handle -> handle.createQuery("select * from transfer_request where id = :id")
                .bind("id", id)
                .mapToMap()
                .one());
    }

    private void told(int already) {
        owner.useHandle(handle -> handle.execute(
                "insert into telling (kind, actor, day, told) values ('ELSEWHERE', ?, ?, ?)",
                calls.me(),
                LocalDate.now(BusinessClock.JAKARTA),
                already));
    }

    private int told() {
        return owner.withHandle(handle -> handle.createQuery(
                        "select coalesce(sum(told), 0) from telling where actor = :me and kind = 'ELSEWHERE'")
                .bind("me", calls.me())
                .mapTo(Integer.class)
                .one());
    }
}
