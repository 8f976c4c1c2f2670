package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.file.row.RowCheck;
import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.EnrollmentSet;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Outcome;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.sealing.IndexKeys;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Enrolls the good rows of an import in steps. Each step is a short transaction that locks what it works on, so any thread of
 * any replica can do it. If the process is killed, the step was not done: a chunk is never half enrolled.
 */
@ApplicationScoped
class ImportCommit {
    private final Jdbi jdbi;
    private final RowCheck check;
    private final PlaceDirectory places;
    private final EnrollmentSet set;
    private final Seal seal;
    private final Json json;
    private final AccessRecords accesses;
    private final Tellings tellings;
    private final Counter enrolledRows;

    ImportCommit(
            @Workers Jdbi jdbi,
            RowCheck check,
            PlaceDirectory places,
            EnrollmentSet set,
            Seal seal,
            Json json,
            AccessRecords accesses,
            Tellings tellings,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.check = check;
        this.places = places;
        this.set = set;
        this.seal = seal;
        this.json = json;
        this.accesses = accesses;
        this.tellings = tellings;
        this.enrolledRows = ImportMetrics.rows(metrics, "enrolled", "Rows of lists that were enrolled");
    }

    /**
     * Enrolls the good rows of one chunk: people, events and the chunk's state in one transaction. The rules are checked again,
     * since days pass and villages close between a check and a commit.
     *
     * @return false if there is no chunk left that no other thread works on
     */
    boolean chunk(UUID id) {
        var enrolled = QuarkusTransaction.requiringNew()
                .call(() ->
                        // On the transaction's own connection, which the register uses too.
                        jdbi.withHandle(handle -> {
                            var claimed = Chunk.claim(handle, id, ImportState.COMMITTING, "CHECKED", seal, json);
                            return claimed.isEmpty() ? -1 : commit(handle, claimed.get());
                        }));
        if (enrolled > 0) {
            enrolledRows.increment(enrolled);
        }
        return enrolled >= 0;
    }

    private int commit(Handle handle, Chunk chunk) {
        var verdicts = verdicts(handle, chunk);
        var people = new ArrayList<Enrollment>();
        var rows = new ArrayList<Integer>();
        var failed = new HashMap<Integer, List<Finding>>();
        var terms = chunk.terms(places.of(chunk.areas()));
        for (var row : chunk.rows()) {
            if (verdicts.get(row.number()) != RowVerdict.FAILED) {
                var checked = check.of(row, terms);
                var person = checked.enrollment();
                if (person == null) {
                    failed.put(row.number(), checked.findings());
                } else {
                    people.add(person);
                    rows.add(row.number());
                }
            }
        }
        var outcomes = set.enroll(people, chunk.actor());
        var refused = IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i) instanceof Outcome.Refused)
                .boxed()
                .toList();
        if (!refused.isEmpty()) {
            var known = RegisteredPeople.among(
                    handle, refused.stream().map(people::get).toList(), seal);
            var outside = (int) refused.stream()
                    .filter(i -> known.isOutside(chunk.areas(), people.get(i)))
                    .count();
            var left = tellings.take(handle, Tellings.Kind.ELSEWHERE, chunk.actor(), outside);
            chunk.recordTelling(handle, "commitImport", left, accesses);
            for (var i : refused) {
                var told = !known.isOutside(chunk.areas(), people.get(i)) || left-- > 0;
                failed.put(
                        rows.get(i),
                        told
                                ? why((Outcome.Refused) outcomes.get(i), people.get(i), known)
                                : RegisteredPeople.notLookedUp());
            }
        }
        if (!failed.isEmpty()) {
            fail(handle, chunk, failed);
        }
        var indexKeys = seal.holdIndexKeys(handle);
        if (!Objects.equals(chunk.indexKey(), indexKeys.used()) || indexKeys.next() != null) {
            indexAnew(handle, chunk, rows, people, indexKeys);
        }
        var enrolled = people.size() - refused.size();
        var warned = (int) failed.keySet().stream()
                .filter(row -> verdicts.get(row) == RowVerdict.WARNED)
                .count();
        handle.createUpdate("""
                        update import_chunk
                        set state = 'COMMITTED', committed_at = clock_timestamp(), enrolled = :enrolled,
                            ok = ok - :ok, warned = warned - :warned, failed = failed + :ok + :warned, index_key = :indexKey
                        where import_id = :id and number = :number
                        """)
                .bind("enrolled", enrolled)
                .bind("ok", failed.size() - warned)
                .bind("warned", warned)
                .bind("indexKey", indexKeys.used())
                .bind("id", chunk.id())
                .bind("number", chunk.number())
                .execute();
        return enrolled;
    }

    /** The verdicts of the chunk's rows, without those that are OK. */
    private static Map<Integer, RowVerdict> verdicts(Handle handle, Chunk chunk) {
        var verdicts = new HashMap<Integer, RowVerdict>();
        handle.createQuery("""
                        select row_number, verdict from import_row
                        where import_id = :id and row_number between :first and :last and verdict <> 'OK'
                        """)
                .bind("id", chunk.id())
                .bind("first", chunk.first())
                .bind("last", chunk.last())
                .map((row, _) -> Map.entry(row.getInt("row_number"), RowVerdict.valueOf(row.getString("verdict"))))
                .forEach(one -> verdicts.put(one.getKey(), one.getValue()));
        return verdicts;
    }

    private List<Finding> why(Outcome.Refused refused, Enrollment person, RegisteredPeople known) {
        return switch (refused.why()) {
            case VILLAGE_UNKNOWN -> List.of(Finding.at("/villageCode", "village-unknown"));
            case VILLAGE_CLOSED -> List.of(Finding.at("/villageCode", "village-closed"));
            case NIK_REGISTERED, KPJ_REGISTERED -> known.of(person);
        };
    }

    private void fail(Handle handle, Chunk chunk, Map<Integer, List<Finding>> failed) {
        var batch = handle.prepareBatch("""
                update import_row set verdict = 'FAILED', findings = cast(:findings as json)
                where import_id = :id and row_number = :row
                """);
        failed.forEach((row, findings) -> batch.bind("findings", json.write(findings))
                .bind("id", chunk.id())
                .bind("row", row)
                .add());
        batch.execute();
    }

    /** The key has changed since the check, or is on its way: a row's person is found by what its index is now, and will be. */
    private void indexAnew(
            Handle handle, Chunk chunk, List<Integer> rows, List<Enrollment> people, IndexKeys indexKeys) {
        var next = indexKeys.next();
        handle.createUpdate("""
                        update import_row r set nik_index = given.nik_index, nik_index_next = given.nik_index_next, kpj_index = null
                        from unnest(:rows, :indexes, :nexts) as given (row_number, nik_index, nik_index_next)
                        where r.import_id = :id and r.row_number = given.row_number
                        """)
                .bind("id", chunk.id())
                .bindArray("rows", Integer.class, rows)
                .bind("indexes", ByteArrays.of(people, person -> index(person, indexKeys.used())))
                .bind(
                        "nexts",
                        ByteArrays.of(
                                people,
                                person -> next == null || next == indexKeys.used() ? null : index(person, next)))
                .execute();
    }

    private byte[] index(Enrollment person, long key) {
        return seal.index(person.nik().digits(), key);
    }

    /** @return false while there are chunks to enroll, or if another replica is ending it */
    boolean finish(UUID id) {
        return jdbi.inTransaction(handle -> {
            if (!LastStep.holds(handle, id, ImportState.COMMITTING, "CHECKED")) {
                return false;
            }
            handle.execute(LastStep.FOR_ALL_ROWS);
            LastStep.countFindings(handle, id);
            handle.createUpdate("""
                            update import
                            set version = version + 1, state = 'COMMITTED', committed_at = clock_timestamp()
                            where id = :id
                            """).bind("id", id).execute();
            return true;
        });
    }
}
