package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.background.Loop;
import id.desaterlindungi.enrollment.background.Signal;
import id.desaterlindungi.enrollment.problem.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Records that are written a moment later, many together. None is lost without a word: while the database is away they wait and are
 * tried again, and when too many wait each request writes its own. Only a killed process takes those of its last moment with it.
 */
final class AccessQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AccessQueue.class);
    private static final int AT_ONCE = 1_000;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Consumer<List<AccessRecord>> writing;
    private final int most;
    private final Queue<AccessRecord> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Counter failures;
    private final Loop loop;
    private volatile boolean closed;

    /** @param gathering how long records are gathered @param most how many may wait */
    AccessQueue(Consumer<List<AccessRecord>> writing, int most, Duration gathering, MeterRegistry metrics) {
        this.writing = writing;
        this.most = most;
        this.failures = Counter.builder("enrollment.access.failures")
                .description(
                        "Times that access records could not be written, and were kept to be tried again or given up")
                .register(metrics);
        Gauge.builder("enrollment.access.waiting", count, AtomicInteger::get)
                .description("Access records that wait to be written")
                .register(metrics);
        this.loop = Loop.start("access-records", new Signal(), gathering, this::step);
    }

    /**
     * For what was only read: if too many wait, it is written here and now. Of what was refused, which told nothing, no more are
     * taken then: they could come without end while the database is away.
     *
     * @throws RuntimeException if that fails; then nothing may be told to the caller
     */
    void add(AccessRecord record) {
        if (!closed && count.get() < most) {
            keep(record);
            return;
        }
        if (record.status() >= 400 && !closed) {
            failures.increment();
            return;
        }
        try {
            writing.accept(List.of(record));
        } catch (RuntimeException e) {
            failures.increment();
            throw e;
        }
    }

    /** For what is done and cannot be taken back, however many wait: there are no more of these than the database has changed. */
    void keep(AccessRecord record) {
        waiting.add(record);
        count.incrementAndGet();
        if (closed) { // Perhaps after the last look.
            drain();
        }
    }

    /** @return whether there may be more to do at once */
    private boolean step() {
        var set = next();
        if (!set.isEmpty()) {
            write(set);
        }
        return count.get() >= AT_ONCE;
    }

    private synchronized List<AccessRecord> next() {
        var set = new ArrayList<AccessRecord>();
        for (var one = waiting.poll(); one != null; one = set.size() < AT_ONCE ? waiting.poll() : null) {
            set.add(one);
        }
        return set;
    }

    /** @throws RuntimeException while the database is away; the set waits again then */
    private void write(List<AccessRecord> set) {
        try {
            writing.accept(set);
            count.addAndGet(-set.size());
        } catch (RuntimeException e) {
            var there = isThere(e);
            if (there && set.size() == 1) {
                count.decrementAndGet();
                return;
            }
            if (!there) {
                failures.increment();
            }
            if (Failure.isPassing(e)) {
                waiting.addAll(set);
                throw e;
            }
            if (set.size() > 1) { // One that the database refuses takes no other with it.
                for (var i = 0; i < set.size(); i++) {
                    try {
                        write(List.of(set.get(i)));
                    } catch (RuntimeException away) {
                        waiting.addAll(set.subList(i + 1, set.size()));
                        throw away;
                    }
                }
                return;
            }
            count.decrementAndGet();
            LOG.errorf(
                    e,
                    "Access record was refused id=%s operation=%s",
                    set.getFirst().id(),
                    set.getFirst().operation());
        }
    }

    /** It was committed at the first attempt, and the answer of the database was lost. No two records have the same id. */
    private static boolean isThere(RuntimeException e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState()));
    }

    private void drain() {
        for (var set = next(); !set.isEmpty(); set = next()) {
            try {
                write(set);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Access records are lost with this process count=%d", count.get());
                return;
            }
        }
    }

    /** Writes what waits. What comes later is written at once. */
    @Override
    public void close() {
        closed = true;
        loop.close();
        drain();
    }
}
