package id.desaterlindungi.enrollment.transfer;

import static id.desaterlindungi.enrollment.transfer.TransferCalls.ELSEWHERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.HERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several who decide at the same moment, and an acceptance that breaks off. */
@EnrollmentTest
class TransferAtOnceTest {
    private static final int OK = 200;

    /** Told to a superuser alone. */
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and pid <> pg_backend_pid() and query ~ ";

    private static final String MOVING =
            "query like '%transfer_participant%' and wait_event_type = 'Lock' and pid <> pg_backend_pid()";

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    private TransferCalls calls;

    @BeforeEach
    void prepare() {
        calls = new TransferCalls(stack);
    }

    @Test
    void letsOneDecisionWin() throws Exception {
        for (var round = 0; round < 5; round++) {
            var person = calls.enrolled();
            var participant = calls.idOf(person);
            var id = calls.asked(person, HERE);
            var ends = List.of("ACCEPTED", "RETURNED", "WITHDRAWN");

            var statuses = atOnce(List.of(
                    () -> calls.accept(calls.there(), id).statusCode(),
                    () -> calls.giveBack(calls.as("regency", "16.06"), id).statusCode(),
                    () -> calls.withdraw(calls.here(), id).statusCode()));

            assertThat(statuses).containsOnlyOnce(OK).isSubsetOf(OK, 412);
            var won = ends.get(statuses.indexOf(OK));
            assertThat(calls.state(id)).isEqualTo(won);
            assertThat(village(participant)).isEqualTo(won.equals("ACCEPTED") ? HERE : THERE);
            assertThat(transfers(participant)).isEqualTo(won.equals("ACCEPTED") ? 1 : 0);
        }
    }

    @Test
    void movesAPersonOnceOfTwoAcceptances() throws Exception {
        for (var round = 0; round < 5; round++) {
            var person = calls.enrolled();
            var participant = calls.idOf(person);
            var one = calls.asked(person, HERE);
            var other = calls.asked(person, ELSEWHERE);

            var statuses = atOnce(List.of(
                    () -> calls.accept(calls.there(), one).statusCode(),
                    () -> calls.accept(calls.there(), one).statusCode(),
                    () -> calls.accept(calls.as("district", "16.06.01"), other).statusCode()));

            assertThat(statuses).isSubsetOf(OK, 412);
            assertThat(List.of(calls.state(one), calls.state(other)))
                    .containsExactlyInAnyOrder("ACCEPTED", "OVERTAKEN");
            assertThat(transfers(participant)).isOne();
        }
    }

    @Test
    void asksOnceOfManyTimes() throws Exception {
        var person = calls.enrolled();
        var asking = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 8; i++) {
            asking.add(() -> calls.ask(person, HERE).statusCode());
        }

        var statuses = atOnce(asking);

        assertThat(statuses).containsOnlyOnce(201).isSubsetOf(201, 409);
    }

    /** Nobody waits in a circle, and each request is one of the village that took the people. */
    @Test
    void asksWhileTheVillageCloses() throws Exception {
        for (var round = 0; round < 3; round++) {
            var village = calls.registered("16.06.01", THERE);
            var work = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < 6; i++) {
                var person = calls.enrolled(village);
                work.add(() -> calls.ask(person, HERE).statusCode());
            }
            work.add(3, () -> calls.close(village, THERE).statusCode());

            var statuses = atOnce(work);

            assertThat(statuses).containsOnlyOnce(OK).isSubsetOf(OK, 201);
            assertThat(count("select count(*) from transfer_request where from_village_code = '%s'".formatted(village)))
                    .isZero();
        }
    }

    /** The transfer begins before the request is there, waits for it, and ends it. */
    @Test
    void endsARequestThatItHadToWaitFor() throws Exception {
        var person = calls.enrolled();
        var participant = calls.idOf(person);

        try (var threads = Executors.newFixedThreadPool(2);
                var blocking = jdbi.open()) {
            blocking.begin();
            blocking.execute("select from village where code = ? for update", HERE);
            var asking = threads.submit(() -> calls.ask(person, HERE));
            await().until(() -> count(all(), WAITING + "'ask_for_transfer'") == 1);
            var moving = threads.submit(() -> calls.there()
                    .header("If-Match", "\"1\"")
                    .body(Map.of("villageCode", "16.06.02.2001", "reason", "MOVED"))
                    .post("/v1/participants/" + participant + "/transfer")
                    .statusCode());
            await().until(() -> count(all(), WAITING + "'transfer_participant|for no key update'") == 1);
            blocking.rollback();

            var id = asking.get().then().statusCode(201).extract().<String>path("id");
            assertThat(moving.get()).isEqualTo(OK);
            assertThat(calls.state(id)).isEqualTo("OVERTAKEN");
        }
    }

    /** Its connection is lost when the request has been ended and the person is being moved. */
    @Test
    void isWholeOrNotAtAllWhereAnAcceptanceIsKilled() throws Exception {
        var person = calls.enrolled();
        var participant = calls.idOf(person);
        var id = calls.asked(person, HERE);
        var other = calls.asked(person, ELSEWHERE);

        try (var threads = Executors.newSingleThreadExecutor();
                var blocking = jdbi.open()) {
            blocking.begin();
            blocking.execute("select from village where code = ? for update", HERE);
            var accepting = threads.submit(() -> calls.accept(calls.there(), id).statusCode());
            await().until(() -> count(all(), "select count(*) from pg_stat_activity where " + MOVING) == 1);
            count(all(), "select count(pg_terminate_backend(pid)) from pg_stat_activity where " + MOVING);

            assertThat(accepting.get()).isEqualTo(503);
            blocking.rollback();
        }

        assertThat(List.of(calls.state(id), calls.state(other))).containsOnly("OPEN");
        assertThat(village(participant)).isEqualTo(THERE);
        assertThat(transfers(participant)).isZero();
        assertThat(calls.accept(calls.there(), id).statusCode()).isEqualTo(OK);
        assertThat(transfers(participant)).isOne();
    }

    private Jdbi all() {
        return Jdbi.create(() -> stack.postgres().connect("enrollment", "postgres"));
    }

    private static List<Integer> atOnce(List<Callable<Integer>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            return threads.invokeAll(work).stream().map(one -> one.resultNow()).toList();
        }
    }

    private String village(String participant) {
        return jdbi.withHandle(handle -> handle.createQuery("select village_code from participant where id = :id")
                .bindMap(Map.of("id", UUID.fromString(participant)))
                .mapTo(String.class)
                .one());
    }

    private int transfers(String participant) {
        await().until(() -> count("select count(*) from outbox") == 0);
        return count("select count(*) from event_log where type like '%%transferred%%' and subject = '%s'"
                .formatted(participant));
    }

    private int count(String query) {
        return count(jdbi, query);
    }

    private static int count(Jdbi database, String query) {
        return database.withHandle(
                handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }
}
