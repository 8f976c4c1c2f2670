package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;

/** Events that wait all at once, as after a list: until they have positions, and until Kafka has acknowledged them. */
final class Publishing implements Scenario {
    private final Series bare = new Series("a bare producer of as many records, acks=all", "events/s");
    private final Series published = new Series("sequencing and publishing", "events/s");
    private final Series sequenced = new Series("positions alone", "events/s");
    private final Series copied = new Series("raw SQL: one insert of as many into a copy of the log", "events/s");

    @Override
    public String name() {
        return "publishing";
    }

    @Override
    public String title() {
        return "Sequencing and publishing";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        report.beside(published, bare, Target.atLeast(68_000));
        report.beside(sequenced, copied);
        var scale = workbench.scale();
        var events = scale.of(300_000, 2_000);
        var bed = workbench.empty();
        Enrollment.batch(bed.register(), bed);
        bed.awaitPublished();
        try (var topic = new BareTopic(bed);
                var connection = bed.owner("enrollment");
                var statement = connection.createStatement()) {
            for (var round = 0; round < scale.rounds(); round++) {
                bare.add(topic.send(events));
                var before = bed.events();
                // Of a type that no consumer knows, so that nobody is counted twice.
                statement.execute("""
                        insert into outbox (type, subject, actor, data)
                        select 'id.desaterlindungi.benchmark.waited.v1', subject, actor, data
                        from (select * from event_log order by position desc limit 500) cross join generate_series(1, %d)
                        """.formatted(events / Enrollment.BATCH));
                var begin = System.nanoTime();
                Bed.await(
                        "all have positions",
                        () -> Sql.numberUnchecked(
                                        connection, "select position from event_cursor where stage = 'sequenced'")
                                >= before + events);
                sequenced.add(events / Bed.seconds(begin));
                bed.awaitPublished();
                published.add(events / Bed.seconds(begin));
                statement.execute("create table copied (like event_log including all)");
                begin = System.nanoTime();
                statement.execute("insert into copied select * from event_log where position > " + before);
                copied.add(events / Bed.seconds(begin));
                statement.execute("drop table copied");
            }
        }
        report.note("%,d events of one transaction wait in each round.".formatted(events));
    }
}
