package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.imports.file.csv.CsvRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the heading of a list: one row or two, below titles, perhaps with people above it in a list that was sorted with its heading. */
public final class HeaderSearch {
    private static final Set<String> PLACES = Set.of("TEMPAT", "TMPT", "TPT", "TEMPATLAHIR", "TMPTLAHIR");
    private static final Set<String> DAYS = Set.of("TANGGAL", "TGL", "TANGGALLAHIR", "TGLLAHIR", "TGLLHR");
    private static final Set<String> MONTHS = Set.of("BULAN", "BLN");
    private static final Set<String> YEARS = Set.of("TAHUN", "THN");
    private static final Set<String> MALE = Set.of("L", "LK", "LAKILAKI", "LAKI", "PRIA");
    private static final Set<String> FEMALE = Set.of("P", "PR", "PEREMPUAN", "WANITA", "W");

    private static final int FEWEST_IN_ONE = 3;

    /**
     * @param rows that the heading takes up
     * @param titles above it that have nobody in them
     * @param people rows above it that have somebody in them, their cells cut
     * @param after the row behind it, if that was read to find its end
     * @param folded the separator within the one cell that holds all of each row; null where each cell stands by itself
     */
    record Found(
            Header header,
            List<FileRow> rows,
            List<Integer> titles,
            List<FileRow> people,
            @Nullable FileRow after,
            @Nullable Character folded) {}

    private final Iterator<FileRow> rows;
    private final int longestCell;
    private final List<Integer> titles = new ArrayList<>();
    private final List<FileRow> people = new ArrayList<>();

    private HeaderSearch(Iterator<FileRow> rows, int longestCell) {
        this.rows = rows;
        this.longestCell = longestCell;
    }

    /** @param longestCell characters that are kept of a cell above the heading */
    static Optional<Found> in(Iterator<FileRow> rows, int longestCell) {
        return new HeaderSearch(rows, longestCell).find();
    }

    /** Whether the first of these rows name the columns of a list. */
    public static boolean finds(Iterator<FileRow> rows) {
        return in(rows, 0).isPresent();
    }

    private Optional<Found> find() {
        FileRow before = null;
        for (var seen = 0; seen < Header.SOUGHT_IN && rows.hasNext(); seen++) {
            var row = rows.next();
            var alone = Header.of(row);
            if (before != null) {
                var both = ofTwo(before, row);
                if (both.isPresent()
                        && isHeading(before)
                        && isHeading(row)
                        && both.get().known().size()
                                > alone.map(one -> one.known().size()).orElse(0)) {
                    titles.removeLast();
                    return Optional.of(found(both.get(), List.of(before, row), null, null));
                }
            }
            if (alone.isPresent()) {
                return Optional.of(withNext(row, alone.get()));
            }
            var folded = folded(row);
            if (folded.isPresent()) {
                return folded;
            }
            if (Somebody.isIn(row)) {
                people.add(cut(row));
                before = null;
            } else {
                titles.add(row.number());
                before = row;
            }
        }
        return Optional.empty();
    }

    private Found found(Header header, List<FileRow> heading, @Nullable FileRow after, @Nullable Character folded) {
        return new Found(header, heading, titles, people, after, folded);
    }

    private Found withNext(FileRow row, Header alone) {
        if (!rows.hasNext()) {
            return found(alone, List.of(row), null, null);
        }
        var next = rows.next();
        var both = goesOn(row, next) ? ofTwo(row, next) : Optional.<Header>empty();
        return both.isPresent()
                ? found(both.get(), List.of(row, next), null, null)
                : found(alone, List.of(row), next, null);
    }

    /** A list that was pasted into one column: the heading is the first row of it. */
    private Optional<Found> folded(FileRow row) {
        var text = onlyText(row);
        if (text.isPresent() && text.get().indexOf('\n') < 0) {
            for (var separator : Somebody.SEPARATORS) {
                if (text.get().indexOf(separator) >= 0) {
                    var header = Header.of(row.with(CsvRows.ofOne(text.get(), separator)));
                    // Instructions may name columns too.
                    if (header.filter(one ->
                                    one.place(Column.NIK) >= 0 && one.known().size() >= FEWEST_IN_ONE)
                            .isPresent()) {
                        return Optional.of(found(header.get(), List.of(row), null, separator));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The text of the only cell that has one. */
    static Optional<String> onlyText(FileRow row) {
        String only = null;
        for (var cell : row.cells()) {
            if (!cell.isBlank()) {
                if (only != null) {
                    return Optional.empty();
                }
                only = cell.text();
            }
        }
        return Optional.ofNullable(only);
    }

    private FileRow cut(FileRow row) {
        return row.with(row.cells().stream()
                .map(cell -> cell.text().length() <= longestCell
                        ? cell
                        : Cell.of(cell.text().substring(0, longestCell)))
                .toList());
    }

    /** Several texts without digits. */
    private static boolean isHeading(FileRow row) {
        return row.cells().stream().filter(cell -> !cell.isBlank()).count() >= 2
                && row.cells().stream().noneMatch(HeaderSearch::hasDigits);
    }

    private static boolean hasDigits(Cell cell) {
        return cell.text().chars().anyMatch(Character::isDigit);
    }

    /** Whether a row parts the headings above it: each of its cells does, or stands below none. */
    private static boolean goesOn(FileRow upper, FileRow lower) {
        var parts = 0;
        var isSecondOfTwo = isSexParted(upper, lower);
        for (var i = 0; i < lower.cells().size(); i++) {
            var text = Cells.visible(lower.cell(i).text());
            if (text.isEmpty()) {
                continue;
            }
            if (hasDigits(lower.cell(i))) {
                return false;
            }
            var plain = Column.plain(text);
            if (PLACES.contains(plain)
                    || DAYS.contains(plain)
                    || MONTHS.contains(plain)
                    || YEARS.contains(plain)
                    || text.startsWith("(")
                    || isSecondOfTwo && (MALE.contains(plain) || FEMALE.contains(plain))
                    || Column.ofHeader(text).isPresent()) {
                parts++;
            } else if (!Cells.visible(upper.cell(i).text()).isEmpty() && !standsAboveSeveral(upper, lower, i)) {
                return false;
            }
        }
        return parts > 0;
    }

    private static boolean standsAboveSeveral(FileRow upper, FileRow lower, int place) {
        return upper.cell(place + 1).isBlank() && !lower.cell(place + 1).isBlank();
    }

    /** A column for each sex, side by side. */
    private static boolean isSexParted(FileRow upper, FileRow lower) {
        for (var i = 0; i + 1 < lower.cells().size(); i++) {
            if (isSex(upper.cell(i).text())
                    && upper.cell(i + 1).isBlank()
                    && MALE.contains(Column.plain(lower.cell(i).text()))
                    && FEMALE.contains(Column.plain(lower.cell(i + 1).text()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSex(String header) {
        return Column.ofHeader(header)
                .or(() -> Column.ofHeaderInBrackets(header))
                .filter(column -> column == Column.SEX)
                .isPresent();
    }

    /** The heading of both rows. A cell of the upper one stands above all to its right that have none of their own. */
    private static Optional<Header> ofTwo(FileRow upper, FileRow lower) {
        var names = new ArrayList<String>();
        var group = "";
        for (var i = 0; i < Math.max(upper.cells().size(), lower.cells().size()); i++) {
            var up = Cells.visible(upper.cell(i).text());
            var low = Cells.visible(lower.cell(i).text());
            group = up.isEmpty() ? group : up;
            names.add(low.isEmpty() ? up : name(group, up, low));
        }
        return Header.of(upper.number(), names);
    }

    /** A name by which the column is known also when a report brings it back in one row. */
    private static String name(String group, String up, String low) {
        var plain = Column.plain(low);
        var above = Column.plain(group);
        if (above.contains("LAHIR") || above.contains("LHR") || above.startsWith("TTL")) {
            if (PLACES.contains(plain)) {
                return "Tempat Lahir";
            }
            if (DAYS.contains(plain)) {
                return "Tanggal Lahir";
            }
            if (MONTHS.contains(plain)) {
                return "Bulan Lahir";
            }
            if (YEARS.contains(plain)) {
                return "Tahun Lahir";
            }
        }
        if (isSex(group) && MALE.contains(plain)) {
            return "Jenis Kelamin L";
        }
        if (isSex(group) && FEMALE.contains(plain)) {
            return "Jenis Kelamin P";
        }
        if (Column.isOfSomebodyElse(group)) {
            return group + " " + low;
        }
        if (Column.ofHeader(low).isPresent()) {
            return low;
        }
        if (Column.ofHeader(up).isPresent()) {
            return up;
        }
        var both = group + " " + low;
        return Column.ofHeader(both).isPresent() || up.isEmpty() ? both : up + " " + low;
    }
}
