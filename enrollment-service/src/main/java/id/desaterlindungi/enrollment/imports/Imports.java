package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.imports.ImportView.ImportColumn;
import id.desaterlindungi.enrollment.imports.ImportView.ImportFinding;
import id.desaterlindungi.enrollment.imports.ImportView.ImportedFile;
import id.desaterlindungi.enrollment.imports.ImportView.ReportsSent;
import id.desaterlindungi.enrollment.imports.RowView.RowFinding;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** What there is of imports, and the two changes that people make: commit and drop. Everybody sees the own ones alone. */
@ApplicationScoped
class Imports {
    private static final Logger LOG = Logger.getLogger(Imports.class);
    private static final String NOT_FOUND = "import-not-found";

    /** In seconds. Two workers may end a chunk in the same moment, which would be a pace of millions. */
    private static final double SHORTEST_PACE = 0.5;

    /**
     * The pace is that of the last 30 seconds: many chunks, also of imports that take turns, and a pause is forgotten as soon.
     * Counted from the end of the first chunk in them, whose own beginning nobody knows; all by the database's clock.
     */
    private static final String SELECT = """
            select i.*, done.*, sent.*
            from import i
            cross join lateral (
                select coalesce(sum(row_count) filter (where state <> 'STAGED'), 0) as checked,
                       coalesce(sum(row_count) filter (where state = 'COMMITTED'), 0) as handled,
                       coalesce(sum(ok), 0) as ok, coalesce(sum(warned), 0) as warned, coalesce(sum(failed), 0) as failed,
                       coalesce(sum(enrolled), 0) as enrolled,
                       sum(row_count) filter (where done_at > recent)
                           - (array_agg(row_count order by done_at) filter (where done_at > recent))[1] as recent_rows,
                       extract(epoch from clock_timestamp() - min(done_at) filter (where done_at > recent)) as recent_seconds,
                       clock_timestamp() as told_at
                from (
                    select state, row_count, ok, warned, failed, enrolled,
                           case i.state when 'CHECKING' then checked_at when 'COMMITTING' then committed_at end as done_at,
                           clock_timestamp() - interval '30 s' as recent
                    from import_chunk where import_id = i.id
                ) as chunk
            ) as done
            cross join lateral (
                select count(*) as reports, max(sent_at) as last_report_at from import_report where import_id = i.id
            ) as sent
            """;

    private final Jdbi jdbi;
    private final Seal seal;
    private final ObjectMapper json;
    private final ImportSettings settings;

    Imports(Jdbi jdbi, Seal seal, ObjectMapper json, ImportSettings settings) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.json = json;
        this.settings = settings;
    }

    /** @throws ProblemException 404 for none, or somebody else's */
    ImportView get(UUID id, String actor, Messages messages) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where i.id = :id and i.actor = :actor")
                        .bind("id", id)
                        .bind("actor", actor)
                        .map((row, context) -> view(row, messages))
                        .findOne())
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }

    /** The latest first, and one more than asked for if there is one. */
    List<ImportView> page(String actor, PageRequest page, Messages messages) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        where i.actor = :actor and (:after is null or i.id < cast(:after as uuid))
                        order by i.id desc
                        limit :limit
                        """)
                .bind("actor", actor)
                .bind("after", page.after().isEmpty() ? null : page.after())
                .bind("limit", page.limit() + 1)
                .map((row, context) -> view(row, messages))
                .list());
    }

    /** @param verdict null for every row */
    List<RowView> rows(UUID id, String actor, @Nullable RowVerdict verdict, PageRequest page, Messages messages) {
        var header = withRows(id, actor);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.row_number, r.verdict, r.findings, p.id as participant
                        from import_row r
                        left join import_chunk c on c.import_id = r.import_id and c.number = r.chunk_number and c.state = 'COMMITTED'
                        left join participant p on p.nik_index = r.nik_index and r.verdict <> 'FAILED' and c.number is not null
                        where r.import_id = :id and r.row_number > :after and (:verdict is null or r.verdict = :verdict)
                        order by r.row_number
                        limit :limit
                        """)
                .bind("id", id)
                .bind("after", page.after().isEmpty() ? 0 : Integer.parseInt(page.after()))
                .bind("verdict", verdict == null ? null : verdict.name())
                .bind("limit", page.limit() + 1)
                .map((row, context) -> new RowView(
                        row.getInt("row_number"),
                        RowVerdict.valueOf(row.getString("verdict")),
                        findings(row.getString("findings")).stream()
                                .map(finding -> RowFinding.of(finding, header, messages))
                                .toList(),
                        row.getObject("participant", UUID.class)))
                .list());
    }

    /**
     * The header of an import whose rows are there.
     *
     * @throws ProblemException 409 while it is being checked or where that was given up, 410 where the rows are gone
     */
    Header withRows(UUID id, String actor) {
        var found = jdbi.withHandle(handle -> handle.createQuery("""
                        select header_row, headers, fields, state, checked_at is not null as checked, cleared_at is not null as cleared
                        from import where id = :id and actor = :actor
                        """)
                .bind("id", id)
                .bind("actor", actor)
                .map((row, context) -> {
                    if (row.getBoolean("cleared")) {
                        throw ProblemException.of(Status.GONE, "import-cleared");
                    }
                    if (row.getString("state").equals(ImportState.CHECKING.name())) {
                        throw ProblemException.conflict("import-not-checked");
                    }
                    if (!row.getBoolean("checked")) {
                        throw ProblemException.conflict("import-failed");
                    }
                    return header(row);
                })
                .findOne());
        return found.orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }

    /** Rows of one chunk with their verdicts, by row number; empty after the last chunk. */
    Optional<List<JudgedRow>> chunk(UUID id, int number) {
        // As of one moment: what is dropped meanwhile must not show as good for lack of its verdicts.
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            var rows = handle.createQuery(
                            "select sealed from import_chunk where import_id = :id and number = :number and sealed is not null")
                    .bind("id", id)
                    .bind("number", number)
                    .mapTo(byte[].class)
                    .findOne()
                    .map(closed -> Cells.read(seal.open(closed, id, Staging.place(number))));
            return rows.map(list -> judged(handle, id, list));
        });
    }

    /** Before anything of it is sent, since it shows whole NIKs. @param form CSV or XLSX */
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

    Defaults defaults(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select defaults from import where id = :id")
                .bind("id", id)
                .map((row, context) -> Defaults.read(row.getString("defaults"), json))
                .one());
    }

    record JudgedRow(ListRow row, RowVerdict verdict, List<Finding> findings) {}

    private List<JudgedRow> judged(Handle handle, UUID id, List<ListRow> rows) {
        var told = handle.createQuery("""
                        select row_number, verdict, findings from import_row
                        where import_id = :id and row_number between :first and :last and verdict <> 'OK'
                        """)
                .bind("id", id)
                .bind("first", rows.getFirst().number())
                .bind("last", rows.getLast().number())
                .map((row, context) -> new Told(
                        row.getInt("row_number"),
                        RowVerdict.valueOf(row.getString("verdict")),
                        findings(row.getString("findings"))))
                .collectToMap(Told::row, one -> one);
        return rows.stream()
                .map(row -> {
                    var one = told.get(row.number());
                    return one == null
                            ? new JudgedRow(row, RowVerdict.OK, List.of())
                            : new JudgedRow(row, one.verdict, one.findings);
                })
                .toList();
    }

    private record Told(int row, RowVerdict verdict, List<Finding> findings) {}

    /**
     * Has the good rows enrolled, once: asked again, it is as it was.
     *
     * @throws ProblemException 409 before it is checked, or after it was dropped or given up; 412 and 428 by If-Match
     */
    void commit(UUID id, @Nullable String ifMatch, String actor) {
        jdbi.useTransaction(handle -> {
            var current = locked(handle, id, actor);
            switch (current.state) {
                case COMMITTING, COMMITTED -> IfMatch.requireAny(ifMatch);
                case CHECKING -> {
                    IfMatch.require(ifMatch, current.version);
                    throw ProblemException.conflict("import-not-checked");
                }
                case CHECKED, FAILED, DELETED -> {
                    IfMatch.require(ifMatch, current.version);
                    commit(handle, id, current.state, actor);
                }
            }
        });
    }

    /** The same upload again, now to be enrolled as soon as it is checked. */
    void commitWhenChecked(UUID id, String actor) {
        jdbi.useTransaction(handle -> commit(handle, id, locked(handle, id, actor).state, actor));
    }

    private static void commit(Handle handle, UUID id, ImportState state, String actor) {
        switch (state) {
            case DELETED -> throw ProblemException.conflict("import-deleted");
            case FAILED -> throw ProblemException.conflict("import-failed");
            case CHECKING, CHECKED, COMMITTING, COMMITTED -> {
                // As below.
            }
        }
        handle.createUpdate("""
                        update import
                        set version = version + 1,
                            commit_when_checked = commit_when_checked or state = 'CHECKING',
                            committed_by = :actor,
                            commit_began_at = case state when 'CHECKED' then clock_timestamp() end,
                            state = case state when 'CHECKED' then 'COMMITTING' else state end
                        where id = :id and (state = 'CHECKED' or state = 'CHECKING' and not commit_when_checked)
                        """).bind("id", id).bind("actor", actor).execute();
    }

    /**
     * Drops it with its rows; that it was there stays on record. Dropped once more, it is as it was.
     *
     * @throws ProblemException 409 from the commit on, unless that was given up; 412 and 428 by If-Match
     */
    void delete(UUID id, @Nullable String ifMatch, String actor) {
        jdbi.useTransaction(handle -> {
            var current = locked(handle, id, actor);
            if (current.state == ImportState.DELETED) {
                IfMatch.requireAny(ifMatch);
                return;
            }
            IfMatch.require(ifMatch, current.version);
            switch (current.state) {
                case COMMITTING, COMMITTED -> throw ProblemException.conflict("import-committed");
                case CHECKING, CHECKED, FAILED, DELETED -> {
                    handle.createUpdate("""
                                    update import
                                    set version = version + 1, state = 'DELETED', deleted_at = clock_timestamp()
                                    where id = :id
                                    """).bind("id", id).execute();
                    clear(handle, id);
                }
            }
        });
    }

    private record Current(ImportState state, int version) {}

    private static Current locked(Handle handle, UUID id, String actor) {
        return handle.createQuery("select state, version from import where id = :id and actor = :actor for update")
                .bind("id", id)
                .bind("actor", actor)
                .map((row, context) -> new Current(ImportState.valueOf(row.getString("state")), row.getInt("version")))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }

    /** The chunks first: a worker holds the one that it is at, and its verdicts are there once this has waited for it. */
    private static void clear(Handle handle, UUID id) {
        handle.execute("set local statement_timeout = '55s'");
        handle.createUpdate("update import_chunk set sealed = null where import_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("delete from import_row where import_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("update import set cleared_at = clock_timestamp() where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Rows are personal data, and past their purpose: those who were enrolled are in the register. */
    @Scheduled(every = "1h", delayed = "5m")
    void clearOld() {
        clearBefore(Instant.now().minus(settings.retention()));
    }

    void clearBefore(Instant end) {
        var old = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select id from import
                        where cleared_at is null
                          and (state = 'COMMITTED' and committed_at < :end or state = 'CHECKED' and checked_at < :end
                               or state = 'FAILED' and failed_at < :end)
                        """).bind("end", end).mapTo(UUID.class).list());
        for (var id : old) {
            try {
                clearOne(id);
            } catch (RuntimeException e) { // Of which the others know nothing.
                LOG.warnf(e, "Import could not be cleared, importId=%s", id);
            }
        }
    }

    private void clearOne(UUID id) {
        jdbi.useTransaction(handle -> {
            var isLeft = handle.createQuery("select id from import where id = :id and state <> 'COMMITTING' for update")
                    .bind("id", id)
                    .mapTo(UUID.class)
                    .findOne()
                    .isPresent();
            if (isLeft) {
                handle.createUpdate("""
                                    update import
                                    set version = version + 1, state = 'DELETED', deleted_at = clock_timestamp()
                                    where id = :id and state in ('CHECKED', 'FAILED')
                                    """).bind("id", id).execute();
                clear(handle, id);
            }
        });
    }

    private static Header header(ResultSet row) throws SQLException {
        return Header.of(
                row.getInt("header_row"),
                List.of((String[]) row.getArray("headers").getArray()),
                List.of((String[]) row.getArray("fields").getArray()));
    }

    private List<Finding> findings(@Nullable String text) {
        return text == null ? List.of() : read(text, new TypeReference<List<Finding>>() {});
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Kept findings could not be read", e);
        }
    }

    /** As counted by the database. */
    private record Counted(String code, RowVerdict verdict, int rows, int row, String pointer, List<Object> arguments) {
        ImportFinding told(Header header, Messages messages) {
            var field = RowFinding.field(pointer);
            return new ImportFinding(
                    code,
                    verdict,
                    rows,
                    row,
                    field,
                    RowFinding.column(field, header, messages),
                    messages.of(new Finding(pointer, code, arguments)).message());
        }
    }

    private ImportView view(ResultSet row, Messages messages) throws SQLException {
        var header = header(row);
        var state = ImportState.valueOf(row.getString("state"));
        var rows = row.getInt("row_count");
        var left = rows - row.getInt(state == ImportState.COMMITTING ? "handled" : "checked");
        var pace = pace(row);
        var counted = row.getString("findings");
        return new ImportView(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                state,
                row.getBoolean("commit_when_checked"),
                row.getString("actor"),
                row.getString("committed_by"),
                new ImportedFile(
                        row.getString("file_name"),
                        HexFormat.of().formatHex(row.getBytes("sha256")),
                        row.getLong("size_bytes"),
                        row.getString("format"),
                        row.getString("encoding"),
                        row.getString("sheet"),
                        List.of((String[]) row.getArray("other_sheets").getArray()),
                        header.row()),
                IntStream.range(0, header.names().size())
                        .mapToObj(i -> new ImportColumn(
                                header.names().get(i),
                                header.columns()
                                        .get(i)
                                        .filter(Column::isRead)
                                        .map(Column::field)
                                        .orElse(null)))
                        .toList(),
                IntStream.range(0, header.names().size())
                        .filter(i -> header.columns().get(i).isEmpty()
                                && !header.names().get(i).isEmpty())
                        .mapToObj(header.names()::get)
                        .toList(),
                Defaults.read(row.getString("defaults"), json).byField(),
                rows,
                row.getInt("skipped_rows"),
                row.getInt("checked"),
                row.getInt("ok"),
                row.getInt("warned"),
                row.getInt("failed"),
                row.getInt("handled"),
                row.getInt("enrolled"),
                pace == null ? null : (int) Math.round(pace),
                pace == null
                        ? null
                        : Objects.requireNonNull(instant(row, "told_at"))
                                .plus(Duration.ofMillis(Math.round(left / pace * 1_000))),
                Objects.requireNonNull(instant(row, "created_at")),
                instant(row, "checked_at"),
                instant(row, "commit_began_at"),
                instant(row, "committed_at"),
                instant(row, "failed_at"),
                instant(row, "deleted_at"),
                instant(row, "cleared_at"),
                new ReportsSent(row.getInt("reports"), instant(row, "last_report_at")),
                counted == null
                        ? null
                        : read(counted, new TypeReference<List<Counted>>() {}).stream()
                                .map(one -> one.told(header, messages))
                                .toList());
    }

    /** @return rows a second; null while nothing can be told, or nothing is done */
    private static @Nullable Double pace(ResultSet row) throws SQLException {
        var rows = row.getInt("recent_rows"); // 0 for null, as below: where it is not at work, or stands still.
        var seconds = row.getDouble("recent_seconds");
        return rows > 0 && seconds >= SHORTEST_PACE ? rows / seconds : null;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
