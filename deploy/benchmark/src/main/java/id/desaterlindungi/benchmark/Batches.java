package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import java.time.Duration;

/** People who are enrolled in batches by one caller, who gets a result for each. */
final class Batches implements Scenario {
    private final Series raw = new Series("raw SQL, a transaction for as many", "people/s");
    private final Series batched = new Series("batches of 500 over HTTP, one connection, warm", "people/s");

    @Override
    public String name() {
        return "batches";
    }

    @Override
    public String title() {
        return "Batches of 500";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        report.beside(batched, raw, Target.atLeast(15_000));
        var scale = workbench.scale();
        var bed = workbench.empty();
        var register = bed.register();
        batches(register, bed, scale.seconds(30));
        for (var round = 0; round < scale.rounds(); round++) {
            bed.awaitPublished();
            var before = bed.events();
            batched.add(batches(register, bed, scale.seconds(12)));
            raw.add(RawSql.inSets(bed, before, Enrollment.BATCH));
        }
    }

    /** @return people a second */
    private static double batches(Caller register, Bed bed, Duration length) {
        var people = 0;
        var begin = System.nanoTime();
        for (var goesOn = Load.until(length); goesOn.getAsBoolean(); ) {
            people += Enrollment.batch(register, bed);
        }
        return people / Bed.seconds(begin);
    }
}
