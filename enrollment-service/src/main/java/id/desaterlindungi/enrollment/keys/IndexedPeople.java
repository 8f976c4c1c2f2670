package id.desaterlindungi.enrollment.keys;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** People of the register. Who is erased has an index of no NIK, and is passed over. */
class IndexedPeople implements IndexedRows {
    private static final Logger LOG = Logger.getLogger(IndexedPeople.class);

    /** Together they take about a tenth of a second, which is how long a change of one of them waits. */
    private static final int AT_ONCE = 1_000;

    private final Seal seal;

    IndexedPeople(Seal seal) {
        this.seal = seal;
    }

    /** @param sealed null where there is nothing to do */
    @SuppressWarnings("ArrayRecordComponent")
    private record Person(UUID id, byte[] index, long key, byte @Nullable [] sealed) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Indexed(UUID id, byte[] before, byte[] next) {}

    @Override
    public Done fill(Handle handle, Place after, int next) {
        var people = handle.createQuery("""
                        select id, nik_index, nik_index_key, case when nik_index_next is null and erased_at is null then nik_sealed end as sealed
                        from participant where id > :after order by id limit :most
                        """)
                .bind("after", after.row())
                .bind("most", AT_ONCE)
                .map((row, _) -> new Person(
                        row.getObject("id", UUID.class),
                        row.getBytes("nik_index"),
                        row.getLong("nik_index_key"),
                        row.getBytes("sealed")))
                .list();
        var found = people.stream().filter(person -> person.sealed != null).toList();
        var indexed =
                found.stream().flatMap(person -> indexed(person, next).stream()).toList();
        var changed = indexed.isEmpty() ? 0 : write(handle, indexed);
        return new Done(
                people.size() < AT_ONCE ? Optional.empty() : Optional.of(new Place(people.getLast().id, 0)),
                people.size(),
                changed,
                indexed.size() - changed,
                found.size() - indexed.size());
    }

    /** Of a NIK that opens, and is the one that the person is found by. */
    private Optional<Indexed> indexed(Person person, int next) {
        var nik = person.sealed == null ? Optional.<String>empty() : seal.tryOpen(person.sealed, person.id, "nik");
        var own = nik.filter(digits -> Arrays.equals(seal.index(digits, person.key), person.index));
        if (own.isEmpty()) {
            LOG.errorf("A NIK does not open, or is not that of its index, and gets no other row=%s", person.id);
        }
        return own.map(digits -> new Indexed(person.id, person.index, seal.index(digits, next)));
    }

    /** Waits for nobody: what others hold, or have changed by now, comes in the next pass. */
    private static int write(Handle handle, List<Indexed> people) {
        return handle.createUpdate("""
                        with given as materialized (select * from unnest(:ids, :befores, :nexts) as given (id, before, next)),
                        free as materialized (
                            select id from participant where id = any(:ids) order by id for no key update skip locked)
                        update participant p set nik_index_next = given.next
                        from given join free using (id)
                        where p.id = given.id and p.nik_index = given.before and p.nik_index_next is null
                        """)
                .bindArray("ids", UUID.class, people.stream().map(Indexed::id).toList())
                .bind("befores", ByteArrays.of(people, Indexed::before))
                .bind("nexts", ByteArrays.of(people, Indexed::next))
                .execute();
    }

    @Override
    public Done move(Handle handle, Place after, int key) {
        return done(changed(handle, after, "nik_index_next is not null and nik_index_key <> :key", """
                nik_index = nik_index_next, nik_index_key = :key, nik_index_next = null
                """)
                .bind("key", key));
    }

    @Override
    public Done clear(Handle handle, Place after) {
        return done(changed(handle, after, "nik_index_next is not null", "nik_index_next = null"));
    }

    private static Query changed(Handle handle, Place after, String toBeDone, String change) {
        return handle.createQuery("""
                        with looked as materialized (
                            select id, %1$s as to_be_done from participant where id > :after order by id limit :most),
                        free as materialized (
                            select id from participant
                            where id in (select id from looked where to_be_done) and %1$s order by id for update skip locked),
                        changed as (
                            update participant set %2$s where id in (select id from free) returning 1)
                        select count(*) as looked_at, count(*) filter (where to_be_done) as found, (select count(*) from changed) as changed,
                            (select id from looked order by id desc limit 1) as last
                        from looked
                        """.formatted(toBeDone, change))
                .bind("after", after.row())
                .bind("most", AT_ONCE);
    }

    private static Done done(Query query) {
        return query.map((row, _) -> new Done(
                        row.getInt("looked_at") < AT_ONCE
                                ? Optional.empty()
                                : Optional.of(new Place(row.getObject("last", UUID.class), 0)),
                        row.getInt("looked_at"),
                        row.getInt("changed"),
                        row.getInt("found") - row.getInt("changed"),
                        0))
                .one();
    }
}
