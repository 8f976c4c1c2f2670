package id.desaterlindungi.enrollment.imports.file;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A row of a file.
 *
 * @param number as people see it: the line of a CSV file on which it begins, or the row of a sheet; from 1
 * @param marks how it was read, where that was not straight on
 */
public record FileRow(int number, Set<RowMark> marks, List<Cell> cells) {
    public FileRow {
        marks = Set.copyOf(marks);
        cells = List.copyOf(cells);
    }

    public FileRow(int number, List<Cell> cells) {
        this(number, Set.of(), cells);
    }

    public int characters() {
        var characters = 0;
        for (var cell : cells) {
            characters += cell.text().length();
        }
        return characters;
    }

    /** How many characters its longest cell has. */
    public int longest() {
        var longest = 0;
        for (var cell : cells) {
            longest = Math.max(longest, cell.text().length());
        }
        return longest;
    }

    public Cell cell(int column) {
        return column >= 0 && column < cells.size() ? cells.get(column) : Cell.EMPTY;
    }

    /** The same row with these cells. */
    FileRow with(List<Cell> others) {
        return new FileRow(number, marks, others);
    }

    FileRow marked(RowMark mark) {
        var all = EnumSet.of(mark);
        all.addAll(marks);
        return new FileRow(number, all, cells);
    }

    /** With its cells so many columns to the left; to the right if negative. */
    FileRow moved(int left) {
        var moved = new ArrayList<Cell>();
        for (var i = left; i < cells.size(); i++) {
            moved.add(cell(i));
        }
        return with(moved);
    }
}
