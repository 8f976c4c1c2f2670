package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@QuarkusTest
class ProgressStreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    RegisterStub register;

    @Inject
    MeterRegistry metrics;

    @Inject
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void givesTheHeadlineAtOnceAndAgainAfterABatch() throws Exception {
        register.awaitFolded();
        try (var listener = listen("16")) {
            await().untilAsserted(() -> assertThat(listener.headlines()).hasSize(1));
            var first = listener.headlines().getFirst();
            var answer = given().auth()
                    .oauth2(stack.token("branch", "16"))
                    .get("/v1/progress")
                    .asString();
            assertThat(first.get("register")).isEqualTo(JSON.readTree(answer).get("register"));
            assertThat(listener.contentType()).startsWith("text/event-stream");
            assertThat(listener.response.headers().firstValue("X-Accel-Buffering"))
                    .contains("no");
            assertThat(listener.lines()).contains("event: headline").noneMatch(line -> line.startsWith("content-type"));
            assertThat(listener.ids().getLast()).startsWith(register.position() + "-");

            register.enroll(person("16.13.01.2001"));

            await().untilAsserted(() ->
                    assertThat(listener.latest().at("/asOf/position").asLong()).isEqualTo(register.position()));
            assertThat(listener.latest().get("covered").asLong())
                    .isEqualTo(first.get("covered").asLong() + 1);
            assertThat(listener.ids().getLast()).startsWith(register.position() + "-");
        }
    }

    @Test
    void goesOnAfterWhatTheListenerHas() {
        register.awaitFolded();
        String here;
        try (var first = listen("16")) {
            await().untilAsserted(() -> assertThat(first.headlines()).hasSize(1));
            here = first.ids().getLast();
        }
        try (var knowing = listen("16", here);
                var late = listen("16", here.substring(0, here.indexOf('-')) + "-00000000");
                var behind = listen("16", Long.toString(register.position() - 1));
                var ahead = listen("16", "999999999999");
                var confused = listen("16", "yesterday")) {
            for (var other : List.of(late, behind, ahead, confused)) {
                await().untilAsserted(() -> assertThat(other.headlines()).hasSize(1));
                assertThat(other.ids()).containsExactly(here);
            }
            assertThat(knowing.headlines()).isEmpty();

            register.enroll(person("16.13.01.2001"));

            await().untilAsserted(() -> assertThat(knowing.headlines()).hasSize(1));
            assertThat(knowing.latest().at("/asOf/position").asLong()).isEqualTo(register.position());
        }
    }

    @Test
    void servesManyListenersOfSeveralAreasAndLetsThemGo() {
        awaitNoListener(); // Of another test.
        var listeners = new ArrayList<Listener>();
        try {
            for (var i = 0; i < 20; i++) {
                listeners.add(listen(i % 2 == 0 ? "16" : "16.13"));
            }
            await().untilAsserted(() -> {
                assertThat(listeners).allMatch(one -> !one.headlines().isEmpty());
                assertThat(metrics.get("reporting.stream.listeners").gauge().value())
                        .isEqualTo(20);
            });

            register.enroll(person("16.13.01.2001"));

            await().untilAsserted(() -> assertThat(listeners)
                    .allMatch(one -> one.latest().at("/asOf/position").asLong() == register.position()));
            assertThat(listeners.get(1).latest().at("/area/code").asText()).isEqualTo("16.13");
        } finally {
            listeners.forEach(Listener::close);
        }
        awaitNoListener();
    }

    /** A connection that is gone shows at the next thing sent on it; what is sent closer together is one thing. */
    private void awaitNoListener() {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    register.enroll(person("16.13.01.2001"));
                    assertThat(metrics.get("reporting.stream.listeners").gauge().value())
                            .isZero();
                });
        register.awaitFolded();
    }

    @Test
    void tellsOfANewGoalAtOnce() throws SQLException {
        register.awaitFolded();
        try (var listener = listen("16.13.04");
                var database = stack.postgres().connect("reporting", "reporting_app");
                var news = database.createStatement()) {
            await().untilAsserted(() -> assertThat(listener.headlines()).hasSize(1));
            news.execute("listen " + ProjectionNews.CHANNEL);

            given().auth()
                    .oauth2(stack.token("branch", "16"))
                    .contentType("application/json")
                    .body("""
                            {"target":900,"baseline":700,"statedOn":"2026-01-31","dueOn":"2027-12-31","source":"A plan"}
                            """)
                    .put("/v1/goals/16.13.04")
                    .then()
                    .statusCode(201);

            // Without the word, the stream would find the goal at its own next look.
            assertThat(database.unwrap(PGConnection.class).getNotifications(10_000))
                    .isNotEmpty();
            await().untilAsserted(() ->
                    assertThat(listener.latest().at("/goal/target").asLong()).isEqualTo(900));
        }
    }

    @Test
    void tellsThatTheFiguresGrowOldThoughNothingMoves() {
        register.awaitFolded();
        var here = Long.toString(register.position());
        try (var listener = listen("16")) {
            await().untilAsserted(() -> assertThat(listener.headlines()).hasSize(1));
            assertThat(lag(listener.latest())).isLessThan(5);

            // As if nobody had confirmed them for a minute; the consumer does so within a second, after which they are
            // in time.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                jdbi.useTransaction(handle -> {
                    handle.execute("""
                            update projection set (event_at, folded_at, complete_at) =
                                   (select moment, moment, moment from (select clock_timestamp() - interval '1 minute') as ago (moment))
                             where state = 'LIVE'
                            """);
                    handle.execute("notify " + ProjectionNews.CHANNEL);
                });
                assertThat(listener.headlines()).anyMatch(headline -> lag(headline) >= 60);
            });
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(lag(listener.latest())).isLessThan(60));
            assertThat(listener.ids()).allMatch(id -> id.startsWith(here + "-"));
        }
    }

    private static double lag(JsonNode headline) {
        return headline.at("/asOf/lagSeconds").asDouble();
    }

    @Test
    void tellsAtMostFiveTimesASecond() {
        register.awaitFolded();
        try (var listener = listen("16")) {
            await().untilAsserted(() -> assertThat(listener.headlines()).hasSize(1));
            var start = System.nanoTime();
            for (var i = 0; i < 60; i++) {
                register.enroll(person("16.13.01.2001"));
            }
            await().untilAsserted(() ->
                    assertThat(listener.latest().at("/asOf/position").asLong()).isEqualTo(register.position()));
            var seconds = (System.nanoTime() - start) / 1e9;

            assertThat(listener.headlines().size()).isBetween(2, 2 + (int) Math.ceil(seconds * 5));
        }
    }

    @Test
    void showsThatTheConnectionStands() {
        try (var listener = listen("16.01")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(listener.lines()).anyMatch(line -> line.startsWith(":")));
        }
    }

    @Test
    void endsWithItsToken() {
        var ending = Map.of("exp", Date.from(Instant.now().plusSeconds(3)));
        try (var listener = new Listener(uri("16.01"), stack.tokens().token("branch", "16", ending), null)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(listener.lines()).endsWith("closed"));
            assertThat(listener.headlines()).isNotEmpty();
        }
    }

    @Test
    void asksForATokenAsAnyOtherOperation() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri("16")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    private Listener listen(String within) {
        return listen(within, null);
    }

    private Listener listen(String within, @Nullable String lastEventId) {
        return new Listener(uri(within), stack.token("branch", "16"), lastEventId);
    }

    private static URI uri(String within) {
        return URI.create("http://localhost:" + RestAssured.port + "/v1/progress/stream?within=" + within);
    }

    /** A browser's end of the stream. */
    private static final class Listener implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpClient client = HttpClient.newHttpClient();
        private final HttpResponse<InputStream> response;

        Listener(URI uri, String token, @Nullable String lastEventId) {
            var asked = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream");
            if (lastEventId != null) {
                asked.header("Last-Event-ID", lastEventId);
            }
            var request = asked.build();
            try {
                response = client.send(request, BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(response.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // Broken off, which is an end too.
            }
            lines.add("closed");
        }

        String contentType() {
            return response.headers().firstValue("content-type").orElseThrow();
        }

        List<String> ids() {
            return lines().stream()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> line.substring("id: ".length()))
                    .toList();
        }

        List<String> lines() {
            return lines.stream()
                    .map(line -> line.replaceFirst("^(\\w+):(?! )", "$1: "))
                    .toList();
        }

        List<JsonNode> headlines() {
            return lines().stream()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> {
                        try {
                            return JSON.readTree(line.substring(6));
                        } catch (JsonProcessingException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }

        JsonNode latest() {
            return headlines().getLast();
        }

        @Override
        public void close() {
            client.shutdownNow();
            try {
                response.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
