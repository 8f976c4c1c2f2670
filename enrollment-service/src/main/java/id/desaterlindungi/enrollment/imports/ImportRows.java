package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.imports.RowView.RowFinding;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.correction.KeptCorrections;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.row.Terms;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** Reads the rows of an import with their verdicts, from the end of the check until they are deleted, and records who got a report. */
@ApplicationScoped
class ImportRows {
    private final Jdbi jdbi;
    private final Seal seal;
    private final Json json;

    ImportRows(Jdbi jdbi, Seal seal, Json json) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.json = json;
    }

    /** @param verdict null for all rows */
    List<RowView> page(UUID id, Scope scope, @Nullable RowVerdict verdict, PageRequest page, Messages messages) {
        // In one snapshot: rows that are checked anew may have verdicts of both checks.
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            var header = withRows(handle, id, scope).header;
            return handle.createQuery("""
                        select r.row_number, r.verdict, r.findings, p.id as participant
                        from import_row r
                        left join import_chunk c on c.import_id = r.import_id and c.number = r.chunk_number and c.state = 'COMMITTED'
                        left join participant p on p.nik_index = any(array[r.nik_index, r.nik_index_next]) and r.verdict <> 'FAILED' and c.number is not null
                        where r.import_id = :id and r.row_number > :after and (:verdict is null or r.verdict = :verdict)
                        order by r.row_number
                        limit :limit
                        """)
                    .bind("id", id)
                    .bind("after", page.after().isEmpty() ? 0 : Integer.parseInt(page.after()))
                    .bind("verdict", verdict == null ? null : verdict.name())
                    .bind("limit", page.limit() + 1)
                    .map((row, _) -> new RowView(
                            row.getInt("row_number"),
                            RowVerdict.valueOf(row.getString("verdict")),
                            findings(row.getString("findings")).stream()
                                    .map(finding -> RowFinding.of(finding, header, messages))
                                    .toList(),
                            row.getObject("participant", UUID.class)))
                    .list();
        });
    }

    /**
     * An import that has its rows, with their verdicts.
     *
     * @param round of the check that gave them
     */
    record Judged(UUID id, Header header, int round) {}

    /** @throws ProblemException 409 while it is being checked, or if that was given up; 410 if the rows are gone */
    Judged withRows(UUID id, Scope scope) {
        return jdbi.withHandle(handle -> withRows(handle, id, scope));
    }

    private static Judged withRows(Handle handle, UUID id, Scope scope) {
        return handle.createQuery("""
                        select header_row, headers, fields, round, state, checked_at is not null as checked, expired_at is not null as expired
                        from import where id = :id and %s
                        """.formatted(Imports.IS_OWN))
                .bind("id", id)
                .bind("own", Imports.own(scope))
                .map((row, _) -> {
                    if (row.getBoolean("expired")) {
                        throw ProblemException.of(Status.GONE, "import-cleared");
                    }
                    if (row.getString("state").equals(ImportState.CHECKING.name())) {
                        throw ProblemException.conflict("import-not-checked");
                    }
                    if (!row.getBoolean("checked")) {
                        throw ProblemException.conflict("import-failed");
                    }
                    return new Judged(id, KeptHeader.read(row), row.getInt("round"));
                })
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(Imports.NOT_FOUND));
    }

    /**
     * The rows of one chunk with their verdicts, by row number. Empty after the last chunk.
     *
     * @throws ProblemException 409 if they are being checked anew, or have been
     */
    Optional<List<JudgedRow>> chunk(Judged of, int number) {
        // In one snapshot: if the import is dropped meanwhile, rows without their verdicts would look good.
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            var rows = handle.createQuery("""
                            select sealed, round from import_chunk
                            where import_id = :id and number = :number and sealed is not null
                            """)
                    .bind("id", of.id)
                    .bind("number", number)
                    .map((row, _) -> {
                        if (row.getInt("round") != of.round) {
                            throw ProblemException.conflict("import-not-checked");
                        }
                        return Cells.read(seal.open(row.getBytes("sealed"), of.id, Chunk.place(number)));
                    })
                    .findOne();
            return rows.map(list -> judged(handle, of.id, list));
        });
    }

    /** Call this before any of the report is sent, since it shows whole NIKs. @param form CSV or XLSX */
    void recordReport(UUID id, String actor, boolean failedOnly, String form) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into import_report (import_id, actor, extent, form) values (:id, :actor, :extent, :form)
                        """)
                .bind("id", id)
                .bind("actor", actor)
                .bind("extent", failedOnly ? "FAILED" : "ALL")
                .bind("form", form)
                .execute());
    }

    int count(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select row_count from import where id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
    }

    int failed(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select cast(coalesce(sum(failed), 0) as integer) from import_chunk where import_id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
    }

    /** How its rows were read; what was chosen for them included. */
    Terms terms(Judged of, PlaceDirectory places) {
        var id = of.id;
        return jdbi.withHandle(handle -> handle.createQuery("select defaults, traits, areas from import where id = :id")
                .bind("id", id)
                .map((row, _) -> new Terms(
                        of.header,
                        Defaults.read(row.getString("defaults"), json),
                        Chunk.traits(row),
                        KeptCorrections.choices(handle, id, seal),
                        places.of(Imports.areas(row)),
                        true))
                .one());
    }

    record JudgedRow(FileRow row, RowVerdict verdict, List<Finding> findings) {}

    private List<JudgedRow> judged(Handle handle, UUID id, List<FileRow> rows) {
        var found = handle.createQuery("""
                        select row_number, verdict, findings from import_row
                        where import_id = :id and row_number between :first and :last and verdict <> 'OK'
                        """)
                .bind("id", id)
                .bind("first", rows.getFirst().number())
                .bind("last", rows.getLast().number())
                .map((row, _) -> new Found(
                        row.getInt("row_number"),
                        RowVerdict.valueOf(row.getString("verdict")),
                        findings(row.getString("findings"))))
                .collectToMap(Found::row, one -> one);
        return rows.stream()
                .map(row -> {
                    var one = found.get(row.number());
                    return one == null
                            ? new JudgedRow(row, RowVerdict.OK, List.of())
                            : new JudgedRow(row, one.verdict, one.findings);
                })
                .toList();
    }

    private record Found(int row, RowVerdict verdict, List<Finding> findings) {}

    private List<Finding> findings(@Nullable String kept) {
        return kept == null ? List.of() : json.readList(kept, Finding.class);
    }
}
