package id.desaterlindungi.e2e;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.e2e.faults.Callers;
import id.desaterlindungi.e2e.faults.Fault;
import id.desaterlindungi.e2e.faults.Side;
import id.desaterlindungi.e2e.faults.Trouble;
import id.desaterlindungi.e2e.faults.Windows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/** Does to a system what a schedule says, takes it back, and waits until all of it serves again. */
final class Faults implements AutoCloseable {
    /** From when a fault is over until every replica answers, and until what is new is in the totals. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(20);
    /** For a last look. */
    private static final Duration LEAST = Duration.ofMillis(100);

    /** A start that fails is tried again, as a cluster does. */
    private static final int STARTS = 30;

    private static final Duration BEFORE_THE_NEXT_START = Duration.ofSeconds(1);
    /** More than a replica has connections. */
    private static final int CROWD = 30;

    private static final Map<Side, String> BLOCKED =
            Map.of(Side.ENROLLMENT, "participant", Side.REPORTING, "projection");

    /** What came of one kind of trouble. */
    private static final class Seen {
        private int times;
        private long answered;
        private long counted;
    }

    private final DesaSystem system;
    private final Map<Side, List<Service>> replicas;
    private final Callers callers;
    private final Windows windows;
    private final Map<String, Seen> seen = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Trouble> endured = new ArrayList<>();
    private final AtomicInteger failedStarts = new AtomicInteger();

    Faults(DesaSystem system, Map<Side, List<Service>> replicas, Callers callers, Windows windows) {
        this.system = system;
        this.replicas = new EnumMap<>(replicas);
        this.callers = callers;
        this.windows = windows;
    }

    void endure(Trouble trouble) throws InterruptedException, SQLException {
        Thread.sleep(trouble.quiet());
        endured.add(trouble);
        var window = windows.begin(trouble);
        var all = trouble.faults().stream()
                .map(fault -> CompletableFuture.runAsync(() -> run(fault), Thread::startVirtualThread))
                .toList();
        all.forEach(CompletableFuture::join);
        long over = System.nanoTime();
        var what = seen.computeIfAbsent(trouble.kind(), _ -> new Seen());
        what.times++;
        awaitAnswers(trouble, over);
        what.answered = Math.max(what.answered, System.nanoTime() - over);
        windows.end(window);
        awaitCounted(trouble);
        what.counted = Math.max(what.counted, System.nanoTime() - over);
        Measured.say("%s: over for %s s".formatted(trouble, seconds(System.nanoTime() - over)));
    }

    private void run(Fault fault) {
        switch (fault) {
            case Fault.Killed killed -> {
                service(killed).kill();
                pause(fault);
                startAgain(service(killed));
            }
            case Fault.Ended ended -> {
                if (!service(ended).stop(Duration.ofSeconds(40))) {
                    complain("%s #%d did not end when told to".formatted(ended.side(), ended.replica() + 1));
                }
                pause(fault);
                startAgain(service(ended));
            }
            case Fault.Frozen frozen -> {
                service(frozen).freeze();
                pause(fault);
                service(frozen).thaw();
            }
            case Fault.DatabaseCrashed _ -> {
                system.stack().postgres().crash();
                pause(fault);
                system.stack().postgres().start();
            }
            case Fault.BrokerStopped _ -> {
                system.stack().kafka().stop();
                pause(fault);
                system.stack().kafka().start();
            }
            case Fault.Blocked blocked -> block(blocked);
            case Fault.Cut cut -> cut(cut.side());
        }
    }

    private void block(Fault.Blocked fault) {
        try (var owner = fault.side() == Side.ENROLLMENT ? system.registerDatabase() : system.totalsDatabase()) {
            owner.setAutoCommit(false);
            Sql.execute(owner, "lock table %s in access exclusive mode".formatted(BLOCKED.get(fault.side())));
            callers.crowd(fault.side(), CROWD);
            pause(fault);
            owner.rollback();
        } catch (SQLException e) {
            // The database crashed at the same time, and nobody is blocked any more.
        }
    }

    private void cut(Side side) {
        try (var look = system.stack().postgres().connect(side.toString(), "postgres")) {
            Sql.rows(
                    look,
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '%s_app'"
                            .formatted(side));
        } catch (SQLException e) {
            // As above.
        }
    }

    private Service service(Fault.OfReplica fault) {
        return replicas.get(fault.side()).get(fault.replica());
    }

    private static void pause(Fault fault) {
        pause(fault.away());
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain(Service service) {
        for (var start = 1; ; start++) {
            try {
                service.start();
                return;
            } catch (IllegalStateException e) {
                failedStarts.incrementAndGet();
                if (start == STARTS) {
                    throw e;
                }
                pause(BEFORE_THE_NEXT_START);
            }
        }
    }

    private synchronized void complain(String what) {
        wrong.add(what);
    }

    /** @param since the fault has been over, as {@link System#nanoTime} tells */
    private void awaitAnswers(Trouble trouble, long since) {
        for (var side : Side.values()) {
            for (var replica = 0; replica < replicas.get(side).size(); replica++) {
                var number = replica;
                replicas.get(side).get(number).awaitReady();
                within(
                        since,
                        () -> callers.isServed(side, number),
                        "%s #%d does not serve again %s".formatted(side, number + 1, trouble));
            }
        }
    }

    /** Whoever was enrolled last is in the totals of every replica. */
    private void awaitCounted(Trouble trouble) throws SQLException {
        try (var register = system.registerDatabase()) {
            within(System.nanoTime(), () -> isCounted(register), "What is enrolled is not counted " + trouble);
        }
    }

    /** What never comes is told at the end, with all else that is wrong: the faults go on. */
    private void within(long since, Callable<Boolean> condition, String otherwise) {
        var left = BACK_WITHIN.minusNanos(System.nanoTime() - since);
        try {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .atMost(left.compareTo(LEAST) < 0 ? LEAST : left)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            complain(otherwise);
        }
    }

    private boolean isCounted(Connection register) throws SQLException {
        long position = Sql.number(
                register,
                "select coalesce(max(position), %d) from event_log where subject = '%s'"
                        .formatted(Long.MAX_VALUE, callers.lastScouted()));
        return replicas.get(Side.REPORTING).stream()
                .allMatch(one -> system.ask(one).get("/v1/progress").jsonPath().getLong("asOf.position") >= position);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    List<Trouble> endured() {
        return List.copyOf(endured);
    }

    /** A row for each kind of trouble. */
    String table(Map<String, Long> longestWithout) {
        var table = new StringBuilder(
                "| trouble | times | all answer again after, s | all counted again after, s | longest without an enrollment, s |\n|---|---:|---:|---:|---:|\n");
        seen.forEach((kind, what) -> table.append("| %s | %d | %s | %s | %s |%n"
                .formatted(
                        kind,
                        what.times,
                        seconds(what.answered),
                        seconds(what.counted),
                        seconds(longestWithout.getOrDefault(kind, 0L)))));
        return table + "%d starts failed and were tried again".formatted(failedStarts.get());
    }

    private static String seconds(long nanos) {
        return "%.1f".formatted(NANOSECONDS.toMillis(nanos) / 1000.0);
    }

    /** Leaves nothing frozen. */
    @Override
    public void close() {
        replicas.values()
                .forEach(all -> all.stream().filter(one -> !one.isKilled()).forEach(Service::thaw));
    }
}
