package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * People who were enrolled through {@code POST /v1/participants/batch}.
 *
 * @param people how many this run asked for; some of them may have been there already
 * @param seconds that it took
 */
record Filling(int people, double seconds) {
    static final int BATCH = 500;
    static final int WRITERS = 2;

    /** @param there how many an earlier run enrolled; whoever of them is asked for again is answered as before */
    static Filling of(Api register, Population population, int there, int wanted) throws Exception {
        // From before where a killed run may have left holes.
        var next = new AtomicInteger(Math.max(0, there / BATCH - 2 * WRITERS) * BATCH);
        var first = next.get();
        var begin = System.nanoTime();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var running = new ArrayList<Future<?>>();
            for (var i = 0; i < WRITERS; i++) {
                running.add(writers.submit(() -> {
                    var json = new ObjectMapper();
                    for (var from = next.getAndAdd(BATCH); from < wanted; from = next.getAndAdd(BATCH)) {
                        enroll(register, population, json, from, Math.min(wanted, from + BATCH));
                    }
                    return null;
                }));
            }
            for (var writer : running) {
                writer.get();
            }
        }
        return new Filling(wanted - first, (System.nanoTime() - begin) / 1e9);
    }

    double rate() {
        return people / seconds;
    }

    private static void enroll(Api register, Population population, ObjectMapper json, int from, int to)
            throws IOException {
        var operations = IntStream.range(from, to)
                .mapToObj(i -> Map.of("operationId", "person-" + i, "enrollment", population.person(i)))
                .toList();
        var answer = register.post("/v1/participants/batch", json.writeValueAsString(Map.of("operations", operations)));
        var refused = json.readTree(answer.body()).path("refused");
        if (answer.statusCode() != 200 || refused.asInt(-1) != 0) {
            throw new IllegalStateException(
                    "Batch from " + from + " answered " + answer.statusCode() + ", refused " + refused);
        }
        if (from % 100_000 == 0) {
            System.out.println(from + " …");
        }
    }
}
