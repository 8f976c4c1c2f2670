package id.desaterlindungi.e2e.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** The way to the replicas: to one of them, as any balancer would, and not to one that has just failed. */
final class Line implements AutoCloseable {
    /** No answer may take longer, whatever is broken. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private static final long AVOIDED_NANOS = 1_000_000_000;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(150);
    /** Longer than any fault, and what it takes to come back. */
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(150);

    static final JsonMapper JSON = new JsonMapper();

    /** A request to whichever replica. */
    record Request(Side side, String operation, String path, String token, UnaryOperator<HttpRequest.Builder> kind) {}

    private record Replica(Side side, int number) {}

    private final Target target;
    private final Journal journal;
    private final Map<Replica, Long> failed = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Line(Target target, Journal journal) {
        this.target = target;
        this.journal = journal;
    }

    /** Of ten callers one is in a hurry. */
    static Duration patience(Random random) {
        return random.nextInt(10) == 0 ? Duration.ofMillis(20 + random.nextInt(1_500)) : ANSWER_LIMIT;
    }

    Answer once(Request request, Random random) throws InterruptedException {
        return exchange(request, pick(request.side(), random), ANSWER_LIMIT);
    }

    /** @param patience of a caller who does not wait as long as callers should */
    Answer once(Request request, Random random, Duration patience) throws InterruptedException {
        return exchange(request, pick(request.side(), random), patience);
    }

    /** Again and again, until there is an answer that settles it. */
    Answer surely(Request request, Random random) throws InterruptedException {
        var deadline = System.nanoTime() + GIVEN_UP_AFTER.toNanos();
        while (true) {
            var answer = once(request, random);
            if (!answer.isOpen() || System.nanoTime() > deadline) {
                return answer;
            }
            pause();
        }
    }

    static void pause() {
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
    }

    private Replica pick(Side side, Random random) {
        int count = target.count(side);
        int first = random.nextInt(count);
        var now = System.nanoTime();
        for (var i = 0; i < count; i++) {
            var replica = new Replica(side, (first + i) % count);
            var since = failed.get(replica);
            if (since == null || now - since > AVOIDED_NANOS) {
                return replica;
            }
        }
        return new Replica(side, first);
    }

    Answer exchange(Request request, int replica) throws InterruptedException {
        return exchange(request, new Replica(request.side(), replica), ANSWER_LIMIT);
    }

    private Answer exchange(Request request, Replica replica, Duration limit) throws InterruptedException {
        var uri = target.of(replica.side()).get(replica.number()).resolve(request.path());
        var built = request.kind()
                .apply(HttpRequest.newBuilder(uri).timeout(limit).header("Authorization", "Bearer " + request.token()))
                .build();
        long begun = System.nanoTime();
        var answer = Answer.none();
        var failure = "";
        try {
            var response = client.send(built, BodyHandlers.ofString());
            answer = new Answer(response.statusCode(), read(response.body()), response.headers());
        } catch (IOException e) {
            failure = e.getClass().getSimpleName() + ": " + e.getMessage();
            failed.put(replica, System.nanoTime());
        }
        if (answer.status() == 503) {
            failed.put(replica, System.nanoTime());
        }
        journal.record(new Journal.Exchange(
                replica.side(),
                replica.number(),
                request.operation(),
                begun,
                System.nanoTime(),
                answer.status(),
                answer.code(),
                answer.header("Retry-After").isPresent(),
                failure,
                limit.compareTo(ANSWER_LIMIT) < 0));
        return answer;
    }

    private static JsonNode read(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
