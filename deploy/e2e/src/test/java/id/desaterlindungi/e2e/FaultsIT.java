package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.desaterlindungi.e2e.faults.Callers;
import id.desaterlindungi.e2e.faults.Census;
import id.desaterlindungi.e2e.faults.LogErrors;
import id.desaterlindungi.e2e.faults.Memory;
import id.desaterlindungi.e2e.faults.Schedule;
import id.desaterlindungi.e2e.faults.Side;
import id.desaterlindungi.e2e.faults.Target;
import id.desaterlindungi.e2e.faults.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two replicas of each service under a load of all kinds, while one part after the other, and two at once, are killed, frozen, cut off
 * and started again. {@code deploy/e2e/faults} does it for as many minutes as one likes.
 */
@ExtendWith(RunningSystem.class)
class FaultsIT {
    /** 0 for the brief schedule. */
    private static final int MINUTES = Integer.getInteger("faults.minutes", 0);

    private static final long SEED = Long.getLong("faults.seed", 20_261_128L);
    private static final int CALLERS = 10;
    private static final int CENSUS_EVERY = 5;
    private static final int MOST_TOLD = 40;
    private static final Duration PAUSE = Duration.ofMillis(MINUTES == 0 ? 20 : 80);
    /** A page of villages, or of events. */
    private static final int PAGE = 500;

    private final DesaSystem system;
    private final Recount recount;
    private final JsonMapper json = new JsonMapper();
    private final Windows windows = new Windows();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Boolean> held = new LinkedHashMap<>();

    FaultsIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void whatWasAnsweredHoldsWhateverFails() throws Exception {
        recount.awaitCaughtUp();
        var replicas = replicas();
        var logs = lengths(replicas);
        long before = people();
        var census = new Census(position(), covered(system.reporting()));
        var target = new Target(
                Map.of(
                        Side.ENROLLMENT,
                        replicas.get(Side.ENROLLMENT).stream().map(Service::url).toList(),
                        Side.REPORTING,
                        replicas.get(Side.REPORTING).stream().map(Service::url).toList()),
                system.stack()::token,
                () -> system.people().next().request(),
                system.people().villages());
        try (var callers = new Callers(target, SEED, CALLERS, PAUSE);
                var faults = new Faults(system, replicas, callers, windows)) {
            long began = System.nanoTime();
            callers.start();
            try {
                endure(faults, began);
            } finally {
                callers.finish();
            }
            var minutes = (System.nanoTime() - began) / 60e9;
            wrong.addAll(faults.wrong());
            require("nothing was told that cannot be", callers.memory().wrong());
            require(
                    "no failure that a fault does not explain",
                    callers.journal().wrong(windows));
            requireAll(replicas, logs, before, census, callers);

            Measured.say("seed %d, %.1f minutes, %d troubles"
                    .formatted(SEED, minutes, faults.endured().size()));
            System.out.println(faults.table(callers.longestWithout(windows)));
            Measured.say("%d requests: %s"
                    .formatted(callers.journal().requests(), callers.journal().outcomes()));
            Measured.say(callers.memory().told());
            held.forEach((what, holds) -> Measured.say((holds ? "holds: " : "DOES NOT HOLD: ") + what));
            if (!wrong.isEmpty()) {
                faults.endured().forEach(trouble -> Measured.say("trouble " + trouble));
                wrong.stream().limit(MOST_TOLD).forEach(Measured::say);
            }
        }
        assertThat(wrong.stream().limit(MOST_TOLD))
                .as("seed %d: %d things are wrong", SEED, wrong.size())
                .isEmpty();
    }

    private void endure(Faults faults, long began) throws InterruptedException, SQLException {
        if (MINUTES == 0) {
            for (var trouble : Schedule.brief(SEED)) {
                faults.endure(trouble);
            }
            return;
        }
        var troubles = Schedule.of(SEED);
        for (var number = 1;
                System.nanoTime() - began < Duration.ofMinutes(MINUTES).toNanos();
                number++) {
            faults.endure(troubles.next());
            if (number % CENSUS_EVERY == 0) {
                requireCensus();
            }
        }
    }

    private void requireAll(
            Map<Side, List<Service>> replicas, Map<Path, Long> logs, long before, Census census, Callers callers)
            throws Exception {
        long looked = System.nanoTime();
        for (var side : Side.values()) {
            for (var one : replicas.get(side)) {
                if (given().get(one.managementUrl().resolve("/q/health/ready")).statusCode() != 200) {
                    wrong.add(one.log().getFileName() + " is not ready");
                }
            }
        }
        var memory = callers.memory();
        requireLists(memory);
        holds("register, events and totals agree, person by person", recount::requireAllRight);
        requireCensus();
        try (var register = system.registerDatabase()) {
            requirePeople(register, before, callers);
        }
        requireFeed(census, memory, replicas);
        requireTopic(census);
        requireAnsweredAgain(callers);
        Measured.say("looked at within %d s".formatted((System.nanoTime() - looked) / 1_000_000_000));
        requireLogs(logs);
    }

    private void requireLists(Memory memory) {
        var unlike = new ArrayList<String>();
        for (var list : memory.lists()) {
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> list(list).equals("COMMITTED %d".formatted(list.rows())));
            } catch (RuntimeException e) {
                unlike.add("A list of %d rows is %s".formatted(list.rows(), list(list)));
            }
        }
        require("each list is enrolled whole", unlike);
    }

    private String list(Memory.Listed list) {
        var answer = system.askEnrollment().get("/v1/imports/" + list.id()).jsonPath();
        return answer.getString("state") + " " + answer.getInt("enrolled");
    }

    private void requirePeople(Connection register, long before, Callers callers)
            throws SQLException, InterruptedException {
        var memory = callers.memory();
        var there = new HashSet<>(
                Sql.rows(register, "select id, version, village_code, occupation, status from participant"));
        require(
                "whoever was answered as enrolled stands as last answered",
                memory.rows().stream()
                        .filter(row -> !there.contains(row))
                        .map("Not so in the register: "::concat)
                        .toList());
        var found = 0;
        for (var nik : memory.unsure()) {
            found += callers.found(nik);
        }
        int listed = memory.lists().stream().mapToInt(Memory.Listed::rows).sum();
        long expected = before + memory.enrolled() + listed + found;
        require(
                "nobody is there but who was answered as enrolled, and %d of %d who were answered by nobody"
                        .formatted(found, memory.unsure().size()),
                there.size() == expected
                        ? List.of()
                        : List.of("%d people are in the register, %d should be".formatted(there.size(), expected)));
        require(
                "nobody is there twice",
                Sql.rows(
                        register,
                        "select 'twice: ' || min(id::text) || ' ' || max(id::text) from participant group by nik_index having count(*) > 1"));
    }

    private void requireFeed(Census census, Memory memory, Map<Side, List<Service>> replicas)
            throws JsonProcessingException {
        var moved = new ArrayList<String>();
        for (var page = feed(census.position()); !page.isEmpty(); page = feed(census.position())) {
            for (var event : page) {
                long position = event.path("sequence").asLong();
                var id = event.path("id").asText();
                if (!memory.events().getOrDefault(position, id).equals(id)) {
                    moved.add("Position %d was given again".formatted(position));
                }
                census.take(event);
            }
        }
        require("no position was given twice", moved);
        require("positions have no gap, and each event follows from the one before", census.wrong());
        var unlike = new ArrayList<String>();
        for (var one : replicas.get(Side.REPORTING)) {
            var told = covered(one);
            var counted = census.covered();
            var villages = new HashSet<>(told.keySet());
            villages.addAll(counted.keySet());
            villages.stream()
                    .filter(village -> !told.getOrDefault(village, 0).equals(counted.getOrDefault(village, 0)))
                    .forEach(village -> unlike.add("%s: %s covered by the events, %s told"
                            .formatted(village, counted.get(village), told.get(village))));
        }
        require("a recount of the events agrees in every village", unlike);
    }

    private JsonNode feed(long after) throws JsonProcessingException {
        return json.readTree(system.askAsProgram(system.enrollment())
                .get("/v1/events?limit=%d&after=%d".formatted(PAGE, after))
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private void requireTopic(Census census) {
        var onTopic = new HashMap<Long, Integer>();
        var unlike = new ArrayList<String>();
        Topic.read(system, record -> {
            long position = Topic.position(record);
            var content = content(record);
            var before = onTopic.putIfAbsent(position, content);
            if (before != null && !before.equals(content)) {
                unlike.add("Position %d stands on the topic with two contents".formatted(position));
            }
        });
        census.contents().forEach((position, content) -> {
            if (!content.equals(onTopic.get(position))) {
                unlike.add("Position %d is %s on the topic"
                        .formatted(position, onTopic.containsKey(position) ? "another" : "not"));
            }
        });
        if (onTopic.keySet().stream().mapToLong(Long::longValue).max().orElse(0) > census.position()) {
            unlike.add("The topic goes further than the event log");
        }
        require("the topic is the event log", unlike);
    }

    private int content(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Census.content(
                    Topic.header(record, "ce_type"), Topic.header(record, "ce_subject"), json.readTree(record.value()));
        } catch (IOException e) {
            return 0;
        }
    }

    private void requireAnsweredAgain(Callers callers) throws InterruptedException {
        var not = new ArrayList<String>();
        for (var one : callers.memory().keyed()) {
            if (!callers.isAnsweredAgain(one)) {
                not.add("%s was not answered again as before".formatted(one.id()));
            }
        }
        require(
                "%d requests are answered again as before"
                        .formatted(callers.memory().keyed().size()),
                not);
        holds("register, events and totals agree after that", recount::requireAllRight);
    }

    private void requireLogs(Map<Path, Long> logs) throws IOException {
        var errors = new LogErrors();
        for (var log : logs.entrySet()) {
            errors.read(log.getKey(), log.getValue(), windows);
        }
        errors.explained()
                .forEach((kind, times) -> Measured.say("logged while a fault was on, ×%d: %s".formatted(times, kind)));
        require("no error is logged that a fault does not explain", errors.unexplained());
        var database = Files.readString(system.stack().settings().data().resolve("postgres.log"));
        for (var kind : List.of("deadlock detected", "PANIC")) {
            Measured.say("PostgreSQL says %s ×%d".formatted(kind, database.split(kind, -1).length - 1));
        }
    }

    private void requireCensus() {
        holds("the census matches the totals", () -> {
            int position = system.askAsOperator(system.enrollment())
                    .post("/v1/census")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("position");
            await("the census to be compared").untilAsserted(() -> {
                var compared = system.askReporting().get("/v1/reconciliations/" + position);
                assertThat(compared.statusCode()).isEqualTo(200);
                assertThat(compared.jsonPath().getBoolean("reconciliation.matched"))
                        .isTrue();
                assertThat(compared.jsonPath().getInt("reconciliation.parked")).isZero();
            });
        });
    }

    private interface Check {
        void run() throws Exception;
    }

    private void holds(String what, Check check) {
        try {
            check.run();
            require(what, List.of());
        } catch (Exception | AssertionError e) {
            require(what, List.of(what + ": " + e.getMessage()));
        }
    }

    private void require(String what, List<String> against) {
        held.merge(what, against.isEmpty(), Boolean::logicalAnd);
        wrong.addAll(against);
    }

    private Map<Side, List<Service>> replicas() {
        var enrollment = system.anotherEnrollment(List.of());
        var reporting = system.anotherReporting(
                Map.of("quarkus.rest-client.enrollment.url", enrollment.url().toString()));
        return Map.of(
                Side.ENROLLMENT, List.of(system.enrollment(), enrollment),
                Side.REPORTING, List.of(system.reporting(), reporting));
    }

    private static Map<Path, Long> lengths(Map<Side, List<Service>> replicas) throws IOException {
        var lengths = new HashMap<Path, Long>();
        for (var all : replicas.values()) {
            for (var one : all) {
                lengths.put(one.log(), Files.size(one.log()));
            }
        }
        return lengths;
    }

    private long people() throws SQLException {
        try (var register = system.registerDatabase()) {
            return Sql.number(register, "select count(*) from participant");
        }
    }

    private long position() throws SQLException {
        try (var register = system.registerDatabase()) {
            return Recount.lastPosition(register);
        }
    }

    /** By village, as one replica tells. */
    private Map<String, Integer> covered(Service reporting) throws JsonProcessingException {
        var covered = new TreeMap<String, Integer>();
        var next = "";
        while (true) {
            var page = json.readTree(system.ask(reporting)
                    .get("/v1/progress/areas?within=16&level=village&limit=%d%s"
                            .formatted(PAGE, next.isEmpty() ? "" : "&cursor=" + next))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            page.path("items").forEach(item -> {
                int people = item.path("register").path("covered").asInt();
                if (people > 0) {
                    covered.put(item.path("area").path("code").asText(), people);
                }
            });
            if (!page.hasNonNull("next")) {
                return covered;
            }
            next = page.path("next").asText();
        }
    }
}
