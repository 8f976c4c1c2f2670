package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.Wire.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Calls that were made, and how long they took, in microseconds.
 *
 * @param failed how many were refused, or cut off
 * @param failure what became of one of these
 * @param firstBytes until the answer began
 */
record Load(
        int calls,
        int failed,
        String failure,
        double seconds,
        ConcurrentHistogram whole,
        ConcurrentHistogram firstBytes) {
    private static final long LONGEST_MICROS = Duration.ofMinutes(2).toNanos() / 1_000;

    /**
     * Calls at a fixed rate, whether or not the ones before have been answered. Each counts from the moment at which it was
     * due, so that a stall is seen by all whom it would have kept waiting.
     */
    static Load open(int rate, BooleanSupplier goesOn, IntFunction<Answer> call) {
        var counted = new Counted();
        var begin = System.nanoTime();
        var calls = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (; goesOn.getAsBoolean(); calls++) {
                var number = calls;
                var due = begin + (long) (number * (1e9 / rate));
                for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                threads.submit(() -> counted.call(call, number, due));
            }
        }
        return counted.since(begin, calls);
    }

    static Load open(int rate, Duration length, IntFunction<Answer> call) {
        return open(rate, until(length), call);
    }

    /** Callers who ask again when they are answered. */
    static Load closed(int callers, Duration length, IntFunction<Answer> call) throws Exception {
        var counted = new Counted();
        var next = new AtomicInteger();
        var begin = System.nanoTime();
        var goesOn = until(length);
        onThreads(callers, () -> {
            while (goesOn.getAsBoolean()) {
                counted.call(call, next.getAndIncrement(), System.nanoTime());
            }
        });
        return counted.since(begin, next.get());
    }

    /** What one of them does. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    static void onThreads(int count, Work work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(count)) {
            var running = new ArrayList<Future<?>>();
            for (var i = 0; i < count; i++) {
                running.add(threads.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            for (var one : running) {
                one.get();
            }
        }
    }

    static BooleanSupplier until(Duration length) {
        var end = System.nanoTime() + length.toNanos();
        return () -> System.nanoTime() < end;
    }

    double perSecond() {
        return (calls - failed) / seconds;
    }

    double millis(double percentile) {
        return whole.getValueAtPercentile(percentile) / 1_000.0;
    }

    double firstByteMillis(double percentile) {
        return firstBytes.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** @throws IllegalStateException where a call failed: its time would be no answer's */
    Load requireGood() {
        if (failed > 0) {
            throw new IllegalStateException("%d of %d calls failed: %s".formatted(failed, calls, failure));
        }
        return this;
    }

    private record Counted(
            AtomicInteger failed, Queue<String> failures, ConcurrentHistogram whole, ConcurrentHistogram firstBytes) {
        Counted() {
            this(
                    new AtomicInteger(),
                    new ConcurrentLinkedQueue<>(),
                    new ConcurrentHistogram(LONGEST_MICROS, 3),
                    new ConcurrentHistogram(LONGEST_MICROS, 3));
        }

        void call(IntFunction<Answer> call, int number, long due) {
            try {
                var answer = call.apply(number);
                if (!answer.isGood()) {
                    fail(answer.status() + " " + answer.text());
                }
                firstBytes.recordValue(micros(answer.firstByte() - due));
            } catch (RuntimeException e) {
                fail(e.toString()); // Cut off: as bad as refused.
            }
            whole.recordValue(micros(System.nanoTime() - due));
        }

        private void fail(String how) {
            failed.incrementAndGet();
            failures.add(how);
        }

        Load since(long begin, int calls) {
            return new Load(
                    calls,
                    failed.get(),
                    String.valueOf(failures.peek()),
                    (System.nanoTime() - begin) / 1e9,
                    whole,
                    firstBytes);
        }

        private static long micros(long nanos) {
            return Math.clamp(nanos / 1_000, 0, LONGEST_MICROS);
        }
    }
}
