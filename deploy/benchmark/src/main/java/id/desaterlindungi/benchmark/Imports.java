package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import id.desaterlindungi.local.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A list from upload to last verdict and to last enrollment, while eight connections enroll single people; and beside it the
 * same good rows by raw SQL, from a staging table into the same two tables.
 *
 * <p>Arguments: the source tree, the data directory, how many rows.
 */
final class Imports {
    /** What the design aims at: rows to their verdicts, as a share of the same rows by raw SQL. */
    private static final double CHECKED_OF_RAW = 0.4;

    private static final int CLIENTS = 8;
    private static final int BAD_OF_HUNDRED = 2;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final LocalStack stack;
    private final URI register;
    private final URI totals;
    private final Population population;
    private final int rows;
    /** Of eight hours, so that issuing tokens is no part of what is measured. */
    private final String token;

    private Imports(LocalStack stack, URI register, URI totals, Population population, int rows) {
        this.stack = stack;
        this.register = register;
        this.totals = totals;
        this.population = population;
        this.rows = rows;
        this.token = stack.token("branch", "16");
    }

    public static void main(String[] arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var data = Path.of(arguments[1]);
        var rows = Integer.parseInt(arguments[2]);
        var population = Population.of(root);
        try (var stack = LocalStack.startFresh(StackSettings.onFreePorts(data));
                var enrollment = ServiceProcess.start(ServiceLaunch.enrollment(stack, root));
                var reporting = ServiceProcess.start(ServiceLaunch.reporting(stack, root, enrollment.url()))) {
            var run = new Imports(stack, enrollment.url(), reporting.url(), population, rows);
            var report = new Report("Lists");
            report.add("Services with a heap of 512 MB, just started, %s an AOT cache."
                    .formatted(enrollment.launch().startsFromCache() ? "with" : "without"));
            report.add("");
            run.measure(data, enrollment).forEach(report::add);
            report.keep(root, "imports-" + rows + ".md");
        }
    }

    private List<String> measure(Path data, ServiceProcess service) throws Exception {
        var list = write(data.resolve("list.csv"));
        var before = Sql.number(stack, "enrollment", "select count(*) from participant");
        var single = new SingleEnrollments();
        var log = new LogProgress();
        var peak = new AtomicLong();
        var running = new AtomicBoolean(true);
        JsonNode end;
        double uploaded;
        double checked;
        double enrolled;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < CLIENTS; i++) {
                threads.submit(() -> single.run(running));
            }
            threads.submit(() -> log.watch(running));
            threads.submit(() -> {
                while (running.get()) {
                    peak.accumulateAndGet(service.residentBytes() >> 20, Math::max);
                    Thread.sleep(200);
                }
                return null;
            });
            try {
                var began = System.nanoTime();
                var id = upload(list);
                uploaded = seconds(began);
                checked = await(id, "COMMITTING", "COMMITTED", began);
                enrolled = await(id, "COMMITTED", "COMMITTED", began);
                end = get(register, "/v1/imports/" + id);
            } finally {
                running.set(false);
            }
        }
        var good = end.get("enrolled").asInt();
        requireRight(end, good, before + good + single.done.get());
        var raw = rawSql();
        return List.of(
                "List of %,d rows, %,d of them bad in ten ways, %,d MB of CSV."
                        .formatted(rows, end.get("failed").asInt(), Files.size(list) >> 20),
                "",
                "| until | seconds | rows/s | of the baseline | target |",
                "|---|---|---|---|---|",
                line("all rows are kept (202)", uploaded, rows, raw, ""),
                line("last verdict", checked, rows, raw, Report.atLeast(raw / checked, CHECKED_OF_RAW, "%.1f")),
                line("last enrollment", enrolled, good, raw, ""),
                "| the good rows by raw SQL: one `insert … select` for people, one for the outbox | %.1f | %,.0f | 1 | |"
                        .formatted(raw, good / raw),
                "",
                "Meanwhile %,d single enrollments over %d connections, a pause of 100 ms after each: p50 %.0f ms, p99 %.0f ms, longest %.0f ms, failed %d."
                        .formatted(
                                single.done.get(),
                                CLIENTS,
                                single.millis(50),
                                single.millis(99),
                                single.millis(100),
                                single.failed.get()),
                "Longest time in which the event log did not move: %d ms. Most resident memory of the service: %d MiB (target: %s)."
                        .formatted(
                                log.longestMillis,
                                peak.get(),
                                Report.atMost(peak.get(), Report.RESIDENT_MEBIBYTES, "%,.0f MiB")),
                "Afterwards the headline of reporting counted as many as the register.");
    }

    private static String line(String what, double seconds, int rows, double raw, String target) {
        return "| %s | %.1f | %,.0f | %.2f | %s |".formatted(what, seconds, rows / seconds, raw / seconds, target);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private Path write(Path file) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(
                    "No;NIK;Nama Lengkap;Tgl Lahir;JK;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program;Tanggal Daftar\n");
            for (var i = 0; i < rows; i++) {
                var cells = new ArrayList<String>();
                cells.add(Integer.toString(i + 1));
                var person = population.person(i);
                for (var field : List.of(
                        "nik", "name", "birthDate", "sex", "villageCode", "segment", "occupation", "fundingSource")) {
                    cells.add((String) person.get(field));
                }
                cells.add("JKK+JKM");
                cells.add((String) person.get("enrolledOn"));
                if (i % (100 / BAD_OF_HUNDRED) == 7) {
                    spoil(cells, i / (100 / BAD_OF_HUNDRED) % 10);
                }
                out.write(String.join(";", cells) + "\n");
            }
        }
        return file;
    }

    private void spoil(List<String> cells, int way) {
        switch (way) {
            case 0 -> cells.set(1, cells.get(1).substring(1));
            case 1 -> cells.set(1, "1,60107E+15");
            case 2 -> cells.set(1, (String) population.person(0).get("nik"));
            case 3 -> cells.set(2, "");
            case 4 -> cells.set(3, "31-02-1980");
            case 5 -> cells.set(3, "2020-01-01");
            case 6 -> cells.set(4, "?");
            case 7 -> cells.set(5, "16.99.99.2001");
            case 8 -> cells.set(7, "PENYIHIR");
            default -> cells.set(9, "JKK");
        }
    }

    private String upload(Path list) throws IOException, InterruptedException {
        var answer = http.send(
                request(register, "/v1/imports?commit=auto&backdatingReason=" + Population.BACKDATING_REASON)
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofFile(list))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("Upload answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body()).get("id").asText();
    }

    private double await(String id, String state, String orState, long began) throws Exception {
        while (seconds(began) < PATIENCE.toSeconds()) {
            var now = get(register, "/v1/imports/" + id).path("state").asText();
            if (now.equals(state) || now.equals(orState)) {
                return seconds(began);
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("The import is not done");
    }

    /** Register, import and totals must tell the same number, or the figures mean nothing. */
    private void requireRight(JsonNode end, int good, long people) throws Exception {
        var there = Sql.number(stack, "enrollment", "select count(*) from participant");
        if (there != people || good + end.get("failed").asInt() != rows) {
            throw new IllegalStateException("The register has " + there + " people and not " + people);
        }
        var began = System.nanoTime();
        while (get(totals, "/v1/progress").at("/register/covered").asLong() != people) {
            if (seconds(began) > PATIENCE.toSeconds()) {
                throw new IllegalStateException("The totals do not reach the register's " + people);
            }
            Thread.sleep(200);
        }
    }

    private JsonNode get(URI service, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(service, path).GET().build(), BodyHandlers.ofString());
        return json.readTree(answer.body());
    }

    private HttpRequest.Builder request(URI service, String path) {
        return HttpRequest.newBuilder(service.resolve(path)).header("Authorization", "Bearer " + token);
    }

    /** Closed loops: each connection asks again when it is answered. People beyond those of the list. */
    private final class SingleEnrollments {
        private final AtomicInteger next = new AtomicInteger(rows);
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final ConcurrentHistogram micros = new ConcurrentHistogram(60_000_000L, 3);

        Void run(AtomicBoolean running) throws Exception {
            while (running.get()) {
                Map<String, Object> person = population.person(next.getAndIncrement());
                var request = request(register, "/v1/participants")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(person)))
                        .build();
                var began = System.nanoTime();
                var status = http.send(request, BodyHandlers.discarding()).statusCode();
                micros.recordValue(Math.min(60_000_000L, (System.nanoTime() - began) / 1_000));
                (status == 201 ? done : failed).incrementAndGet();
                Thread.sleep(PAUSE); // People at work, not a flood: the list is what is measured.
            }
            return null;
        }

        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    /** Looks at the sequencer's cursor; it moves all the time, since single people are enrolled all the time. */
    private final class LogProgress {
        private volatile long longestMillis;

        Void watch(AtomicBoolean running) throws Exception {
            try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                    var query = connection.prepareStatement(
                            "select position from event_cursor where stage = 'sequenced'")) {
                var position = -1L;
                var moved = System.nanoTime();
                while (running.get()) {
                    try (var row = query.executeQuery()) {
                        row.next();
                        if (row.getLong(1) != position) {
                            if (position > 0) {
                                longestMillis = Math.max(longestMillis, (System.nanoTime() - moved) / 1_000_000);
                            }
                            position = row.getLong(1);
                            moved = System.nanoTime();
                        }
                    }
                    Thread.sleep(5);
                }
            }
            return null;
        }
    }

    /** The list's people once more, under other ids and indexes, from a staging table into copies' places. */
    private double rawSql() throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = connection.createStatement()) {
            statement.execute("""
                    create temporary table staged as
                    select p.*, e.type, e.actor, e.data
                    from participant p
                    join (select subject, type, actor, data from event_log
                          union all select subject, type, actor, data from outbox) e on e.subject = p.id::text
                    join import_row r on r.nik_index = p.nik_index and r.verdict <> 'FAILED'
                    """);
            statement.execute("delete from outbox where subject in (select id::text from staged)");
            statement.execute("delete from participant where id in (select id from staged)");
            statement.execute("vacuum analyze participant");
            statement.execute("analyze staged");
            connection.setAutoCommit(false);
            var began = System.nanoTime();
            statement.execute("""
                    insert into participant (
                        id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date, sex, village_code,
                        segment, occupation, funding_source, programmes, monthly_income, group_name, group_kind, origin, status,
                        enrolled_on, covered_from, covered_until, warnings, created_at)
                    select
                        id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date, sex, village_code,
                        segment, occupation, funding_source, programmes, monthly_income, group_name, group_kind, origin, status,
                        enrolled_on, covered_from, covered_until, warnings, created_at
                    from staged
                    """);
            statement.execute("""
                    insert into outbox (type, subject, actor, data) select type, id::text, actor, data from staged
                    """);
            connection.commit();
            return seconds(began);
        }
    }
}
