package id.desaterlindungi.enrollment.imports;

import static java.util.Objects.requireNonNull;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.correction.SaidWords;
import id.desaterlindungi.enrollment.imports.correction.SaidWords.Said;
import id.desaterlindungi.enrollment.imports.file.row.RowCheck;
import id.desaterlindungi.enrollment.imports.file.row.RowCheck.Checked;
import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Checks an import in steps. Each step is a short transaction that locks what it works on, so any thread of any replica can do
 * it. If the process is killed, the step was not done: a chunk is never half checked.
 */
@ApplicationScoped
class ImportCheck {
    /** The field name for sealing what an import's rows say. */
    static final String SAID = "said";

    /** What the rows of a chunk say takes some ten kilobytes at most. */
    private static final int CHUNKS_AT_ONCE = 50;

    private final Jdbi jdbi;
    private final RowCheck check;
    private final PlaceDirectory places;
    private final Seal seal;
    private final Json json;
    private final AccessRecords accesses;
    private final Tellings tellings;
    private final Counter checkedRows;
    private final Counter failedRows;

    ImportCheck(
            @Workers Jdbi jdbi,
            RowCheck check,
            PlaceDirectory places,
            Seal seal,
            Json json,
            AccessRecords accesses,
            Tellings tellings,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.check = check;
        this.places = places;
        this.seal = seal;
        this.json = json;
        this.accesses = accesses;
        this.tellings = tellings;
        this.checkedRows = ImportMetrics.rows(metrics, "checked", "Rows of lists that got their verdict");
        this.failedRows = ImportMetrics.rows(metrics, "failed", "Rows of lists that were not good");
    }

    /** Gives the rows of one chunk their verdicts. @return false if there is no chunk left that no other thread works on */
    boolean chunk(UUID id) {
        var done = jdbi.inTransaction(handle -> {
            var claimed = Chunk.claim(handle, id, ImportState.CHECKING, "STAGED", seal, json);
            if (claimed.isEmpty()) {
                return Optional.<Tally>empty();
            }
            var chunk = claimed.get();
            var indexKey = seal.holdIndexKeys(handle).used();
            var verdicts = verdicts(handle, chunk, indexKey);
            var tally = Tally.of(verdicts);
            if (chunk.isCheckedAgain()) {
                forget(handle, chunk);
            }
            write(handle, chunk, verdicts);
            handle.createUpdate("""
                            update import_chunk
                            set state = 'CHECKED', checked_at = clock_timestamp(), ok = :ok, warned = :warned, failed = :failed,
                                said_sealed = :said, index_key = :indexKey
                            where import_id = :id and number = :number
                            """)
                    .bind("ok", tally.ok)
                    .bind("warned", tally.warned)
                    .bind("failed", tally.failed)
                    .bind("said", said(verdicts, chunk))
                    .bind("indexKey", indexKey)
                    .bind("id", id)
                    .bind("number", chunk.number())
                    .execute();
            return Optional.of(tally);
        });
        done.ifPresent(tally -> {
            checkedRows.increment(tally.ok + tally.warned + tally.failed);
            failedRows.increment(tally.failed);
        });
        return done.isPresent();
    }

    /** Only good rows have the two indexes: doubles are looked for among them. */
    private record Verdict(
            int row,
            List<Finding> findings,
            RowVerdict verdict,
            byte @Nullable [] nikIndex,
            byte @Nullable [] kpjIndex,
            Map<String, String> said) {}

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

    private List<Verdict> verdicts(Handle handle, Chunk chunk, long indexKey) {
        var terms = chunk.terms(places.of(chunk.areas()));
        var checked = chunk.rows().stream().map(row -> check.of(row, terms)).toList();
        var people = checked.stream()
                .filter(Checked::isGood)
                .map(one -> requireNonNull(one.enrollment()))
                .toList();
        var before = chunk.isCheckedAgain() ? Before.read(handle, chunk) : Before.NOTHING;
        var known = RegisteredPeople.among(handle, people, seal);
        var outside = (int) checked.stream()
                .filter(one -> isToBeTold(one, known, before, chunk))
                .count();
        var told = tellings.take(handle, Tellings.Kind.ELSEWHERE, chunk.actor(), outside);
        chunk.recordTelling(handle, "importList", told, accesses);
        // A take of some says so itself. With nobody to take for it is asked, and only now: others are told meanwhile.
        var enough = told < outside || outside == 0 && tellings.toldEnough(handle, chunk.actor(), chunk.areas());
        var left = enough ? told : Integer.MAX_VALUE;
        var verdicts = new ArrayList<Verdict>();
        for (var one : checked) {
            // From the last that may be told on, no row says any more whether its person is registered.
            verdicts.add(
                    left > 0 || before.told.contains(one.row())
                            ? verdict(one, known, indexKey)
                            : notLookedUp(one, known, before, indexKey));
            if (isToBeTold(one, known, before, chunk)) {
                left--;
            }
        }
        return verdicts;
    }

    /**
     * What the round before said of the rows of a chunk.
     *
     * @param told rows whose people are registered elsewhere: of these it is told again as often as anybody asks
     * @param good rows whose people were not registered: without being looked up again they stay so until the commit
     */
    private record Before(Set<Integer> told, Set<Integer> good) {
        static final Before NOTHING = new Before(Set.of(), Set.of());

        static Before read(Handle handle, Chunk chunk) {
            var rows = handle.createQuery("""
                            select row_number, nik_index is not null as good from import_row
                            where import_id = :id and row_number between :first and :last
                              and (nik_index is not null or exists (
                                  select from json_array_elements(findings) as one (finding)
                                  where finding->>'code' = 'nik-registered-elsewhere'))
                            """)
                    .bind("id", chunk.id())
                    .bind("first", chunk.first())
                    .bind("last", chunk.last())
                    .map((row, _) -> Map.entry(row.getBoolean("good"), row.getInt("row_number")))
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
            return new Before(rows.getOrDefault(false, Set.of()), rows.getOrDefault(true, Set.of()));
        }
    }

    private static boolean isToBeTold(Checked one, RegisteredPeople known, Before before, Chunk chunk) {
        return one.enrollment() != null
                && !before.told.contains(one.row())
                && known.isOutside(chunk.areas(), one.enrollment());
    }

    private Verdict notLookedUp(Checked checked, RegisteredPeople known, Before before, long indexKey) {
        var person = checked.enrollment();
        if (person == null) {
            return failed(checked);
        }
        return before.good.contains(checked.row())
                ? good(checked, person, known, indexKey)
                : new Verdict(checked.row(), RegisteredPeople.notLookedUp(), RowVerdict.FAILED, null, null, Map.of());
    }

    private Verdict verdict(Checked checked, RegisteredPeople known, long indexKey) {
        var person = checked.enrollment();
        if (person == null) {
            return failed(checked);
        }
        var refused = known.of(person);
        return refused.isEmpty()
                ? good(checked, person, known, indexKey)
                : new Verdict(checked.row(), refused, RowVerdict.FAILED, null, null, Map.of());
    }

    private static Verdict failed(Checked checked) {
        return new Verdict(checked.row(), checked.findings(), RowVerdict.FAILED, null, null, checked.said());
    }

    private Verdict good(Checked checked, Enrollment person, RegisteredPeople known, long indexKey) {
        return new Verdict(
                checked.row(),
                checked.findings(),
                checked.findings().isEmpty() ? RowVerdict.OK : RowVerdict.WARNED,
                known.nikIndexes(person).by(indexKey),
                person.kpj() == null ? null : seal.index(person.kpj(), indexKey),
                checked.said());
    }

    /** What the rows say where they were found wanting, sealed; null if there is nothing to ask about. */
    private byte @Nullable [] said(List<Verdict> verdicts, Chunk chunk) {
        var words = new SaidWords();
        verdicts.stream()
                .filter(one -> !one.said.isEmpty())
                .forEach(one -> one.findings.forEach(finding -> {
                    var said = one.said.get(finding.field());
                    if (said != null) {
                        words.add(finding.code(), finding.field(), said, one.row, one.findings.size() == 1);
                    }
                }));
        var all = words.all();
        return all.isEmpty() ? null : seal.close(json.write(all), chunk.id(), saidPlace(chunk.number()));
    }

    private static String saidPlace(int number) {
        return "said in chunk " + number;
    }

    /** The verdicts of the round before. */
    private static void forget(Handle handle, Chunk chunk) {
        handle.createUpdate("delete from import_row where import_id = :id and row_number between :first and :last")
                .bind("id", chunk.id())
                .bind("first", chunk.first())
                .bind("last", chunk.last())
                .execute();
    }

    private void write(Handle handle, Chunk chunk, List<Verdict> verdicts) {
        handle.createUpdate("""
                        insert into import_row (import_id, row_number, chunk_number, nik_index, kpj_index, verdict, findings)
                        select :id, row_number, :chunk, nik_index, kpj_index, verdict, cast(findings as json)
                        from unnest(:rows, :niks, :kpjs, :verdicts, :findings)
                            as given (row_number, nik_index, kpj_index, verdict, findings)
                        """)
                .bind("id", chunk.id())
                .bind("chunk", chunk.number())
                .bindArray(
                        "rows",
                        Integer.class,
                        verdicts.stream().map(Verdict::row).toList())
                .bind("niks", ByteArrays.of(verdicts, Verdict::nikIndex))
                .bind("kpjs", ByteArrays.of(verdicts, Verdict::kpjIndex))
                .bindArray("verdicts", String.class, column(verdicts, one -> one.verdict.name()))
                .bindArray(
                        "findings",
                        String.class,
                        column(verdicts, one -> one.findings.isEmpty() ? null : json.write(one.findings)))
                .execute();
    }

    private static Object[] column(List<Verdict> verdicts, Function<Verdict, @Nullable Object> value) {
        return verdicts.stream().map(value).toArray();
    }

    /**
     * Ends the check when the last chunk has its verdicts. Of rows with the same person only the first good one stays good. Then
     * the findings are counted.
     *
     * @return false while there are chunks to check, or if another replica is ending it
     */
    boolean finish(UUID id) {
        return jdbi.inTransaction(handle -> {
            if (!LastStep.holds(handle, id, ImportState.CHECKING, "STAGED")) {
                return false;
            }
            if (hasIndexesByAnotherKey(handle, id)) {
                return false;
            }
            handle.execute(LastStep.FOR_ALL_ROWS);
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
            LastStep.countFindings(handle, id);
            countSaid(handle, id);
            return true;
        });
    }

    /**
     * The key has changed since: doubles are told by equal indexes, so the chunks of before get their verdicts once more. Those of a release
     * that writes no key have the first one's; by 0 it is told that they have rows.
     */
    private boolean hasIndexesByAnotherKey(Handle handle, UUID id) {
        return handle.createUpdate("""
                        update import_chunk set state = 'STAGED', checked_at = null, said_sealed = null, index_key = coalesce(index_key, 0)
                        where import_id = :id and state = 'CHECKED'
                          and used_key('NIK_INDEX') <> coalesce(
                              index_key, (select key_id from register_key where purpose = 'NIK_INDEX' order by used_from limit 1))
                        """).bind("id", id).execute() > 0;
    }

    /** What rows say, put together from all chunks. Rows that are doubles by now have another finding. */
    private void countSaid(Handle handle, UUID id) {
        // Only rows that were good before doubles were looked for have an index.
        var doubles =
                handle.createQuery("""
                        select row_number from import_row
                        where import_id = :id and verdict = 'FAILED' and nik_index is not null
                            and exists (select from import_chunk where import_id = :id and said_sealed is not null)
                        """).bind("id", id).mapTo(Integer.class).set();
        var sum = new SaidWords.Sum(doubles);
        handle.createQuery("""
                        select number, said_sealed from import_chunk
                        where import_id = :id and said_sealed is not null order by number
                        """)
                .bind("id", id)
                .setFetchSize(CHUNKS_AT_ONCE)
                .map((row, _) -> seal.open(row.getBytes("said_sealed"), id, saidPlace(row.getInt("number"))))
                .forEach(said -> json.readList(said, Said.class).forEach(sum::add));
        var counted = sum.most();
        if (counted.isEmpty()) {
            return;
        }
        handle.createUpdate("update import set said_sealed = :said where id = :id")
                .bind("said", seal.close(json.write(counted), id, SAID))
                .bind("id", id)
                .execute();
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
}
