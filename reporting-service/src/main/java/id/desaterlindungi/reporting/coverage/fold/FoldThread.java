package id.desaterlindungi.reporting.coverage.fold;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Folds a batch while its one user reads the next: PostgreSQL writes on one core, events are decoded on the other. One batch at
 * a time, in their order.
 */
final class FoldThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FoldThread.class);
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final ExecutorService thread;
    private CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);

    FoldThread(String name) {
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /**
     * Waits for the batch before.
     *
     * @throws RuntimeException what that one failed with; then this one is not begun
     */
    void begin(Runnable fold) {
        await();
        underWay = CompletableFuture.runAsync(fold, thread);
    }

    /** @throws RuntimeException what the batch failed with, told once */
    void await() {
        CompletableFuture<?> awaited = underWay;
        underWay = CompletableFuture.completedFuture(null);
        try {
            awaited.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }

    /**
     * Waits for the batch that is under way, which may be a COPY of minutes: whoever reads on from the totals must not do so while it
     * still writes. Returns before its end only to a thread that is interrupted.
     */
    @Override
    public void close() {
        try {
            var ended = false;
            while (!ended) {
                ended = ends(Duration.ofHours(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the process ends, which need not wait for long: what is under way becomes part of the totals or not. */
    void stop() throws InterruptedException {
        if (!ends(LAST_BATCH)) {
            LOG.warn("The last batch is still being folded");
        }
    }

    private boolean ends(Duration within) throws InterruptedException {
        thread.shutdown();
        return thread.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
    }
}
