package id.desaterlindungi.enrollment.imports;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.imports.RowCheck.Checked;
import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.EnrollmentSet;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Outcome;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.sealing.NikIndex;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Does an import's work in steps, each a short transaction that locks what it works on: on any thread of any replica, and
 * where one is killed the step was not done. Nothing is ever half a chunk.
 */
@ApplicationScoped
class ImportWork {
    /**
     * For statements on all rows at once, perhaps a million, of which no statistics know yet: a loop would read them for each
     * double. The time is what the connection waits for one answer, less a little.
     */
    private static final String FOR_ALL_ROWS =
            "set local enable_nestloop = off; set local work_mem = '64MB'; set local statement_timeout = '55s'";

    private final Jdbi jdbi;
    private final RowCheck check;
    private final EnrollmentSet set;
    private final NikIndex index;
    private final Seal seal;
    private final ObjectMapper json;
    private final ImportSettings settings;
    private final Counter checkedRows;
    private final Counter enrolledRows;
    private final Counter failedRows;

    ImportWork(
            Jdbi jdbi,
            RowCheck check,
            EnrollmentSet set,
            NikIndex index,
            Seal seal,
            ObjectMapper json,
            ImportSettings settings,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.check = check;
        this.set = set;
        this.index = index;
        this.seal = seal;
        this.json = json;
        this.settings = settings;
        this.checkedRows = rows(metrics, "checked", "Rows of lists that got their verdict");
        this.enrolledRows = rows(metrics, "enrolled", "Rows of lists that were enrolled");
        this.failedRows = rows(metrics, "failed", "Rows of lists that were not good");
    }

    private static Counter rows(MeterRegistry metrics, String what, String description) {
        return Counter.builder("enrollment.import.rows")
                .tag("outcome", what)
                .description(description)
                .register(metrics);
    }

    /** A chunk that this transaction holds, with what is needed to read its rows. */
    private record Chunk(
            UUID id,
            int number,
            List<ListRow> rows,
            Header header,
            Defaults defaults,
            Set<ListTrait> traits,
            String actor) {
        int first() {
            return rows.getFirst().number();
        }

        int last() {
            return rows.getLast().number();
        }
    }

    private Optional<Chunk> claim(Handle handle, UUID id, ImportState during, String state) {
        return handle.createQuery("""
                        select c.number, c.sealed, i.header_row, i.headers, i.fields, i.defaults, i.traits,
                               coalesce(i.committed_by, i.actor) as by
                        from import_chunk c
                        join import i on i.id = c.import_id
                        where c.import_id = :id and c.state = :state and i.state = :during
                        order by c.number
                        limit 1
                        for update of c skip locked
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("during", during)
                .map((row, context) -> new Chunk(
                        id,
                        row.getInt("number"),
                        Cells.read(seal.open(row.getBytes("sealed"), id, Staging.place(row.getInt("number")))),
                        Header.of(row),
                        Defaults.read(row.getString("defaults"), json),
                        Stream.of((String[]) row.getArray("traits").getArray())
                                .map(ListTrait::valueOf)
                                .collect(Collectors.toUnmodifiableSet()),
                        row.getString("by")))
                .findOne();
    }

    /** Gives the rows of one chunk their verdicts. @return false where there is no chunk to check that nobody is at */
    boolean checkChunk(UUID id) {
        var done = jdbi.inTransaction(handle -> {
            // A replica that is frozen right here must not keep its chunk from the others.
            handle.execute("set local idle_in_transaction_session_timeout = '30s'");
            var claimed = claim(handle, id, ImportState.CHECKING, "STAGED");
            if (claimed.isEmpty()) {
                return Optional.<Tally>empty();
            }
            var chunk = claimed.get();
            var verdicts = verdicts(handle, chunk);
            var tally = Tally.of(verdicts);
            write(handle, chunk, verdicts);
            handle.createUpdate("""
                            update import_chunk
                            set state = 'CHECKED', checked_at = clock_timestamp(), ok = :ok, warned = :warned, failed = :failed
                            where import_id = :id and number = :number
                            """)
                    .bind("ok", tally.ok)
                    .bind("warned", tally.warned)
                    .bind("failed", tally.failed)
                    .bind("id", id)
                    .bind("number", chunk.number)
                    .execute();
            return Optional.of(tally);
        });
        done.ifPresent(tally -> {
            checkedRows.increment(tally.ok + tally.warned + tally.failed);
            failedRows.increment(tally.failed);
        });
        return done.isPresent();
    }

    /** @param nikIndex and the other: only of a good row, among which doubles are looked for */
    private record Verdict(
            int row,
            List<Finding> findings,
            RowVerdict verdict,
            byte @Nullable [] nikIndex,
            byte @Nullable [] kpjIndex) {}

    private record Tally(int ok, int warned, int failed) {
        static Tally of(List<Verdict> verdicts) {
            var counts = new int[RowVerdict.values().length];
            verdicts.forEach(verdict -> counts[verdict.verdict.ordinal()]++);
            return new Tally(
                    counts[RowVerdict.OK.ordinal()],
                    counts[RowVerdict.WARNED.ordinal()],
                    counts[RowVerdict.FAILED.ordinal()]);
        }
    }

    private List<Verdict> verdicts(Handle handle, Chunk chunk) {
        var checked = chunk.rows.stream()
                .map(row -> check.of(row, chunk.header, chunk.defaults, chunk.traits))
                .toList();
        var people = checked.stream()
                .filter(Checked::isGood)
                .map(one -> requireNonNull(one.enrollment()))
                .toList();
        var known = RegisterLook.at(handle, people, index);
        return checked.stream().map(one -> verdict(one, known)).toList();
    }

    private Verdict verdict(Checked checked, RegisterLook known) {
        var person = checked.enrollment();
        if (person == null) {
            return new Verdict(checked.row(), checked.findings(), RowVerdict.FAILED, null, null);
        }
        var nik = index.of(person.nik().digits());
        var refused = known.of(person, nik);
        if (!refused.isEmpty()) {
            return new Verdict(checked.row(), refused, RowVerdict.FAILED, null, null);
        }
        return new Verdict(
                checked.row(),
                checked.findings(),
                checked.findings().isEmpty() ? RowVerdict.OK : RowVerdict.WARNED,
                nik,
                person.kpj() == null ? null : index.of(person.kpj()));
    }

    private void write(Handle handle, Chunk chunk, List<Verdict> verdicts) {
        handle.createUpdate("""
                        insert into import_row (import_id, row_number, chunk_number, nik_index, kpj_index, verdict, findings)
                        select :id, row_number, :chunk, nik_index, kpj_index, verdict, cast(findings as json)
                        from unnest(:rows, :niks, :kpjs, :verdicts, :findings)
                            as given (row_number, nik_index, kpj_index, verdict, findings)
                        """)
                .bind("id", chunk.id)
                .bind("chunk", chunk.number)
                .bindArray(
                        "rows",
                        Integer.class,
                        verdicts.stream().map(Verdict::row).toList())
                .bind("niks", Bytes.of(verdicts, Verdict::nikIndex))
                .bind("kpjs", Bytes.of(verdicts, Verdict::kpjIndex))
                .bindArray("verdicts", String.class, column(verdicts, one -> one.verdict.name()))
                .bindArray(
                        "findings",
                        String.class,
                        column(verdicts, one -> one.findings.isEmpty() ? null : KeptFindings.write(one.findings, json)))
                .execute();
    }

    private static Object[] column(List<Verdict> verdicts, Function<Verdict, @Nullable Object> value) {
        return verdicts.stream().map(value).toArray();
    }

    /**
     * Ends the check once the last chunk has its verdicts: doubles within the file, of which the first good row stays, and the
     * findings counted.
     *
     * @return false while there are chunks to check, or where another replica is at it
     */
    boolean finishCheck(UUID id) {
        return jdbi.inTransaction(handle -> {
            if (!holds(handle, id, ImportState.CHECKING, "STAGED")) {
                return false;
            }
            handle.execute(FOR_ALL_ROWS);
            refuseDoubles(handle, id, "nik_index", "/nik", "nik-repeated");
            refuseDoubles(handle, id, "kpj_index", "/kpj", "kpj-repeated");
            handle.createUpdate("""
                            update import set
                                version = version + 1,
                                state = case when commit_when_checked then 'COMMITTING' else 'CHECKED' end,
                                checked_at = clock_timestamp(),
                                commit_began_at = case when commit_when_checked then clock_timestamp() end
                            where id = :id
                            """).bind("id", id).execute();
            countFindings(handle, id);
            return true;
        });
    }

    /** No key update: whoever asks for a report meanwhile puts that on record, by a key to this row, without a wait. */
    private static boolean holds(Handle handle, UUID id, ImportState during, String open) {
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

    private static void refuseDoubles(Handle handle, UUID id, String column, String pointer, String code) {
        handle.createUpdate("""
                        with doubled as (
                            select %1$s, min(row_number) as first
                            from import_row
                            where import_id = :id and verdict <> 'FAILED' and %1$s is not null
                            group by %1$s
                            having count(*) > 1
                        ), refused as (
                            update import_row r
                            set verdict = 'FAILED',
                                findings = json_build_array(json_build_object(
                                    'pointer', :pointer::text, 'code', :code::text,
                                    'arguments', json_build_array(doubled.first::text)))
                            from doubled
                            where r.import_id = :id and r.%1$s = doubled.%1$s and r.row_number > doubled.first
                                and r.verdict <> 'FAILED'
                            returning r.chunk_number, old.verdict as before
                        ), counted as (
                            select chunk_number,
                                   count(*) filter (where before = 'OK') as ok,
                                   count(*) filter (where before = 'WARNED') as warned
                            from refused
                            group by chunk_number
                        )
                        update import_chunk c
                        set ok = c.ok - counted.ok,
                            warned = c.warned - counted.warned,
                            failed = c.failed + counted.ok + counted.warned
                        from counted
                        where c.import_id = :id and c.number = counted.chunk_number
                        """.formatted(column))
                .bind("id", id)
                .bind("pointer", pointer)
                .bind("code", code)
                .execute();
    }

    /**
     * How many rows have each finding in each column, however often each, with the first of them for an example. Rows that say
     * the same are counted before it is taken apart what they say: of perhaps a million rows few say anything of their own.
     */
    private static void countFindings(Handle handle, UUID id) {
        handle.createUpdate("""
                        update import
                        set findings = (
                            select coalesce(json_agg(json_build_object(
                                       'code', code, 'verdict', verdict, 'rows', rows, 'row', first_row,
                                       'pointer', example->>'pointer', 'arguments', example->'arguments')
                                       order by verdict, rows desc, code, field), '[]')
                            from (
                                select code, field, verdict, cast(sum(rows) as bigint) as rows, min(first_row) as first_row
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

    /**
     * Enrolls the good rows of one chunk: people, events and the chunk's state in one transaction. The rules are asked again,
     * since days pass and villages close between a check and a commit.
     *
     * @return false where there is no chunk to enroll that nobody is at
     */
    boolean commitChunk(UUID id) {
        var enrolled = QuarkusTransaction.requiringNew()
                .call(() ->
                        // Of this transaction's own connection, which the register's statements go through too.
                        jdbi.withHandle(handle -> {
                            handle.execute("set local idle_in_transaction_session_timeout = '30s'");
                            var claimed = claim(handle, id, ImportState.COMMITTING, "CHECKED");
                            return claimed.isEmpty() ? -1 : commit(handle, claimed.get());
                        }));
        if (enrolled > 0) {
            enrolledRows.increment(enrolled);
        }
        return enrolled >= 0;
    }

    private int commit(Handle handle, Chunk chunk) {
        var told = told(handle, chunk);
        var people = new ArrayList<Enrollment>();
        var rows = new ArrayList<Integer>();
        var failed = new HashMap<Integer, List<Finding>>();
        for (var row : chunk.rows) {
            if (told.get(row.number()) != RowVerdict.FAILED) {
                var checked = check.of(row, chunk.header, chunk.defaults, chunk.traits);
                var person = checked.enrollment();
                if (person == null) {
                    failed.put(row.number(), checked.findings());
                } else {
                    people.add(person);
                    rows.add(row.number());
                }
            }
        }
        var outcomes = set.enroll(people, chunk.actor);
        var refused = IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i) instanceof Outcome.Refused)
                .boxed()
                .toList();
        if (!refused.isEmpty()) {
            var known =
                    RegisterLook.at(handle, refused.stream().map(people::get).toList(), index);
            for (var i : refused) {
                failed.put(rows.get(i), why((Outcome.Refused) outcomes.get(i), people.get(i), known));
            }
        }
        if (!failed.isEmpty()) {
            fail(handle, chunk, failed);
        }
        var enrolled = people.size() - refused.size();
        var warned = (int) failed.keySet().stream()
                .filter(row -> told.get(row) == RowVerdict.WARNED)
                .count();
        handle.createUpdate("""
                        update import_chunk
                        set state = 'COMMITTED', committed_at = clock_timestamp(), enrolled = :enrolled,
                            ok = ok - :ok, warned = warned - :warned, failed = failed + :ok + :warned
                        where import_id = :id and number = :number
                        """)
                .bind("enrolled", enrolled)
                .bind("ok", failed.size() - warned)
                .bind("warned", warned)
                .bind("id", chunk.id)
                .bind("number", chunk.number)
                .execute();
        return enrolled;
    }

    /** The verdicts that are not simply OK. */
    private static Map<Integer, RowVerdict> told(Handle handle, Chunk chunk) {
        var told = new HashMap<Integer, RowVerdict>();
        handle.createQuery("""
                        select row_number, verdict from import_row
                        where import_id = :id and row_number between :first and :last and verdict <> 'OK'
                        """)
                .bind("id", chunk.id)
                .bind("first", chunk.first())
                .bind("last", chunk.last())
                .map((row, context) ->
                        Map.entry(row.getInt("row_number"), RowVerdict.valueOf(row.getString("verdict"))))
                .forEach(one -> told.put(one.getKey(), one.getValue()));
        return told;
    }

    private List<Finding> why(Outcome.Refused refused, Enrollment person, RegisterLook known) {
        return switch (refused.why()) {
            case VILLAGE_UNKNOWN -> List.of(Finding.at("/villageCode", "village-unknown"));
            case VILLAGE_CLOSED -> List.of(Finding.at("/villageCode", "village-closed"));
            case NIK_REGISTERED, KPJ_REGISTERED ->
                known.of(person, index.of(person.nik().digits()));
        };
    }

    private void fail(Handle handle, Chunk chunk, Map<Integer, List<Finding>> failed) {
        var batch = handle.prepareBatch("""
                update import_row set verdict = 'FAILED', findings = cast(:findings as json)
                where import_id = :id and row_number = :row
                """);
        failed.forEach((row, findings) -> batch.bind("findings", KeptFindings.write(findings, json))
                .bind("id", chunk.id)
                .bind("row", row)
                .add());
        batch.execute();
    }

    /** @return false while there are chunks to enroll, or where another replica is at it */
    boolean finishCommit(UUID id) {
        return jdbi.inTransaction(handle -> {
            if (!holds(handle, id, ImportState.COMMITTING, "CHECKED")) {
                return false;
            }
            handle.execute(FOR_ALL_ROWS);
            countFindings(handle, id);
            handle.createUpdate("""
                            update import
                            set version = version + 1, state = 'COMMITTED', committed_at = clock_timestamp()
                            where id = :id
                            """).bind("id", id).execute();
            return true;
        });
    }

    /** The last of several in a row gives the import up. */
    void countFailure(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import
                        set attempts = attempts + 1,
                            try_after = clock_timestamp() + (attempts + 1) * cast(:pause as interval),
                            version = case when attempts + 1 < :most then version else version + 1 end,
                            state = case when attempts + 1 < :most then state else 'FAILED' end,
                            failed_at = case when attempts + 1 < :most then null else clock_timestamp() end
                        where id = :id and state in ('CHECKING', 'COMMITTING')
                        """)
                .bind("pause", settings.retryPause().toString())
                .bind("most", settings.attempts())
                .bind("id", id)
                .execute());
    }

    void forgive(UUID id) {
        jdbi.useHandle(handle -> handle.execute("update import set attempts = 0, try_after = null where id = ?", id));
    }
}
