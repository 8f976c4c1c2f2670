package id.desaterlindungi.enrollment.imports.traces;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.privacy.Traces;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The rows of lists that have somebody's NIK in them, whatever their verdict, for as long as they are kept. An index would cost each row
 * of every list, and rows that failed have none: so all that is kept is opened and looked through, a chunk at a time. A row in which the
 * NIK is not whole is not found.
 */
@ApplicationScoped
class ListTraces implements Traces {
    private static final String NO_NAME = "-";
    private static final int DIGITS = 16;

    /** A chunk has up to some hundred kilobytes. */
    private static final int CHUNKS_AT_ONCE = 20;

    private final Seal seal;

    ListTraces(Seal seal) {
        this.seal = seal;
    }

    private record Chunk(UUID list, int number) implements Comparable<Chunk> {
        String place() {
            return "chunk " + number;
        }

        @Override
        public int compareTo(Chunk other) {
            return list.equals(other.list) ? Integer.compare(number, other.number) : list.compareTo(other.list);
        }
    }

    /** @param rows by their numbers */
    private record Found(Chunk chunk, String file, LocalDate uploaded, Set<Integer> rows) {
        Found {
            rows = new TreeSet<>(rows);
        }
    }

    @Override
    public List<Trace> of(Handle handle, Somebody person) {
        return found(handle, Set.of(person.nik().digits())).stream()
                .flatMap(found -> found.rows.stream()
                        .map(row -> new Trace(
                                "held.trace.list",
                                List.of(found.file, found.uploaded.toString(), String.valueOf(row)))))
                .toList();
    }

    /** Such a row keeps its number and its verdict, and says nothing any more. */
    @Override
    public void erase(Handle handle, List<Somebody> people) {
        var niks = people.stream().map(person -> person.nik().digits()).collect(Collectors.toSet());
        // In one order, so that no two of these hold each other up.
        var chunks = new TreeMap<Chunk, Set<Integer>>();
        found(handle, niks).forEach(found -> chunks.put(found.chunk, found.rows));
        chunks.forEach((chunk, rows) -> empty(handle, chunk, rows));
    }

    private List<Found> found(Handle handle, Set<String> niks) {
        var all = new ArrayList<Found>();
        try (var chunks = handle.createQuery("""
                        select c.import_id, c.number, c.sealed, i.file_name, i.created_at
                        from import_chunk c
                        join import i on i.id = c.import_id
                        where c.sealed is not null
                        """)
                .setFetchSize(CHUNKS_AT_ONCE)
                .map((row, _) -> found(row, niks))
                .iterator()) {
            chunks.forEachRemaining(found -> {
                if (!found.rows.isEmpty()) {
                    all.add(found);
                }
            });
        }
        return all;
    }

    private Found found(ResultSet row, Set<String> niks) throws SQLException {
        var chunk = new Chunk(row.getObject("import_id", UUID.class), row.getInt("number"));
        return new Found(
                chunk,
                Optional.ofNullable(row.getString("file_name")).orElse(NO_NAME),
                LocalDate.ofInstant(
                        row.getObject("created_at", OffsetDateTime.class).toInstant(), BusinessClock.JAKARTA),
                seal
                        .tryOpen(row.getBytes("sealed"), chunk.list, chunk.place())
                        .map(Cells::read)
                        .orElse(List.of()) // What no key at hand opens says nothing to anybody.
                        .stream()
                        .filter(one -> one.cells().stream().anyMatch(cell -> holds(cell, niks)))
                        .map(FileRow::number)
                        .collect(Collectors.toSet()));
    }

    /** Whatever stands between the digits, before them or behind. */
    private static boolean holds(Cell cell, Set<String> niks) {
        if (cell.text().length() < DIGITS) {
            return false;
        }
        var digits = cell.text()
                .codePoints()
                .filter(one -> one >= '0' && one <= '9')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        for (var begin = 0; begin + DIGITS <= digits.length(); begin++) {
            if (niks.contains(digits.substring(begin, begin + DIGITS))) {
                return true;
            }
        }
        return false;
    }

    private void empty(Handle handle, Chunk chunk, Set<Integer> numbers) {
        // As it is once it is locked: it may have been sealed anew, or cleared.
        handle.createQuery("""
                        select sealed from import_chunk where import_id = :id and number = :number and sealed is not null for update
                        """)
                .bind("id", chunk.list)
                .bind("number", chunk.number)
                .mapTo(byte[].class)
                .findOne()
                .ifPresent(kept -> {
                    var rows = Cells.read(seal.open(kept, chunk.list, chunk.place())).stream()
                            .map(row -> numbers.contains(row.number()) ? new FileRow(row.number(), List.of()) : row)
                            .toList();
                    handle.createUpdate("""
                                    update import_chunk set sealed = :sealed where import_id = :id and number = :number
                                    """)
                            .bind("sealed", seal.close(Cells.write(rows), chunk.list, chunk.place()))
                            .bind("id", chunk.list)
                            .bind("number", chunk.number)
                            .execute();
                });
        handle.createUpdate("""
                        update import_row set nik_index = null, kpj_index = null
                        where import_id = :id and row_number = any(:numbers)
                        """)
                .bind("id", chunk.list)
                .bind("numbers", numbers.toArray(Integer[]::new))
                .execute();
    }
}
