package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.imports.ImportView.ImportColumn;
import id.desaterlindungi.enrollment.imports.ImportView.ImportFinding;
import id.desaterlindungi.enrollment.imports.ImportView.ImportLeftOut;
import id.desaterlindungi.enrollment.imports.ImportView.ImportNote;
import id.desaterlindungi.enrollment.imports.ImportView.ImportedFile;
import id.desaterlindungi.enrollment.imports.ImportView.MadeCorrection;
import id.desaterlindungi.enrollment.imports.ImportView.ReportsSent;
import id.desaterlindungi.enrollment.imports.RowView.RowFinding;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.correction.ImportQuestion;
import id.desaterlindungi.enrollment.imports.correction.KeptCorrections;
import id.desaterlindungi.enrollment.imports.correction.Questions;
import id.desaterlindungi.enrollment.imports.correction.SaidWords;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.LeftOut;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads imports and how far each has come. */
@ApplicationScoped
class ImportReader {
    /** In seconds. Two workers may finish a chunk at the same moment, which would be a pace of millions. */
    private static final double SHORTEST_PACE = 0.5;

    /**
     * The pace is that of the last 30 seconds. That is many chunks, even when imports take turns, and a pause is soon forgotten.
     * It counts from the end of the first chunk in that time, since nobody knows when that chunk began. All times are those of the
     * database's clock.
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
    private final PlaceDirectory places;
    private final Seal seal;
    private final Json json;

    ImportReader(Jdbi jdbi, PlaceDirectory places, Seal seal, Json json) {
        this.jdbi = jdbi;
        this.places = places;
        this.seal = seal;
        this.json = json;
    }

    /** @throws ProblemException 404 if there is none, or if it is of other areas */
    ImportView get(UUID id, Scope scope, Messages messages) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where i.id = :id and " + Imports.IS_OWN)
                        .bind("id", id)
                        .bind("own", Imports.own(scope))
                        .map((row, _) -> view(row, messages, decisions(handle, row, messages)))
                        .findOne())
                .orElseThrow(() -> ProblemException.notFound(Imports.NOT_FOUND));
    }

    /** The latest first. One more than the limit, if there is one. */
    List<ImportView> page(Scope scope, PageRequest page, Messages messages) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        where %s and (:after is null or i.id < cast(:after as uuid))
                        order by i.id desc
                        limit :limit
                        """.formatted(Imports.IS_OWN))
                .bind("own", Imports.own(scope))
                .bind("after", page.after().isEmpty() ? null : page.after())
                .bind("limit", page.limit() + 1)
                .map((row, _) -> view(row, messages, null))
                .list());
    }

    /** What can be chosen for its rows, and what was. */
    private record Decisions(@Nullable List<ImportQuestion> questions, List<MadeCorrection> corrections) {}

    private Decisions decisions(Handle handle, ResultSet row, Messages messages) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var isThere = row.getObject("expired_at") == null;
        var made = row.getInt("round") == 0
                ? List.<MadeCorrection>of()
                : KeptCorrections.all(handle, id, seal).stream()
                        .map(one -> MadeCorrection.of(one, isThere))
                        .toList();
        var counted = row.getString("findings");
        if (!isThere || counted == null || ImportState.valueOf(row.getString("state")) != ImportState.CHECKED) {
            return new Decisions(null, made);
        }
        var header = KeptHeader.read(row);
        var kept = row.getString("alone");
        var alone = kept == null ? Map.<String, String>of() : json.readTexts(kept);
        var said = row.getBytes("said_sealed");
        var questions = new Questions(places.of(Imports.areas(row)), messages);
        return new Decisions(
                questions.of(
                        json.readList(counted, CountedFinding.class).stream()
                                .map(one -> one.asked(header, messages, alone))
                                .toList(),
                        said == null
                                ? List.of()
                                : json.readList(seal.open(said, id, ImportCheck.SAID), SaidWords.Counted.class)),
                made);
    }

    /** A finding as the database has counted it. */
    private record CountedFinding(
            String code, RowVerdict verdict, int rows, int row, String pointer, List<Object> arguments) {
        Questions.Found asked(Header header, Messages messages, Map<String, String> alone) {
            var told = inWords(header, messages);
            return new Questions.Found(
                    code,
                    told.field(),
                    told.column(),
                    told.message(),
                    verdict == RowVerdict.FAILED,
                    rows,
                    Integer.parseInt(alone.getOrDefault(code + " " + told.field() + " " + verdict, "0")),
                    row);
        }

        ImportFinding inWords(Header header, Messages messages) {
            var finding = new Finding(pointer, code, arguments);
            return new ImportFinding(
                    code,
                    verdict,
                    rows,
                    row,
                    finding.field(),
                    RowFinding.column(finding.field(), header, messages),
                    messages.of(finding).message());
        }
    }

    private ImportView view(ResultSet row, Messages messages, @Nullable Decisions decisions) throws SQLException {
        var header = KeptHeader.read(row);
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
                json.readList(row.getString("left_out"), LeftOut.class).stream()
                        .map(one -> new ImportLeftOut(
                                one.reason(),
                                one.rows(),
                                one.numbers(),
                                messages.text("left-out." + one.reason().name(), List.of())))
                        .toList(),
                json.readList(row.getString("notes"), Finding.class).stream()
                        .map(one -> new ImportNote(one.code(), messages.of(one).message()))
                        .toList(),
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
                        : json.readList(counted, CountedFinding.class).stream()
                                .map(one -> one.inWords(header, messages))
                                .toList(),
                decisions == null ? null : decisions.questions,
                decisions == null ? null : decisions.corrections);
    }

    /** @return rows a second; null if it cannot be told yet, or while nothing is being done */
    private static @Nullable Double pace(ResultSet row) throws SQLException {
        var rows = row.getInt("recent_rows"); // 0 for null, as below: it is not at work, or stands still.
        var seconds = row.getDouble("recent_seconds");
        return rows > 0 && seconds >= SHORTEST_PACE ? rows / seconds : null;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
