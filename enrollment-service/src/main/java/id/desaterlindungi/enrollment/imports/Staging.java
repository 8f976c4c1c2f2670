package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileSettings;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.LeftOut;
import id.desaterlindungi.enrollment.imports.file.PeopleFile;
import id.desaterlindungi.enrollment.imports.file.PeopleFiles;
import id.desaterlindungi.enrollment.imports.file.PeopleList;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.imports.upload.Upload;
import id.desaterlindungi.enrollment.imports.upload.Upload.Received;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Label;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.KeySettings;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Writes the rows of a file into the database, sealed and in chunks. One transaction: all of them are kept, or nothing is. */
@ApplicationScoped
class Staging {
    /** Characters that JSON adds to each cell. */
    private static final int PER_CELL = 3;

    /** What a list without such a column takes from the NIK of each row. */
    private static final Set<Column> FROM_NIK = Set.of(Column.BIRTH_DATE, Column.SEX);

    private static final int MOST_ATTEMPTS = 3;
    private static final String BUSY = "imports-busy";

    private final Jdbi jdbi;
    private final Seal seal;
    private final Json json;
    private final ImportSettings settings;
    private final FileSettings lists;

    Staging(Jdbi jdbi, Seal seal, Json json, ImportSettings settings, FileSettings lists) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.json = json;
        this.settings = settings;
        this.lists = lists;
    }

    void start(@Observes StartupEvent event, KeySettings keys) {
        requireSettled(settings.maxReading(), keys);
    }

    /**
     * Otherwise all could be sealed anew, and the key before be retired, while rows that it sealed are still being read here.
     *
     * @throws IllegalStateException which ends a start
     */
    static void requireSettled(Duration maxReading, KeySettings keys) {
        var waitsForNothing = keys.settling().isZero() && keys.settled().isZero();
        if (!waitsForNothing && keys.settled().compareTo(maxReading.plus(Chunk.LONGEST_PAUSE)) <= 0) {
            throw new IllegalStateException(
                    "enrollment.keys.settled (%s) has to be more than %s longer than enrollment.imports.max-reading (%s)"
                            .formatted(keys.settled(), Chunk.LONGEST_PAUSE, maxReading));
        }
    }

    /** @param isNew false if the same bytes with the same defaults are an import already */
    record Staged(UUID id, boolean isNew) {}

    /**
     * @param datesBack whether the sender may date an enrollment back as far as a reason has it
     * @param answer is called within the transaction, so that nothing is kept if it fails
     * @throws Refusal if the file is no list of people; nothing of it is kept then
     */
    <T> T stage(
            Received file,
            Defaults defaults,
            boolean commitWhenChecked,
            String actor,
            Scope areas,
            boolean datesBack,
            Function<Staged, T> answer)
            throws IOException {
        var kept = defaults.write(json);
        var digest = Upload.sha256().digest(kept.getBytes(StandardCharsets.UTF_8));
        var before = jdbi.withHandle(handle -> find(handle, file, digest, actor, areas));
        if (before.isPresent()) {
            return answer.apply(new Staged(before.get(), false));
        }
        try (var list = PeopleFiles.open(file.path(), lists)) {
            var people = PeopleList.of(list, lists);
            var header = people.header();
            requireColumns(header, defaults);
            var made = jdbi.inTransaction(handle -> {
                // Many rows may be left out in a row, and reading them sends no statement.
                ImportLocks.releaseAfter(settings.maxReading().plus(Chunk.LONGEST_PAUSE), handle);
                var id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
                for (var attempt = 1; ; attempt++) {
                    // A second sender of the same file at the same moment waits for the first one, and gets its import.
                    if (ImportLocks.waitOrRefuse(
                            BUSY,
                            handle,
                            () -> insert(
                                    handle,
                                    id,
                                    file,
                                    list,
                                    header,
                                    kept,
                                    digest,
                                    commitWhenChecked,
                                    actor,
                                    areas,
                                    datesBack))) {
                        break;
                    }
                    if (find(handle, file, digest, actor, areas).isPresent()) {
                        return Optional.<T>empty();
                    }
                    if (attempt == MOST_ATTEMPTS) { // The other import was dropped each time before it was found.
                        throw ProblemException.of(Status.SERVICE_UNAVAILABLE, BUSY);
                    }
                }
                stage(handle, id, people);
                return Optional.of(answer.apply(new Staged(id, true)));
            });
            // The answer for an import that is there has its own transaction, which cannot begin within this one.
            return made.orElseGet(() -> answer.apply(new Staged(
                    jdbi.withHandle(handle -> find(handle, file, digest, actor, areas))
                            .orElseThrow(() -> ProblemException.of(Status.SERVICE_UNAVAILABLE, BUSY)),
                    false)));
        }
    }

    /** @return false if the same file is an import already, perhaps since a moment ago */
    private static boolean insert(
            Handle handle,
            UUID id,
            Received file,
            PeopleFile list,
            Header header,
            String defaults,
            byte[] digest,
            boolean commitWhenChecked,
            String actor,
            Scope areas,
            boolean datesBack) {
        return handle.createUpdate("""
                        insert into import (
                            id, state, actor, areas, dates_back, file_name, sha256, size_bytes, format, encoding, sheet, other_sheets, header_row,
                            headers, fields, defaults, defaults_sha256, row_count, skipped_rows, commit_when_checked, committed_by)
                        values (
                            :id, 'CHECKING', :actor, cast(:areas as text[]), :datesBack, :name, :sha256, :size, :format, :encoding, :sheet, :others, :headerRow,
                            :headers, :fields, cast(:defaults as json), :digest, 0, 0, :commit, case when :commit then :actor end)
                        on conflict (actor, areas, sha256, defaults_sha256) where expired_at is null do nothing
                        """)
                        .bind("id", id)
                        .bind("actor", actor)
                        .bindArray("areas", String.class, areas.codes())
                        .bind("datesBack", datesBack)
                        .bind("name", file.name())
                        .bind("sha256", file.sha256())
                        .bind("size", file.size())
                        .bind("format", list.format())
                        .bind("encoding", list.encoding())
                        .bind("sheet", list.sheet())
                        .bindArray("others", String.class, list.otherSheets())
                        .bind("headerRow", header.row())
                        .bindArray("headers", String.class, header.names())
                        .bindArray(
                                "fields",
                                String.class,
                                header.columns().stream()
                                        .map(column -> column.map(Column::name).orElse(""))
                                        .toList())
                        .bind("defaults", defaults)
                        .bind("digest", digest)
                        .bind("commit", commitWhenChecked)
                        .execute()
                == 1;
    }

    private static Optional<UUID> find(Handle handle, Received file, byte[] digest, String actor, Scope areas) {
        return handle.createQuery("""
                        select id from import
                        where actor = :actor and areas = cast(:areas as text[]) and sha256 = :sha256 and defaults_sha256 = :digest and expired_at is null
                        """)
                .bind("actor", actor)
                .bindArray("areas", String.class, areas.codes())
                .bind("sha256", file.sha256())
                .bind("digest", digest)
                .mapTo(UUID.class)
                .findOne();
    }

    private static void requireColumns(Header header, Defaults defaults) {
        var known = header.known();
        var missing = Column.REQUIRED.stream()
                .filter(column -> !known.contains(column) && !defaults.has(column))
                .filter(column -> column != Column.VILLAGE_CODE || !known.contains(Column.VILLAGE_NAME))
                .filter(column -> !FROM_NIK.contains(column) || !known.contains(Column.NIK))
                .map(column -> Finding.at(
                        "/" + column.field(),
                        Defaults.OFFERED.contains(column) ? "file-column-or-default-missing" : "file-column-missing",
                        new Label("field." + column.field())))
                .toList();
        if (!missing.isEmpty()) {
            throw new Refusal(missing);
        }
    }

    private void stage(Handle handle, UUID id, PeopleList people) {
        var began = System.nanoTime();
        var chunk = new ArrayList<FileRow>();
        var characters = 0;
        var number = 0;
        var staged = 0;
        while (people.hasNext()) {
            if (System.nanoTime() - began > settings.maxReading().toNanos()) {
                throw Refusal.file("file-slow");
            }
            for (var row : people.next()) {
                if (++staged > settings.maxRows()) {
                    throw Refusal.file("file-rows", settings.maxRows());
                }
                chunk.add(row);
                characters += row.characters() + PER_CELL * row.cells().size();
                if (chunk.size() == settings.chunkRows() || characters >= settings.chunkCharacters()) {
                    write(handle, id, number++, chunk);
                    chunk.clear();
                    characters = 0;
                }
            }
        }
        if (staged == 0) {
            throw Refusal.file("file-no-rows");
        }
        if (!chunk.isEmpty()) {
            write(handle, id, number, chunk);
        }
        var leftOut = people.leftOut();
        handle.createUpdate("""
                        update import
                        set row_count = :rows, skipped_rows = :skipped, traits = :traits, notes = cast(:notes as json),
                            left_out = cast(:leftOut as json), created_at = clock_timestamp()
                        where id = :id
                        """)
                .bind("rows", staged)
                .bind(
                        "skipped",
                        leftOut.stream()
                                .filter(one -> !one.reason().isAbove())
                                .mapToInt(LeftOut::rows)
                                .sum())
                .bind("notes", json.write(people.notes()))
                .bind("leftOut", json.write(leftOut))
                .bindArray(
                        "traits",
                        String.class,
                        people.traits().stream().map(FileTrait::name).toList())
                .bind("id", id)
                .execute();
    }

    private void write(Handle handle, UUID id, int number, List<FileRow> rows) {
        handle.createUpdate("""
                        insert into import_chunk (import_id, number, state, row_count, sealed)
                        values (:id, :number, 'STAGED', :rows, :sealed)
                        """)
                .bind("id", id)
                .bind("number", number)
                .bind("rows", rows.size())
                .bind("sealed", seal.close(Cells.write(rows), id, Chunk.place(number)))
                .execute();
    }
}
