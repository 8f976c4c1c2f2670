package id.desaterlindungi.reporting.coverage.fold;

import static id.desaterlindungi.reporting.RegisterStub.CORRECTED;
import static id.desaterlindungi.reporting.RegisterStub.ENROLLED;
import static id.desaterlindungi.reporting.RegisterStub.STATUS_CHANGED;
import static id.desaterlindungi.reporting.RegisterStub.TRANSFERRED;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.coverage.fold.LiveTotals.LIVE;
import static id.desaterlindungi.reporting.coverage.fold.LiveTotals.OLD_VILLAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.RegisterStub.Event;
import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Totals that are folded anew while events come, connections break and censuses are taken. What other tests have left counts as
 * it was when a test begins.
 */
@QuarkusTest
class RebuildTest {
    private static final List<String> VILLAGES =
            List.of("16.12.02.2001", "16.12.02.2002", "16.12.02.2003", "16.12.02.2004");

    private static final List<String> STATUSES = List.of("REGISTERED", "ACTIVE", "GRACE", "LAPSED", "ENDED");

    @Inject
    RegisterStub register;

    @Inject
    Jdbi jdbi;

    @Inject
    Areas areas;

    LocalStack stack;

    private LiveTotals totals;

    private final List<String> open = new ArrayList<>(VILLAGES);

    @BeforeEach
    void totals() {
        totals = new LiveTotals(stack, register, jdbi, areas);
    }

    @AfterEach
    void leaveTheAreasAsOtherTestsKnowThem() throws SQLException {
        totals.leaveTheAreasAsOtherTestsKnowThem();
    }

    @Test
    void holdsTheSameAfterAnyHistoryWhateverBreaks() throws Exception {
        long seed = Long.getLong("rebuild.seed", System.nanoTime());
        System.out.println("rebuild.seed=" + seed);
        var random = new Random(seed);
        totals.rebuild("topic");
        var expected = totals.counted();
        var people = new ArrayList<ObjectNode>();
        var events = new ArrayList<Event>();
        var censuses = new ArrayList<Long>();
        var done = new AtomicBoolean();
        int broken;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var breaking = threads.submit(breakConnections(new Random(seed), done));
            try {
                for (var step = 0; step < 400; step++) {
                    var event = act(random, people, expected);
                    events.add(event);
                    deliver(random, events, event);
                    if (step == 200) {
                        for (var moved : closed(people, expected)) {
                            events.add(moved);
                            deliver(random, events, moved);
                        }
                    }
                    if (step % 40 == 39) {
                        var census = register.appendCensus(expected);
                        censuses.add(census.position());
                        deliver(random, events, census);
                    }
                    if (random.nextInt(80) == 0) {
                        totals.ask("operator").post("/v1/projection/rebuild?from=topic");
                    }
                }
                register.publish(events.getLast());
                register.publish(register.append(ENROLLED, null, enrolled(random, people, expected)));
                totals.awaitFolded();
            } finally {
                done.set(true);
                broken = breaking.get();
            }
        }
        totals.awaitRebuilt();
        totals.rebuild("topic");

        assertThat(broken).as("connections broken, seed " + seed).isPositive();
        assertThat(totals.counted()).as("seed " + seed).isEqualTo(expected);
        assertThat(totals.texts("select matched from reconciliation where position = any('{%s}') order by position"
                        .formatted(String.join(
                                ",", censuses.stream().map(String::valueOf).toList()))))
                .as("seed " + seed)
                .hasSize(censuses.size())
                .containsOnly("t");
        assertThat(totals.census(expected)).isTrue();
    }

    private Event act(Random random, List<ObjectNode> people, Map<String, Map<String, Long>> expected) {
        if (people.isEmpty() || random.nextInt(3) == 0) {
            return register.append(ENROLLED, null, enrolled(random, people, expected));
        }
        var one = random.nextInt(people.size());
        var before = people.get(one);
        var after = before.deepCopy();
        String type = switch (random.nextInt(3)) {
            case 0 -> {
                after.put("villageCode", pick(random, open));
                yield TRANSFERRED;
            }
            case 1 -> {
                after.put("status", pick(random, STATUSES));
                yield STATUS_CHANGED;
            }
            default -> {
                after.put("birthYear", 1950 + random.nextInt(50));
                after.put("origin", random.nextBoolean() ? "NEW" : "CARRIED_OVER");
                yield CORRECTED;
            }
        };
        count(expected, before, -1);
        count(expected, after, 1);
        people.set(one, after);
        return register.append(type, before, after);
    }

    private ObjectNode enrolled(Random random, List<ObjectNode> people, Map<String, Map<String, Long>> expected) {
        var one = person(pick(random, open)).put("status", pick(random, STATUSES));
        people.add(one);
        count(expected, one, 1);
        return one;
    }

    /** The last village is merged into the first: all of its people are moved, and nobody comes to it any more. */
    private List<Event> closed(List<ObjectNode> people, Map<String, Map<String, Long>> expected) throws Exception {
        var village = open.removeLast();
        var events = new ArrayList<Event>();
        for (var one = 0; one < people.size(); one++) {
            var before = people.get(one);
            if (before.get("villageCode").asText().equals(village)) {
                var after = before.deepCopy().put("villageCode", open.getFirst());
                count(expected, before, -1);
                count(expected, after, 1);
                people.set(one, after);
                events.add(register.append(TRANSFERRED, before, after));
            }
        }
        var closure =
                (ObjectNode) new ObjectMapper().readTree(RegisterStub.contract("examples/village.closed.v1.json"));
        events.add(
                register.appendData("id.desaterlindungi.village.closed.v1", closure.put("villageCode", village), null));
        return events;
    }

    /** Most once, some twice or with old ones again, some not at all: those are fetched. */
    private void deliver(Random random, List<Event> events, Event event) {
        var chance = random.nextInt(20);
        if (chance > 1) {
            register.publish(event);
        }
        if (chance > 17) {
            register.publish(event);
            register.publish(events.get(random.nextInt(events.size())));
        }
    }

    /** Ends the connections that write totals, at any of their steps: what was not committed never was. */
    private Callable<Integer> breakConnections(Random random, AtomicBoolean done) {
        return () -> {
            var broken = 0;
            try (var root = stack.postgres().connect("reporting", "postgres");
                    var statement = root.createStatement()) {
                while (!done.get() && broken < 12) {
                    try (var row = statement.executeQuery("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                             where usename = 'reporting_app'
                               and (query like 'merge%' or query like '%update projection%' or query like 'truncate%')
                               and state <> 'idle'
                            """)) {
                        row.next();
                        broken += row.getInt(1);
                    }
                    Thread.sleep(random.nextInt(40));
                }
            }
            return broken;
        };
    }

    /**
     * A log of a release that dated villages in year 0, which the totals of that time parked, and with it everybody in the
     * village. Its totals are what stands here at first.
     */
    @Test
    void countsWhatAnOlderReleaseParked() throws Exception {
        totals.rebuild("topic");
        register.awaitFolded();
        var expected = totals.counted();
        var parked = parked();
        register.feedAvailable(false);
        var events = oldVillage();
        var one = person(OLD_VILLAGE);
        events.add(register.append(ENROLLED, null, one));
        var ended = one.deepCopy().put("status", "ENDED");
        events.add(register.append(STATUS_CHANGED, one, ended));
        var other = person(OLD_VILLAGE);
        events.add(register.append(ENROLLED, null, other));
        var moved = other.deepCopy().put("villageCode", VILLAGES.getFirst());
        events.add(register.append(TRANSFERRED, other, moved));
        count(expected, ended, 1);
        count(expected, moved, 1);
        events.add(oldClosure());
        parkedByAnOlderRelease(events);
        register.feedAvailable(true);
        events.forEach(register::publish);
        await().untilAsserted(() -> assertThat(parked()).isEqualTo(parked + events.size()));
        assertThat(totals.census(expected)).isFalse();

        totals.owner("update projection set shape = 2 where state = 'LIVE'");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(totals.texts("select shape from projection where state = 'LIVE'"))
                        .containsExactly(Integer.toString(TotalsVersion.CURRENT)));
        totals.awaitRebuilt();

        assertThat(parked()).isEqualTo(parked);
        assertThat(totals.census(expected)).isTrue();
        assertThat(totals.texts("select valid_from from village_fact where generation = " + LIVE
                        + " and village_code = '" + OLD_VILLAGE + "'"))
                .containsExactly("1900-01-01");
        assertThat(totals.texts("select valid_until from village_fact where generation = " + LIVE
                        + " and village_code = '16.12.02.2007'"))
                .containsExactly("1900-01-01");
    }

    private int parked() {
        return totals.ask("branch").get("/v1/progress").then().extract().path("asOf.parked");
    }

    private List<Event> oldVillage() throws IOException {
        var registered =
                example("village.registered").put("villageCode", OLD_VILLAGE).put("on", "0000-01-01");
        ((ObjectNode) registered.get("after")).put("validFrom", "0000-01-01");
        var updated = example("village.updated").put("villageCode", OLD_VILLAGE);
        ((ObjectNode) updated.get("before")).put("validFrom", "0000-01-01");
        ((ObjectNode) updated.get("after")).put("validFrom", "0000-01-01");
        var budgeted = example("village.budgeted").put("villageCode", OLD_VILLAGE);
        return new ArrayList<>(List.of(
                register.appendData("id.desaterlindungi.village.registered.v1", registered, null),
                register.appendData("id.desaterlindungi.village.updated.v1", updated, null),
                register.appendData("id.desaterlindungi.village.budgeted.v1", budgeted, null)));
    }

    private Event oldClosure() throws IOException {
        var closed =
                example("village.closed").put("villageCode", "16.12.02.2007").put("on", "0000-12-31");
        ((ObjectNode) closed.get("after")).put("validUntil", "0000-12-31");
        return register.appendData("id.desaterlindungi.village.closed.v1", closed, null);
    }

    private static ObjectNode example(String name) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(RegisterStub.contract("examples/" + name + ".v1.json"));
    }

    /** As that release left its totals behind: the positions passed, nothing counted, each event parked. */
    private void parkedByAnOlderRelease(List<Event> events) throws SQLException {
        totals.owner("update projection set position = %d, parked = parked + %d where state = 'LIVE'"
                .formatted(events.getLast().position(), events.size()));
        for (var event : events) {
            totals.owner(
                    "insert into parked_event (generation, position, reason) values (%s, %d, 'parked by an older release')"
                            .formatted(LIVE, event.position()));
        }
    }

    @Test
    void takesItsPlaceWhileEventsKeepComing() throws Exception {
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var coming = threads.submit(() -> {
                while (!done.get()) {
                    register.enroll(person("16.12.02.2006"));
                }
            });
            try {
                totals.rebuild("topic");
                totals.rebuild("feed");
            } finally {
                done.set(true);
                coming.get();
            }
        }
        totals.awaitFolded();

        assertThat(totals.census(totals.counted())).isTrue();
    }

    @Test
    void isForOperatorsAndOneAtATime() {
        totals.ask("branch")
                .post("/v1/projection/rebuild")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        totals.ask("operator").post("/v1/projection/rebuild?from=memory").then().statusCode(400);
        totals.ask("operator").post("/v1/projection/rebuild?form=feed").then().statusCode(400);
        totals.ask("branch").get("/v1/reconciliations/7777777").then().statusCode(404);
        totals.ask("branch").get("/v1/reconciliations/x").then().statusCode(404);

        // As if another replica were at it.
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(" + Rebuild.LOCK + ")");
            totals.ask("operator")
                    .post("/v1/projection/rebuild")
                    .then()
                    .statusCode(202)
                    .body("source", equalTo("TOPIC"))
                    .body("requestedBy", equalTo("operator"));
            totals.ask("operator")
                    .post("/v1/projection/rebuild")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("rebuild-at-work"));
        });
        totals.awaitRebuilt();

        var state = totals.ask("branch")
                .get("/v1/projection?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(state.getList("generations.state")).contains("LIVE");
        assertThat(state.getLong("rebuild.position")).isEqualTo(state.getLong("rebuild.of"));
        assertThat(state.getString("rebuild.finishedAt")).isNotNull();
        assertThat(state.getList("parked")).hasSizeLessThanOrEqualTo(1);
    }

    private static void count(Map<String, Map<String, Long>> counts, ObjectNode facets, long people) {
        var village = facets.get("villageCode").asText();
        var statuses = counts.computeIfAbsent(village, _ -> new HashMap<>());
        statuses.merge(facets.get("status").asText(), people, Long::sum);
        statuses.values().removeIf(number -> number == 0);
        if (statuses.isEmpty()) {
            counts.remove(village);
        }
    }

    private static <T> T pick(Random random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
