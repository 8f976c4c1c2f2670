package id.desaterlindungi.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What the local system asks of the two services, through the same API as anybody. */
final class ServiceClient {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);
    private static final int OK = 200;

    /** Longer than the sequencer lets an outbox row wait. */
    private static final int QUIET_SECONDS = 1;

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI enrollment;
    private final URI reporting;
    private final String token;

    ServiceClient(URI enrollment, URI reporting, String token) {
        this.enrollment = enrollment;
        this.reporting = reporting;
        this.token = token;
    }

    URI enrollment() {
        return enrollment;
    }

    /** Whether nothing has ever happened in it. */
    boolean registerIsEmpty() throws IOException, InterruptedException {
        return eventsAfter(0, 0).isEmpty();
    }

    /** Returns when the totals hold the event at the position. */
    void awaitPosition(long position) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + STALL_LIMIT.toNanos();
        var last = -1L;
        while (true) {
            var now = position();
            if (now >= position) {
                return;
            }
            if (now > last) {
                last = now;
                deadline = System.nanoTime() + STALL_LIMIT.toNanos();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The totals stand still at position " + now + " of " + position);
            }
            Thread.sleep(50);
        }
    }

    /** Returns when the totals hold every event of the register. */
    void awaitTotals() throws IOException, InterruptedException {
        while (true) {
            var events = eventsAfter(position(), QUIET_SECONDS);
            if (events.isEmpty()) {
                return;
            }
            awaitPosition(events.get(events.size() - 1).path("sequence").asLong());
        }
    }

    /** The headline in words. */
    String progress() throws IOException, InterruptedException {
        var headline = get(reporting.resolve("/v1/progress"));
        return String.format(
                Locale.ENGLISH,
                """
                Covered     %,d of %,d workers in %s (%.2f %%), %,d to go
                Register    %,d covered, %,d of them carried over from the baseline of %,d
                As of       position %d""",
                headline.path("covered").asLong(),
                headline.path("goal").path("target").asLong(),
                headline.path("area").path("name").asText(),
                headline.path("percentOfGoal").asDouble(),
                headline.path("remaining").asLong(),
                headline.path("register").path("covered").asLong(),
                headline.path("register").path("carriedOver").asLong(),
                headline.path("goal").path("baseline").asLong(),
                headline.path("asOf").path("position").asLong());
    }

    private long position() throws IOException, InterruptedException {
        return get(reporting.resolve("/v1/progress"))
                .path("asOf")
                .path("position")
                .asLong();
    }

    private JsonNode eventsAfter(long position, int waitSeconds) throws IOException, InterruptedException {
        return get(enrollment.resolve("/v1/events?after=" + position + "&limit=500&wait=" + waitSeconds));
    }

    /** Enrolls the good rows of a list; returns when all are. */
    void importList(Path csv, String defaults) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(enrollment.resolve("/v1/imports?commit=auto&" + defaults))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofFile(csv))
                .build();
        var address = enrollment.resolve(client.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
        var deadline = System.nanoTime() + STALL_LIMIT.toNanos();
        while (!get(address).path("state").asText().equals("COMMITTED")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The list is not enrolled");
            }
            Thread.sleep(50);
        }
    }

    /** @param bearer of whoever may */
    JsonNode post(URI uri, String body, String bearer) throws IOException, InterruptedException {
        return send("POST", uri, body, bearer);
    }

    /** @param bearer of whoever may */
    JsonNode put(URI uri, String body, String bearer) throws IOException, InterruptedException {
        return send("PUT", uri, body, bearer);
    }

    private JsonNode send(String method, URI uri, String body, String bearer) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(uri.getPath() + " answers " + response.statusCode());
        }
        return json.readTree(response.body());
    }

    JsonNode get(URI uri) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token)
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IllegalStateException(uri.getPath() + " answers " + response.statusCode());
        }
        return json.readTree(response.body());
    }
}
