package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import id.desaterlindungi.local.StackSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Fills the register with as many people as the goal wants, through {@code POST /v1/participants/batch}, and measures how
 * fast it is read then: lists, names, one person by NIK.
 *
 * <p>Arguments: the source tree, the data directory, how many people.
 */
final class RegisterReads {
    /** What the design aims at for batches. */
    private static final int ENROLLED_A_SECOND = 15_000;

    private static final int RATE = 100;
    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final LocalStack stack;
    private final Api register;
    private final Population population;

    private RegisterReads(LocalStack stack, Api register, Population population) {
        this.stack = stack;
        this.register = register;
        this.population = population;
    }

    public static void main(String[] arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var data = Files.createDirectories(Path.of(arguments[1]));
        var people = Integer.parseInt(arguments[2]);
        var population = Population.of(root);
        try (var stack = LocalStack.start(StackSettings.onFreePorts(data));
                var service = ServiceProcess.start(ServiceLaunch.enrollment(stack, root))) {
            var run = new RegisterReads(stack, new Api(stack, service.url()), population);
            var report = new Report("Reads of a full register");
            report.add(run.fill(people));
            run.analyze();
            report.add("");
            report.add(OpenLoad.heading("reads at %,d people".formatted(people)));
            run.reads(people, report);
            report.add("");
            report.add("Resident memory of the service afterwards: %s.".formatted(Report.resident(service)));
            run.plans().forEach(report::add);
            report.keep(root, "register-reads.md");
        }
    }

    private String fill(int people) throws Exception {
        var there = (int) Sql.number(stack, "enrollment", "select count(*) from participant");
        if (there >= people) {
            return "The register was filled by an earlier run.";
        }
        var filling = Filling.of(register, population, there, people);
        return "Filled by batches of %d over HTTP, %d connections: %,d people in %.0f s, %,.0f people/s. Target, over one connection: %s."
                .formatted(
                        Filling.BATCH,
                        Filling.WRITERS,
                        filling.people(),
                        filling.seconds(),
                        filling.rate(),
                        Report.atLeast(filling.rate(), ENROLLED_A_SECOND, "%,.0f people/s"));
    }

    private void analyze() throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze participant");
        }
    }

    private void reads(int people, Report report) {
        var villages = population.villages();
        measure(report, "list of a village, 100 items", i -> get("within=" + pick(i, villages)));
        measure(
                report,
                "list of a regency by occupation and payer",
                i -> get("within=" + pick(i, villages).substring(0, 5) + "&occupation=NELAYAN&fundingSource=ADD"));
        measure(
                report,
                "list of the province by day of enrollment",
                i -> get("sort=enrolledOn&enrolledFrom=2026-0" + (1 + i % 9) + "-10"));
        measure(report, "names by their beginning", i -> get("sort=name&name=" + name(i, people, 6)));
        measure(
                report,
                "names by their beginning, in a regency",
                i -> get("sort=name&name=" + name(i, people, 4) + "&within="
                        + pick(i, villages).substring(0, 5)));
        measure(
                report,
                "names much like one, in a village",
                i -> get("nameLike=" + name(i, people, 99) + "&within=" + pick(i, villages)));
        measure(report, "one person by NIK", i -> post("/v1/participants/search", nik(i, people)));
    }

    private static void measure(Report report, String name, IntFunction<Integer> request) {
        OpenLoad.run(name, RATE, WARM_UP, request);
        report.add(OpenLoad.run(name, RATE, LENGTH, request).row());
    }

    private String name(int i, int people, int letters) {
        var name = String.valueOf(population.person(number(i, people)).get("name"));
        return URLEncoder.encode(name.substring(0, Math.min(letters, name.length())), StandardCharsets.UTF_8);
    }

    private String nik(int i, int people) {
        return "{\"nik\":\"" + population.person(number(i, people)).get("nik") + "\"}";
    }

    private static int number(int i, int people) {
        return new SplittableRandom(i).nextInt(people);
    }

    private static String pick(int i, List<String> items) {
        return items.get(new SplittableRandom(i).nextInt(items.size()));
    }

    private int get(String query) {
        return register.get("/v1/participants?" + query).statusCode();
    }

    private int post(String path, String body) {
        return register.post(path, body).statusCode();
    }

    /** How PostgreSQL goes about the slowest kinds, with the statements that the service sends. */
    private List<String> plans() throws SQLException {
        var lines = new ArrayList<String>();
        for (var query : List.of(
                "select * from participant where village_code = '%s' order by village_code, id limit 101",
                "select * from participant where village_code >= '16.02' || '.' and village_code < '16.02' || '/' and occupation = 'NELAYAN' and funding_source = 'ADD' order by village_code, id limit 101",
                "select * from participant where name_search >= searchable('siti a') and name_search < searchable('siti a') || chr(1114111) order by name_search, id limit 101",
                "select * from participant where village_code = '%s' and word_similarity(searchable('siti aminah'), name_search) >= 0.6 order by village_code, id limit 101",
                "select * from participant where enrolled_on >= '2026-05-10' order by enrolled_on, id limit 101")) {
            var statement = query.formatted(population.villages().getFirst());
            lines.add("");
            lines.add("```");
            lines.add(statement);
            try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                    var rows = connection
                            .createStatement()
                            .executeQuery("explain (analyze, buffers, costs off) " + statement)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            lines.add("```");
        }
        return lines;
    }
}
