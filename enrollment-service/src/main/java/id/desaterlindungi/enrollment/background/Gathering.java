package id.desaterlindungi.enrollment.background;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Makes sets of what comes one by one: all that came while a set was being worked on is the next. Nobody waits for a timer,
 * and the more come the less each costs. A set that fails as a whole is worked on again one by one, so that nobody fails for
 * another's sake.
 *
 * @param <T> what comes, each with a thread that waits for its outcome
 * @param <R> its outcome
 */
public final class Gathering<T, R> implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(500);
    /** A set that takes longer than this may be waiting for something that the next is not. */
    private static final Duration LONG = Duration.ofMillis(100);

    private static final long NONE = -1;

    /**
     * @param workers who take turns, so that sets are large; the others work beside a set that takes long, until it ends
     * @param atOnce the largest set
     * @param waiting how many may wait for the next
     */
    public record Bounds(int workers, int atOnce, int waiting, Duration longestWait) {}

    /** More wait than can be worked off soon. */
    public static final class Full extends Exception {
        private static final long serialVersionUID = 1;
    }

    private final class One {
        private final T item;
        private final CompletableFuture<R> outcome = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();

        One(T item) {
            this.item = item;
        }

        /** @return whether nobody else has taken it */
        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    private final Function<List<T>, List<R>> work;
    private final Predicate<Throwable> everybodys;
    private final Bounds bounds;
    private final BlockingQueue<One> queue;
    private final Semaphore turn = new Semaphore(1, true);
    /** How many have been taken. */
    private final AtomicLong turns = new AtomicLong();

    private final List<Thread> workers;
    private volatile boolean closed;

    /**
     * @param work on a set: an outcome for each, in their order; what it throws has undone all of it
     * @param everybodys whether a failure would meet each of a set alone too, such as a database that is away
     */
    public Gathering(String name, Bounds bounds, Function<List<T>, List<R>> work, Predicate<Throwable> everybodys) {
        this.work = work;
        this.everybodys = everybodys;
        this.bounds = bounds;
        this.queue = new ArrayBlockingQueue<>(bounds.waiting());
        this.workers = IntStream.rangeClosed(1, bounds.workers())
                .mapToObj(
                        number -> Thread.ofPlatform().name(name + "-" + number).start(this::run))
                .toList();
    }

    /** How many wait for the next set. */
    public int waiting() {
        return queue.size();
    }

    /**
     * Waits until the set with this one in it is done.
     *
     * @throws Full at once where too many wait already, or after the longest wait; nothing is done then
     * @throws InterruptedException where nothing is done either; who is in a set already waits for its end all the same
     */
    public R join(T item) throws Full, InterruptedException {
        var one = new One(item);
        if (closed || !queue.offer(one)) {
            throw new Full();
        }
        try {
            return one.outcome.get(bounds.longestWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (leaves(one)) {
                throw new Full();
            }
        } catch (InterruptedException e) {
            if (leaves(one)) {
                throw e;
            }
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw failed(Objects.requireNonNull(e.getCause()));
        }
        try {
            return one.outcome.join(); // It is in a set, which ends by the limits of its statements.
        } catch (CompletionException e) {
            throw failed(Objects.requireNonNull(e.getCause()));
        }
    }

    /** @return whether it goes without having been in a set */
    private boolean leaves(One one) {
        queue.remove(one);
        return one.take(); // A worker may have it in its hands, and then one of the two is first.
    }

    private static RuntimeException failed(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(cause);
        };
    }

    private void run() {
        var standing = NONE; // The turn that has taken long, as long as it goes on.
        while (!closed || !queue.isEmpty()) {
            try {
                if (turns.get() == standing) {
                    workOnNext(LONG);
                } else if (turn.tryAcquire(LONG.toNanos(), TimeUnit.NANOSECONDS)) {
                    try {
                        turns.incrementAndGet();
                        workOnNext(POLL);
                    } finally {
                        turn.release();
                    }
                } else {
                    standing = turns.get();
                }
            } catch (InterruptedException e) {
                // The loop's condition ends it.
            }
        }
    }

    private void workOnNext(Duration wait) throws InterruptedException {
        var first = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            var set = new ArrayList<One>();
            set.add(first);
            queue.drainTo(set, bounds.atOnce() - 1);
            set.removeIf(one -> !one.take());
            workOn(set);
        }
    }

    private void workOn(List<One> set) {
        try {
            var outcomes = work.apply(set.stream().map(one -> one.item).toList());
            for (var i = 0; i < set.size(); i++) {
                set.get(i).outcome.complete(outcomes.get(i));
            }
        } catch (Throwable e) { // Errors too: a thread that ends would leave everybody waiting.
            if (set.size() <= 1 || everybodys.test(e)) {
                set.forEach(one -> one.outcome.completeExceptionally(e));
            } else {
                set.forEach(one -> workOn(List.of(one)));
            }
        }
    }

    /** Works off what waits. */
    @Override
    public void close() {
        closed = true;
        try {
            for (var worker : workers) {
                worker.join(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var left = new ArrayList<One>();
        queue.drainTo(left);
        left.stream().filter(One::take).forEach(one -> one.outcome.completeExceptionally(new Full()));
    }
}
