package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
class ReportingKilledIT {
    private static final Duration FOLDING_WITHIN = Duration.ofSeconds(40);

    private final DesaSystem system;
    private final Recount recount;

    ReportingKilledIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void totalsAreRightAfterKillsAtAnyMomentOfALargeBacklog() throws SQLException {
        var people = 15_000;
        var kills = 1;
        var random = Seed.printed();
        system.reporting().kill();
        Backlog.add(system, people);
        awaitPublished();

        try (var totals = system.totalsDatabase()) {
            for (var kill = 1; kill <= kills; kill++) {
                long start = position(totals);
                long share = people / (kills + 1);
                long moment = start + 1 + random.nextLong(share);
                system.reporting().spawn();
                awaitPosition(totals, moment);
                system.reporting().kill();
                Measured.say("reporting killed at position %d, asked for %d, last time at %d"
                        .formatted(position(totals), moment, start));
            }
        }
        system.reporting().start();

        recount.requireAllRight();
        Measured.memory(system);
    }

    @Test
    void batchThatWasBeingWrittenWhenReportingWasKilledCountsOnce() throws SQLException {
        try (var totals = system.totalsDatabase()) {
            recount.awaitCaughtUp();
            long before = position(totals);
            totals.setAutoCommit(false);
            Sql.execute(totals, "lock table area_total in exclusive mode");
            Backlog.add(system, 3_000);
            awaitBatchHeldUp();

            system.reporting().kill();
            totals.rollback();

            assertThat(position(totals)).as("nothing of the batch is kept").isEqualTo(before);
        }
        system.reporting().start();
        recount.requireAllRight();
    }

    /** The cells are written, their sums wait for the table's lock: the transaction is half done. */
    private void awaitBatchHeldUp() throws SQLException {
        try (var look = system.stack().postgres().connect("reporting", "postgres")) {
            await("a batch that waits").atMost(FOLDING_WITHIN).until(() -> Sql.number(look, """
                    select count(*) from pg_stat_activity
                    where usename = 'reporting_app' and wait_event_type = 'Lock' and query like 'merge into area_total%'
                    """) == 1);
        }
    }

    private void awaitPublished() throws SQLException {
        try (var register = system.registerDatabase()) {
            await("the backlog on the topic")
                    .atMost(FOLDING_WITHIN)
                    .until(() -> Sql.rows(register, """
                            select (select count(*) from outbox), count(distinct position) from event_cursor
                            """).equals(List.of("0|1")));
        }
    }

    private static void awaitPosition(Connection totals, long position) {
        await("position %d in the totals".formatted(position))
                .atMost(FOLDING_WITHIN)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> position(totals) >= position);
    }

    private static long position(Connection totals) throws SQLException {
        return Sql.number(totals, "select position from projection where state = 'LIVE'");
    }
}
