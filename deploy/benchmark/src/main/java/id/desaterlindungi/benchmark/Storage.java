package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import id.desaterlindungi.local.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * What people cost in storage: enrolled through the services, counted, and then looked at table by table.
 *
 * <p>Arguments: the source tree, the data directory, how many people.
 */
final class Storage {
    /** Smaller tables are of no account. */
    private static final int TOLD_FROM_PERCENT = 1;

    private static final Pattern SEGMENT = Pattern.compile("/enrollment\\.events-0/\\d+\\.log$");

    private final LocalStack stack;
    private final Report report;
    private final int people;

    private Storage(LocalStack stack, Report report, int people) {
        this.stack = stack;
        this.report = report;
        this.people = people;
    }

    public static void main(String[] arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var data = Files.createDirectories(Path.of(arguments[1]));
        var people = Integer.parseInt(arguments[2]);
        var report = new Report("What people cost in storage");
        try (var stack = LocalStack.start(StackSettings.onFreePorts(data))) {
            new Storage(stack, report, people).run(root, data);
        }
        report.keep(root, "storage.md");
    }

    private void run(Path root, Path data) throws Exception {
        try (var enrollment = ServiceProcess.start(ServiceLaunch.enrollment(stack, root));
                var reporting = ServiceProcess.start(ServiceLaunch.reporting(stack, root, enrollment.url()))) {
            var there = (int) Sql.number(stack, "enrollment", "select count(*) from participant");
            if (there < people) {
                Filling.of(new Api(stack, enrollment.url()), Population.of(root), there, people);
            }
            awaitCounted(new Api(stack, reporting.url()));
        }
        report.add(
                "%,d people, each enrolled once in a batch of %d, sent to Kafka and counted; both databases after `vacuum full`, as if nothing had changed since."
                        .formatted(people, Filling.BATCH));
        report.add("");
        report.add("| where | MB | bytes a person | GB a million people |");
        report.add("|---|---|---|---|");
        var register = tables("enrollment");
        var totals = tables("reporting");
        var topic = topic(data);
        row("**the topic**, one copy", topic);
        row("**all, one copy**", register + totals + topic);
        report.add("");
        report.add(
                "Not in it: write-ahead logs, backups, second copies, and what comes with the years: each change of a person is one more event in the log and in the topic, and each request about people one more row of the access record.");
    }

    private void awaitCounted(Api totals) throws IOException, SQLException {
        var events = Sql.number(stack, "enrollment", "select max(position) from event_log");
        var json = new ObjectMapper();
        while (json.readTree(totals.get("/v1/progress").body())
                        .at("/asOf/position")
                        .asLong()
                < events) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Each table with its indexes, partitions with their whole. @return bytes of all */
    private long tables(String database) throws SQLException {
        try (var connection = stack.postgres().connect(database, database + "_owner");
                var statement = connection.createStatement()) {
            statement.execute("vacuum full analyze");
            var all = Sql.number(stack, database, "select pg_database_size(current_database())");
            row("**" + database + "-service's database**", all);
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
                        row("`%s`, rows".formatted(rows.getString("name")), ofRows);
                        row("`%s`, indexes".formatted(rows.getString("name")), ofIndexes);
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

    private void row(String name, long bytes) {
        report.add(
                "| %s | %,d | %,d | %.2f |".formatted(name, bytes / 1_000_000, bytes / people, bytes / 1e3 / people));
    }
}
