package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.village.VillageCalls.PARENT;
import static id.desaterlindungi.enrollment.village.VillageCalls.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of one village, and of the people in it, at the same moment. */
@EnrollmentTest
class VillageAtOnceTest {
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
    void letsOneOfTwoWin() throws Exception {
        var village = calls.register();

        var statuses = atOnce(calling(
                i -> calls.correct(village, 1, Map.of("notes", "Catatan " + i)).statusCode(), 6));

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(5);
    }

    /** Whatever comes first, nobody is left behind in a village that is no more, and nobody is lost. */
    @Test
    void leavesNobodyBehindWhileOthersEnroll() throws Exception {
        for (var round = 0; round < 5; round++) {
            var village = calls.register();
            var successor = calls.register();
            calls.enroll(village);
            var first = calls.position();
            var work = calling(i -> calls.enrollIn(village).statusCode(), 24);
            work.add(6, () -> calls.close(village, 1, into(successor)).statusCode());

            var statuses = atOnce(work);

            assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 201, 422);
            var enrolled =
                    (int) statuses.stream().filter(status -> status == 201).count();
            assertThat(calls.people(village)).isZero();
            assertThat(calls.people(successor)).isEqualTo(1 + enrolled);
            var people = new HashMap<String, Integer>(Map.of(village, 1));
            for (var event : calls.eventsAfter(first)) {
                people.merge(event.at("/data/before/villageCode").asText(), -1, Integer::sum);
                people.merge(event.at("/data/after/villageCode").asText(), 1, Integer::sum);
            }
            assertThat(people).containsEntry(village, 0).containsEntry(successor, 1 + enrolled);
        }
    }

    @Test
    void closesOnceOfTwoClosuresAtOnce() throws Exception {
        var village = calls.register();

        var statuses = atOnce(calling(i -> calls.close(village, 1, into(PARENT)).statusCode(), 4));

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(3);
    }

    /** What stands there after the wait counts. */
    @Test
    void learnsOfTheClosureThatItWaitedFor() throws Exception {
        var village = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            handle.execute(
                    "update village set valid_until = '2026-04-01', version = version + 1 where code = ?", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.close(village, 1, into(PARENT)));
            awaitBlocked(handle);
            return waiting;
        });

        answer.get().then().statusCode(409);
    }

    @Test
    void doesNotDeadlockWhereTwoVillagesCloseIntoEachOther() throws Exception {
        var one = calls.register();
        var other = calls.register();
        calls.enroll(one);
        calls.enroll(other);

        var statuses = atOnce(List.of(
                () -> calls.close(one, 1, into(other)).statusCode(),
                () -> calls.close(other, 1, into(one)).statusCode()));

        assertThat(statuses).containsExactlyInAnyOrder(200, 422);
        assertThat(calls.people(one) + calls.people(other)).isEqualTo(2);
    }

    /** An enrollment that the closure overtook waits for it and then learns of it, though it saw the village open. */
    @Test
    void tellsAnEnrollmentThatWaitedForTheClosure() throws Exception {
        var village = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            handle.execute(
                    "update village set valid_until = '2026-04-01', version = version + 1 where code = ?", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.enrollIn(village));
            awaitBlocked(handle);
            assertThat(waiting).isNotDone();
            return waiting;
        });

        answer.get().then().statusCode(422).body("errors.code", contains("village-closed"));
    }

    @Test
    void refusesThoseOfABatchWhoCameTooLateAndNobodyElse() throws Exception {
        var village = calls.register();
        var other = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            handle.execute(
                    "update village set valid_until = '2026-04-01', version = version + 1 where code = ?", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.caller()
                    .body(Map.of("operations", List.of(enrollment(village), enrollment(other))))
                    .post("/v1/participants/batch"));
            awaitBlocked(handle);
            assertThat(waiting).isNotDone();
            return waiting;
        });

        answer.get()
                .then()
                .statusCode(200)
                .body("results.status", contains(422, 201))
                .body("results[0].problem.errors.code", contains("village-closed"));
    }

    /** Only a closure keeps people waiting, no other change of a village and no closure into it. */
    @Test
    void letsPeopleInWhileTheRecordChanges() {
        var village = calls.register();

        jdbi.useTransaction(handle -> {
            handle.execute("update village set notes = 'x', version = version + 1 where code = ?", village);
            handle.execute("select from village where code = ? for key share", village);
            assertThat(calls.enrollIn(village).statusCode()).isEqualTo(201);
        });
    }

    @Test
    void waitsForThoseWhoAreEnrolling() throws Exception {
        var village = calls.register();

        var answer = jdbi.inTransaction(handle -> {
            // What the foreign key of an enrollment holds until it commits.
            handle.execute("select from village where code = ? for key share", village);
            var waiting = CompletableFuture.supplyAsync(() -> calls.close(village, 1, into(PARENT)));
            awaitBlocked(handle);
            assertThat(waiting).isNotDone();
            return waiting;
        });

        answer.get().then().statusCode(200);
    }

    private static Map<String, Object> enrollment(String village) {
        return Map.of("operationId", UUID.randomUUID().toString(), "enrollment", body("villageCode", village));
    }

    /** Until somebody waits for what this transaction holds. */
    private static void awaitBlocked(Handle handle) {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(30))
                .until(() -> handle.createQuery("""
                        select exists (
                            select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))
                        """).mapTo(Boolean.class).one());
    }

    private interface Call {
        int run(int number);
    }

    private static List<Callable<Integer>> calling(Call call, int times) {
        var work = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < times; i++) {
            var number = i;
            work.add(() -> call.run(number));
        }
        return work;
    }

    private static List<Integer> atOnce(List<Callable<Integer>> work) throws Exception {
        var start = new CyclicBarrier(work.size());
        var results = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = work.stream()
                    .map(one -> threads.submit(() -> {
                        start.await();
                        return one.call();
                    }))
                    .toList();
            for (var one : running) {
                results.add(one.get());
            }
        }
        return results;
    }
}
