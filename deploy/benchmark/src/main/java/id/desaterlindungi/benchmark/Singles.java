package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;

/** People who are enrolled one by one: in the first minute after a start and when the service is warm. */
final class Singles implements Scenario {
    static final int CALLERS = 32;

    private final Series raw = new Series("raw SQL, a transaction each", "people/s");
    private final Series warm = new Series("one by one over HTTP, 32 connections, token checked, warm", "people/s");
    private final Series p50 = new Series("one of them, warm, p50", "ms");
    private final Series p99 = new Series("one of them, warm, p99", "ms");
    private final Series first = new Series("the first minute after a start", "people/s");
    private final Series firstP99 = new Series("one of them, in the first minute, p99", "ms");

    @Override
    public String name() {
        return "enrollments";
    }

    @Override
    public String title() {
        return "Single enrollments";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        report.beside(warm, raw, Target.atLeastOfBaseline(1));
        report.beside(p50, null, null);
        report.beside(p99, null, Target.atMost(30));
        report.beside(first, warm, Target.atLeastOfBaseline(0.5));
        report.beside(firstP99, p99);
        var scale = workbench.scale();
        var bed = workbench.empty();
        for (var round = 0; round < scale.rounds(); round++) {
            if (scale == Scale.FULL) {
                bed.enrollment(); // Migrates; what is timed is a start like any other.
                bed.stopServices();
            }
            var register = bed.register();
            var load = Load.closed(CALLERS, scale.seconds(60), _ -> Enrollment.one(register, bed))
                    .requireGood();
            first.add(load.perSecond());
            firstP99.add(load.millis(99));
        }
        var register = bed.register();
        Load.closed(CALLERS, scale.seconds(60), _ -> Enrollment.one(register, bed));
        for (var round = 0; round < scale.rounds(); round++) {
            bed.awaitPublished();
            var before = bed.events();
            var load = Load.closed(CALLERS, scale.seconds(20), _ -> Enrollment.one(register, bed))
                    .requireGood();
            warm.add(load.perSecond());
            p50.add(load.millis(50));
            p99.add(load.millis(99));
            raw.add(RawSql.oneByOne(bed, before, CALLERS));
        }
        report.note(
                "Each caller asks again when it is answered. Raw is the same people's rows and their events' in the outbox, over as many connections, while the service stands still. Each process starts %s an AOT cache."
                        .formatted(bed.enrollmentLaunch().startsFromCache() ? "with" : "without"));
    }
}
