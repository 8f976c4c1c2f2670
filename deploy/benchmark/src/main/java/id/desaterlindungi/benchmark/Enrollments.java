package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import id.desaterlindungi.local.StackSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * How fast people are enrolled: one by one over 32 connections, beside the same rows by plain SQL over as many connections and
 * with as many commits; in batches of 500 over one connection; and how fast their events get positions and reach Kafka.
 *
 * <p>Arguments: the source tree, the data directory.
 */
final class Enrollments {
    private static final int CLIENTS = 32;
    private static final int BATCH = 500;
    private static final int EVENTS = 300_000;
    private static final Duration FIRST_MINUTE = Duration.ofMinutes(1);
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration LENGTH = Duration.ofSeconds(20);

    // What the design aims at.
    private static final double START_SECONDS = 1.5;
    private static final int BATCHED_A_SECOND = 15_000;
    private static final int PUBLISHED_A_SECOND = 68_000;
    private static final double OF_RAW = 1.0;
    private static final double COLD_OF_WARM = 0.5;
    private static final int P99 = 30;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger next = new AtomicInteger();
    private final LocalStack stack;
    private final Population population;
    private final Report report;

    private Enrollments(LocalStack stack, Population population, Report report) {
        this.stack = stack;
        this.population = population;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var population = Population.of(root);
        var report = new Report("Enrollments");
        try (var stack = LocalStack.startFresh(StackSettings.onFreePorts(Path.of(arguments[1])))) {
            new Enrollments(stack, population, report).run(ServiceLaunch.enrollment(stack, root));
        }
        report.keep(root, "enrollments.md");
    }

    private void run(ServiceLaunch launch) throws Exception {
        ServiceProcess.start(launch).stop(); // Migrates; what is timed below is a start like any other.
        Singles cold;
        Singles warm;
        var begin = System.nanoTime();
        try (var service = ServiceProcess.start(launch)) {
            report.add("From the start of the process until ready, %s an AOT cache: %s."
                    .formatted(
                            launch.startsFromCache() ? "with" : "without",
                            beside(seconds(begin), Report.atMost(seconds(begin), START_SECONDS, "%,.1f s"), "%.1f s")));
            var register = new Api(stack, service.url());
            cold = single(register, FIRST_MINUTE);
            single(register, WARM_UP);
            awaitPublished();
            warm = single(register, LENGTH);
            awaitPublished();
            batches(register);
            awaitPublished();
            events();
            report.add("Resident memory afterwards: %s.".formatted(Report.resident(service)));
        }
        var raw = rawSql(warm.first, warm.last);
        report.add("");
        report.add(
                "| one by one, %d connections | people/s | p50 ms | p99 ms | longest ms | target |".formatted(CLIENTS));
        report.add("|---|---|---|---|---|---|");
        report.add(cold.row(
                "over HTTP, token checked, rules asked, event written: the first minute",
                Report.atLeast(cold.perSecond() / warm.perSecond(), COLD_OF_WARM, "%,.1f of warm")));
        report.add(warm.row(
                "the same, warm",
                Report.atLeast(warm.perSecond() / raw, OF_RAW, "%,.1f of raw") + "; "
                        + Report.atMost(warm.millis(99), P99, "p99 %,.0f ms")));
        report.add("| raw: the same %,d rows and events by SQL, a transaction for each | %,.0f | | | | |"
                .formatted(warm.last - warm.first, raw));
        report.add("");
        report.add("Warm is %.2f of raw, the first minute %.2f of warm."
                .formatted(warm.perSecond() / raw, cold.perSecond() / warm.perSecond()));
    }

    private static String beside(double found, String target, String form) {
        return form.formatted(found) + " (target: " + target + ")";
    }

    /** People who were enrolled one by one, by their numbers in the population. */
    private record Singles(int first, int last, Duration length, ConcurrentHistogram micros) {
        double perSecond() {
            return (last - first) / (double) length.toSeconds();
        }

        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }

        String row(String what, String target) {
            return "| %s | %,.0f | %.1f | %.1f | %.1f | %s |"
                    .formatted(what, perSecond(), millis(50), millis(99), millis(100), target);
        }
    }

    /** Closed loops: each connection asks again when it is answered. */
    private Singles single(Api register, Duration length) throws Exception {
        var first = next.get();
        var micros = new ConcurrentHistogram(60_000_000L, 3);
        var end = System.nanoTime() + length.toNanos();
        onThreads(() -> {
            while (System.nanoTime() < end) {
                var body = write(population.person(next.getAndIncrement()));
                var begin = System.nanoTime();
                var answer = register.post("/v1/participants", body);
                micros.recordValue(Math.min(60_000_000L, (System.nanoTime() - begin) / 1_000));
                if (answer.statusCode() != 201) {
                    throw new IllegalStateException("An enrollment answered " + answer.statusCode());
                }
            }
            return null;
        });
        return new Singles(first, next.get(), length, micros);
    }

    private void batches(Api register) {
        batches(register, Duration.ofSeconds(10));
        var begin = System.nanoTime();
        var people = batches(register, LENGTH);
        var rate = people / seconds(begin);
        report.add("Batches of %d over one connection: %s."
                .formatted(
                        BATCH,
                        beside(rate, Report.atLeast(rate, BATCHED_A_SECOND, "%,.0f people/s"), "%,.0f people/s")));
    }

    private int batches(Api register, Duration length) {
        var people = 0;
        for (var begin = System.nanoTime(); seconds(begin) < length.toSeconds(); people += BATCH) {
            var from = next.getAndAdd(BATCH);
            var operations = IntStream.range(from, from + BATCH)
                    .mapToObj(i -> Map.of("operationId", "person-" + i, "enrollment", population.person(i)))
                    .toList();
            var answer = register.post("/v1/participants/batch", write(Map.of("operations", operations)));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("A batch answered " + answer.statusCode());
            }
        }
        return people;
    }

    /** Events that wait all at once, as after an import; copies of what was written before. */
    private void events() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            var before = Sql.number(connection, "select max(position) from event_log");
            statement.execute("""
                    insert into outbox (type, subject, actor, data)
                    select type, subject, actor, data from event_log cross join generate_series(1, 100) limit %d
                    """.formatted(EVENTS));
            var begin = System.nanoTime();
            while (Sql.number(connection, "select position from event_cursor where stage = 'sequenced'")
                    < before + EVENTS) {
                LockSupport.parkNanos(10_000_000);
            }
            var sequenced = seconds(begin);
            awaitPublished();
            var published = EVENTS / seconds(begin);
            report.add(
                    "%,d events that wait: all have positions after %.1f s, %,.0f/s; all are acknowledged by Kafka at %s."
                            .formatted(
                                    EVENTS,
                                    sequenced,
                                    EVENTS / sequenced,
                                    beside(
                                            published,
                                            Report.atLeast(published, PUBLISHED_A_SECOND, "%,.0f events/s"),
                                            "%,.0f events/s")));
        }
    }

    private void awaitPublished() throws SQLException {
        try (var connection = connect()) {
            while (Sql.number(connection, """
                    select (select count(*) from outbox)
                         + (select max(position) from event_log)
                         - (select position from event_cursor where stage = 'published')
                    """) > 0) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /** The people who were enrolled one by one, once more, while no service runs. @return people a second */
    private double rawSql(int first, int last) throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                    create unlogged table staged as
                    select row_number() over (order by e.position) as n, p.*, e.type, e.actor, e.data
                    from participant p
                    join event_log e on e.subject = p.id::text and e.type like '%%enrolled.v1'
                    order by e.position offset %d limit %d
                    """.formatted(first, last - first));
            statement.execute("update staged set n = n - (select min(n) from staged)");
            statement.execute("create unique index on staged (n)");
            statement.execute("delete from participant where id in (select id from staged)");
            statement.execute("vacuum analyze participant, staged");
            var row = new AtomicInteger();
            var begin = System.nanoTime();
            onThreads(() -> {
                try (var mine = connect();
                        var person = mine.prepareStatement("""
                                insert into participant (
                                    id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date,
                                    sex, village_code, segment, occupation, funding_source, programmes, monthly_income,
                                    group_name, group_kind, origin, status, enrolled_on, covered_from, covered_until,
                                    warnings, created_at)
                                select id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date,
                                    sex, village_code, segment, occupation, funding_source, programmes, monthly_income,
                                    group_name, group_kind, origin, status, enrolled_on, covered_from, covered_until,
                                    warnings, created_at
                                from staged where n = ?
                                """);
                        var event = mine.prepareStatement("""
                                insert into outbox (type, subject, actor, data)
                                select type, id::text, actor, data from staged where n = ?
                                """)) {
                    mine.setAutoCommit(false);
                    for (var n = row.getAndIncrement(); n < last - first; n = row.getAndIncrement()) {
                        person.setInt(1, n);
                        event.setInt(1, n);
                        if (person.executeUpdate() + event.executeUpdate() != 2) {
                            throw new IllegalStateException("Nobody is number " + n);
                        }
                        mine.commit();
                    }
                }
                return null;
            });
            return (last - first) / seconds(begin);
        }
    }

    private static void onThreads(Callable<Void> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var running = new ArrayList<Future<Void>>();
            for (var i = 0; i < CLIENTS; i++) {
                running.add(threads.submit(work));
            }
            for (var one : running) {
                one.get();
            }
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private Connection connect() throws SQLException {
        return stack.postgres().connect("enrollment", "enrollment_owner");
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
