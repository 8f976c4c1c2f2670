package id.desaterlindungi.enrollment.participant;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.local.LocalStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Whatever is done to the register, in whatever order, with whatever is refused: the log tells the same as the register, and
 * tells nobody who it is. The district is used by no other test.
 */
@EnrollmentTest
class RegisterPropertyTest {
    private static final String DISTRICT = "16.10.01";
    private static final List<String> STATUSES = List.of("REGISTERED", "ACTIVE", "GRACE", "LAPSED", "ENDED");
    private static final List<String> OCCUPATIONS = List.of("PETANI", "NELAYAN", "PEDAGANG", "LAINNYA");

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Outbox outbox;

    LocalStack stack;

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> secrets = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @RepeatedTest(5)
    void logAndRegisterAgree(RepetitionInfo repetition) throws Exception {
        var seed = Long.getLong("register.seed", System.nanoTime());
        System.out.println("register.seed=" + seed + ", repetition " + repetition.getCurrentRepetition());
        var random = new Random(seed);
        var lines = new ConcurrentLinkedQueue<String>();
        var handler = handler(lines);
        Logger.getLogger("").addHandler(handler);
        List<String> villages =
                caller().queryParam("within", DISTRICT).get("/v1/villages").path("items.code");
        var closing = random.nextInt(60);
        var first = settledPosition();
        var before = counts();
        try {
            for (var step = 0; step < 60; step++) {
                if (step == closing) {
                    close(random, villages);
                }
                act(random, villages);
            }
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        settledPosition();

        var events = events(first, random);
        var folded = fold(events, random, before);

        assertThat(folded).as("seed " + seed).isEqualTo(counts());
        for (var secret : secrets) {
            assertThat(events).noneMatch(event -> event.toString().contains(secret));
            assertThat(lines).noneMatch(line -> line.contains(secret));
            assertThat(refusals).noneMatch(answer -> answer.contains(secret));
        }
        assertThat(refusals).as("refusals were part of it").isNotEmpty();
    }

    /** Nobody is left whose cover would begin, with an event, while another test counts events. */
    @AfterEach
    void beginEverybodysCover() {
        beginCover(day(3));
        settledPosition();
    }

    private void act(Random random, List<String> villages) {
        switch (ids.isEmpty() ? 0 : random.nextInt(9)) {
            case 0 -> enroll(person(random, villages));
            case 1 -> batch(random, villages);
            case 2 -> patch(random, Map.of("occupation", pick(random, OCCUPATIONS), "name", secret("Nama")));
            case 3 ->
                patch(
                        random,
                        Map.of("fundingSource", random.nextBoolean() ? "MANDIRI" : "ADD", "origin", "CARRIED_OVER"));
            case 4 -> post(random, "transfer", Map.of("villageCode", pick(random, villages), "reason", "MOVED"));
            case 5 -> post(random, "status", status(random));
            case 6 -> {
                var person = person(random, villages);
                person.put("coveredFrom", day(1 + random.nextInt(3)).toString());
                enroll(person);
            }
            case 7 -> beginCover(day(random.nextInt(4)));
            default -> {
                // The same NIK again, and a body that breaks a rule.
                var known = person(random, villages);
                enroll(known);
                enroll(known);
                var broken = person(random, villages);
                broken.put("birthDate", "2025-01-01");
                enroll(broken);
            }
        }
    }

    /** Its people go elsewhere, each with an event; whoever is sent to it later is refused. */
    private void close(Random random, List<String> villages) {
        var code = pick(random, villages);
        var village = caller().get("/v1/villages/" + code);
        if (village.path("successors") != null
                && !village.<List<Object>>path("successors").isEmpty()) {
            return;
        }
        var on = day(0).toString();
        var answer = noted(caller().header("If-Match", village.header("ETag"))
                .body(Map.of(
                        "successors",
                        List.of(pick(
                                random,
                                villages.stream()
                                        .filter(other -> !other.equals(code))
                                        .toList())),
                        "on",
                        on))
                .post("/v1/villages/" + code + "/closure"));
        // Only a successor that was closed before is refused.
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 422);
    }

    /** The clock is turned for a moment. */
    private void beginCover(LocalDate day) {
        var clock = Clock.fixed(day.atStartOfDay(BusinessClock.JAKARTA).toInstant(), BusinessClock.JAKARTA);
        new CoverStart(workers, outbox, clock, new SimpleMeterRegistry()).run();
    }

    private static LocalDate day(int ahead) {
        return LocalDate.now(BusinessClock.JAKARTA).plusDays(ahead);
    }

    private Map<String, Object> person(Random random, List<String> villages) {
        var person = new HashMap<String, Object>(body("villageCode", pick(random, villages)));
        person.put("occupation", pick(random, OCCUPATIONS));
        person.put("name", secret("Uji"));
        secrets.add((String) person.get("nik"));
        secrets.add(((String) person.get("phone")).replace("-", "").substring(1));
        return person;
    }

    /** A name that nothing else in a log or an event looks like. */
    private String secret(String begin) {
        var name = begin + " "
                + UUID.randomUUID().toString().replaceAll("[0-9-]", "").toUpperCase(Locale.ROOT) + "Q";
        secrets.add(name);
        return name;
    }

    private static Map<String, String> status(Random random) {
        var status = pick(random, STATUSES);
        if (status.equals("ENDED")) {
            return Map.of(
                    "status", status, "reason", pick(random, List.of("DIED", "WITHDREW", "WITHDREW", "DUPLICATE")));
        }
        return random.nextInt(3) == 0
                ? Map.of("status", status, "reason", "RECORDED_IN_ERROR")
                : Map.of("status", status);
    }

    private void enroll(Map<String, ?> person) {
        var answer = noted(caller().body(person).post("/v1/participants"));
        if (answer.statusCode() == 201) {
            ids.add(answer.path("id"));
        }
    }

    private void batch(Random random, List<String> villages) {
        var operations = new ArrayList<Map<String, Object>>();
        IntStream.range(0, 1 + random.nextInt(15))
                .forEach(i -> operations.add(
                        Map.of("operationId", UUID.randomUUID().toString(), "enrollment", person(random, villages))));
        var id = pick(random, ids);
        operations.add(Map.of(
                "operationId",
                UUID.randomUUID().toString(),
                "participantId",
                id,
                "version",
                Math.max(1, version(id) - random.nextInt(2)),
                "status",
                status(random)));
        var answer = noted(caller().body(Map.of("operations", operations)).post("/v1/participants/batch"));
        noted(caller().body(Map.of("operations", operations)).post("/v1/participants/batch"));
        List<Map<String, Object>> results = answer.path("results");
        results.stream()
                .filter(result -> result.get("status").equals(201))
                .forEach(result -> ids.add((String) result.get("participantId")));
    }

    private void patch(Random random, Map<String, ?> fields) {
        var id = pick(random, ids);
        noted(caller().header("If-Match", "\"" + (version(id) + (random.nextInt(5) == 0 ? 1 : 0)) + "\"")
                .body(fields)
                .patch("/v1/participants/" + id));
    }

    private void post(Random random, String what, Map<String, ?> body) {
        var id = pick(random, ids);
        noted(caller().header("If-Match", "\"" + version(id) + "\"")
                .body(body)
                .post("/v1/participants/" + id + "/" + what));
    }

    private int version(String id) {
        return caller().get("/v1/participants/" + id).path("version");
    }

    private Response noted(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isLessThan(500);
        if (answer.statusCode() >= 400) {
            refusals.add(answer.asString());
        }
        return answer;
    }

    /** In pages of random length, as a consumer would read them after many interruptions. */
    private List<JsonNode> events(long first, Random random) throws Exception {
        var events = new ArrayList<JsonNode>();
        var position = first;
        while (true) {
            var page = json.readTree(program()
                    .queryParams(Map.of("after", position, "limit", 1 + random.nextInt(40)))
                    .get("/v1/events")
                    .asString());
            if (page.isEmpty()) {
                return events;
            }
            for (var event : page) {
                assertThat(event.get("sequence").asLong()).isEqualTo(++position);
                events.add(event);
            }
        }
    }

    /** Folds as the contract says: drops what is repeated, subtracts before and adds after. */
    private Map<String, Long> fold(List<JsonNode> events, Random random, Map<String, Long> start) {
        var totals = new TreeMap<>(start);
        var facets = new HashMap<String, JsonNode>();
        var versions = new HashMap<String, Integer>();
        var position = 0L;
        for (var i = 0; i < events.size(); i = random.nextInt(10) == 0 ? Math.max(0, i - random.nextInt(20)) : i + 1) {
            var event = events.get(i);
            if (event.get("sequence").asLong() <= position) {
                continue;
            }
            position = event.get("sequence").asLong();
            var data = event.get("data");
            if (!event.get("type").asText().contains(".participant.")) {
                continue;
            }
            var id = data.get("participantId").asText();
            if (versions.containsKey(id) || data.get("version").asInt() == 1) {
                assertThat(data.get("version").asInt()).isEqualTo(versions.getOrDefault(id, 0) + 1);
                assertThat(data.get("before")).isEqualTo(facets.getOrDefault(id, json.nullNode()));
            }
            versions.put(id, data.get("version").asInt());
            facets.put(id, data.get("after"));
            add(totals, data.get("before"), -1);
            add(totals, data.get("after"), 1);
        }
        totals.values().removeIf(people -> people == 0);
        return totals;
    }

    private static void add(Map<String, Long> totals, JsonNode facets, long people) {
        if (!facets.isNull()) {
            for (var facet : List.of("status", "occupation", "fundingSource", "origin")) {
                totals.merge(facet + " " + facets.get(facet).asText(), people, Long::sum);
            }
            totals.merge("village " + facets.get("villageCode").asText(), people, Long::sum);
        }
    }

    /** The register's own counts, of the district alone, which only this test uses. */
    private Map<String, Long> counts() {
        var totals = new TreeMap<String, Long>();
        for (var by : List.of("status", "occupation", "fundingSource", "origin", "village")) {
            List<Map<String, Object>> counts = caller().queryParams(Map.of("within", DISTRICT, "by", by))
                    .get("/v1/participants/counts")
                    .path("counts");
            counts.forEach(
                    count -> totals.put(by + " " + count.get("code"), ((Number) count.get("people")).longValue()));
        }
        return totals;
    }

    private long settledPosition() {
        await().untilAsserted(
                        () -> assertThat(number("select count(*) from outbox")).isZero());
        return number("select position from event_cursor where stage = 'sequenced'");
    }

    private long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static Handler handler(ConcurrentLinkedQueue<String> lines) {
        var formatter = new PatternFormatter("%s%e");
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(formatter.format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static <T> T pick(Random random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private RequestSpecification program() {
        return given().auth().oauth2(stack.token("service", "16"));
    }

    private RequestSpecification caller() {
        return given().contentType(ContentType.JSON).auth().oauth2(stack.token("branch", "16"));
    }
}
