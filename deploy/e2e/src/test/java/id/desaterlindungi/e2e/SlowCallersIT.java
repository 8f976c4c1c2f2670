package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers who send or read as slowly as they like, or much at once. Each service has a small heap and short patience here. */
@ExtendWith(RunningSystem.class)
class SlowCallersIT {
    private static final int SLOW = 50;
    private static final int OF_ONE = 2;
    /** Fewer than this many threads come and go by themselves. */
    private static final int FEW_THREADS = 15;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(8);
    /** So many that their file is larger than what can be on its way to a reader who takes nothing. */
    private static final int PEOPLE = 15_000;

    private static final int BROKEN_FILES = 12;

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String EXPORT = "GET /v1/participants";
    private static final String CSV = "Accept: text/csv\r\n";

    private final DesaSystem system;

    SlowCallersIT(DesaSystem system) {
        this.system = system;
    }

    @TestFactory
    Stream<DynamicTest> theRegisterServesTheOthers() {
        var register = system.anotherEnrollment(small("enrollment"));
        var search = "POST /v1/participants/search";
        return Stream.of(
                dynamicTest("slow bodies", () -> slowBodies(register, search, "/v1/areas?limit=5")),
                dynamicTest("slow heads and idle connections", () -> slowHeads(register)),
                dynamicTest("bodies that are not taken", () -> refusedBodies(register, search, "GET /v1/areas")),
                dynamicTest("many large bodies at once", () -> largeBodies(register, search)),
                dynamicTest("requests without reading answers", () -> pipelined(register, "GET /v1/areas?limit=500")),
                dynamicTest("slow readers of exports", () -> slowReaders(register)),
                dynamicTest("a file of which the rest cannot be made", () -> brokenFile(register)));
    }

    @TestFactory
    Stream<DynamicTest> theTotalsServeTheOthers() {
        var totals = system.anotherReporting(Map.of("reporting.http.max-body", "1M"), small("reporting"));
        var goal = "PUT /v1/goals/16.01";
        return Stream.of(
                dynamicTest("slow bodies", () -> slowBodies(totals, goal, "/v1/progress")),
                dynamicTest("slow heads and idle connections", () -> slowHeads(totals)),
                dynamicTest("bodies that are not taken", () -> refusedBodies(totals, goal, "GET /v1/progress")),
                dynamicTest("many large bodies at once", () -> largeBodies(totals, goal)),
                dynamicTest(
                        "requests without reading answers",
                        () -> pipelined(totals, "GET /v1/progress/areas?level=village&limit=500")),
                dynamicTest("more streams than one caller's share", () -> manyStreams(totals)));
    }

    private static List<String> small(String service) {
        return Stream.concat(
                        Stream.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"),
                        Stream.of(
                                        "http.free-time=2s",
                                        "http.idle=4s",
                                        "http.bodies-of-one=8M",
                                        "http.streams-of-one=" + OF_ONE,
                                        "exports.sending-of-one=" + OF_ONE)
                                .map(setting -> "-D" + service + "." + setting))
                .toList();
    }

    /** One byte now and then: each is answered 408 when its time is over, and no thread waits for any of them. */
    private void slowBodies(Service service, String operation, String quick) throws IOException {
        var threads = service.threads();
        var calls = open(
                SLOW,
                () -> RawCall.to(service)
                        .begin(operation, token("province"), JSON + "Content-Length: 1000\r\n")
                        .send("{"));
        try {
            var answers = 0;
            for (var i = 0; i < 5; i++) {
                calls.forEach(RawCall::trickle);
                others(service).get(quick).then().statusCode(200);
                assertThat(service.threads()).as("threads").isLessThan(threads + FEW_THREADS);
            }
            for (var call : calls) {
                var answer = call.read(QUIET);
                assertThat(answer)
                        .startsWith("HTTP/1.1 408")
                        .contains("application/problem+json", "\"code\":\"body-slow\"")
                        .containsIgnoringCase("connection: close");
                answers++;
            }
            assertThat(answers).isEqualTo(SLOW);
            await().untilAsserted(() -> assertThat(calls).allMatch(SlowCallersIT::isHungUp));
        } finally {
            calls.forEach(RawCall::close);
        }
    }

    /** A head that never ends, a connection without one, and one that was of use and is no more. */
    private void slowHeads(Service service) throws IOException {
        var used = RawCall.to(service).begin("GET /q/health/live", null, "");
        assertThat(used.read(Duration.ofSeconds(1))).startsWith("HTTP/1.1 ");
        var calls = open(SLOW, () -> RawCall.to(service).send("GET /v1/areas HTTP/1.1\r\nX: "));
        calls.addAll(open(SLOW, () -> RawCall.to(service)));
        calls.add(used);
        try {
            await().pollInterval(PAUSE).untilAsserted(() -> {
                calls.subList(0, SLOW).forEach(RawCall::trickle);
                assertThat(calls).allMatch(SlowCallersIT::isHungUp);
            });
        } finally {
            calls.forEach(RawCall::close);
        }
    }

    private void refusedBodies(Service service, String operation, String read) throws IOException {
        var token = token("province");
        var body = "{\"nik\":\"1601074507849999\"}";
        var length = "Content-Length: " + body.length() + "\r\n";
        var refused = new ArrayList<String>();
        for (var call : List.of(
                List.of(operation, JSON + length + "Content-Encoding: gzip\r\n", body, "415", "body-encoded"),
                List.of(
                        operation,
                        JSON + "Expect: 100-continue\r\nContent-Length: 5000000\r\n",
                        "",
                        "413",
                        "body-too-large"),
                List.of(operation, JSON + "Content-Length: 5000000000\r\n", "", "413", "body-too-large"),
                List.of(operation, JSON + "Content-Length: 9000000000000000000000\r\n", "", "400", ""),
                List.of(operation, JSON + "Content-Length: -1\r\n", "", "400", ""),
                List.of(operation, JSON + length + "Content-Length: 5\r\n", body, "400", ""),
                List.of(read, length, body, "400", "body-unwanted"))) {
            try (var raw = RawCall.to(service)) {
                var answer = raw.begin(call.get(0), token, call.get(1) + "Connection: close\r\n")
                        .send(call.get(2))
                        .read(QUIET);
                if (!answer.startsWith("HTTP/1.1 " + call.get(3)) || !answer.contains(call.get(4))) {
                    refused.add(call + " was answered " + answer);
                }
            }
        }
        assertThat(refused).isEmpty();
        try (var asked = RawCall.to(service).begin(operation, token, JSON + "Expect: 100-continue\r\n" + length)) {
            assertThat(asked.read(Duration.ofSeconds(1))).startsWith("HTTP/1.1 100");
            assertThat(asked.send(body).read(Duration.ofSeconds(1))).startsWith("HTTP/1.1 ");
        }
        try (var half = RawCall.to(service)
                .begin(operation, token, JSON + length)
                .send("{")
                .endSending()) {
            await().until(half::isHungUp);
        }
        others(service).get(path(read)).then().statusCode(200);
    }

    /** All but the last byte of many bodies: what one caller may keep in memory has an end. */
    private void largeBodies(Service service, String operation) throws IOException {
        var almost = " ".repeat((1 << 20) - 1);
        var calls = new ArrayList<RawCall>();
        try {
            var refused = 0;
            for (var i = 0; i < 12; i++) {
                var call =
                        RawCall.to(service).begin(operation, token("province"), JSON + "Content-Length: 1048576\r\n");
                calls.add(call);
                try {
                    call.send(almost);
                } catch (java.io.UncheckedIOException e) {
                    // It was refused before all was sent.
                }
            }
            for (var call : calls) {
                var answer = call.readIfAny(Duration.ofMillis(500));
                if (answer.startsWith("HTTP/1.1 429")) {
                    assertThat(answer).contains("share-exceeded").containsIgnoringCase("retry-after");
                    refused++;
                }
            }
            assertThat(refused).isBetween(4, 12);
        } finally {
            calls.forEach(RawCall::close);
        }
        await().untilAsserted(() -> assertThat(RawCall.to(service)
                        .begin(operation, token("province"), JSON + "Connection: close\r\nContent-Length: 2\r\n")
                        .send("[]")
                        .read(QUIET))
                .startsWith("HTTP/1.1 400"));
    }

    private void pipelined(Service service, String read) throws IOException {
        var threads = service.threads();
        var calls = open(10, () -> RawCall.ofASlowReader(service));
        try {
            var token = token("province");
            for (var call : calls) {
                for (var i = 0; i < 500 && isOpen(call, read, token); i++) {
                    // Sent until it is not taken any more.
                }
            }
            others(service).get(path(read)).then().statusCode(200);
            assertThat(service.threads()).as("threads").isLessThan(threads + FEW_THREADS);
            await().untilAsserted(() -> assertThat(calls).allMatch(SlowCallersIT::isHungUp));
        } finally {
            calls.forEach(RawCall::close);
        }
    }

    private static boolean isOpen(RawCall call, String read, String token) {
        try {
            call.begin(read, token, "");
            return true;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    /** Two take nothing of their files: a third is refused to them and not to others, and their places come back. */
    private void slowReaders(Service register) throws Exception {
        Backlog.add(system, PEOPLE);
        var slow = open(OF_ONE, () -> RawCall.ofASlowReader(register).begin(EXPORT, token("province"), CSV));
        try {
            await().untilAsserted(() -> assertThat(filesOnTheirWay(register)).isEqualTo(OF_ONE));
            others(register, token("province"))
                    .accept("text/csv")
                    .get("/v1/participants?within=16.01.07.2001")
                    .then()
                    .statusCode(429)
                    .header("Retry-After", "5")
                    .body("code", equalTo("share-exceeded"));
            await().untilAsserted(() -> assertThat(idleInTransaction()).isZero());

            for (var i = 0; i < 3; i++) {
                var file = others(register).accept("text/csv").get("/v1/participants");
                assertThat(file.statusCode()).isEqualTo(200);
                assertThat(file.asString().lines().count()).isGreaterThan(PEOPLE);
            }
            await().untilAsserted(() -> others(register, token("province"))
                    .accept("text/csv")
                    .get("/v1/participants?within=16.01.07.2001")
                    .then()
                    .statusCode(200));
            Measured.say("small register: %d threads, %d MB resident after its slow callers"
                    .formatted(register.threads(), register.residentMegabytes()));
        } finally {
            slow.forEach(RawCall::close);
        }
    }

    /**
     * The last NIK cannot be opened, which is noticed when much of the file is sent. Left to the platform, one of five of such answers
     * ended as if it were whole, with the error as its last line.
     */
    private void brokenFile(Service register) throws Exception {
        flipABitOfTheLast();
        try {
            for (var i = 0; i < BROKEN_FILES; i++) {
                var packed = i % 2 == 0 ? "Accept-Encoding: gzip\r\n" : "";
                try (var call = RawCall.to(register).begin(EXPORT, token("branch"), CSV + packed)) {
                    assertThat(call.read(QUIET)).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
                }
            }
        } finally {
            flipABitOfTheLast();
        }
    }

    /** Of whoever comes last in a file of all. Done twice, it is as before. */
    private void flipABitOfTheLast() throws SQLException {
        try (var connection = system.registerDatabase();
                var statement = connection.createStatement()) {
            statement.executeUpdate("""
                    update participant set nik_sealed = set_bit(nik_sealed, 99, 1 - get_bit(nik_sealed, 99))
                    where id = (select id from participant order by village_code desc, id desc limit 1)
                    """);
        }
    }

    private long filesOnTheirWay(Service register) {
        return get(register.managementUrl().resolve("/q/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith("enrollment_exports_sending"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private int idleInTransaction() throws SQLException {
        try (var connection = system.registerDatabase()) {
            return Integer.parseInt(Sql.rows(connection, """
                            select count(*)::text from pg_stat_activity
                            where application_name = 'enrollment-service' and state = 'idle in transaction'
                              and query like '%from participant%'
                            """).getFirst());
        }
    }

    private void manyStreams(Service totals) throws IOException {
        var stream = "GET /v1/progress/stream";
        var open = open(OF_ONE, () -> RawCall.to(totals).begin(stream, token("province"), ""));
        try {
            for (var one : open) {
                assertThat(one.read(Duration.ofSeconds(1))).startsWith("HTTP/1.1 200");
            }
            try (var refused = RawCall.to(totals).begin(stream, token("province"), "Connection: close\r\n");
                    var other = RawCall.to(totals).begin(stream, token("branch"), "")) {
                assertThat(refused.read(QUIET))
                        .startsWith("HTTP/1.1 429")
                        .contains("share-exceeded", "application/problem+json");
                assertThat(other.read(Duration.ofSeconds(1))).startsWith("HTTP/1.1 200");
            }
        } finally {
            open.forEach(RawCall::close);
        }
    }

    private interface Opening {
        RawCall open();
    }

    private static List<RawCall> open(int count, Opening one) {
        return IntStream.range(0, count).mapToObj(_ -> one.open()).collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean isHungUp(RawCall call) {
        try {
            return call.isHungUp();
        } catch (IOException e) {
            return true;
        }
    }

    private static String path(String read) {
        return read.substring(read.indexOf(' ') + 1);
    }

    private String token(String role) {
        return system.stack().token(role, "16");
    }

    /** Somebody else, who is neither slow nor many. */
    private RequestSpecification others(Service service) {
        return others(service, token("branch"));
    }

    private RequestSpecification others(Service service, String token) {
        return system.ask(service).auth().oauth2(token).contentType(ContentType.JSON);
    }
}
