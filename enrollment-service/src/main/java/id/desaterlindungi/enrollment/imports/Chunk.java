package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** A chunk that a transaction holds, with what is needed to read its rows. */
record Chunk(
        UUID id,
        int number,
        List<FileRow> rows,
        Header header,
        Defaults defaults,
        Set<FileTrait> traits,
        String actor) {
    /** What is done with a thousand rows between two statements takes seconds where it takes long. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** What a chunk's rows are sealed as: bound to their import by its id, to their place in it by this. */
    static String place(int number) {
        return "chunk " + number;
    }

    int first() {
        return rows.getFirst().number();
    }

    int last() {
        return rows.getLast().number();
    }

    /** The next one in that state that nobody is at, locked until the transaction ends. @param during of its import */
    static Optional<Chunk> claim(Handle handle, UUID id, ImportState during, String state, Seal seal, Json json) {
        ImportLocks.releaseAfter(LONGEST_PAUSE, handle);
        return handle.createQuery("""
                        select c.number, c.sealed, i.header_row, i.headers, i.fields, i.defaults, i.traits,
                               coalesce(i.committed_by, i.actor) as by
                        from import_chunk c
                        join import i on i.id = c.import_id
                        where c.import_id = :id and c.state = :state and i.state = :during
                          and c.sealed is not null -- Asked again of a chunk that was waited for; what the import is, is not.
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
                        Cells.read(seal.open(row.getBytes("sealed"), id, place(row.getInt("number")))),
                        KeptHeader.read(row),
                        Defaults.read(row.getString("defaults"), json),
                        Stream.of((String[]) row.getArray("traits").getArray())
                                .map(FileTrait::valueOf)
                                .collect(Collectors.toUnmodifiableSet()),
                        row.getString("by")))
                .findOne();
    }
}
