package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.imports.file.HeaderSearch.Found;
import id.desaterlindungi.enrollment.imports.file.LeftOut.Reason;
import id.desaterlindungi.enrollment.problem.Finding;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The people of a file, row by row, as far as they can be found without the register: its heading, which rows have somebody in
 * them, which are left out and why, and what is to be told of the list as a whole.
 */
public final class PeopleList {
    private static final int LONGEST_HEADER = 200;
    /** Characters of a row in columns that are not read. One such cell, with an apostrophe before it, still fits into a cell of Excel. */
    private static final int MOST_UNREAD = PeopleFile.LONGEST_CELL - 1;

    private static final String CUT = "…";

    private final PeopleFile file;
    private final Found found;
    private final Header header;
    private final RowShape shape;
    private final PeopleRows people;
    private final Iterator<FileRow> rows;
    private final Deque<FileRow> first = new ArrayDeque<>();
    private final RowNumbers hidden = new RowNumbers();
    private final int longestCell;
    private boolean hasNiks;

    private PeopleList(PeopleFile file, Found found, Iterator<FileRow> rows, int longestCell) {
        this.file = file;
        this.found = found;
        this.header = shortened(found.header());
        this.shape = new RowShape(header, file.separator(), found.folded());
        this.people = new PeopleRows(header, found.rows());
        this.rows = rows;
        this.longestCell = longestCell;
        first.addAll(found.people());
        Optional.ofNullable(found.after()).ifPresent(first::add);
        found.titles().forEach(row -> people.leaveOut(Reason.TITLE, row));
        found.rows().forEach(row -> people.leaveOut(Reason.HEADING, row.number()));
    }

    /** @throws Refusal if none of its first rows names the columns, or there are too many */
    public static PeopleList of(PeopleFile file, FileSettings settings) throws IOException {
        var rows = file.rows();
        var longestCell = settings.maxCell() + 1;
        var found = HeaderSearch.in(rows, longestCell).orElseThrow(() -> Refusal.file("file-header-missing"));
        // So that the report of each accepted list, with its additional columns, is accepted too.
        if (found.header().columnsOfItsOwn() > settings.maxColumns()) {
            throw Refusal.file("file-columns", settings.maxColumns());
        }
        return new PeopleList(file, found, rows, longestCell);
    }

    private static Header shortened(Header header) {
        return header.shortened(LONGEST_HEADER);
    }

    public Header header() {
        return header;
    }

    public boolean hasNext() {
        return !first.isEmpty() || rows.hasNext();
    }

    /** Reads one row of the file. @return the rows that are known to be people now: none, this one, or this one and some before it */
    public List<FileRow> next() {
        var read = first.isEmpty() ? rows.next() : first.removeFirst();
        var now = people.upTo(shape.fitted(read));
        var cut = new ArrayList<FileRow>(now.size());
        for (var row : now) {
            if (row.marks().contains(RowMark.HIDDEN)) {
                hidden.add(row.number());
            }
            hasNiks = true;
            cut.add(cut(isMisplaced(row) ? row.marked(RowMark.MISPLACED) : row));
        }
        return cut;
    }

    private boolean isMisplaced(FileRow row) {
        return NikDigits.of(row.cell(header.place(Column.NIK))).isEmpty()
                && !header.isPersonIn(row)
                && Somebody.isIn(row);
    }

    /** What the rows seen until now tell of all. */
    public Set<FileTrait> traits() {
        return people.traits();
    }

    /** Once the last row was read. */
    public List<LeftOut> leftOut() {
        return people.leftOut();
    }

    /** What is to be told of the list as a whole before it counts, once the last row was read. */
    public List<Finding> notes() {
        var notes = new ArrayList<>(file.notes());
        if (found.folded() != null) {
            notes.add(Finding.at("", "list-in-one-column"));
        }
        if (!found.people().isEmpty()) {
            notes.add(Finding.at("", "people-above-heading", found.people().size()));
        }
        header.doubled()
                .forEach(names -> notes.add(Finding.at("", "column-doubled", names.getFirst(), names.getLast())));
        if (hasNiks) {
            if (header.place(Column.BIRTH_DATE) < 0) {
                notes.add(Finding.at("", "birth-dates-from-niks"));
            }
            if (EnumSet.of(Column.SEX, Column.SEX_MALE, Column.SEX_FEMALE).stream()
                    .allMatch(column -> header.place(column) < 0)) {
                notes.add(Finding.at("", "sexes-from-niks"));
            }
        }
        if (hidden.count() > 0) {
            notes.add(Finding.at("", "rows-hidden", hidden.count(), hidden.told()));
        }
        var columns = file.hiddenColumns().stream()
                .filter(place -> place < header.names().size())
                .filter(place ->
                        header.columns().get(place).filter(Column::isRead).isPresent())
                .map(header.names()::get)
                .toList();
        if (!columns.isEmpty()) {
            notes.add(Finding.at("", "columns-hidden", String.join(", ", columns)));
        }
        return List.copyOf(notes);
    }

    /**
     * Drops cells beyond the header's columns, but not where the row cannot be read without them: then the report shows them. Of
     * a cell that is read, keeps one character more than is allowed, so that the check still sees that it is too long. Keeps all
     * of a cell that is not read, for the report; but if a row has too much of that, its long cells end with a mark.
     */
    private FileRow cut(FileRow row) {
        var columns = header.names().size();
        if (row.cells().size() <= columns && row.longest() <= longestCell) {
            return row;
        }
        var cells = row.cells().subList(0, Math.min(columns, row.cells().size()));
        var unread = IntStream.range(0, cells.size())
                .filter(header::isOnlyKept)
                .map(i -> cells.get(i).text().length())
                .sum();
        return row.with(IntStream.range(0, cells.size())
                .mapToObj(i -> {
                    var cell = cells.get(i);
                    if (cell.text().length() <= longestCell) {
                        return cell;
                    }
                    if (!header.isOnlyKept(i)) {
                        return Cell.of(cell.text().substring(0, longestCell));
                    }
                    return unread <= MOST_UNREAD
                            ? cell
                            : Cell.of(cell.text().substring(0, longestCell - CUT.length()) + CUT);
                })
                .toList());
    }
}
