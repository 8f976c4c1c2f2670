package id.desaterlindungi.enrollment.imports;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the last steps of a check and of a commit have in common: statements on all rows of an import, up to two million. */
final class LastStep {
    /**
     * The planner has no statistics of these rows yet, and a nested loop would read all of them for each double. The timeout is a
     * little less than what the connection waits for one answer.
     */
    static final String FOR_ALL_ROWS =
            "set local enable_nestloop = off; set local work_mem = '64MB'; set local statement_timeout = '55s'";

    private LastStep() {}

    /** Locks with "no key update": a report that is recorded meanwhile refers to this row by its key, and need not wait. */
    static boolean holds(Handle handle, UUID id, ImportState during, String open) {
        ImportLocks.releaseAfter(Chunk.LONGEST_PAUSE, handle);
        return handle.createQuery("""
                        select id from import i
                        where id = :id and state = :during
                        for no key update skip locked
                        """)
                        .bind("id", id)
                        .bind("during", during)
                        .mapTo(UUID.class)
                        .findOne()
                        .isPresent()
                && handle.createQuery("""
                        select not exists (select from import_chunk where import_id = :id and state = :open)
                        """)
                        .bind("id", id)
                        .bind("open", open)
                        .mapTo(Boolean.class)
                        .one();
    }

    /**
     * Counts the rows that have each finding in each column, once for each row, and keeps the first row as an example. Rows with
     * the same findings are counted before their JSON is read: few of a million rows have findings that no other row has.
     */
    static void countFindings(Handle handle, UUID id) {
        handle.createUpdate("""
                        update import
                        set (findings, alone) = (
                            select coalesce(json_agg(json_build_object(
                                       'code', code, 'verdict', verdict, 'rows', rows, 'row', first_row,
                                       'pointer', example->>'pointer', 'arguments', example->'arguments')
                                       order by verdict, rows desc, code, field), '[]'),
                                   coalesce(json_object_agg(concat_ws(' ', code, field, verdict), cast(alone as text)), '{}')
                            from (
                                select code, field, verdict, cast(sum(rows) as bigint) as rows, min(first_row) as first_row,
                                       cast(coalesce(sum(rows) filter (where json_array_length(cast(said as json)) = 1), 0) as bigint) as alone
                                from (
                                    select cast(findings as text) as said, verdict, count(*) as rows, min(row_number) as first_row
                                    from import_row
                                    where import_id = :id and verdict <> 'OK'
                                    group by said, verdict
                                ) as alike
                                cross join lateral (
                                    select distinct f->>'code' as code, split_part(f->>'pointer', '/', 2) as field
                                    from json_array_elements(cast(said as json)) as f
                                ) as found
                                group by code, field, verdict
                            ) as counted
                            cross join lateral (
                                select f as example
                                from import_row r
                                cross join lateral json_array_elements(r.findings) as f
                                where r.import_id = :id and r.row_number = counted.first_row
                                    and f->>'code' = counted.code and split_part(f->>'pointer', '/', 2) = counted.field
                                limit 1
                            ) as first
                        )
                        where id = :id
                        """).bind("id", id).execute();
    }
}
