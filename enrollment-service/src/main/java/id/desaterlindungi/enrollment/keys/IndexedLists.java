package id.desaterlindungi.enrollment.keys;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Rows of lists. Those that were enrolled find their people by an index, and it follows theirs. Those that were only checked have it to
 * find doubles among them, which is over once the check is: they get theirs anew when they are enrolled. A list that is being checked has
 * its chunks checked once more at the end, where the key has changed meanwhile.
 */
class IndexedLists implements IndexedRows {
    /** Of indexes that find nobody. */
    private static final int NO_KEY = 0;

    /** The rows of the chunk that comes next. */
    private static final String LOOKED = """
            with first as materialized (
                select import_id, row_number, chunk_number from import_row
                where (import_id, row_number) > (:row, :number) order by import_id, row_number limit 1),
            behind as materialized (
                select r.row_number from import_row r join first using (import_id)
                where r.row_number > first.row_number and r.chunk_number > first.chunk_number order by r.row_number limit 1),
            looked as materialized (
                select r.import_id, r.row_number from import_row r join first using (import_id)
                where r.row_number >= first.row_number and r.row_number < coalesce((select row_number from behind), 2147483647)),
            last as materialized (select import_id, row_number from looked order by row_number desc limit 1),
            chunk as materialized (
                select c.import_id, c.number, c.state, c.index_key, i.state as list_state
                from first join import_chunk c on c.import_id = first.import_id and c.number = first.chunk_number
                join import i on i.id = c.import_id),
            """;

    private static final String DONE = """
            select (select count(*) from looked) as looked_at, last.import_id, last.row_number,
                (select count(*) from changed) as changed, %s as skipped
            from last
            """;

    /** Once is enough: whoever enrolls from now on writes both, and what is found here was enrolled before. */
    @Override
    public Done fill(Handle handle, Place after, int next) {
        return done(looked(handle, after, """
                to_do as materialized (
                    select c.import_id, c.number from import_chunk c join chunk using (import_id, number)
                    where c.state = 'COMMITTED' for no key update of c),
                rows as materialized (
                    select r.import_id, r.row_number, p.nik_index_next
                    from to_do
                    join looked using (import_id)
                    join import_row r using (import_id, row_number)
                    join participant p on p.nik_index = r.nik_index
                    where r.nik_index_next is null and p.nik_index_next is not null
                    order by r.row_number
                    for update of r),
                changed as (
                    update import_row r set nik_index_next = rows.nik_index_next
                    from rows where r.import_id = rows.import_id and r.row_number = rows.row_number
                    returning 1)
                """, "0")).orElse(NOTHING);
    }

    @Override
    public Done move(Handle handle, Place after, int key) {
        return done(looked(
                                handle,
                                after,
                                """
                to_do as materialized (
                    select import_id, number from chunk
                    where index_key is distinct from :key and index_key is distinct from %1$d),
                free as materialized (
                    select c.import_id, c.number, c.state
                    from import_chunk c join to_do using (import_id, number) join chunk using (import_id, number)
                    where chunk.list_state <> 'CHECKING'
                      -- Read again once the chunk is locked: somebody may have enrolled it meanwhile.
                      and c.index_key is distinct from :key and c.index_key is distinct from %1$d
                    for no key update of c skip locked),
                changed as (
                    update import_row r
                    set nik_index = case when r.nik_index is not null then coalesce(r.nik_index_next, '') end,
                        nik_index_next = null, kpj_index = null
                    from free join looked using (import_id)
                    where r.import_id = looked.import_id and r.row_number = looked.row_number
                    returning 1),
                marked as (
                    update import_chunk c set index_key = case when free.state = 'COMMITTED' then :key else %1$d end
                    from free where c.import_id = free.import_id and c.number = free.number)
                """.formatted(NO_KEY),
                                "(select count(*) from to_do) - (select count(*) from free)")
                        .bind("key", key))
                .orElse(NOTHING);
    }

    @Override
    public Done clear(Handle handle, Place after) {
        return done(looked(handle, after, """
                to_do as materialized (
                    select import_id, row_number from looked join import_row using (import_id, row_number)
                    where nik_index_next is not null),
                changed as (
                    update import_row r set nik_index_next = null
                    from to_do where r.import_id = to_do.import_id and r.row_number = to_do.row_number
                    returning 1)
                """, "0")).orElse(NOTHING);
    }

    private static final Done NOTHING = new Done(Optional.empty(), 0, 0, 0, 0);

    /** @param skipped how many rows, or chunks, were left to the next pass */
    private static Query looked(Handle handle, Place after, String steps, String skipped) {
        return handle.createQuery(LOOKED + steps + DONE.formatted(skipped))
                .bind("row", after.row())
                .bind("number", after.number());
    }

    private static Optional<Done> done(Query query) {
        return query.map((row, _) -> new Done(
                        Optional.of(new Place(row.getObject("import_id", UUID.class), row.getLong("row_number"))),
                        row.getInt("looked_at"),
                        row.getInt("changed"),
                        row.getInt("skipped"),
                        0))
                .findOne();
    }
}
