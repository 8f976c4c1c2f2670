package id.desaterlindungi.e2e;

import static id.desaterlindungi.local.KafkaBroker.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Totals that are folded anew: by several replicas, with kills, and after the topic told lies or was lost. */
@ExtendWith(RunningSystem.class)
@TestMethodOrder(OrderAnnotation.class)
class RebuildIT {
    private static final Duration REBUILT_WITHIN = Duration.ofSeconds(60);
    private static final int PEOPLE = 5_000;

    private final DesaSystem system;
    private final Recount recount;

    RebuildIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    /** In batches, of which those before the kill are kept; and held in memory and copied at once, of which nothing is. */
    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 1_000})
    @Order(1)
    void goesOnWhereAKilledReplicaWasWhileAnotherAnswers(int backlog) throws SQLException {
        Backlog.add(system, PEOPLE);
        recount.awaitCaughtUp();
        var inBatches = backlog > PEOPLE;
        var other = system.anotherReporting(
                Map.of("reporting.events.batch", "1000", "reporting.events.backlog", Integer.toString(backlog)));
        long reached;
        try (var totals = system.totalsDatabase();
                var _ = new HalfWay(system, position(totals) / 2)) {
            system.reporting().kill();
            system.askAsOperator(other).post("/v1/projection/rebuild").then().statusCode(202);
            system.askAsOperator(other).post("/v1/projection/rebuild").then().statusCode(409);
            awaitHeldHalfWay();
            other.kill();
            reached = building(totals);
            assertThat(reached).isBetween(inBatches ? 1L : 0L, inBatches ? position(totals) / 2 : 0L);
        }

        system.reporting().start();
        long begun = System.nanoTime();
        var rebuilt = awaitRebuilt();

        Measured.say("rebuild killed at %d of %d, at an end %d ms after the next start"
                .formatted(reached, rebuilt.getLong("rebuild.of"), (System.nanoTime() - begun) / 1_000_000));
        recount.requireAllRight();
        requireCensus(true);
    }

    @Test
    @Order(2)
    void twoReplicasAnswerAndFoldEachEventOnce() throws SQLException {
        var other = system.anotherReporting(Map.of());
        try (var stream = new ProgressStream(system.reporting(), system.token());
                var otherStream = new ProgressStream(other, system.token())) {
            system.askAsOperator(system.reporting())
                    .post("/v1/projection/rebuild")
                    .then()
                    .statusCode(202);
            system.people().next(20).forEach(this::enroll);
            awaitRebuilt();
            recount.awaitCaughtUp();
            long position = progress().getLong("asOf.position");

            stream.awaitPosition(position);
            otherStream.awaitPosition(position);
            await("the other replica's answer")
                    .untilAsserted(() -> assertThat(system.ask(other)
                                    .get("/v1/progress")
                                    .jsonPath()
                                    .getLong("asOf.position"))
                            .isEqualTo(position));
        }
        // Whoever folds is taken away in the middle; the partition goes to the one that is left.
        Backlog.add(system, 3_000);
        system.reporting().kill();
        recount.awaitCaughtUp();
        other.kill();
        system.reporting().start();
        recount.requireAllRight();
    }

    @Test
    @Order(3)
    void whatTheTopicSaysWronglyOrHasLostComesFromTheFeed() throws Exception {
        recount.requireAllRight();
        long last = progress().getLong("asOf.position");

        // In the place of the next two events, one that cannot be read and one of a type that nobody knows; and one far
        // ahead.
        publish("id.desaterlindungi.participant.enrolled.v1", last + 1, "{\"after\":");
        publish("id.desaterlindungi.weather.changed.v7", last + 2, "{}");
        publish("id.desaterlindungi.participant.enrolled.v1", last + 1_000_000, "{}");
        await("the foreign records").until(() -> progress().getLong("asOf.parked") == 1);
        system.people().next(3).forEach(this::enroll);
        recount.awaitCaughtUp();
        // The one far ahead may be read after the totals have caught up from the feed.
        await("both parked records")
                .untilAsserted(() -> system.askReporting()
                        .get("/v1/projection")
                        .then()
                        .body("parked[0].reason", equalTo("the body is not JSON"))
                        .body("parked[0].position", equalTo((int) last + 1))
                        .body("parked[1].position", equalTo((int) last + 1_000_000)));
        requireCensus(false);

        system.askAsOperator(system.reporting())
                .post("/v1/projection/rebuild?from=feed")
                .then()
                .statusCode(202);
        awaitRebuilt();
        recount.requireAllRight();
        requireCensus(true);

        system.reporting().kill();
        Backlog.add(system, 700);
        awaitPublished();
        loseTopic();
        system.reporting().start();
        recount.requireAllRight();

        enroll(system.people().next());
        recount.requireAllRight();
        system.askAsOperator(system.reporting())
                .post("/v1/projection/rebuild?from=topic")
                .then()
                .statusCode(202);
        awaitRebuilt();
        recount.requireAllRight();
        requireCensus(true);
    }

    /** While this is open, no batch commits that takes the rebuilt totals beyond a position. */
    private static final class HalfWay implements AutoCloseable {
        private static final long LOCK = 0x48414c46L;

        private final Connection totals;

        HalfWay(DesaSystem system, long position) throws SQLException {
            totals = system.totalsDatabase();
            Sql.rows(totals, "select pg_advisory_lock(%d)".formatted(LOCK));
            Sql.execute(totals, """
                    create function hold_half_way() returns trigger language plpgsql as $$
                    begin
                        perform pg_advisory_xact_lock(%d);
                        return new;
                    end $$;
                    create trigger hold_half_way before update on projection
                    for each row when (new.state = 'BUILDING' and new.position > %d) execute function hold_half_way()
                    """.formatted(LOCK, position));
        }

        /** Whoever waits here goes on, and finds that its service is gone. */
        @Override
        public void close() throws SQLException {
            try (totals) {
                Sql.rows(totals, "select pg_advisory_unlock(%d)".formatted(LOCK));
                Sql.execute(totals, "drop function hold_half_way cascade");
            }
        }
    }

    private void awaitHeldHalfWay() throws SQLException {
        try (var look = system.stack().postgres().connect("reporting", "postgres")) {
            await("a rebuild half done").atMost(REBUILT_WITHIN).until(() -> Sql.number(look, """
                    select count(*) from pg_stat_activity where usename = 'reporting_app' and wait_event = 'advisory'
                    """) == 1);
        }
    }

    private void publish(String type, long position, String body) {
        var broker = Map.<String, Object>of(
                "bootstrap.servers", system.stack().kafka().bootstrapServers());
        try (var producer = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer())) {
            var message = new ProducerRecord<>(EVENTS, "foreign", body);
            Map.of(
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            UUID.randomUUID().toString(),
                            "ce_source",
                            "urn:desaterlindungi:enrollment:16",
                            "ce_type",
                            type,
                            "ce_time",
                            Instant.now().toString(),
                            "ce_subject",
                            "foreign",
                            "ce_sequence",
                            Long.toString(position))
                    .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(message);
        }
    }

    private void loseTopic() throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", system.stack().kafka().bootstrapServers()))) {
            admin.deleteTopics(List.of(EVENTS)).all().get();
            await("the topic gone")
                    .until(() -> !admin.listTopics().names().get().contains(EVENTS));
            admin.createTopics(List.of(new NewTopic(EVENTS, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void awaitPublished() throws SQLException {
        try (var register = system.registerDatabase()) {
            await("the backlog on the topic")
                    .until(() -> Sql.rows(register, """
                            select (select count(*) from outbox), count(distinct position) from event_cursor
                            """).equals(List.of("0|1")));
        }
    }

    private JsonPath awaitRebuilt() {
        return await("the rebuild's end")
                .atMost(REBUILT_WITHIN)
                .ignoreExceptions()
                .until(
                        () -> system.askReporting().get("/v1/projection").jsonPath(),
                        state -> state.getString("rebuild.finishedAt") != null);
    }

    private void requireCensus(boolean matched) {
        long position = system.askAsOperator(system.enrollment())
                .post("/v1/census")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("position");
        recount.awaitCaughtUp();
        system.askReporting()
                .get("/v1/reconciliations/" + position)
                .then()
                .statusCode(200)
                .body("reconciliation.matched", equalTo(matched));
        assertThat(progress().getBoolean("asOf.matched")).isEqualTo(matched);
    }

    private void enroll(Person person) {
        system.askEnrollment()
                .body(person.request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
    }

    private JsonPath progress() {
        return system.askReporting().get("/v1/progress").jsonPath();
    }

    private static long building(Connection totals) throws SQLException {
        return Sql.number(totals, "select coalesce(max(position), 0) from projection where state = 'BUILDING'");
    }

    private static long position(Connection totals) throws SQLException {
        return Sql.number(totals, "select position from projection where state = 'LIVE'");
    }
}
