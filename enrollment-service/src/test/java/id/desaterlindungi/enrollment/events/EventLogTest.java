package id.desaterlindungi.enrollment.events;

import static id.desaterlindungi.enrollment.Management.management;
import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnrollmentTest
class EventLogTest {
    private static final TopicPartition TOPIC = new TopicPartition("enrollment.events", 0);

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Jdbi callers;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Sequencer sequencer;

    @Inject
    EventSettings settings;

    @Inject
    Outbox outbox;

    LocalStack stack;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void givesEveryCommittedChangeItsPosition() throws Exception {
        var first = settledPosition();

        // Writers and two more sequencers at once, as with several replicas. Twice as many writers as there are
        // connections queue for them without one that waits too long.
        var ids = new HashSet<String>();
        var places = new Semaphore(40);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new AtomicBoolean();
            List<Callable<Void>> others = List.of(sequenceUntil(done), sequenceUntil(done));
            var sequencers = others.stream().map(threads::submit).toList();
            var writers = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        places.acquire();
                        try {
                            return enroll(body());
                        } finally {
                            places.release();
                        }
                    }))
                    .toList();
            for (var writer : writers) {
                ids.add(writer.get());
            }
            done.set(true);
            for (var other : sequencers) {
                other.get();
            }
        }

        await().untilAsserted(() -> assertThat(position()).isEqualTo(first + 200));
        assertThat(positionsAfter(first))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(first + 1, first + 200).boxed().toList());
        assertThat(subjectsAfter(first)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(outboxRows()).isZero();
    }

    private Callable<Void> sequenceUntil(AtomicBoolean done) {
        return () -> {
            while (!done.get()) {
                var seen = outbox.written().now();
                if (sequencer.sequence() == 0) {
                    outbox.written().await(seen, settings.idle());
                }
            }
            return null;
        };
    }

    @Test
    void leavesTheOutboxToWhoeverHoldsTheCursor() {
        jdbi.useTransaction(handle -> {
            handle.execute("select from event_cursor where stage = 'sequenced' for update");
            enroll(body());

            // From another thread: this one's transaction holds the lock.
            assertThat(CompletableFuture.supplyAsync(sequencer::sequence).join())
                    .isZero();
        });
        await().untilAsserted(() -> assertThat(outboxRows()).isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update event_log set actor = 'nobody'",
                "delete from event_log",
                "truncate event_log",
                "delete from participant",
                "update area set name = 'Elsewhere'",
                "alter table participant drop constraint uq_participant_nik_index",
                "create table notes (text text)",
            })
    void mayNotRewriteWhatHappened(String sql) {
        for (var service : List.of(callers, workers)) {
            assertThatThrownBy(() -> service.useHandle(handle -> handle.execute(sql)))
                    .isInstanceOf(UnableToExecuteStatementException.class)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void feedsEventsInOrderAsTheContractSays() throws Exception {
        var first = settledPosition();
        var person = body();
        var id = enroll(person);
        await().untilAsserted(() -> assertThat(position()).isEqualTo(first + 1));

        var batch = caller().queryParam("after", first)
                .get("/v1/events")
                .then()
                .statusCode(200)
                .contentType("application/cloudevents-batch+json")
                .body("sequence", contains(String.valueOf(first + 1)))
                .body("[0].specversion", equalTo("1.0"))
                .body("[0].type", equalTo("id.desaterlindungi.participant.enrolled.v1"))
                .body("[0].source", equalTo("urn:desaterlindungi:enrollment:16"))
                .body("[0].subject", equalTo(id))
                .extract()
                .asString();

        var data = json.readTree(batch).get(0).get("data");
        assertThat(Contract.faults("schemas/participant.v1.schema.json", data)).isEmpty();
        assertThat(data.get("before").isNull()).isTrue();
        assertThat(data.get("after").get("birthYear").asInt()).isEqualTo(1970);
        assertThat(batch)
                .doesNotContain(
                        (String) person.get("nik"), (String) person.get("name"), (String) person.get("birthDate"))
                .doesNotContain(((String) person.get("phone")).replace("-", "").substring(1));
    }

    @Test
    void servesItsContract() {
        for (var file : List.of(
                "asyncapi.yaml",
                "schemas/participant.v1.schema.json",
                "examples/participant.enrolled.v1.json",
                "areas/NOTICE")) {
            assertThat(given().get("/v1/contract/" + file)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString())
                    .isEqualTo(Contract.text(file));
        }
        given().get("/v1/contract/schemas/nothing.json").then().statusCode(404);
        caller().get("/v1/contract/../application.properties").then().statusCode(404);
    }

    @Test
    void pagesTheFeedByPosition() {
        var first = settledPosition();
        IntStream.range(0, 7).forEach(i -> enroll(body()));
        await().untilAsserted(() -> assertThat(position()).isEqualTo(first + 7));

        var positions = new ArrayList<Long>();
        for (var after = first; ; after = positions.getLast()) {
            List<String> page = caller().queryParams(Map.of("after", after, "limit", 3))
                    .get("/v1/events")
                    .path("sequence");
            page.forEach(position -> positions.add(Long.parseLong(position)));
            if (page.size() < 3) {
                break;
            }
        }

        assertThat(positions)
                .isEqualTo(LongStream.rangeClosed(first + 1, first + 7).boxed().toList());
    }

    @Test
    void holdsAnEmptyAnswerBackUntilThereIsAnEvent() throws Exception {
        var first = settledPosition();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() ->
                    caller().queryParams(Map.of("after", first, "wait", 30)).get("/v1/events"));
            // Without the wait it would be answered as soon as it is there.
            await().during(Duration.ofMillis(500)).until(() -> !waiting.isDone());
            var id = enroll(body());

            var answer = waiting.get(20, TimeUnit.SECONDS);

            answer.then().statusCode(200).body("subject", contains(id));
        }
    }

    @Test
    void answersEmptyWhenTheWaitIsOver() {
        var last = settledPosition();
        var begin = System.nanoTime();

        caller().queryParams(Map.of("after", last, "wait", 1))
                .get("/v1/events")
                .then()
                .statusCode(200)
                .body("size()", equalTo(0));

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20)); // Not the longest wait, which is 30 s.
    }

    @ParameterizedTest
    @CsvSource({"after, -1", "after, x", "after, 99999999999999999999", "wait, 31", "wait, -1", "limit, 501", "since, 1"
    })
    void refusesParametersThatDoNotFit(String name, String value) {
        caller().queryParam(name, value)
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(name));
    }

    @Test
    void carriesTheTraceOfTheRequest() {
        var first = settledPosition();
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        caller().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body(body())
                .post("/v1/participants")
                .then()
                .statusCode(201);
        await().untilAsserted(() -> assertThat(position()).isEqualTo(first + 1));

        String carried = caller().queryParam("after", first).get("/v1/events").path("[0].traceparent");
        assertThat(carried).startsWith("00-" + trace + "-");
    }

    @Test
    void publishesInOrderAlsoWhatHappenedWhileKafkaWasAway() throws Exception {
        enroll(body());
        await().untilAsserted(() -> assertThat(published()).isEqualTo(position()));
        var first = settledPosition();

        stack.kafka().stop();
        var ids = new ArrayList<String>();
        try {
            for (var i = 0; i < 20; i++) {
                ids.add(enroll(body()));
            }
            management().get("/q/health/ready").then().statusCode(200);
            await().untilAsserted(() -> assertThat(position()).isEqualTo(first + 20));
            assertThat(published()).isEqualTo(first);
            assertThat(management().get("/q/metrics").asString())
                    .containsPattern("enrollment_publisher_lag(\\{[^}]*})? 20\\.0");
        } finally {
            stack.kafka().start();
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(published()).isEqualTo(first + 20));
        var records = recordsAfter(first);
        assertThat(records.stream()
                        .map(record -> Long.parseLong(header(record, "ce_sequence")))
                        .distinct())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(first + 1, first + 20).boxed().toList());
        assertThat(records.stream().map(record -> header(record, "ce_subject")).distinct())
                .containsExactlyElementsOf(ids);
        for (var record : records) {
            assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
            assertThat(header(record, "ce_type")).isEqualTo("id.desaterlindungi.participant.enrolled.v1");
            assertThat(header(record, "ce_source")).isEqualTo("urn:desaterlindungi:enrollment:16");
            assertThat(header(record, "content-type")).isEqualTo("application/json");
            assertThat(header(record, "ce_id")).hasSize(36);
            assertThat(Instant.parse(header(record, "ce_time"))).isNotNull();
            assertThat(record.key()).isEqualTo(header(record, "ce_subject"));
            JsonNode data = json.readTree(record.value());
            assertThat(Contract.faults("schemas/participant.v1.schema.json", data))
                    .isEmpty();
        }
    }

    private List<ConsumerRecord<String, String>> recordsAfter(long position) {
        var config = Map.<String, Object>of("bootstrap.servers", stack.kafka().bootstrapServers());
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            var end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (consumer.position(TOPIC) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            records.removeIf(record -> Long.parseLong(header(record, "ce_sequence")) <= position);
            return records;
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private String enroll(Map<String, ?> person) {
        return caller().body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("service", "16"));
    }

    private long position() {
        return cursor("sequenced");
    }

    /** The last position once all that was written before has one. */
    private long settledPosition() {
        await().untilAsserted(() -> assertThat(outboxRows()).isZero());
        return position();
    }

    private long outboxRows() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from outbox")
                .mapTo(Long.class)
                .one());
    }

    private long published() {
        return cursor("published");
    }

    private long cursor(String stage) {
        return jdbi.withHandle(handle -> handle.createQuery("select position from event_cursor where stage = :stage")
                .bind("stage", stage)
                .mapTo(Long.class)
                .one());
    }

    private List<Long> positionsAfter(long position) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select position from event_log where position > :after order by 1")
                        .bind("after", position)
                        .mapTo(Long.class)
                        .list());
    }

    private List<String> subjectsAfter(long position) {
        return jdbi.withHandle(handle -> handle.createQuery("select subject from event_log where position > :after")
                .bind("after", position)
                .mapTo(String.class)
                .list());
    }
}
