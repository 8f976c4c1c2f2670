package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** What people cost in storage, table by table: each enrolled once, sent to Kafka and counted. */
final class Storage implements Scenario {
    /** Smaller tables are of no account. */
    private static final int TOLD_FROM_PERCENT = 1;

    private static final Pattern SEGMENT = Pattern.compile("/enrollment\\.events-0/\\d+\\.log$");
    private static final String UNIT = "bytes a person";

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public String title() {
        return "What people cost in storage";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var bed = workbench.empty();
        var full = workbench.scale() == Scale.FULL;
        if (full) {
            bed.fill(200_000);
        }
        bed.awaitPublished();
        bed.awaitCounted(bed.totals(), bed.events());
        if (full) { // A quick run goes on with them.
            bed.stopServices();
        }
        var people = bed.number("enrollment", "select count(*) from participant");
        var line = new Series("the request that enrolls one, as JSON", UNIT);
        line.add(Bed.json(bed.population().person(0)).getBytes(StandardCharsets.UTF_8).length);
        var all = new Series("all, one copy", UNIT);
        report.beside(all, line);
        var register = tables(report, bed, "enrollment", people, full);
        var totals = tables(report, bed, "reporting", people, full);
        var topic = topic(bed.data());
        only(report, "the topic, one copy", (double) topic / people);
        all.add((double) (register + totals + topic) / people);
        report.note(
                "%,d people, enrolled in batches of %d; both databases after `vacuum full`, as if nothing had changed since. Not in it: write-ahead logs, backups, second copies, and what comes with the years: each change of a person is one more event in the log and in the topic, and each request about people one more row of the access record."
                        .formatted(people, Enrollment.BATCH));
    }

    private static void only(Report report, String what, double value) {
        var series = new Series(what, UNIT);
        series.add(value);
        report.beside(series, null, null);
    }

    /** Each table with its indexes, partitions with their whole. @return bytes of all */
    private static long tables(Report report, Bed bed, String database, long people, boolean full) throws SQLException {
        try (var connection = bed.owner(database);
                var statement = connection.createStatement()) {
            statement.execute(full ? "vacuum full analyze" : "analyze");
            var all = Sql.number(connection, "select pg_database_size(current_database())");
            only(report, database + "-service's database", (double) all / people);
            try (var rows = statement.executeQuery("""
                    select coalesce(i.inhparent::regclass::text, c.relname) as name,
                           sum(pg_table_size(c.oid)) as rows, sum(pg_indexes_size(c.oid)) as indexes
                    from pg_class c left join pg_inherits i on i.inhrelid = c.oid
                    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                    group by 1 order by sum(pg_total_relation_size(c.oid)) desc
                    """)) {
                while (rows.next()) {
                    var ofRows = rows.getLong("rows");
                    var ofIndexes = rows.getLong("indexes");
                    if ((ofRows + ofIndexes) * 100 >= all * TOLD_FROM_PERCENT) {
                        only(report, "`%s`, rows".formatted(rows.getString("name")), (double) ofRows / people);
                        only(report, "`%s`, indexes".formatted(rows.getString("name")), (double) ofIndexes / people);
                    }
                }
            }
            return all;
        }
    }

    private static long topic(Path data) throws IOException {
        var bytes = 0L;
        try (var files = Files.walk(data.resolve("kafka"))) {
            for (var file : files.filter(
                            file -> SEGMENT.matcher(file.toString()).find())
                    .toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
