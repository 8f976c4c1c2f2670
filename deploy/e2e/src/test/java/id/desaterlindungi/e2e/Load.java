package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that enroll one person after another, all at once. None gives a person up: where no answer comes, or one that
 * tells of a fault of the service, the same request is sent again with the same key.
 */
final class Load implements AutoCloseable {
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(60);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final DesaSystem system;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> clients = new ArrayList<>();
    private final Collection<String> enrolled = new ConcurrentLinkedQueue<>();
    private final Collection<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger replayed = new AtomicInteger();
    private volatile boolean enough;

    private Load(DesaSystem system) {
        this.system = system;
    }

    static Load start(DesaSystem system, int clients) {
        var load = new Load(system);
        for (var i = 0; i < clients; i++) {
            load.clients.add(Thread.ofVirtual().start(load::enrollPeople));
        }
        return load;
    }

    /** Returns when everybody who was begun with has an answer. */
    void finish() throws InterruptedException {
        enough = true;
        for (var thread : clients) {
            thread.join();
        }
        client.close();
    }

    /** Ids of those who were answered with 201. */
    List<String> enrolled() {
        return List.copyOf(enrolled);
    }

    int answered() {
        return enrolled.size();
    }

    void requireNobodyRefused() {
        assertThat(refused).as("answers other than 201 in the end").isEmpty();
    }

    @Override
    public String toString() {
        return "%d enrolled, %d requests sent again, %d of them had been done"
                .formatted(enrolled.size(), retried.get(), replayed.get());
    }

    @Override
    public void close() throws InterruptedException {
        finish();
    }

    private void enrollPeople() {
        while (!enough) {
            try {
                enroll(system.people().next());
            } catch (JsonProcessingException e) {
                refused.add("unreadable answer");
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void enroll(Person person) throws JsonProcessingException, InterruptedException {
        var request = HttpRequest.newBuilder(system.enrollment().url().resolve("/v1/participants"))
                .timeout(DesaSystem.ANSWER_LIMIT)
                .header("Authorization", "Bearer " + system.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", person.key())
                .POST(BodyPublishers.ofString(json.writeValueAsString(person.request())))
                .build();
        var deadline = System.nanoTime() + GIVEN_UP_AFTER.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (isSettled(client.send(request, BodyHandlers.ofString()))) {
                    return;
                }
            } catch (IOException e) {
                // Nobody knows whether the person is enrolled: that is what the key is for.
            }
            retried.incrementAndGet();
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
        refused.add("no answer in " + GIVEN_UP_AFTER);
    }

    private boolean isSettled(HttpResponse<String> response) throws JsonProcessingException {
        if (response.statusCode() == 201) {
            enrolled.add(json.readTree(response.body()).path("id").asText());
            response.headers().firstValue("Idempotency-Replayed").ifPresent(yes -> replayed.incrementAndGet());
            return true;
        }
        if (response.statusCode() >= 500) {
            return false;
        }
        var code = json.readTree(response.body()).path("code").asText();
        if (code.equals("request-in-progress")) {
            return false;
        }
        refused.add(response.statusCode() + " " + code);
        return true;
    }
}
