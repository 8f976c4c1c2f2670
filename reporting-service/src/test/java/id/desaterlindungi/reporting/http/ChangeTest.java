package id.desaterlindungi.reporting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.local.LocalStack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the headers hold: a change is made and answered as made, or nothing is changed. */
@QuarkusTest
class ChangeTest {
    private static final String GOAL = "/v1/goals/16.12.04";
    private static final String BODY = """
            {"target":%d,"baseline":700,"statedOn":"2026-03-02","dueOn":"2027-12-31","source":"Uji"}""";

    LocalStack stack;

    @Inject
    Jdbi jdbi;

    @Inject
    Change change;

    private String token = "";

    @BeforeEach
    void signIn() {
        token = stack.token("branch", "16");
    }

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
        var before = versions();

        var status = sent(
                "PUT",
                GOAL,
                "application/json",
                before == 0 ? null : "\"" + before + "\"",
                BODY.formatted(900 + before),
                odd);

        assertThat(status).as(odd.toString()).isLessThan(500);
        assertThat(versions()).as(odd + ": " + status).isEqualTo(status < 400 ? before + 1 : before);
    }

    @Test
    void isNotMadeWhereItsAnswerCannotBeMade() {
        var before = versions();
        try {
            change.answered(() -> {
                jdbi.useTransaction(handle -> handle.execute("""
                        insert into goal (area_code, version, target, baseline, stated_on, due_on, source, recorded_by)
                        values ('16.12.05', 999, 900, 700, '2026-03-02', '2027-12-31', 'Uji', 'uji')
                        """));
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

        assertThat(versions()).isEqualTo(before);
        assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from goal where version = 999")
                                .mapTo(Long.class)
                                .one()))
                .isZero();
    }

    @Test
    void ofARebuildIsAnsweredWhateverTheLanguage() throws Exception {
        var status = sent(
                "POST",
                "/v1/projection/rebuild",
                "application/json",
                null,
                "",
                Map.entry("Accept-Language", "en;q=abc"));

        assertThat(status).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(jdbi.<Integer, RuntimeException>withHandle(
                                handle -> handle.createQuery("select count(*) from projection where state = 'BUILDING'")
                                        .mapTo(Integer.class)
                                        .one()))
                        .isZero());
    }

    private int versions() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select coalesce(max(version), 0) from goal where area_code = :code")
                        .bind("code", GOAL.substring(GOAL.lastIndexOf('/') + 1))
                        .mapTo(Integer.class)
                        .one());
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
        var operators = path.equals("/v1/projection/rebuild");
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
