package id.desaterlindungi.enrollment.imports.traces;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.imports.correction.SaidWords.Said;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The rows of lists that have somebody's NIK in them, whatever their verdict, for as long as they are kept. An index would cost each row
 * of every list, and rows that failed have none: so all that is kept is opened and looked through, a chunk at a time. A row in which the
 * NIK is not whole is not found.
 */
@ApplicationScoped
class ListTraces implements Traces {
    private static final String NO_NAME = "-";
    private static final int DIGITS = 16;
    /** One more than the greatest number of so many digits. */
    private static final long BEYOND = 10_000_000_000_000_000L;

    private static final String ESCAPE = "\\u";
    private static final int ESCAPED = 5;

    /** A chunk has up to some hundred kilobytes. */
    private static final int CHUNKS_AT_ONCE = 20;

    private final Seal seal;
    private final Json json;

    ListTraces(Seal seal, Json json) {
        this.seal = seal;
        this.json = json;
    }

    private record Chunk(UUID list, int number) implements Comparable<Chunk> {
        String place() {
            return "chunk " + number;
        }

        String saidPlace() {
            return "said in chunk " + number;
        }

        @Override
        public int compareTo(Chunk other) {
            return list.equals(other.list) ? Integer.compare(number, other.number) : list.compareTo(other.list);
        }
    }

    /** @param rows the NIKs in each, by its number */
    private record Found(Chunk chunk, String file, LocalDate uploaded, Map<Integer, Set<String>> rows) {
        Found {
            rows = new TreeMap<>(rows);
        }

        Set<Integer> rowsOf(Set<String> niks) {
            return rows.entrySet().stream()
                    .filter(row -> !Collections.disjoint(row.getValue(), niks))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public List<Trace> of(Handle handle, Somebody person) {
        return found(handle, Set.of(person.nik().digits())).stream()
                .flatMap(found -> found.rows.keySet().stream()
                        .map(row -> new Trace(
                                "held.trace.list",
                                List.of(found.file, found.uploaded.toString(), String.valueOf(row)))))
                .toList();
    }

    @Override
    public void erase(Handle handle, List<Somebody> people) {
        look(handle, people).accept(handle, people);
    }

    /** Such a row keeps its number and its verdict, and says nothing any more. */
    @Override
    public BiConsumer<Handle, List<Somebody>> look(Handle handle, List<Somebody> people) {
        // In one order, so that no two of these hold each other up.
        var chunks = found(handle, niks(people)).stream()
                .sorted(Comparator.comparing(Found::chunk))
                .toList();
        return (later, erased) -> {
            var gone = niks(erased);
            for (var found : chunks) {
                var rows = found.rowsOf(gone);
                if (!rows.isEmpty()) {
                    empty(later, found.chunk, rows);
                }
            }
        };
    }

    private static Set<String> niks(List<Somebody> people) {
        return people.stream().map(person -> person.nik().digits()).collect(Collectors.toSet());
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
                        .filter(rows -> mayHold(rows, niks))
                        .map(Cells::read)
                        .orElse(List.of()) // What no key at hand opens says nothing to anybody.
                        .stream()
                        .map(one -> Map.entry(one.number(), held(one, niks)))
                        .filter(one -> !one.getValue().isEmpty())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Whether it is worth reading the cells, which takes many times as long: a NIK of one cell is also one in all the digits of the chunk.
     *
     * @param rows as they are written
     */
    private static boolean mayHold(String rows, Set<String> niks) {
        var numbers = niks.stream().mapToLong(Long::parseLong).sorted().toArray();
        var last = 0L; // As a number, the last sixteen digits.
        var seen = 0;
        for (var i = 0; i < rows.length(); i++) {
            var one = rows.codePointAt(i);
            var digit = Character.digit(one, 10);
            if (digit >= 0) {
                last = (last * 10 + digit) % BEYOND;
                seen++;
                if (seen >= DIGITS && Arrays.binarySearch(numbers, last) >= 0) {
                    return true;
                }
            } else if (one == '\\') { // What JSON escapes, with digits too.
                i += rows.startsWith(ESCAPE, i) ? ESCAPED : 1;
            }
            i += Character.charCount(one) - 1;
        }
        return false;
    }

    private static Set<String> held(FileRow row, Set<String> niks) {
        return row.cells().stream()
                .filter(cell -> cell.text().length() >= DIGITS)
                .flatMap(cell -> held(cell, niks))
                .collect(Collectors.toSet());
    }

    /** Whatever stands between the digits, before them or behind; in the digits of any script. */
    private static Stream<String> held(Cell cell, Set<String> niks) {
        var digits = cell.text()
                .codePoints()
                .map(one -> Character.digit(one, 10))
                .filter(digit -> digit >= 0)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append);
        return IntStream.rangeClosed(0, digits.length() - DIGITS)
                .mapToObj(begin -> digits.substring(begin, begin + DIGITS))
                .filter(niks::contains);
    }

    private byte[] without(byte[] sealed, Chunk chunk, Set<Integer> numbers) {
        var rows = Cells.read(seal.open(sealed, chunk.list, chunk.place())).stream()
                .map(row -> numbers.contains(row.number()) ? new FileRow(row.number(), List.of()) : row)
                .toList();
        return seal.close(Cells.write(rows), chunk.list, chunk.place());
    }

    /** A name may stand where a code should. What other rows say too, they go on saying. */
    private byte @Nullable [] saidWithout(byte @Nullable [] sealed, Chunk chunk, Set<Integer> numbers) {
        if (sealed == null) {
            return null;
        }
        var rest = json.readList(seal.open(sealed, chunk.list, chunk.saidPlace()), Said.class).stream()
                .flatMap(said -> said.without(numbers).stream())
                .toList();
        return rest.isEmpty() ? null : seal.close(json.write(rest), chunk.list, chunk.saidPlace());
    }

    private void empty(Handle handle, Chunk chunk, Set<Integer> numbers) {
        // As it is once it is locked: it may have been sealed anew, or cleared.
        handle.createQuery("""
                        select sealed, said_sealed from import_chunk
                        where import_id = :id and number = :number and sealed is not null for update
                        """)
                .bind("id", chunk.list)
                .bind("number", chunk.number)
                .map((row, _) -> handle.createUpdate("""
                                update import_chunk set sealed = :sealed, said_sealed = :said where import_id = :id and number = :number
                                """)
                        .bind("sealed", without(row.getBytes("sealed"), chunk, numbers))
                        .bind("said", saidWithout(row.getBytes("said_sealed"), chunk, numbers))
                        .bind("id", chunk.list)
                        .bind("number", chunk.number))
                .findOne()
                .ifPresent(Update::execute);
        handle.createUpdate("""
                        update import_row set nik_index = null, nik_index_next = null, kpj_index = null
                        where import_id = :id and row_number = any(:numbers)
                        """)
                .bind("id", chunk.list)
                .bind("numbers", numbers.toArray(Integer[]::new))
                .execute();
    }
}
