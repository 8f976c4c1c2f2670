package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.local.LocalStack;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduler;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Cover begins by itself, and as the day does in Jakarta. Nobody else's people begin their cover in ten days. */
@EnrollmentTest
class CoverStartTest {
    private static final LocalDate FIRST_DAY =
            LocalDate.now(BusinessClock.JAKARTA).plusDays(10);

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Outbox outbox;

    @Inject
    MeterRegistry metrics;

    @Inject
    Scheduler scheduler;

    LocalStack stack;

    @Test
    void beginsAsTheDayDoesInJakarta() {
        var id = enroll();
        var begun = metrics.counter("enrollment.cover.started").count();

        at(FIRST_DAY.atStartOfDay(BusinessClock.JAKARTA).toInstant().minusMillis(1))
                .run();
        shown(id).body("status", equalTo("REGISTERED")).body("version", equalTo(1));

        // In UTC it is still the day before.
        at(FIRST_DAY.minusDays(1).atTime(23, 30).toInstant(ZoneOffset.UTC)).run();

        shown(id).body("status", equalTo("ACTIVE")).body("version", equalTo(2));
        assertThat(metrics.counter("enrollment.cover.started").count()).isGreaterThan(begun);
        settled();
        caller().get("/v1/participants/" + id + "/history")
                .then()
                .body("items", hasSize(2))
                .body("items[1].type", equalTo("id.desaterlindungi.participant.status-changed.v1"))
                .body("items[1].actor", equalTo("enrollment-service"))
                .body("items[1].on", equalTo(FIRST_DAY.toString()))
                .body("items[1].reason", nullValue())
                .body("items[1].changes.field", contains("status"))
                .body("items[1].changes.before", contains("REGISTERED"))
                .body("items[1].changes.after", contains("ACTIVE"));
        at(FIRST_DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)).run();
        shown(id).body("version", equalTo(2));
    }

    @Test
    void runsHourlyAndAsTheDayBegins() {
        var next = scheduler.getScheduledJobs().stream()
                .filter(job -> job.getMethodDescription().contains("CoverStart"))
                .map(job -> LocalTime.ofInstant(job.getNextFireTime(), BusinessClock.JAKARTA))
                .toList();

        assertThat(next).hasSize(2).contains(LocalTime.of(0, 0, 5));
    }

    @Test
    void leavesAloneWhoEndedOrBeganBefore() {
        var ended = enroll();
        change(ended, Map.of("status", "ENDED", "reason", "WITHDREW"));
        var early = enroll();
        change(early, Map.of("status", "ACTIVE"));

        at(FIRST_DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)).run();

        shown(ended).body("status", equalTo("ENDED")).body("version", equalTo(2));
        shown(early).body("status", equalTo("ACTIVE")).body("version", equalTo(2));
    }

    @Test
    void beginsOnceForEachWhereTwoRunAtOnce() throws Exception {
        // More than two transactions' worth.
        var ids = enroll(2_100);
        var start = new CyclicBarrier(2);
        var day = FIRST_DAY.atStartOfDay(BusinessClock.JAKARTA).toInstant();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = IntStream.range(0, 2)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        at(day).run();
                        return i;
                    }))
                    .toList();
            for (var run : runs) {
                run.get();
            }
        }
        at(day).run(); // Where both passed over the last of the other's.

        settled();
        assertThat(number(
                        "select count(*) from participant where id = any(:ids) and status = 'ACTIVE' and version = 2",
                        ids))
                .isEqualTo(ids.size());
        assertThat(number("""
                        select count(*) from event_log
                        where subject = any(:ids::text[]) and type like '%status-changed%' and (data ->> 'version')::int = 2
                          and data -> 'before' ->> 'status' = 'REGISTERED' and data -> 'after' ->> 'status' = 'ACTIVE'
                          and (data -> 'before')::jsonb - 'status' = (data -> 'after')::jsonb - 'status'
                        """, ids)).isEqualTo(ids.size());
    }

    private CoverStart at(Instant now) {
        return new CoverStart(workers, outbox, Clock.fixed(now, ZoneOffset.UTC), metrics);
    }

    private long number(String sql, List<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bindArray("ids", UUID.class, ids)
                .mapTo(Long.class)
                .one());
    }

    private String enroll() {
        return caller().body(body("coveredFrom", FIRST_DAY.toString()))
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .body("status", equalTo("REGISTERED"))
                .extract()
                .path("id");
    }

    private List<UUID> enroll(int people) {
        var ids = new ArrayList<UUID>();
        for (var begin = 0; begin < people; begin += 500) {
            var operations = IntStream.range(begin, Math.min(people, begin + 500))
                    .mapToObj(i -> Map.of(
                            "operationId",
                            UUID.randomUUID().toString(),
                            "enrollment",
                            body("coveredFrom", FIRST_DAY.toString())))
                    .toList();
            List<String> enrolled = caller().body(Map.of("operations", operations))
                    .post("/v1/participants/batch")
                    .then()
                    .statusCode(200)
                    .body("refused", equalTo(0))
                    .extract()
                    .path("results.participantId");
            enrolled.forEach(id -> ids.add(UUID.fromString(id)));
        }
        return ids;
    }

    private void change(String id, Map<String, String> status) {
        caller().header("If-Match", "\"1\"")
                .body(status)
                .post("/v1/participants/" + id + "/status")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse shown(String id) {
        return caller().get("/v1/participants/" + id).then().statusCode(200);
    }

    private void settled() {
        await().untilAsserted(() -> assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from outbox")
                                .mapTo(Long.class)
                                .one()))
                .isZero());
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }
}
