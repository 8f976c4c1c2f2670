package id.desaterlindungi.e2e.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Everybody who asks, all at once, until told that it is enough. */
public final class Callers implements AutoCloseable {
    private final Memory memory = new Memory();
    private final Journal journal = new Journal();
    private final Line line;
    /** Who looks whether a replica serves again. */
    private final Caller scout;

    private final Random random;
    private final Target target;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean enough;

    /** @param pause of each caller between two requests, at most */
    public Callers(Target target, long seed, int count, Duration pause) {
        this.target = target;
        this.line = new Line(target, journal);
        this.random = new Random(seed);
        var lists = new AtomicLong();
        this.scout = new Caller(target, line, memory, lists, seed, 0);
        for (var number = 1; number <= count; number++) {
            var caller = new Caller(target, line, memory, lists, seed, number);
            var waits = new Random(seed + number);
            threads.add(Thread.ofVirtual().unstarted(() -> callOnAndOn(caller, waits, pause)));
        }
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    private void callOnAndOn(Caller caller, Random waits, Duration pause) {
        try {
            while (!enough) {
                caller.act();
                LockSupport.parkNanos(waits.nextLong(pause.toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            memory.wrong.add("A caller gave up: " + e);
        }
    }

    public Memory memory() {
        return memory;
    }

    public Journal journal() {
        return journal;
    }

    /** Returns when a replica has done what it is there for, of which nothing is asked while it is away. */
    public boolean isServed(Side side, int replica) throws InterruptedException {
        return switch (side) {
            case ENROLLMENT -> scout.enrollAt(replica).status() == 201;
            case REPORTING ->
                line.exchange(
                                        Caller.get(
                                                Side.REPORTING,
                                                "totals",
                                                "/v1/progress",
                                                target.tokens().token("branch", "16")),
                                        replica)
                                .status()
                        == 200;
        };
    }

    /** Who was enrolled last to see whether a replica serves. */
    public String lastScouted() {
        return scout.last();
    }

    /** So many people who read, all at once, and wait each for an answer of one replica or another. */
    public void crowd(Side side, int count) {
        var path = side == Side.ENROLLMENT
                ? "/v1/participants?limit=1&within=16.01"
                : "/v1/progress/history?interval=week";
        for (var i = 0; i < target.count(side) * count; i++) {
            int replica = i % target.count(side);
            var request = Caller.get(side, "crowd", path, target.tokens().token("branch", "16"));
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    line.exchange(request, replica);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
    }

    /** By kind of trouble, in nanoseconds: how long at most nobody was answered as enrolled. */
    public Map<String, Long> longestWithout(Windows windows) {
        return journal.longestWithout(windows);
    }

    /** How many people have this NIK, as the register tells: none or one. */
    public int found(String nik) throws InterruptedException {
        return line.surely(scout.search(nik), random).body().path("items").size();
    }

    /** Whether a request that was answered is answered so again. */
    public boolean isAnsweredAgain(Memory.Keyed one) throws InterruptedException {
        var answer = line.surely(
                Caller.post(
                        "once more", "/v1/participants", target.tokens().token("branch", "16"), one.body(), one.key()),
                random);
        return answer.status() == 201
                && answer.header("Idempotency-Replayed").isPresent()
                && answer.body().path("id").asText().equals(one.id());
    }

    /** Returns when each has settled what it was at. */
    public void finish() throws InterruptedException {
        enough = true;
        for (var thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        finish();
        line.close();
    }
}
