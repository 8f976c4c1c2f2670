package id.desaterlindungi.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People whom the system has enrolled, once more by plain SQL: the same rows into the same tables with all their constraints and
 * indexes, one of the person and one of the outbox. They are taken out before and are in again afterwards, so that nothing is
 * other than it was. The service stands still meanwhile, but stays warm.
 */
final class RawSql {
    private static final String COLUMNS = """
            id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date, sex, village_code, segment,
            occupation, funding_source, programmes, monthly_income, group_name, group_kind, origin, status, enrolled_on,
            covered_from, covered_until, warnings, created_at
            """;

    private final Bed bed;
    private final int people;

    /** @param after the position before the first of their enrollments */
    private RawSql(Bed bed, long after) throws SQLException {
        this.bed = bed;
        bed.awaitPublished();
        try (var connection = bed.owner("enrollment");
                var statement = connection.createStatement()) {
            statement.execute("""
                    drop table if exists staged;
                    create unlogged table staged as
                    select row_number() over (order by e.position) - 1 as n, p.*, e.type, e.actor, e.data
                    from event_log e join participant p on p.id::text = e.subject
                    where e.position > %d and e.type like '%%.participant.enrolled.v1';
                    create unique index on staged (n);
                    delete from participant where id in (select id from staged);
                    """.formatted(after));
            statement.execute("vacuum analyze participant");
            statement.execute("vacuum analyze staged");
            people = (int) Sql.number(connection, "select count(*) from staged");
        }
    }

    /** A transaction for each person, over as many connections. @return people a second */
    static double oneByOne(Bed bed, long after, int connections) throws Exception {
        var raw = new RawSql(bed, after);
        var next = new AtomicInteger();
        return raw.timed(() -> Load.onThreads(connections, () -> {
            try (var connection = bed.owner("enrollment")) {
                raw.insert(connection, 1, next);
            }
        }));
    }

    /** A transaction for each set, over one connection. @return people a second */
    static double inSets(Bed bed, long after, int size) throws Exception {
        var raw = new RawSql(bed, after);
        return raw.timed(() -> {
            try (var connection = bed.owner("enrollment")) {
                raw.insert(connection, size, new AtomicInteger());
            }
        });
    }

    /** All in one transaction of two statements. @return people a second */
    static double atOnce(Bed bed, long after) throws Exception {
        return inSets(bed, after, Integer.MAX_VALUE / 2);
    }

    private void insert(Connection connection, int size, AtomicInteger next) throws SQLException {
        connection.setAutoCommit(false);
        try (var person = connection.prepareStatement(
                        "insert into participant (%1$s) select %1$s from staged where n >= ? and n < ?"
                                .formatted(COLUMNS));
                var event = connection.prepareStatement("""
                        insert into outbox (type, subject, actor, data)
                        select type, id::text, actor, data from staged where n >= ? and n < ?
                        """)) {
            for (var n = next.getAndAdd(size); n < people; n = next.getAndAdd(size)) {
                var wanted = Math.min(size, people - n);
                for (var statement : List.of(person, event)) {
                    statement.setLong(1, n);
                    statement.setLong(2, n + (long) size);
                    if (statement.executeUpdate() != wanted) {
                        throw new IllegalStateException("Not everybody is there from number " + n);
                    }
                }
                connection.commit();
            }
        }
    }

    private double timed(Load.Work work) throws Exception {
        try (var _ = bed.pausedEnrollment();
                var connection = bed.owner("enrollment");
                var statement = connection.createStatement()) {
            var begin = System.nanoTime();
            work.run();
            var seconds = Bed.seconds(begin);
            // Their events are in the log already.
            statement.execute("delete from outbox");
            statement.execute("drop table staged");
            return people / seconds;
        }
    }
}
