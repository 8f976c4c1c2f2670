package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.fold.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.fold.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.fold.Cell.Combination;
import id.desaterlindungi.reporting.coverage.fold.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.fold.Cell.Flow;
import id.desaterlindungi.reporting.coverage.fold.Deltas.Happened;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes what events come to into a generation that holds nothing yet: there is nothing to look up or to add to, so the rows are
 * copied. They come in the order of their keys, so that an index grows at its end.
 */
final class GenerationCopy {
    private static final int CHUNK = 64 * 1024;
    /**
     * PostgreSQL counts as a COPY's time, or as time without a statement, also what its client needs to make the rows. Several times
     * what the largest stretch takes (decision 22), and less than the five minutes after which Kafka gives up a silent reader.
     */
    private static final Duration MOST_TIME = Duration.ofMinutes(2);

    private final Handle handle;
    private final int generation;
    private final Map<Combination, Integer> ids;

    /** @param ids of all combinations that will come */
    GenerationCopy(Handle handle, int generation, Map<Combination, Integer> ids) {
        this.handle = handle;
        this.generation = generation;
        this.ids = ids;
    }

    /** Gives the transaction the time that a COPY may take. What others wait for, they wait for no longer than before. */
    static void takeTime(Handle handle) {
        handle.execute("set local statement_timeout = %1$d; set local idle_in_transaction_session_timeout = %1$d"
                .formatted(MOST_TIME.toMillis()));
    }

    /** A table's rows were not copied; the cause is the database's own exception. */
    static final class NotCopied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotCopied(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** @throws NotCopied also where a total would be below zero */
    void write(Deltas deltas) {
        // The small tables' rows are added up while PostgreSQL is busy with the large ones'.
        var areaCells = ahead(deltas::areaCells);
        var areaTotals = ahead(deltas::areaTotals);
        var areaBirthYears = ahead(deltas::areaBirthYears);
        copy("coverage_count", "village_code, facets_id, people", deltas.coverage(), this::cell);
        copy("birth_year_cell", "village_code, status, birth_year, people", deltas.birthYears(), this::birthYear);
        copy("area_count", "area_code, facets_id, people", areaCells.join().stream(), this::cell);
        copy("area_total", "area_code, status, origin, people", areaTotals.join().stream(), this::areaTotal);
        copy(
                "area_birth_year_cell",
                "area_code, status, birth_year, people",
                areaBirthYears.join().stream(),
                this::birthYear);
        copy("flow", "area_code, day, kind, people, covered, carried_over", deltas.flows(), this::flow);
    }

    private static <T> CompletableFuture<List<T>> ahead(Supplier<Stream<T>> rows) {
        return CompletableFuture.supplyAsync(() -> rows.get().toList());
    }

    private <T> void copy(String table, String columns, Stream<T> rows, Function<T, String> line) {
        try {
            send(table, columns, rows, line);
        } catch (SQLException e) {
            throw new NotCopied(e);
        }
    }

    private <T> void send(String table, String columns, Stream<T> rows, Function<T, String> line) throws SQLException {
        var copy = handle.getConnection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy %1$s_%2$d (generation, %3$s) from stdin".formatted(table, generation, columns));
        try {
            var chunk = new StringBuilder(CHUNK + 1024);
            for (var each = rows.iterator(); each.hasNext(); ) {
                chunk.append(generation)
                        .append('\t')
                        .append(line.apply(each.next()))
                        .append('\n');
                if (chunk.length() >= CHUNK) {
                    send(copy, chunk);
                }
            }
            send(copy, chunk);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, StringBuilder chunk) throws SQLException {
        var bytes = chunk.toString().getBytes(StandardCharsets.US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
        chunk.setLength(0);
    }

    // Rows as COPY reads them. Codes of areas and names of constants need no escapes.

    private String cell(Entry<Coverage, Long> delta) {
        var cell = delta.getKey();
        return cell.areaCode() + '\t' + ids.get(cell.combination()) + '\t' + delta.getValue();
    }

    private String birthYear(Entry<BirthYear, Long> delta) {
        var cell = delta.getKey();
        return cell.areaCode() + '\t' + cell.status() + '\t' + cell.birthYear() + '\t' + delta.getValue();
    }

    private String areaTotal(Entry<AreaTotal, Long> delta) {
        var total = delta.getKey();
        return total.areaCode() + '\t' + total.status() + '\t' + total.origin() + '\t' + delta.getValue();
    }

    private String flow(Entry<Flow, Happened> delta) {
        var flow = delta.getKey();
        var what = delta.getValue();
        return flow.areaCode()
                + '\t'
                + flow.day()
                + '\t'
                + flow.kind()
                + '\t'
                + what.people()
                + '\t'
                + what.covered()
                + '\t'
                + what.carriedOver();
    }
}
