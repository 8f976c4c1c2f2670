package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The topic of a full register, folded from its beginning, and folded anew while totals are read. */
final class Folding implements Scenario {
    private static final int READS_A_SECOND = 200;
    private static final String READ = "/v1/progress/areas?level=regency";

    private final Series bare = new Series("a bare consumer of the same topic", "events/s");
    private final Series folded =
            new Series("folding a backlog, from when the service is ready until the totals have it all", "events/s");
    private final Series rebuilt = new Series("rebuild while 200 reads/s go on", "events/s");
    private final Series seconds = new Series("rebuild while 200 reads/s go on, in all", "s");
    private final Series calm = new Series("before it", "ms");
    private final Series meanwhile = new Series("those reads during the rebuild, p99", "ms");

    @Override
    public String name() {
        return "folding";
    }

    @Override
    public String title() {
        return "Folding a backlog, and a rebuild";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        report.beside(folded, bare, Target.atLeast(100_000));
        report.beside(rebuilt, bare);
        report.beside(seconds, null, Target.atMost(20));
        report.beside(meanwhile, calm);
        var scale = workbench.scale();
        var bed = workbench.full();
        bed.enrollment();
        bed.awaitPublished();
        var events = bed.events();
        for (var round = 0; round < scale.rounds(); round++) {
            bare.add(BareTopic.consumeEvents(bed));
            bed.stopReporting();
            forgetTotals(bed);
            fold(bed, events);
            rebuild(bed, events, scale.seconds(5));
        }
        report.note(
                "%,d events of %,d people. In each round the totals start from an empty database, in a process that has just started."
                        .formatted(events, scale.people()));
    }

    /** The schema is made anew as the stack makes it; the service then migrates it. */
    private static void forgetTotals(Bed bed) throws SQLException {
        try (var connection = bed.connect("reporting", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("""
                    drop schema public cascade;
                    create schema public authorization reporting_owner;
                    revoke all on schema public from public;
                    grant usage on schema public to reporting_app;
                    """);
        }
    }

    private void fold(Bed bed, long events) throws SQLException {
        var totals = bed.totals();
        var ready = System.nanoTime();
        var first = Bed.position(totals);
        bed.awaitCounted(totals, events);
        folded.add((events - first) / Bed.seconds(ready));
        try (var connection = bed.owner("reporting");
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    private void rebuild(Bed bed, long events, Duration calmFor) throws Exception {
        var totals = bed.totals();
        calm.add(Load.open(READS_A_SECOND, calmFor, _ -> totals.get(READ))
                .requireGood()
                .millis(99));
        var atWork = new AtomicBoolean(true);
        try (var reader = Executors.newSingleThreadExecutor()) {
            var reading = reader.submit(() -> Load.open(READS_A_SECOND, atWork::get, _ -> totals.get(READ)));
            try {
                var begin = System.nanoTime();
                Caller.require(bed.operatorOf(bed.reporting()).post("/v1/projection/rebuild"));
                try (var connection = bed.owner("reporting")) {
                    Bed.await(
                            "the totals are rebuilt",
                            () -> Sql.numberUnchecked(
                                            connection, "select count(*) from rebuild where finished_at is null")
                                    == 0);
                }
                seconds.add(Bed.seconds(begin));
                rebuilt.add(events / Bed.seconds(begin));
            } finally {
                atWork.set(false); // Else one that fails would be read for ever.
            }
            meanwhile.add(reading.get().requireGood().millis(99));
        }
    }
}
