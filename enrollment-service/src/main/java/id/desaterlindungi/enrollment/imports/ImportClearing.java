package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Workers;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes the rows of imports that were dropped or are past their time. The rows are personal data, and the people who were
 * enrolled are in the register. It deletes some rows at a time, in short transactions. So even the longest list is deleted in
 * the end, whichever replica does it and wherever another one was killed.
 */
@ApplicationScoped
class ImportClearing {
    private static final Logger LOG = Logger.getLogger(ImportClearing.class);

    /** A chunk has up to some hundred kilobytes. */
    private static final int CHUNKS_AT_ONCE = 50;

    /** They take about 50 ms. */
    private static final int ROWS_AT_ONCE = 5_000;

    /** The longest list is cleared in a small part of this time. */
    private static final Duration LATE = Duration.ofHours(1);

    private static final String PAST_THEIR_TIME = """
            (state = 'COMMITTED' and committed_at < :end or state = 'CHECKED' and checked_at < :end
                or state = 'FAILED' and failed_at < :end)
            """;

    private final Jdbi jdbi;
    private final ImportSettings settings;

    ImportClearing(@Workers Jdbi jdbi, ImportSettings settings) {
        this.jdbi = jdbi;
        this.settings = settings;
    }

    @Scheduled(every = "1h", delayed = "5m")
    void expire() {
        expireBefore(Instant.now().minus(settings.retention()));
    }

    void expireBefore(Instant end) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        update import
                        set version = case state when 'COMMITTED' then version else version + 1 end,
                            state = case state when 'COMMITTED' then state else 'DELETED' end,
                            deleted_at = case state when 'COMMITTED' then deleted_at else clock_timestamp() end,
                            expired_at = clock_timestamp()
                        where expired_at is null and """ + PAST_THEIR_TIME).bind("end", end).execute());
    }

    /** Runs often, since people expect that what they dropped is gone. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void clear() {
        var expired = jdbi.withHandle(handle -> handle.createQuery(
                        "select id from import where expired_at is not null and cleared_at is null order by expired_at")
                .mapTo(UUID.class)
                .list());
        for (var id : expired) {
            try {
                clear(id);
            } catch (RuntimeException e) { // The other imports are cleared all the same.
                LOG.warnf(e, "Import could not be cleared importId=%s", id);
            }
        }
    }

    /** How many imports should be cleared by now and are not. */
    long overdue() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from import
                        where cleared_at is null and (expired_at < :late or expired_at is null and %s)
                        """.formatted(PAST_THEIR_TIME))
                .bind("late", Instant.now().minus(LATE))
                .bind("end", Instant.now().minus(settings.retention()).minus(LATE.multipliedBy(2)))
                .mapTo(Long.class)
                .one());
    }

    /** The chunks first: a worker may still have one, and may write verdicts until it is done with it. */
    private void clear(UUID id) {
        while (clearChunks(id) > 0) {}
        if (hasChunks(id)) {
            return; // Until next time.
        }
        var last = 0;
        do {
            last = clearRows(id, last);
        } while (last > 0);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with forgotten as (
                            update import_correction set said_sealed = null where import_id = :id and said_sealed is not null
                        )
                        update import set cleared_at = clock_timestamp(), said_sealed = null
                        where id = :id and cleared_at is null and not exists (select from import_row where import_id = :id)
                        """).bind("id", id).execute());
    }

    private int clearChunks(UUID id) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        update import_chunk
                        set sealed = null, said_sealed = null
                        where import_id = :id and number = any (array(
                            select number from import_chunk
                            where import_id = :id and sealed is not null
                            order by number
                            limit :most
                            for update skip locked))
                        """)
                .bind("id", id)
                .bind("most", CHUNKS_AT_ONCE)
                .execute());
    }

    private boolean hasChunks(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select from import_chunk where import_id = :id and sealed is not null)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * The last row is a value and not a table: joined with one, a planner with an old picture of the table looks it up anew for
     * each row, which took 18 s for 12,000.
     *
     * @param after where the last step ended, to look at no deleted row again
     * @return where this one ended; 0 for no row
     */
    private int clearRows(UUID id, int after) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with deleted as (
                            delete from import_row
                            where import_id = :id and row_number > :after and row_number <= (
                                select max(row_number) from (
                                    select row_number from import_row
                                    where import_id = :id and row_number > :after
                                    order by row_number
                                    limit :most))
                            returning row_number
                        )
                        select coalesce(max(row_number), 0) from deleted
                        """)
                .bind("id", id)
                .bind("after", after)
                .bind("most", ROWS_AT_ONCE)
                .mapTo(Integer.class)
                .one());
    }
}
