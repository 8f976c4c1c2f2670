package id.desaterlindungi.benchmark;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** People who are enrolled through {@code POST /v1/participants/batch}. */
final class Filling {
    static final int WRITERS = 2;

    private Filling() {}

    /** @param there how many an earlier run enrolled; whoever of them is asked for again is answered as before */
    static void of(Caller register, Population population, int there, int wanted) throws Exception {
        // From before where a killed run may have left holes.
        var next = new AtomicInteger(Math.max(0, there / Enrollment.BATCH - 2 * WRITERS) * Enrollment.BATCH);
        Load.onThreads(WRITERS, () -> {
            for (var from = next.getAndAdd(Enrollment.BATCH); from < wanted; from = next.getAndAdd(Enrollment.BATCH)) {
                var to = Math.min(wanted, from + Enrollment.BATCH);
                Enrollment.batch(
                        register, population, IntStream.range(from, to).boxed().toList());
                if (from % 100_000 == 0) {
                    System.out.printf("    %,d%n", from);
                }
            }
        });
    }
}
