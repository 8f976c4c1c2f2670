package id.desaterlindungi.reporting.coverage.fold;

import static id.desaterlindungi.reporting.RegisterStub.CORRECTED;
import static id.desaterlindungi.reporting.RegisterStub.ENROLLED;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.coverage.fold.LiveTotals.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.events.EventContent;
import id.desaterlindungi.reporting.coverage.events.EventReader;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.events.Received;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What the transaction alone must hold: here two consumers fold the same events at once, as after a rebalance. */
@QuarkusTest
class CoverageProjectionTest {
    @Inject
    RegisterStub register;

    @Inject
    CoverageProjection projection;

    @Inject
    Intake intake;

    @Inject
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void foldsOnceWhenTwoConsumersHoldTheSameEvents() throws Exception {
        register.awaitFolded();
        var folds = new ArrayList<Callable<Integer>>();
        var events = new ArrayList<Received>();
        for (var i = 0; i < 200; i++) {
            var event = register.append(ENROLLED, null, person("16.09.01.1013"));
            events.add(new Received.Event(
                    event.position(),
                    event.time(),
                    new EventContent.ParticipantChange(
                            EventContent.Change.ENROLLED,
                            LocalDate.of(2026, 11, 22),
                            null,
                            facets(event.data().get("after").toString())),
                    null,
                    null));
        }
        for (var start = 0; start < 200; start += 10) {
            var batch = List.copyOf(events.subList(0, start + 10));
            Callable<Integer> fold = () -> projection
                    .fold(new TargetGeneration.Live(), batch, new BatchSource.Feed())
                    .folded();
            folds.add(fold);
            folds.add(fold);
        }

        var folded = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var outcome : threads.invokeAll(folds)) {
                folded += outcome.get();
            }
        }

        assertThat(folded).isEqualTo(200);
        assertThat(covered("16.09.01.1013")).isEqualTo(200);
        register.awaitFolded();
    }

    @Test
    void comparesALongBatchWithItsLastCensusesAlone() {
        register.awaitFolded();
        var before = register.position();
        var counts = counts();
        var batch = new ArrayList<Received>();
        for (var i = 0; i < 30; i++) {
            var census = register.appendCensus(counts);
            var person = register.append(ENROLLED, null, person("16.09.01.1013"));
            counts.computeIfAbsent("16.09.01.1013", _ -> new HashMap<>()).merge("ACTIVE", 1L, Long::sum);
            batch.addAll(EventReader.readBatch(feed(census, person)));
        }

        var outcome = projection.fold(new TargetGeneration.Live(), batch, new BatchSource.Feed());

        assertThat(outcome.folded()).isEqualTo(60);
        assertThat(outcome.differences()).isZero();
        // A day's of them: the first six were passed over, and the rest compared each at its own position.
        var compared = jdbi.withHandle(handle -> handle.createQuery("""
                        select (position - :before + 1) / 2 from reconciliation
                         where position > :before and differences = 0 order by 1
                        """)
                .bind("before", before)
                .mapTo(Integer.class)
                .list());
        assertThat(compared)
                .containsExactlyElementsOf(IntStream.rangeClosed(7, 30).boxed().toList());
        register.awaitFolded();
    }

    /** A backlog is written where a census of the last day is reached; one of before that is passed over. */
    @Test
    void comparesABacklogWithItsFreshCensuses() {
        register.awaitFolded();
        var offset = projection.topicOffset();
        var counts = counts();
        var old = register.appendCensus(counts);
        var first = register.append(ENROLLED, null, person("16.09.01.1014"));
        counts.computeIfAbsent("16.09.01.1014", _ -> new HashMap<>()).merge("ACTIVE", 1L, Long::sum);
        var fresh = register.appendCensus(counts);
        var last = register.append(ENROLLED, null, person("16.09.01.1014"));
        var batch = EventReader.readBatch(feed(old, first, fresh, last)).stream()
                .<Received>map(event -> new Received.Event(
                        event.position(),
                        event.position() == old.position() ? event.at().minus(Duration.ofDays(2)) : event.at(),
                        event.content(),
                        new Received.TopicRecord(offset, event.at()),
                        null))
                .toList();
        var outcomes = new ArrayList<Outcome>();

        new Backlog(projection, intake, 1, 1_000, new HeldMemory())
                .fold(new TargetGeneration.Live(), batch, new BatchSource.Topic(offset + 1, false), 1, outcomes::add);

        assertThat(outcomes).extracting(Outcome::position).containsExactly(fresh.position(), last.position());
        assertThat(outcomes).extracting(Outcome::differences).containsExactly(0, null);
        register.awaitFolded();
    }

    private Map<String, Map<String, Long>> counts() {
        var people = new TreeMap<String, Map<String, Long>>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select village_code, status, sum(people) as people
                          from coverage_cell join projection using (generation) where state = 'LIVE'
                         group by village_code, status
                        """)
                .map((row, _) -> people.computeIfAbsent(row.getString("village_code"), _ -> new HashMap<>())
                        .put(row.getString("status"), row.getLong("people")))
                .list());
        return people;
    }

    private static byte[] feed(RegisterStub.Event... events) {
        var batch = new ObjectMapper().createArrayNode();
        for (var event : events) {
            batch.addObject()
                    .put("sequence", Long.toString(event.position()))
                    .put("time", event.time().toString())
                    .put("type", event.type())
                    .set("data", event.data());
        }
        return batch.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void countsPeopleInAVillageThatWasRegistered() throws Exception {
        var code = "16.09.01.2099";
        register.publish(register.appendData(
                "id.desaterlindungi.village.registered.v1", new ObjectMapper().readTree("""
                {"villageCode":"16.09.01.2099","version":1,"name":"Desa Uji Baru","on":"2026-07-01","before":null,
                 "after":{"kind":"desa","workers":null,"headPresent":false,"sadar":false,"parentVillage":null,
                          "validFrom":"2026-07-01","validUntil":null,"successors":[]}}"""), null));
        register.enroll(person(code));
        register.awaitFolded();

        assertThat(covered(code)).isEqualTo(1);

        // Out again, so that the other tests find the areas as they know them.
        register.change("id.desaterlindungi.participant.transferred.v1", person(code), person("16.09.01.1013"));
        register.awaitFolded();
        assertThat(covered(code)).isZero();
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var statement = owner.createStatement()) {
            assertThat(statement.executeUpdate("delete from area where code = '" + code + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theApplicationCannotTakeATotalBelowZeroNorChangeTheSchema() {
        var handle = jdbi.open();
        try (handle) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                            handle.execute("insert into area_total_0 values (0, '16.09.01.1014', 'ACTIVE', 'NEW', -1)"))
                    .hasMessageContaining("ck_area_total_people");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> handle.execute("drop table area_total_0"))
                    .hasMessageContaining("must be owner");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> handle.execute("delete from parked_event_0"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void parksOneEventOfALargeBatchAndNoOther() {
        register.awaitFolded();
        var position = register.position();
        var here = person("16.12.02.2005");
        var stranger = person("16.12.02.2005").put("status", "LAPSED");
        for (var i = 0; i < 100; i++) {
            register.append(
                    i == 61 ? CORRECTED : ENROLLED,
                    i == 61 ? stranger : null,
                    i == 61 ? stranger.deepCopy().put("status", "ENDED") : here);
        }

        register.enroll(here);
        register.awaitFolded();

        // Other tests park records that claim positions beyond the log's end.
        assertThat(texts("select position from parked_event where generation = " + LIVE + " and position between "
                        + (position + 1) + " and " + register.position()))
                .containsExactly(Long.toString(position + 62));
        assertThat(texts("select sum(people) from area_total where generation = " + LIVE
                        + " and area_code = '16.12.02.2005'"))
                .containsExactly("100");
    }

    private List<String> texts(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static Facets facets(String json) {
        var body = "{\"on\":\"2026-11-22\",\"before\":null,\"after\":" + json + "}";
        var record = new org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]>(
                RegisterStub.TOPIC, 0, 0, null, body.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_sequence", "1".getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_time", "2026-11-22T01:23:45Z".getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", ENROLLED.getBytes(StandardCharsets.UTF_8));
        var event = (Received.Event) EventReader.read(record);
        return ((EventContent.ParticipantChange) event.content()).after();
    }

    private long covered(String areaCode) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select coalesce(sum(people), 0) from area_total where area_code = :area and generation = (select generation from projection where state = 'LIVE')")
                .bind("area", areaCode)
                .mapTo(Long.class)
                .one());
    }
}
