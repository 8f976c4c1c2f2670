package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.imports.file.csv.CsvRows;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the cells of a row under their headings where they stand elsewhere: cut by another separator than the rest of the list,
 * pasted into one cell, moved to a side. Only where the NIK proves it: its birth date and sex stand in their columns then, and no
 * cell is left over. All other rows stay as they are, and the check tells that they cannot be read.
 */
final class RowShape {
    /** Cells that a row may begin too early or too late. */
    private static final int FARTHEST = 12;

    private static final int FEWEST_PIECES = 3;

    private final Header header;
    private final char separator;
    private final @Nullable Character folded;

    /**
     * @param separator of the file
     * @param folded the separator within the one cell that holds all of each row; null for none
     */
    RowShape(Header header, char separator, @Nullable Character folded) {
        this.header = header;
        this.separator = separator;
        this.folded = folded;
    }

    FileRow fitted(FileRow written) {
        var row = unfolded(written);
        if (isInPlace(row) || !Somebody.isIn(row)) {
            return row;
        }
        FileRow certain = null;
        for (var one : others(row)) {
            if (isCertain(one)) {
                if (certain != null && !certain.cells().equals(one.cells())) {
                    return row;
                }
                certain = certain == null ? one : certain;
            }
        }
        return certain == null ? row : certain;
    }

    /** A row of a list whose rows stand in one cell each. */
    private FileRow unfolded(FileRow row) {
        if (folded == null) {
            return row;
        }
        return HeaderSearch.onlyText(row)
                .map(text -> row.with(CsvRows.ofOne(text, folded)))
                .orElse(row);
    }

    /** Nearly all rows. Those without a NIK, too, if what has none stands beside a name. */
    private boolean isInPlace(FileRow row) {
        return NikDigits.of(row.cell(header.place(Column.NIK))).isPresent();
    }

    private List<FileRow> others(FileRow row) {
        var others = new ArrayList<FileRow>();
        moved(row, RowMark.SHIFTED, others);
        var joined = joined(row);
        for (var other : Somebody.SEPARATORS) {
            if (joined.indexOf(other) >= 0) {
                var cells = CsvRows.ofOne(joined, other);
                if (cells.size() >= FEWEST_PIECES) {
                    var cut = row.with(cells);
                    others.add(cut.marked(RowMark.UNFOLDED));
                    moved(cut, RowMark.UNFOLDED, others);
                }
            }
        }
        return others;
    }

    private static void moved(FileRow row, RowMark mark, List<FileRow> others) {
        for (var by = 1; by <= FARTHEST; by++) {
            if (by < row.cells().size() && isEmptyBefore(row, by)) {
                others.add(row.moved(by).marked(mark));
            }
            others.add(row.moved(-by).marked(mark));
        }
    }

    private static boolean isEmptyBefore(FileRow row, int end) {
        for (var i = 0; i < end; i++) {
            if (!Cells.value(row.cell(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The row as it stood in its line, without separators at its end. */
    private String joined(FileRow row) {
        var only = HeaderSearch.onlyText(row);
        if (only.isPresent()) {
            return only.get();
        }
        var joined = new StringBuilder();
        for (var cell : row.cells()) {
            joined.append(cell.text()).append(separator);
        }
        var end = joined.length();
        while (end > 0 && joined.charAt(end - 1) == separator) {
            end--;
        }
        return joined.substring(0, end);
    }

    private boolean isCertain(FileRow row) {
        var nik = NikDigits.of(row.cell(header.place(Column.NIK))).map(Nik::new).filter(Nik::hasBirthDate);
        if (nik.isEmpty() || !isName(Cells.value(row.cell(header.place(Column.NAME))))) {
            return false;
        }
        for (var i = header.names().size(); i < row.cells().size(); i++) {
            if (!row.cell(i).isBlank()) {
                return false;
            }
        }
        return proves(nik.get(), row);
    }

    private static boolean isName(String text) {
        return text.chars().anyMatch(Character::isLetter)
                && text.chars().noneMatch(Character::isDigit)
                && Words.meant(Column.SEX, text).isEmpty();
    }

    private boolean proves(Nik nik, FileRow row) {
        var proofs = 0;
        if (header.place(Column.BIRTH_DATE) >= 0) {
            if (!agrees(nik, row.cell(header.place(Column.BIRTH_DATE)).text())) {
                return false;
            }
            proofs++;
        }
        if (header.place(Column.SEX) >= 0) {
            var sex = row.cell(header.place(Column.SEX)).text();
            if (!Words.meant(Column.SEX, sex).contains(nik.sex().name())) {
                return false;
            }
            proofs++;
        }
        return proofs > 0;
    }

    private static boolean agrees(Nik nik, String text) {
        return Dates.readings(text).stream().anyMatch(nik::agreesWith);
    }
}
