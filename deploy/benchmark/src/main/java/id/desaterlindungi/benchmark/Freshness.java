package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** From the answer 201 until a total of that position is shown, while people are enrolled one by one. */
final class Freshness implements Scenario {
    private static final int RATE = 300;
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Series p50 = new Series("from 201 until the total shows it, p50", "ms");
    private final Series p99 = new Series("from 201 until the total shows it, p99", "ms");
    private final Series bareP50 = new Series("a bare record, from sent until it is consumed", "ms");
    private final Series bareP99 = new Series("a bare record, from sent until it is consumed", "ms");
    private final Series enrollment = new Series("one enrollment meanwhile, p99", "ms");
    private final Series first = new Series("one enrollment in the first minute after a start, p99", "ms");

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public String title() {
        return "How soon totals show an enrollment";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        report.beside(p50, bareP50);
        report.beside(p99, bareP99, Target.atMost(150));
        report.beside(enrollment, null, Target.atMost(30));
        report.beside(first, null, null);
        var scale = workbench.scale();
        var bed = workbench.full();
        var register = bed.register();
        bed.awaitCounted(bed.totals(), bed.events());
        first.add(Load.open(RATE, scale.seconds(60), _ -> Enrollment.one(register, bed))
                .requireGood()
                .millis(99));
        for (var round = 0; round < scale.rounds(); round++) {
            bare(bed, scale.seconds(10));
            system(bed, register, scale.seconds(15));
        }
        report.note(
                "%d enrollments a second. The totals are asked every %d ms, so that a figure is up to that and one answer too high. The bare record takes the way through Kafka and no other: no database, no service."
                        .formatted(RATE, LOOK.toMillis()));
    }

    private void system(Bed bed, Caller register, Duration length) throws Exception {
        var totals = bed.totals();
        var before = bed.events();
        var answered = new ConcurrentHashMap<String, Long>();
        NavigableMap<Long, Long> shown = new TreeMap<>();
        var over = new AtomicBoolean();
        try (var watch = Executors.newSingleThreadExecutor()) {
            var watching = watch.submit(() -> {
                for (var seen = 0L; !over.get() || seen < before + answered.size(); ) {
                    seen = Bed.position(totals);
                    shown.putIfAbsent(seen, System.nanoTime());
                    LockSupport.parkNanos(LOOK.toNanos());
                }
            });
            try {
                enrollment.add(Load.open(RATE, length, _ -> {
                            var answer = Enrollment.one(register, bed);
                            answered.put(Bed.json(answer).get("id").textValue(), System.nanoTime());
                            return answer;
                        })
                        .requireGood()
                        .millis(99));
            } finally {
                over.set(true);
            }
            watching.get();
        }
        var late = late(bed, before, answered, shown);
        p50.add(late.getValueAtPercentile(50) / 1_000.0);
        p99.add(late.getValueAtPercentile(99) / 1_000.0);
    }

    private static Histogram late(Bed bed, long before, Map<String, Long> answered, NavigableMap<Long, Long> shown)
            throws SQLException {
        var late = new Histogram(3);
        try (var connection = bed.owner("enrollment");
                var query = connection.prepareStatement("select subject, position from event_log where position > ?")) {
            query.setLong(1, before);
            var rows = query.executeQuery();
            while (rows.next()) {
                var at = answered.get(rows.getString(1));
                var visible = shown.ceilingEntry(rows.getLong(2));
                if (at != null && visible != null) {
                    late.recordValue(Math.max(0, (visible.getValue() - at) / 1_000));
                }
            }
        }
        return late;
    }

    private void bare(Bed bed, Duration length) throws Exception {
        try (var topic = new BareTopic(bed)) {
            var late = topic.sendAndConsume(RATE, length);
            bareP50.add(late.getValueAtPercentile(50) / 1_000.0);
            bareP99.add(late.getValueAtPercentile(99) / 1_000.0);
        }
    }
}
