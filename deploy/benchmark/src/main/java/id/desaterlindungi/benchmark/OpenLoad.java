package id.desaterlindungi.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Requests at a fixed rate, whether or not the ones before have been answered. A latency counts from the moment at which its
 * request was due, so that a stall is seen by all whom it would have kept waiting.
 */
final class OpenLoad {
    private static final long HIGHEST_MICROS = Duration.ofMinutes(1).toNanos() / 1_000;

    private OpenLoad() {}

    /** @param failed requests that were answered otherwise than with 200 */
    record Result(
            String name, int rate, int requests, int failed, double p50Millis, double p99Millis, double maxMillis) {
        /** A row of a table that begins with {@link #heading}, where nothing is aimed at. */
        String row() {
            return row("");
        }

        /** @param p99 the most milliseconds aimed at for 99 of 100 requests */
        String row(int p99) {
            return row(Report.atMost(p99Millis, p99, "p99 %,.0f ms"));
        }

        private String row(String target) {
            return "| %s | %d/s | %d | %d | %.1f | %.1f | %.1f | %s |"
                    .formatted(name, rate, requests, failed, p50Millis, p99Millis, maxMillis, target);
        }
    }

    /** @param what was done: names the first column */
    static List<String> heading(String what) {
        return List.of(
                "| %s | rate | requests | failed | p50 ms | p99 ms | max ms | target |".formatted(what),
                "|---|---|---|---|---|---|---|---|");
    }

    private static boolean answered(IntFunction<Integer> request, int number) {
        try {
            return request.apply(number) == 200;
        } catch (RuntimeException e) {
            return false; // Refused or cut off: as bad as an answer other than 200.
        }
    }

    /** @param request sends request number n and tells the status of its answer */
    static Result run(String name, int rate, Duration length, IntFunction<Integer> request) {
        var latencies = new ConcurrentHistogram(HIGHEST_MICROS, 3);
        var failed = new AtomicInteger();
        var requests = (int) (rate * length.toSeconds());
        var begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < requests; i++) {
                var number = i;
                var due = begin + (long) (i * (1e9 / rate));
                for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                threads.submit(() -> {
                    if (!answered(request, number)) {
                        failed.incrementAndGet();
                    }
                    latencies.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - due) / 1_000));
                });
            }
        }
        return new Result(
                name,
                rate,
                requests,
                failed.get(),
                latencies.getValueAtPercentile(50) / 1_000.0,
                latencies.getValueAtPercentile(99) / 1_000.0,
                latencies.getMaxValue() / 1_000.0);
    }
}
