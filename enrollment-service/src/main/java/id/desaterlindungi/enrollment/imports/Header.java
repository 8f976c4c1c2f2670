package id.desaterlindungi.enrollment.imports;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The row that names a list's columns. Titles may stand above it.
 *
 * @param row its number in the file
 * @param names as they stand there
 * @param columns what each is taken for; of two of one kind the first counts and the other is told as unknown
 */
record Header(int row, List<String> names, List<Optional<Column>> columns) {
    /** Rows in which it is looked for. */
    static final int SOUGHT_IN = 50;

    private static final int FEWEST = 2;

    Header {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
    }

    /** Empty where the row does not name columns: too few that are known, or neither NIK nor name among them. */
    static Optional<Header> of(ListRow row) {
        var names = row.cells().stream().map(cell -> Cells.clean(cell.text())).toList();
        var last = IntStream.range(0, names.size())
                .filter(i -> !names.get(i).isEmpty())
                .max()
                .orElse(-1);
        var seen = EnumSet.noneOf(Column.class);
        var columns = names.stream()
                .limit(last + 1L)
                .map(name -> Column.ofHeader(name).filter(seen::add))
                .toList();
        return seen.stream().filter(Column::isRead).count() >= FEWEST
                        && (seen.contains(Column.NIK) || seen.contains(Column.NAME))
                ? Optional.of(new Header(row.number(), names.subList(0, last + 1), columns))
                : Optional.empty();
    }

    /** How many columns are known by this row. */
    static int knownIn(ListRow row) {
        return of(row).map(header -> header.known().size()).orElse(0);
    }

    static Header of(int row, List<String> names, List<String> fields) {
        return new Header(row, names, fields.stream().map(Header::read).toList());
    }

    private static Optional<Column> read(String constant) {
        return constant.isEmpty() ? Optional.empty() : Optional.of(Column.valueOf(constant));
    }

    /** With no name longer than that; a known one never is. */
    Header shortened(int longest) {
        return new Header(
                row,
                names.stream()
                        .map(name -> name.length() <= longest ? name : name.substring(0, longest))
                        .toList(),
                columns);
    }

    Set<Column> known() {
        var known = EnumSet.noneOf(Column.class);
        columns.forEach(column -> column.filter(Column::isRead).ifPresent(known::add));
        return known;
    }

    /** @return −1 where the file has no such column */
    int place(Column column) {
        return columns.indexOf(Optional.of(column));
    }

    Optional<String> name(Column column) {
        var place = place(column);
        return place < 0 ? Optional.empty() : Optional.of(names.get(place));
    }

    /** Whether a row below names the columns once more, as at the head of each printed page. */
    boolean isRepeatedIn(ListRow row) {
        return IntStream.range(0, names.size())
                .filter(i -> columns.get(i).isPresent())
                .allMatch(i -> Column.plain(row.cell(i).text()).equals(Column.plain(names.get(i))));
    }

    /** Whether a row below has nobody in it but sums up: no digit where the NIK stands, and the word for a total in front. */
    boolean isTotalIn(ListRow row) {
        var nik = row.cell(place(Column.NIK)).text();
        return nik.chars().filter(Character::isDigit).count() < 6
                && row.cells().stream()
                        .filter(cell -> !cell.isBlank())
                        .findFirst()
                        .map(cell -> Column.plain(cell.text()))
                        .filter(text ->
                                text.startsWith("TOTAL") || text.startsWith("JUMLAH") || text.startsWith("SUBTOTAL"))
                        .isPresent();
    }
}
