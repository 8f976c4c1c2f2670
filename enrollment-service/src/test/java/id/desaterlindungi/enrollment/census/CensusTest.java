package id.desaterlindungi.enrollment.census;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.events.Contract;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.events.Sequencer;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@EnrollmentTest
class CensusTest {
    private static final String SCHEMA = "schemas/census.v1.schema.json";
    private static final List<String> VILLAGES = List.of("16.11.01.2001", "16.11.01.2002", "16.11.01.2003");

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Census census;

    @Inject
    Sequencer sequencer;

    LocalStack stack;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger written = new AtomicInteger();

    @Test
    void tellsWhatItCountedAndAppendsItToTheLog() throws Exception {
        var id = enroll(VILLAGES.getFirst());
        settled();

        var answer =
                caller("operator").post("/v1/census").then().statusCode(200).extract();

        long position = answer.jsonPath().getLong("position");
        var event = json.readTree(caller("service")
                        .queryParams(Map.of("after", position - 1, "limit", 1))
                        .get("/v1/events")
                        .asString())
                .get(0);
        assertThat(event.get("type").asText()).isEqualTo("id.desaterlindungi.register.census.v1");
        assertThat(event.get("subject").asText()).isEqualTo("register");
        var data = event.get("data");
        assertThat(Contract.faults(SCHEMA, data)).isEmpty();
        assertThat(data.get("censusId").asText()).isEqualTo(answer.path("censusId"));
        assertThat(sum(data.get("totals"))).isEqualTo(answer.jsonPath().getLong("people"));
        assertThat(data.get("villages")).hasSize((int) answer.path("villages"));
        assertThat(counts(data)).isEqualTo(countsOfLogBefore(position));
        assertThat(data.toString()).doesNotContain(id);
    }

    @Test
    void givesTheFirstAnswerAgainForTheSameKey() {
        enroll(VILLAGES.getFirst());
        settled();
        var key = UUID.randomUUID().toString();
        var first = caller("operator").header("Idempotency-Key", key).post("/v1/census");
        first.then().statusCode(200);
        var taken = censuses();

        var again = caller("operator").header("Idempotency-Key", key).post("/v1/census");

        again.then().statusCode(200).header("Idempotency-Replayed", "true");
        assertThat(again.jsonPath().getMap("")).isEqualTo(first.jsonPath().getMap(""));
        assertThat(censuses()).isEqualTo(taken);
        caller("operator")
                .header("Idempotency-Key", key + "-2")
                .post("/v1/census")
                .then()
                .statusCode(200);
        assertThat(censuses()).isEqualTo(taken + 1);
    }

    @Test
    void isForOperators() {
        caller("branch").post("/v1/census").then().statusCode(403).body("code", equalTo("forbidden"));
        given().post("/v1/census").then().statusCode(401);
    }

    /** Whoever writes meanwhile, however many sequence: the log up to each census adds up to what the census counted. */
    @Test
    void isExactAtItsPositionWhileOthersWrite() throws Exception {
        var done = new AtomicBoolean();
        var taken = new ArrayList<Census.Taken>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> write(done)))
                    .toList();
            var others = List.of(takeMany(threads), takeMany(threads));
            try {
                for (var other : others) {
                    taken.addAll(other.get());
                }
            } finally {
                done.set(true);
            }
            for (var writer : writers) {
                writer.get();
            }
        }
        settled();

        assertThat(taken).hasSize(12);
        assertThat(taken.getFirst().counts().people())
                .isLessThan(taken.getLast().counts().people());
        for (var one : taken) {
            var data = json.readTree(json.findAndRegisterModules().writeValueAsString(one.counts()));
            assertThat(counts(data)).isEqualTo(countsOfLogBefore(one.placed().position()));
        }
        assertThat(number("select max(position) - count(*) from event_log")).isZero();
    }

    private Future<List<Census.Taken>> takeMany(ExecutorService threads) {
        return threads.submit(() -> {
            var taken = new ArrayList<Census.Taken>();
            for (var i = 0; i < 6; i++) {
                // Writers go on between one census and the next.
                var enough = written.get() + 5;
                await().pollInterval(Duration.ofMillis(5)).until(() -> written.get() >= enough);
                taken.add(census.take());
            }
            return taken;
        });
    }

    private void write(AtomicBoolean done) {
        for (var i = 0; !done.get(); i++) {
            var id = enroll(VILLAGES.get(i % VILLAGES.size()));
            if (i % 3 == 0) {
                caller("branch")
                        .header("If-Match", "\"1\"")
                        .body(Map.of("status", "ENDED", "reason", "WITHDREW"))
                        .post("/v1/participants/" + id + "/status")
                        .then()
                        .statusCode(200);
            }
            written.incrementAndGet();
        }
    }

    @Test
    void countsNobodyWhoseEventComesAfterIt() throws Exception {
        settled();
        var before = people();

        var placed = sequencer
                .observe(handle -> {
                    var first = people(handle);
                    var id = CompletableFuture.supplyAsync(() -> enroll(VILLAGES.getLast()))
                            .join();
                    assertThat(people(handle)).isEqualTo(first).isEqualTo(before);
                    return Optional.of(new Event("id.desaterlindungi.test.observed.v1", id, Map.of()));
                })
                .orElseThrow();

        settled();
        assertThat(people()).isEqualTo(before + 1);
        assertThat(texts("select position from event_log where subject = '%s' order by position"
                        .formatted(placed.event().subject())))
                .containsExactly(String.valueOf(placed.position()), String.valueOf(placed.position() + 1));
    }

    @Test
    void isTakenByItselfOnceWhenItIsDue() throws Exception {
        caller("operator").post("/v1/census").then().statusCode(200);
        census.takeWhenDue();
        var before = censuses();

        age();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var replicas = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> {
                        census.takeWhenDue();
                        return null;
                    }))
                    .toList();
            for (var replica : replicas) {
                replica.get();
            }
        }

        assertThat(censuses()).isEqualTo(before + 1);
        assertThat(texts("select actor from event_log where subject = 'register' order by position desc limit 1"))
                .containsExactly("enrollment-service");
    }

    /** As if what is in the log had happened two hours ago. */
    private void age() throws SQLException {
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.executeUpdate(
                    "update event_log set recorded_at = recorded_at - interval '2 hours' where subject = 'register'");
        }
    }

    @Test
    void fitsIntoOneMessageWhateverTheRegistersSize() throws Exception {
        var villages = new TreeMap<String, List<Long>>();
        for (var i = 0; i < 3_300; i++) {
            villages.put(
                    "16.%02d.%02d.%04d".formatted(i / 250, i / 20 % 100, 2000 + i),
                    List.of(9_999L, 99_999L, 9_999L, 9_999L, 9_999L));
        }
        var counts = new CensusEvent(
                UUID.randomUUID(),
                LocalDate.of(2026, 11, 22),
                List.of(ParticipantStatus.values()),
                List.of(1L, 2L, 3L, 4L, 5L),
                villages);

        var body = json.findAndRegisterModules().writeValueAsString(counts);

        assertThat(villages).hasSize(3_300);
        assertThat(body.length()).isLessThan(200_000);
    }

    private Map<String, Long> counts(JsonNode data) {
        var counts = new TreeMap<String, Long>();
        data.get("villages").properties().forEach(village -> {
            for (var column = 0; column < data.get("statuses").size(); column++) {
                var people = village.getValue().get(column).asLong();
                if (people > 0) {
                    counts.put(
                            village.getKey() + " "
                                    + data.get("statuses").get(column).asText(),
                            people);
                }
            }
        });
        return counts;
    }

    /** Where the log's events before a position leave everybody. */
    private Map<String, Long> countsOfLogBefore(long position) {
        var counts = new TreeMap<String, Long>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select after ->> 'villageCode' || ' ' || (after ->> 'status') as place, count(*) as people
                        from (select distinct on (subject) data -> 'after' as after from event_log
                              where type like 'id.desaterlindungi.participant.%' and position < :position
                              order by subject, position desc) as last
                        group by place
                        """)
                .bind("position", position)
                .map((row, _) -> Map.entry(row.getString("place"), row.getLong("people")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue())));
        return counts;
    }

    private static long sum(JsonNode numbers) {
        var sum = 0L;
        for (var number : numbers) {
            sum += number.asLong();
        }
        return sum;
    }

    private String enroll(String village) {
        return caller("branch")
                .body(body("villageCode", village))
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private RequestSpecification caller(String role) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(stack.token(role, role.equals("operator") ? null : "16"));
    }

    private void settled() {
        await().untilAsserted(
                        () -> assertThat(number("select count(*) from outbox")).isZero());
    }

    private long censuses() {
        return number("select count(*) from event_log where subject = 'register'");
    }

    private long people() {
        return jdbi.withHandle(CensusTest::people);
    }

    private static long people(Handle handle) {
        return handle.createQuery("select count(*) from participant")
                .mapTo(Long.class)
                .one();
    }

    private List<String> texts(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
