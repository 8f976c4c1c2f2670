package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import java.time.Duration;
import java.util.function.Supplier;

/** From the start of a service's process until it is ready, and the memory that it takes while it does its work. */
final class Starts implements Scenario {
    private static final int CALLERS = 32;

    @Override
    public String name() {
        return "starts";
    }

    @Override
    public String title() {
        return "Starts and memory";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var scale = workbench.scale();
        var bed = workbench.full();
        var register = new Figures("enrollment-service");
        var totals = new Figures("reporting-service");
        register.report(report);
        totals.report(report);
        bed.reporting(); // Migrates, and folds what there is.
        for (var round = 0; round < scale.rounds(); round++) {
            if (scale == Scale.FULL) { // Else it is enough to see the two that run.
                bed.stopServices();
                register.withoutCache(bed.enrollmentLaunch());
            }
            register.start(bed::enrollment);
            if (scale == Scale.FULL) {
                totals.withoutCache(bed.reportingLaunch());
            }
            totals.start(bed::reporting);
            load(bed, scale.seconds(10));
            register.loaded.add(mebibytes(bed.enrollment()));
            totals.loaded.add(mebibytes(bed.reporting()));
        }
        report.note(
                "On a register of %,d people. Under load: for %d s each, 32 callers who enroll one by one, one who sends batches of 500, and 32 who read totals."
                        .formatted(scale.people(), scale.seconds(10).toSeconds()));
    }

    private static void load(Bed bed, Duration length) throws Exception {
        var register = bed.register();
        var totals = bed.totals();
        Load.closed(CALLERS, length, _ -> Enrollment.one(register, bed)).requireGood();
        for (var goesOn = Load.until(length); goesOn.getAsBoolean(); ) {
            Enrollment.batch(register, bed);
        }
        Load.closed(CALLERS, length, _ -> totals.get("/v1/progress/areas?level=regency"))
                .requireGood();
    }

    private static double mebibytes(ServiceProcess service) {
        return service.residentBytes() / (double) (1 << 20);
    }

    private record Figures(Series cached, Series bare, Series loaded, Series idle) {
        Figures(String service) {
            this(
                    new Series(service + ": start until ready", "s"),
                    new Series("without an AOT cache", "s"),
                    new Series(service + ": resident under load", "MiB"),
                    new Series("after the start", "MiB"));
        }

        void report(Report report) {
            report.beside(cached, bare, Target.atMost(1.5));
            report.beside(loaded, idle, Target.atMost(350));
        }

        void withoutCache(ServiceLaunch launch) {
            var begin = System.nanoTime();
            try (var _ = ServiceProcess.start(launch.withoutCache())) {
                bare.add(Bed.seconds(begin));
            }
        }

        void start(Supplier<ServiceProcess> started) {
            var begin = System.nanoTime();
            var service = started.get();
            cached.add(Bed.seconds(begin));
            idle.add(mebibytes(service));
        }
    }
}
