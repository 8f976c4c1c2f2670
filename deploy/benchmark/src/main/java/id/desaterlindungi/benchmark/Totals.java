package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.KafkaBroker;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import id.desaterlindungi.local.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How fast the totals are, on the register that {@code register-reads} filled: folded from the topic beside a bare consumer of
 * it, read, fresh while people are enrolled, and folded anew while they are read.
 *
 * <p>Arguments: the source tree, the data directory. The totals are thrown away first; the register and the topic stay.
 */
final class Totals {
    // What the design aims at.
    private static final int FOLDED_A_SECOND = 100_000;
    private static final int REBUILT_IN_SECONDS = 20;
    private static final int FRESHNESS_P99 = 150;
    private static final int READ_P99 = 5;
    private static final int ENROLLMENT_P99 = 30;

    private static final int READS = 500;
    private static final int MANY_READS = 2_000;
    private static final int READS_MEANWHILE = 200;
    private static final int PAGES = 200;
    private static final int ENROLLMENTS = 300;
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration ENROLLING = Duration.ofSeconds(20);
    private static final Duration ENROLLING_WARM_UP = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final ObjectMapper json = new ObjectMapper();
    private final LocalStack stack;
    private final Population population;
    private final Report report;

    private Totals(LocalStack stack, Population population, Report report) {
        this.stack = stack;
        this.population = population;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var population = Population.of(root);
        var report = new Report("Totals of a full register");
        try (var stack = LocalStack.start(StackSettings.onFreePorts(Path.of(arguments[1])))) {
            new Totals(stack, population, report).run(root);
        }
        report.keep(root, "totals.md");
    }

    private void run(Path root) throws Exception {
        forgetTotals();
        try (var enrollment = ServiceProcess.start(ServiceLaunch.enrollment(stack, root))) {
            var register = new Api(stack, enrollment.url());
            var events = Sql.number(stack, "enrollment", "select max(position) from event_log");
            awaitPublished(events);
            bareConsumer("before");
            var begin = System.nanoTime();
            try (var reporting = ServiceProcess.start(ServiceLaunch.reporting(stack, root, enrollment.url()))) {
                var totals = new Api(stack, reporting.url());
                fold(totals, events, begin);
                bareConsumer("after");
                analyze();
                report.add("");
                reads(totals);
                report.add("");
                pages(totals);
                report.add("");
                freshness(register, totals);
                report.add("");
                rebuild(totals);
                report.add("");
                census(register, totals);
                report.add("");
                report.add("Resident memory afterwards: enrollment %s, reporting %s."
                        .formatted(Report.resident(enrollment), Report.resident(reporting)));
            }
        }
    }

    /** The schema is made anew as the stack makes it; the service then migrates it. */
    private void forgetTotals() throws SQLException {
        try (var connection = stack.postgres().connect("reporting", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("""
                    drop schema public cascade;
                    create schema public authorization reporting_owner;
                    revoke all on schema public from public;
                    grant usage on schema public to reporting_app;
                    """);
        }
    }

    private void awaitPublished(long events) throws SQLException {
        while (Sql.number(stack, "enrollment", "select position from event_cursor where stage = 'published'")
                < events) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void bareConsumer(String when) {
        var partition = new TopicPartition(KafkaBroker.EVENTS, 0);
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", stack.kafka().bootstrapServers());
        properties.put("max.poll.records", 5000);
        properties.put("max.partition.fetch.bytes", 8 * 1024 * 1024);
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            var begin = System.nanoTime();
            var records = 0L;
            var bytes = 0L;
            while (consumer.position(partition) < end) {
                for (var message : consumer.poll(Duration.ofSeconds(1))) {
                    records++;
                    bytes += message.serializedValueSize();
                }
            }
            var seconds = (System.nanoTime() - begin) / 1e9;
            report.add("Bare consumer (%s): %,d records, %,d MB of bodies in %.1f s, %,.0f records/s."
                    .formatted(when, records, bytes / 1_000_000, seconds, records / seconds));
        }
    }

    private void fold(Api totals, long events, long begin) throws Exception {
        var ready = System.nanoTime();
        var first = position(totals);
        while (position(totals) < events) {
            LockSupport.parkNanos(50_000_000);
        }
        var now = System.nanoTime();
        report.add(
                "Folded from Kafka to committed totals: %,d events in %.1f s after the service was ready, %,.0f events/s (%,d events before that; %.1f s since its process began, start of the JVM included). Target: %s."
                        .formatted(
                                events - first,
                                (now - ready) / 1e9,
                                (events - first) / ((now - ready) / 1e9),
                                first,
                                (now - begin) / 1e9,
                                Report.atLeast(
                                        (events - first) / ((now - ready) / 1e9), FOLDED_A_SECOND, "%,.0f events/s")));
    }

    private void analyze() throws SQLException {
        try (var connection = stack.postgres().connect("reporting", "reporting_owner");
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    private void reads(Api totals) {
        var regencies = population.villages().stream()
                .map(village -> village.substring(0, 5))
                .distinct()
                .toList();
        report.add(OpenLoad.heading("reads"));
        OpenLoad.run(
                "warm-up",
                200,
                Duration.ofSeconds(20),
                i -> totals.get("/v1/progress").statusCode());
        aimAt(totals, "headline of the province", i -> "/v1/progress");
        aimAt(totals, "headline of a village", i -> "/v1/progress?within=" + pick(i, population.villages()));
        aimAt(totals, "regencies of the province", i -> "/v1/progress/areas?level=regency");
        measure(
                totals,
                "villages of a regency, 100 a page",
                i -> "/v1/progress/areas?level=village&within=" + pick(i, regencies));
        measure(
                totals,
                "villages of a regency, those with most first",
                i -> "/v1/progress/areas?level=village&sort=covered&order=desc&within=" + pick(i, regencies));
        aimAt(
                totals,
                "breakdown of the province by two facets",
                i -> "/v1/progress/breakdown?by=occupation,fundingSource");
        aimAt(
                totals,
                "breakdown of a regency by two facets",
                i -> "/v1/progress/breakdown?by=occupation,fundingSource&within=" + pick(i, regencies));
        measure(
                totals,
                "a year of months of the province",
                i -> "/v1/progress/history?interval=month&from=2026-01-01&to=2026-11-21");
        measure(
                totals,
                "a year of months of a regency",
                i -> "/v1/progress/history?interval=month&from=2026-01-01&to=2026-11-21&within=" + pick(i, regencies));
    }

    /** What everybody sees, without a token. A village is another one each time, since an answer is kept while nothing changes. */
    private void pages(Api totals) {
        report.add(OpenLoad.heading("pages"));
        var villages = population.villages();
        var sizes = new ArrayList<String>();
        for (var page : List.<Map.Entry<String, IntFunction<String>>>of(
                Map.entry("the province", _ -> "/"),
                Map.entry("a regency", i -> "/areas/" + pick(i, villages).substring(0, 5)),
                Map.entry("a district", i -> "/areas/" + pick(i, villages).substring(0, 8)),
                Map.entry("a village", i -> "/areas/" + pick(i, villages)),
                Map.entry("a village, to print", i -> "/print/" + pick(i, villages)),
                Map.entry(
                        "a regency's villages, to print",
                        i -> "/print/" + pick(i, villages).substring(0, 5) + "/villages"),
                Map.entry("where figures come from", _ -> "/about"))) {
            var path = page.getValue();
            IntFunction<Integer> request = i -> totals.getOpenly(path.apply(i)).statusCode();
            OpenLoad.run(page.getKey(), PAGES, WARM_UP, request);
            report.add(OpenLoad.run(page.getKey(), PAGES, LENGTH, request).row());
            sizes.add("%s %,d".formatted(page.getKey(), totals.packedSize(path.apply(0))));
        }
        report.add("");
        report.add("Bytes on the wire, packed, without what the pages share: " + String.join(", ", sizes) + ".");
    }

    private void measure(Api totals, String name, IntFunction<String> path) {
        report.add(measured(totals, name, path, READS).row());
    }

    /** What pages show and many ask for. */
    private void aimAt(Api totals, String name, IntFunction<String> path) {
        report.add(measured(totals, name, path, MANY_READS).row(READ_P99));
    }

    private static OpenLoad.Result measured(Api totals, String name, IntFunction<String> path, int rate) {
        IntFunction<Integer> request = i -> totals.get(path.apply(i)).statusCode();
        OpenLoad.run(name, rate, WARM_UP, request);
        return OpenLoad.run(name, rate, LENGTH, request);
    }

    /**
     * From the answer 201 until an answer of the totals is of the event's position or later. The totals are asked every
     * 5 ms, so that a figure is up to that and one answer too high.
     */
    private void freshness(Api register, Api totals) throws Exception {
        var taken = new ConcurrentHashMap<String, Long>();
        var first = (int) Sql.number(stack, "enrollment", "select count(*) from participant") + 1_000_000;
        var before = Sql.number(stack, "enrollment", "select max(position) from event_log");
        NavigableMap<Long, Long> shown = new TreeMap<>();
        var over = new AtomicBoolean();
        OpenLoad.Result load;
        try (var watch = Executors.newSingleThreadExecutor()) {
            Future<?> watching = watch.submit(() -> {
                for (var seen = 0L; !over.get() || seen < before + taken.size(); ) {
                    seen = position(totals);
                    shown.putIfAbsent(seen, System.nanoTime());
                    LockSupport.parkNanos(5_000_000);
                }
                return null;
            });
            try {
                enroll(register, first, ENROLLING_WARM_UP, new ConcurrentHashMap<>());
                load = enroll(register, first + (int) (ENROLLMENTS * ENROLLING_WARM_UP.toSeconds()), ENROLLING, taken);
            } finally {
                over.set(true);
            }
            watching.get();
        }
        var late = new Histogram(3);
        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                var query = connection.prepareStatement("select subject, position from event_log where position > ?")) {
            query.setLong(1, before);
            var rows = query.executeQuery();
            while (rows.next()) {
                var answered = taken.get(rows.getString(1));
                var visible = shown.ceilingEntry(rows.getLong(2));
                if (answered != null && visible != null) {
                    late.recordValue(Math.max(0, (visible.getValue() - answered) / 1_000));
                }
            }
        }
        report.add(OpenLoad.heading("enrollments"));
        report.add(load.row(ENROLLMENT_P99));
        report.add("");
        report.add(
                "Freshness, from 201 until the total shows it: p50 %.0f ms, p99 %.0f ms, longest %.0f ms, of %,d. Target: %s."
                        .formatted(
                                late.getValueAtPercentile(50) / 1_000.0,
                                late.getValueAtPercentile(99) / 1_000.0,
                                late.getMaxValue() / 1_000.0,
                                late.getTotalCount(),
                                Report.atMost(late.getValueAtPercentile(99) / 1_000.0, FRESHNESS_P99, "p99 %,.0f ms")));
    }

    private OpenLoad.Result enroll(Api register, int from, Duration length, Map<String, Long> taken) {
        return OpenLoad.run("one by one", ENROLLMENTS, length, i -> {
            var answer = register.post("/v1/participants", write(population.person(from + i)));
            if (answer.statusCode() == 201) {
                taken.put(read(answer.body()).get("id").textValue(), System.nanoTime());
                return 200;
            }
            return answer.statusCode();
        });
    }

    private void rebuild(Api totals) throws Exception {
        var events = position(totals);
        var over = new AtomicBoolean();
        try (var reader = Executors.newSingleThreadExecutor()) {
            var reading = reader.submit(() -> {
                var results = new ArrayList<OpenLoad.Result>();
                while (!over.get()) {
                    results.add(OpenLoad.run(
                            "regencies of the province meanwhile",
                            READS_MEANWHILE,
                            Duration.ofSeconds(10),
                            i -> totals.get("/v1/progress/areas?level=regency").statusCode()));
                }
                return results;
            });
            double seconds;
            try {
                var begin = System.nanoTime();
                var answer = totals.asOperator().post("/v1/projection/rebuild", "");
                if (answer.statusCode() != 202) {
                    throw new IllegalStateException("Rebuild answered " + answer.statusCode() + " " + answer.body());
                }
                while (Sql.number(stack, "reporting", "select count(*) from projection where state = 'BUILDING'") > 0) {
                    LockSupport.parkNanos(100_000_000);
                }
                seconds = (System.nanoTime() - begin) / 1e9;
            } finally {
                over.set(true); // Else a run that fails would read for ever.
            }
            report.add("Rebuild of %,d events while 200 reads/s go on: %.1f s, %,.0f events/s. Target: %s."
                    .formatted(
                            events, seconds, events / seconds, Report.atMost(seconds, REBUILT_IN_SECONDS, "%,.0f s")));
            report.add("");
            report.add(OpenLoad.heading("reads, ten seconds each"));
            reading.get().forEach(result -> report.add(result.row()));
        }
    }

    private void census(Api register, Api totals) throws Exception {
        var begin = System.nanoTime();
        var answer = register.asOperator().post("/v1/census", "");
        var seconds = (System.nanoTime() - begin) / 1e9;
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("Census answered " + answer.statusCode() + " " + answer.body());
        }
        var position = Sql.number(stack, "enrollment", "select max(position) from event_log");
        while (position(totals) < position) {
            LockSupport.parkNanos(50_000_000);
        }
        var latest = read(totals.get("/v1/reconciliations?limit=1").body()).at("/items/0");
        report.add("Census of the full register: answered after %.2f s; reconciled at position %,d, matched: %s."
                .formatted(seconds, latest.get("position").asLong(), latest.get("matched")));
    }

    private long position(Api totals) {
        return read(totals.get("/v1/progress").body()).at("/asOf/position").asLong();
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pick(int i, List<String> items) {
        return items.get(new SplittableRandom(i).nextInt(items.size()));
    }
}
