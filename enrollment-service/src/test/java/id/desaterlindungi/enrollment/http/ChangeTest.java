package id.desaterlindungi.enrollment.http;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.local.LocalStack;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the headers hold: a change is made and answered as made, or nothing is changed. */
@EnrollmentTest
class ChangeTest {
    private static final String JSON = "application/json";
    private static final String PEOPLE = "/v1/participants";
    private static final String VILLAGES = "/v1/villages";
    private static final String IMPORTS = "/v1/imports";
    private static final String FIRST = "\"1\"";
    private static final String BUDGET = """
            {"addTotal":1000000,"addSocialSecurity":1000,"danaDesaSocialSecurity":0,"workers":100,"sourceDocument":"Perdes 3/2026"}""";
    private static final Map<String, Operation> PREPARED = new HashMap<>();
    private static final String LIST = "NIK;Nama;Tgl Lahir;JK\r\n%s;%s;%s;P\r\n";
    private static final String DEFAULTS =
            "?villageCode=16.01.07.2001&segment=BPU&occupation=PETANI&fundingSource=ADD&programmes=JKK,JKM&enrolledOn="
                    + SyntheticPerson.enrolledOn();

    /** One for each change that there may be of anything that these operations change. */
    private static final String CHANGES = """
            select (select coalesce(sum(version), 0) from participant) || ' ' || (select count(*) from nik_disclosure) || ' '
                || (select coalesce(sum(version), 0) from village) || ' ' || (select coalesce(sum(version), 0) from village_budget)
                || ' ' || (select count(*) from import) || ' ' || (select count(*) from import where state = 'DELETED')
                || ' ' || (select count(*) from import where committed_by is not null)
                || ' ' || (select count(*) from event_log where type like '%census%')
            """;

    private static final AtomicInteger NEXT_VILLAGE = new AtomicInteger(2400);

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Change change;

    private String token = "";

    @BeforeEach
    void signIn() {
        token = stack.token("branch", "16");
    }

    /** @param version of what is there already, which the change names */
    private record Operation(
            String method,
            String path,
            String type,
            @Nullable String version,
            String body) {}

    /** Headers as odd as any that a proxy, a fault or a stranger makes. */
    static Stream<Map.Entry<String, String>> oddHeaders() {
        var thousand =
                IntStream.range(0, 1_000).mapToObj(i -> "x" + i + ";q=0.5").collect(Collectors.joining(","));
        return Stream.of(
                Map.entry("Accept-Language", "en;q=abc"),
                Map.entry("Accept-Language", "en;q="),
                Map.entry("Accept-Language", "en;q=2"),
                Map.entry("Accept-Language", ";;,,=-"),
                Map.entry("Accept-Language", "x".repeat(5_000)),
                Map.entry("Accept-Language", thousand),
                Map.entry("Accept", "nonsense"),
                Map.entry("Accept", "application/json;q=abc"),
                Map.entry("Accept", "*/*;q=2, ;, /"),
                Map.entry("Accept", "application/json;charset=nonsense"),
                Map.entry("Accept", "image/png"),
                Map.entry("Accept-Charset", "utf-7;q=abc"),
                Map.entry("Accept-Encoding", "gzip;q=abc, ,nonsense"),
                Map.entry("Content-Type", "nonsense"),
                Map.entry("Content-Type", "application/json;charset=nonsense"),
                Map.entry("Content-Type", "application/json; =;"),
                Map.entry("Content-Encoding", "gzip"),
                Map.entry("Content-Language", "&&"),
                Map.entry("Range", "bytes=5-1"),
                Map.entry("If-Modified-Since", "yesterday"),
                Map.entry("If-None-Match", "nonsense"),
                Map.entry("If-Range", "nonsense"),
                Map.entry("Authorization", "Basic dTpw"),
                Map.entry("Authorization", "Bearer"),
                Map.entry("Authorization", "Bearer " + "x".repeat(6_000)),
                Map.entry("Authorization", "Digest \u00fc=,,"),
                Map.entry("Cookie", "=;;=\"; $Version=x"),
                Map.entry("Expect", "nonsense"),
                Map.entry("Host", "stranger.example"),
                Map.entry("X-Forwarded-Host", "stranger.example"),
                Map.entry("Forwarded", "host=\"; proto=;"),
                Map.entry("X-HTTP-Method-Override", "DELETE"),
                Map.entry("Traceparent", "00-zz"),
                Map.entry("Baggage", "=,;%zz"),
                Map.entry("Origin", "null"),
                Map.entry("Date", "today"),
                Map.entry("Idempotency-Key", ""),
                Map.entry("Idempotency-Key", "two words"),
                Map.entry("If-Match", "1"),
                Map.entry("If-Match", ""));
    }

    @ParameterizedTest
    @MethodSource("oddHeaders")
    void isAnsweredAsMadeOrNotMade(Map.Entry<String, String> odd) throws Exception {
        var softly = new SoftAssertions();
        for (var one : operationsFor(odd)) {
            // Made anew only where the one before was changed.
            var operation =
                    PREPARED.computeIfAbsent(one.getKey(), _ -> one.getValue().get());
            awaitListsAtRest();
            var before = changes();

            var status = sent(
                    operation.method(), operation.path(), operation.type(), operation.version(), operation.body(), odd);

            var what = operation.method() + " " + operation.path() + " with " + odd + ": " + status;
            softly.assertThat(status).as(what).isLessThan(500);
            if (status >= 400) {
                softly.assertThat(changes()).as(what).isEqualTo(before);
            } else {
                softly.assertThat(changes()).as(what).isNotEqualTo(before);
                PREPARED.remove(one.getKey());
            }
        }
        softly.assertAll();
    }

    /** All for what the answer is chosen by, which is read late; for the others, which are read before any operation, a third in turn. */
    private List<Map.Entry<String, Supplier<Operation>>> operationsFor(Map.Entry<String, String> odd) {
        var all = List.copyOf(operations().entrySet());
        return odd.getKey().startsWith("Accept")
                ? all
                : IntStream.range(0, all.size())
                        .filter(place -> Math.floorMod(odd.hashCode() + place, 3) == 0)
                        .mapToObj(all::get)
                        .toList();
    }

    private Map<String, Supplier<Operation>> operations() {
        var operations = new LinkedHashMap<String, Supplier<Operation>>();
        operations.put("enroll", () -> new Operation("POST", PEOPLE, JSON, null, json(body())));
        operations.put("batch", () -> new Operation("POST", PEOPLE + "/batch", JSON, null, json(batch())));
        operations.put("correct", () -> ofPerson("PATCH", body(), "", "{\"name\":\"Lain\"}"));
        operations.put(
                "transfer",
                () -> ofPerson(
                        "POST", body(), "/transfer", "{\"villageCode\":\"16.01.07.2004\",\"reason\":\"MOVED\"}"));
        operations.put(
                "status", () -> ofPerson("POST", body(), "/status", "{\"status\":\"ENDED\",\"reason\":\"WITHDREW\"}"));
        operations.put(
                "settle", () -> ofPerson("DELETE", body("birthDate", "1985-07-05"), "/warnings/nik-birth-date", ""));
        operations.put(
                "disclose",
                () -> ofPerson(
                        "POST",
                        body(),
                        "/nik-disclosure",
                        "{\"purpose\":\"CARD_CHECK\",\"explanation\":\"Pencocokan dengan kartu\"}"));
        operations.put("split", () -> new Operation("POST", VILLAGES, JSON, null, json(newVillage())));
        operations.put("correctVillage", () -> ofVillage("PATCH", "", FIRST, "{\"name\":\"Uji Lain\"}"));
        operations.put("budget", () -> ofVillage("PUT", "/budgets/2026", null, BUDGET));
        operations.put(
                "close",
                () -> ofVillage(
                        "POST", "/closure", FIRST, "{\"successors\":[\"16.09.01.1013\"],\"on\":\"2026-04-01\"}"));
        operations.put("upload", () -> new Operation("POST", IMPORTS + DEFAULTS, "text/csv", null, list()));
        operations.put("commit", () -> ofImport("POST", "/commit"));
        operations.put("drop", () -> ofImport("DELETE", ""));
        operations.put("census", () -> new Operation("POST", "/v1/census", JSON, null, ""));
        return operations;
    }

    private Operation ofPerson(String method, Map<String, ?> person, String what, String body) {
        return new Operation(method, PEOPLE + "/" + enrolled(person) + what, JSON, FIRST, body);
    }

    private Operation ofVillage(String method, String what, @Nullable String version, String body) {
        return new Operation(method, VILLAGES + "/" + village() + what, JSON, version, body);
    }

    private Operation ofImport(String method, String what) {
        var id = imported();
        return new Operation(method, IMPORTS + "/" + id + what, JSON, version(id), "");
    }

    private static Map<String, ?> batch() {
        return Map.of(
                "operations", List.of(Map.of("operationId", UUID.randomUUID().toString(), "enrollment", body())));
    }

    @Test
    void isNotMadeWhereItsAnswerCannotBeMade() {
        var id = enrolled(body());

        try {
            change.answered(() -> {
                workers.useHandle(handle ->
                        handle.execute("update participant set version = 7 where id = ?", UUID.fromString(id)));
                return Response.ok(new Object() {
                            public String getText() {
                                throw new IllegalStateException("No words");
                            }
                        })
                        .build();
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("No JSON");
        }

        caller().get("/v1/participants/" + id).then().statusCode(200).header("ETag", "\"1\"");
    }

    /** The caller leaves before the answer comes, and asks again. */
    @Test
    void isMadeOnceThoughItsAnswerIsLost() throws Exception {
        var key = UUID.randomUUID().toString();
        var person = body();
        var bytes = json(person).getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            ("POST /v1/participants HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: "
                                            + key + "\r\nAuthorization: Bearer " + token + "\r\nContent-Length: "
                                            + bytes.length
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            Awaitility.await()
                    .until(() -> jdbi.withHandle(
                            handle -> handle.createQuery("select count(*) from idempotent_request where key = :key")
                                            .bind("key", key)
                                            .mapTo(Integer.class)
                                            .one()
                                    == 1));
        }

        var again = caller().header("Idempotency-Key", key)
                .header("Accept-Language", "en;q=abc")
                .body(person)
                .post("/v1/participants");

        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.header("Location")).isEqualTo("/v1/participants/" + again.<String>path("id"));
        caller().get(again.header("Location")).then().statusCode(200);
    }

    /** A committed list goes on writing after its answer. */
    private void awaitListsAtRest() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select count(*) from import where state in ('CHECKING', 'COMMITTING')")
                                .mapTo(Long.class)
                                .one())
                        == 0);
    }

    private String changes() {
        return jdbi.withHandle(
                handle -> handle.createQuery(CHANGES).mapTo(String.class).one());
    }

    private String enrolled(Map<String, ?> person) {
        return caller().body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> newVillage() {
        return Map.of(
                "code",
                "16.09.01.%d".formatted(NEXT_VILLAGE.getAndIncrement()),
                "name",
                "Uji Kepala",
                "kind",
                "desa",
                "parentVillage",
                "16.09.01.1013",
                "validFrom",
                "2026-01-01");
    }

    private String village() {
        return caller().body(newVillage())
                .post("/v1/villages")
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private static String list() {
        var person = body();
        return LIST.formatted(person.get("nik"), person.get("name"), person.get("birthDate"));
    }

    /** @return the id, once it is checked */
    private String imported() {
        var id = caller().contentType("text/csv")
                .body(list())
                .post("/v1/imports" + DEFAULTS)
                .then()
                .statusCode(202)
                .extract()
                .<String>path("id");
        Awaitility.await()
                .until(() -> caller().get("/v1/imports/" + id).path("state").equals("CHECKED"));
        return id;
    }

    private String version(String id) {
        return caller().get("/v1/imports/" + id).header("ETag");
    }

    private RequestSpecification caller() {
        return given().contentType("application/json").auth().oauth2(token);
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** By a client that sends what it is told to. */
    private int sent(
            String method,
            String path,
            String type,
            @Nullable String ifMatch,
            String body,
            Map.Entry<String, String> odd)
            throws IOException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", "localhost");
        var operators = path.equals("/v1/census");
        headers.put("Authorization", "Bearer " + (operators ? stack.token("operator", null) : token));
        headers.put("Content-Type", type);
        if (ifMatch != null) {
            headers.put("If-Match", ifMatch);
        }
        headers.put(odd.getKey(), odd.getValue());
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.put("Content-Length", String.valueOf(bytes.length));
        headers.put("Connection", "close");
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .as(method + " " + path + " " + odd)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContain("stranger");
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
