package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Chart;
import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import id.desaterlindungi.local.ServiceProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What an operation costs in one register that grows. Cost is processor time, of the service and of PostgreSQL. */
final class Growth implements Scenario {
    private static final int RATE = 100;
    private static final double AS_MUCH = 1.3;
    private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_485_000, 5_000_000);
    /** Smaller ones are beside themselves for other reasons: tables of few pages, code that is not compiled yet. */
    private static final int REFERENCE = 1;

    private record Operation(String what, ServiceProcess service, IntFunction<Wire.Answer> call) {}

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String title() {
        return "What an operation costs as the register grows";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var scale = workbench.scale();
        var bed = workbench.empty();
        var register = bed.register();
        var totals = bed.totals();
        var there = (int) bed.number("enrollment", "select count(*) from participant");
        var sizes = scale == Scale.FULL ? SIZES : List.of(there, there + Enrollment.BATCH);
        var population = bed.population();
        Map<String, List<Series>> costs = new LinkedHashMap<>();
        Map<String, List<Series>> times = new LinkedHashMap<>();
        for (var size : sizes) {
            grow(bed, register, size);
            // In a quick run other scenarios have left some out.
            var known = scale == Scale.FULL ? size : scale.people();
            bed.awaitPublished();
            bed.awaitCounted(totals, bed.events());
            for (var operation : List.of(
                    new Operation("single enrollment", bed.enrollment(), _ -> Enrollment.one(register, bed)),
                    new Operation(
                            "list of a village",
                            bed.enrollment(),
                            i -> RegisterRead.list(register, "within=" + RegisterRead.pick(i, population.villages()))),
                    new Operation(
                            "one person by NIK",
                            bed.enrollment(),
                            i -> RegisterRead.byNik(register, population, RegisterRead.someone(i, known))),
                    new Operation("headline", bed.reporting(), _ -> totals.get("/v1/progress")))) {
                var cost = new Series("%s, at %,d people".formatted(operation.what(), size), "ms of processor");
                var time = new Series("%s, at %,d people, p50".formatted(operation.what(), size), "ms");
                costs.computeIfAbsent(operation.what(), _ -> new ArrayList<>()).add(cost);
                times.computeIfAbsent(operation.what(), _ -> new ArrayList<>()).add(time);
                Load.open(RATE, scale.seconds(size.equals(sizes.getFirst()) ? 30 : 5), operation.call());
                for (var round = 0; round < scale.rounds(); round++) {
                    var before = ProcessorTime.of(operation.service(), bed);
                    var load =
                            Load.open(RATE, scale.seconds(6), operation.call()).requireGood();
                    var taken = ProcessorTime.of(operation.service(), bed).since(before);
                    cost.add((taken.service() + taken.postgres()) / load.calls());
                    time.add(load.millis(50));
                }
            }
        }
        var reference = scale == Scale.FULL ? REFERENCE : 0;
        costs.values().forEach(series -> compare(report, series, reference, Target.atMostOfBaseline(AS_MUCH)));
        times.values().forEach(series -> compare(report, series, reference, null));
        var lines = costs.entrySet().stream()
                .map(cost -> new Chart.Line(
                        cost.getKey(),
                        cost.getValue().stream()
                                .map(one -> one.median()
                                        / cost.getValue().get(reference).median())
                                .toList()))
                .toList();
        report.picture(Chart.of(
                "Cost of an operation by people in the register, 1 = at %,d".formatted(sizes.get(reference)),
                sizes,
                lines));
        report.note(
                "%d operations a second of one kind at a time. Cost is the processor time of the service that answers and of PostgreSQL in that time, background work included."
                        .formatted(RATE));
    }

    private static void compare(Report report, List<Series> series, int reference, @Nullable Target target) {
        for (var one : series) {
            if (one != series.get(reference)) {
                report.beside(one, series.get(reference), one == series.getLast() ? target : null);
            }
        }
    }

    private static void grow(Bed bed, Caller register, int size) throws Exception {
        System.out.printf("  Growing to %,d people …%n", size);
        var missing = size - (int) bed.number("enrollment", "select count(*) from participant");
        var left = new AtomicInteger(missing);
        Load.onThreads(Filling.WRITERS, () -> {
            while (left.getAndAdd(-Enrollment.BATCH) > 0) {
                Enrollment.batch(register, bed);
            }
        });
        try (var connection = bed.owner("enrollment");
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }
}
