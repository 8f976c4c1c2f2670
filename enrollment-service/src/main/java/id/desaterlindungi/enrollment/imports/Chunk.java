package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.audit.AccessRecord;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.imports.correction.KeptCorrections;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.row.Terms;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of an import's rows that the transaction has locked, with what is needed to read them.
 *
 * @param round how often the import's rows have been given their verdicts anew
 * @param indexKey the key of the indexes of its rows; null before they were first made
 * @param datesBack whether its people may be dated back as far as a reason has it
 */
record Chunk(
        UUID id,
        int number,
        int round,
        @Nullable Long indexKey,
        List<FileRow> rows,
        Header header,
        Defaults defaults,
        Set<FileTrait> traits,
        Choices choices,
        Scope areas,
        boolean datesBack,
        String actor) {
    /** The work on a thousand rows between two statements takes a few seconds at most. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** The field name for sealing: the id binds the rows to their import, and this binds them to their place in it. */
    static String place(int number) {
        return "chunk " + number;
    }

    /** @param places those of its areas */
    Terms terms(Places places) {
        return new Terms(header, defaults, traits, choices, places, datesBack);
    }

    /** Whether its rows have had verdicts before. */
    boolean isCheckedAgain() {
        return round > 0 || indexKey != null;
    }

    int first() {
        return rows.getFirst().number();
    }

    int last() {
        return rows.getLast().number();
    }

    /**
     * Puts on record, in the transaction that tells it, of how many of its people was told that they are registered elsewhere.
     *
     * @param operation that the work is done for
     */
    void recordTelling(Handle handle, String operation, int told, AccessRecords accesses) {
        if (told > 0) {
            var selection = "{\"import\":\"%s\",\"chunk\":\"%d\"}".formatted(id, number);
            accesses.write(handle, List.of(AccessRecord.ofWork(actor, operation, areas, selection, told, told)));
        }
    }

    /**
     * Locks the next free chunk until the transaction ends.
     *
     * @param during the state that its import is in
     * @param state the state that the chunk is in
     * @return empty if there is none that no other transaction works on
     */
    static Optional<Chunk> claim(Handle handle, UUID id, ImportState during, String state, Seal seal, Json json) {
        ImportLocks.releaseAfter(LONGEST_PAUSE, handle);
        return handle.createQuery("""
                        select c.number, c.sealed, c.index_key, i.round, i.header_row, i.headers, i.fields, i.defaults, i.traits, i.areas, i.dates_back,
                               coalesce(i.committed_by, i.actor) as by
                        from import_chunk c
                        join import i on i.id = c.import_id
                        where c.import_id = :id and c.state = :state and i.state = :during
                          -- Read again once the chunk is locked, which the state of the import is not.
                          and c.sealed is not null and c.round = i.round
                        order by c.number
                        limit 1
                        for update of c skip locked
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("during", during)
                .map((row, _) -> new Chunk(
                        id,
                        row.getInt("number"),
                        row.getInt("round"),
                        row.getObject("index_key", Long.class),
                        Cells.read(seal.open(row.getBytes("sealed"), id, place(row.getInt("number")))),
                        KeptHeader.read(row),
                        Defaults.read(row.getString("defaults"), json),
                        traits(row),
                        row.getInt("round") == 0 ? Choices.NONE : KeptCorrections.choices(handle, id, seal),
                        Imports.areas(row),
                        row.getBoolean("dates_back"),
                        row.getString("by")))
                .findOne();
    }

    static Set<FileTrait> traits(ResultSet row) throws SQLException {
        return Stream.of((String[]) row.getArray("traits").getArray())
                .map(FileTrait::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
