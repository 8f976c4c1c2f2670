package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several requests in one set: what is one's own stays one's own. */
@EnrollmentTest
class SingleEnrollmentsTest {
    private static final int WRITERS = 2;

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    /** As the service's role, to which what its sessions do is told. */
    @Inject
    Jdbi service;

    @Inject
    MeterRegistry metrics;

    @ConfigProperty(name = "enrollment.audit.elsewhere-a-day", defaultValue = "300")
    int elsewhereADay;

    private static final String OURS = "16.01.07.2001";

    /** The first set as a whole, the second one by one: it would tell one of the callers more than is left. */
    @Test
    void countForEachCallerWhoIsElsewhere() throws Exception {
        var one = "one-" + UUID.randomUUID();
        var other = "other-" + UUID.randomUUID();
        var inside = registered(OURS);
        var outside = registered("16.02.03.2002");
        var sets = metrics.get("enrollment.sets.people").summary();

        var told = together(List.of(sent(one, outside), sent(one, inside), sent(other, outside), sent(other, inside)));
        assertThat(told).containsOnly(409);
        assertThat(List.of(told(one), told(other))).containsExactly(1, 1);

        jdbi.useHandle(handle -> handle.execute(
                "update telling set told = ? where kind = 'ELSEWHERE' and actor = ?", elsewhereADay - 1, one));
        var before = sets.count();
        assertThat(together(List.of(
                        sent(one, outside),
                        sent(one, outside),
                        sent(one, inside),
                        sent(other, outside),
                        sent(other, body()))))
                .containsExactly(409, 429, 429, 409, 201);
        assertThat(List.of(told(one), told(other))).containsExactly(elsewhereADay, 2);
        assertThat(sets.count() - before).as("writers, the set, and each alone").isEqualTo(WRITERS + 1 + 5);
        assertThat(together(List.of(sent(one, body()), sent(other, body())))).containsExactly(429, 201);
    }

    private record Sent(String subject, Map<String, ?> person) {}

    private static Sent sent(String subject, Map<String, ?> person) {
        return new Sent(subject, person);
    }

    private Map<String, ?> registered(String village) {
        var person = body("villageCode", village);
        assertThat(enroll("branch", "16", null, person).statusCode()).isEqualTo(201);
        person.put("villageCode", OURS);
        return person;
    }

    /** The statuses of who come in one set, in the order in which they came. */
    private List<Integer> together(List<Sent> all) throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers;
            try (var held = jdbi.open().begin()) {
                holdWriters(callers, held);
                var place = new AtomicInteger();
                answers = all.stream()
                        .map(one -> waiting(
                                place.incrementAndGet(),
                                () -> callers.submit(() -> given().auth()
                                        .oauth2(stack.tokens().token("village", OURS, Map.of("sub", one.subject)))
                                        .contentType(ContentType.JSON)
                                        .body(one.person)
                                        .post("/v1/participants"))))
                        .toList();
                held.rollback();
            }
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get().statusCode());
            }
            return statuses;
        }
    }

    private int told(String actor) {
        return jdbi.withHandle(
                handle -> handle.select("select told from telling where kind = 'ELSEWHERE' and actor = ?", actor)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void haveEachItsOwnVerdictActorAndKey() throws Exception {
        var key = UUID.randomUUID().toString();
        var registered = body();
        assertThat(enroll("branch", "16", null, registered).statusCode()).isEqualTo(201);
        var sets = metrics.get("enrollment.sets.people").summary();
        var first = body();
        List<Future<Response>> answers;
        long before;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor();
                var held = jdbi.open().begin()) {
            holdWriters(callers, held);
            before = sets.count();

            answers = List.of(
                    waiting(callers, 1, "village", "16.01.07.2001", key, first),
                    waiting(callers, 2, "village", "16.01.07.2001", key, first),
                    waiting(callers, 3, "district", "16.01.07", key, body()),
                    waiting(callers, 4, "regency", "16.01", null, registered),
                    waiting(callers, 5, "province", "16", null, body()));
            held.rollback();
        }

        assertThat(sets.count() - before).as("sets").isEqualTo(1);
        assertThat(answers.stream().map(answer -> answer.resultNow().statusCode()))
                .containsExactly(201, 409, 201, 409, 201);
        assertThat(answers.get(1).resultNow().<String>path("code")).isEqualTo("request-in-progress");
        assertThat(answers.get(3).resultNow().<String>path("code")).isEqualTo("nik-registered");
        assertThat(List.of(actor(answers.get(0)), actor(answers.get(2)), actor(answers.get(4))))
                .containsExactly("village@16.01.07.2001", "district@16.01.07", "province@16");
        var again = enroll("village", "16.01.07.2001", key, first);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.<String>path("id"))
                .isEqualTo(answers.get(0).resultNow().path("id"));
    }

    /** With all writers held up, whoever comes then is in the set after. */
    private void holdWriters(ExecutorService callers, Handle held) {
        held.execute("lock table outbox in share row exclusive mode");
        IntStream.rangeClosed(1, WRITERS).forEach(writer -> {
            send(callers, "branch", "16", null, body());
            await().until(() -> writersHeldUp() == writer);
        });
    }

    private Future<Response> waiting(
            ExecutorService callers,
            int place,
            String role,
            String areas,
            @Nullable String key,
            Map<String, ?> person) {
        return waiting(place, () -> send(callers, role, areas, key, person));
    }

    /** Sent, and seen to wait for the next set. */
    private Future<Response> waiting(int place, Supplier<Future<Response>> sending) {
        var answer = sending.get();
        await().until(() -> metrics.get("enrollment.sets.waiting").gauge().value() == place);
        return answer;
    }

    private Future<Response> send(
            ExecutorService callers, String role, String areas, @Nullable String key, Map<String, ?> person) {
        return callers.submit(() -> enroll(role, areas, key, person));
    }

    private Response enroll(String role, String areas, @Nullable String key, Map<String, ?> person) {
        var caller = given().auth().oauth2(stack.token(role, areas)).contentType(ContentType.JSON);
        if (key != null) {
            caller.header("Idempotency-Key", key);
        }
        return caller.body(person).post("/v1/participants");
    }

    private int writersHeldUp() {
        return service.withHandle(
                handle -> handle.createQuery("""
                        select count(*) from pg_stat_activity
                        where wait_event_type = 'Lock' and query like '%insert into outbox%' and pid <> pg_backend_pid()
                        """).mapTo(Integer.class).one());
    }

    private String actor(Future<Response> answer) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select actor from (select subject, actor from outbox union all select subject, actor from event_log) event
                        where subject = :id
                        """)
                .bind("id", answer.resultNow().<String>path("id"))
                .mapTo(String.class)
                .one());
    }
}
