package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** A list from its upload to the last verdict and to the last enrollment, while eight people enroll others one by one. */
final class Lists implements Scenario {
    private static final int CALLERS = 8;
    private static final int BAD_OF_HUNDRED = 2;
    /** As an office's page does; each time all chunks are counted. */
    private static final Duration LOOK = Duration.ofMillis(250);
    /** People at work, not a flood: the list is what is measured. */
    private static final int PAUSE_MILLIS = 100;

    private final Series raw = new Series("raw SQL, two statements", "rows/s");
    private final Series kept = new Series("until all rows are kept (202)", "rows/s");
    private final Series judged = new Series("until the last verdict", "rows/s");
    private final Series enrolled = new Series("until the last enrollment", "rows/s");
    private final Series single = new Series("one enrollment meanwhile, p99", "ms");
    private final Series still = new Series("longest stop of the event log meanwhile", "ms");
    private final Series resident = new Series("most resident memory of the service meanwhile", "MiB");

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public String title() {
        return "A list";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        report.beside(kept, raw);
        report.beside(judged, raw, Target.atLeastOfBaseline(0.6));
        report.beside(enrolled, raw, Target.atLeastOfBaseline(0.5));
        report.beside(single, null, null);
        report.beside(still, null, Target.atMost(300));
        report.beside(resident, null, Target.atMost(350));
        var scale = workbench.scale();
        var rows = scale.of(385_000, 500);
        for (var round = 0; round < scale.rounds(); round++) {
            measure(workbench.empty(), rows);
        }
        report.note(
                "%,d rows of CSV, %d of a hundred bad in ten ways, by services that have just started, with a heap of 512 MB. Afterwards the headline counted as many as the register, in each round."
                        .formatted(rows, BAD_OF_HUNDRED));
    }

    private void measure(Bed bed, int rows) throws Exception {
        var list = write(bed, rows);
        var register = bed.register();
        var totals = bed.totals();
        var before = bed.events();
        var micros = new ConcurrentHistogram(3);
        var log = new LogProgress(bed);
        var peak = new AtomicLong();
        var running = new AtomicBoolean(true);
        JsonNode end;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < CALLERS; i++) {
                threads.submit(() -> enroll(register, bed, running, micros));
            }
            threads.submit(() -> log.watch(running));
            threads.submit(() -> {
                while (running.get()) {
                    peak.accumulateAndGet(bed.enrollment().residentBytes() >> 20, Math::max);
                    Thread.sleep(200);
                }
                return null;
            });
            try {
                var begin = System.nanoTime();
                var id = Bed.json(register.post(
                                "/v1/imports?commit=auto&backdatingReason=" + Population.BACKDATING_REASON,
                                "text/csv",
                                Files.readString(list)))
                        .get("id")
                        .asText();
                kept.add(rows / Bed.seconds(begin));
                await(register, id, "COMMITTING", "COMMITTED");
                judged.add(rows / Bed.seconds(begin));
                end = await(register, id, "COMMITTED", "COMMITTED");
                enrolled.add(end.get("enrolled").asInt() / Bed.seconds(begin));
            } finally {
                running.set(false);
            }
        }
        single.add(micros.getValueAtPercentile(99) / 1_000.0);
        still.add(log.longestMillis);
        resident.add(peak.get());
        bed.awaitPublished();
        requireRight(bed, totals, end, rows);
        raw.add(RawSql.atOnce(bed, before));
    }

    private static Void enroll(Caller register, Bed bed, AtomicBoolean running, ConcurrentHistogram micros)
            throws InterruptedException {
        while (running.get()) {
            var begin = System.nanoTime();
            Caller.require(Enrollment.one(register, bed));
            micros.recordValue((System.nanoTime() - begin) / 1_000);
            Thread.sleep(PAUSE_MILLIS);
        }
        return null;
    }

    private static JsonNode await(Caller register, String id, String... states) {
        var found = new JsonNode[1];
        Bed.await("the list is " + states[0], LOOK, () -> {
            found[0] = Bed.json(register.get("/v1/imports/" + id));
            return List.of(states).contains(found[0].path("state").asText());
        });
        return found[0];
    }

    private static void requireRight(Bed bed, Caller totals, JsonNode end, int rows) throws Exception {
        if (end.get("enrolled").asInt() < rows * (100 - BAD_OF_HUNDRED) / 100) {
            throw new IllegalStateException("Of %d rows %s were enrolled".formatted(rows, end.get("enrolled")));
        }
        bed.awaitCounted(totals, bed.events());
        var people = bed.number("enrollment", "select count(*) from participant");
        var counted =
                Bed.json(totals.get("/v1/progress")).at("/register/covered").asLong();
        if (counted != people) {
            throw new IllegalStateException("The totals count %d of %d people".formatted(counted, people));
        }
    }

    private static Path write(Bed bed, int rows) throws IOException {
        var people = bed.population();
        var file = bed.data().resolve("list.csv");
        try (var out = Files.newBufferedWriter(file)) {
            out.write(
                    "No;NIK;Nama Lengkap;Tgl Lahir;JK;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program;Tanggal Daftar\n");
            for (var i = 0; i < rows; i++) {
                var cells = new ArrayList<String>();
                cells.add(Integer.toString(i + 1));
                var person = people.person(bed.next());
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

    private static void spoil(List<String> cells, int way) {
        switch (way) {
            case 0 -> cells.set(1, cells.get(1).substring(1));
            case 1 -> cells.set(1, "1,60107E+15");
            case 2 -> cells.set(1, "1601070000000000");
            case 3 -> cells.set(2, "");
            case 4 -> cells.set(3, "31-02-1980");
            case 5 -> cells.set(3, "2020-01-01");
            case 6 -> cells.set(4, "?");
            case 7 -> cells.set(5, "16.99.99.2001");
            case 8 -> cells.set(7, "PENYIHIR");
            default -> cells.set(9, "JKK");
        }
    }

    /** Looks at the sequencer's cursor; it moves all the time, since people are enrolled one by one all the time. */
    private static final class LogProgress {
        private final Bed bed;
        private volatile long longestMillis;

        LogProgress(Bed bed) {
            this.bed = bed;
        }

        Void watch(AtomicBoolean running) throws Exception {
            try (var connection = bed.owner("enrollment")) {
                var position = -1L;
                var moved = System.nanoTime();
                while (running.get()) {
                    var now = Sql.number(connection, "select position from event_cursor where stage = 'sequenced'");
                    if (now != position) {
                        if (position > 0) {
                            longestMillis = Math.max(longestMillis, (System.nanoTime() - moved) / 1_000_000);
                        }
                        position = now;
                        moved = System.nanoTime();
                    }
                    Thread.sleep(5);
                }
            }
            return null;
        }
    }
}
