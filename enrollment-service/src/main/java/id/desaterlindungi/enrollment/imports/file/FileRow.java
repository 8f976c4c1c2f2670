package id.desaterlindungi.enrollment.imports.file;

import java.util.List;

/**
 * A row of a file.
 *
 * @param number as people see it: the line of a CSV file on which it begins, or the row of a sheet; from 1
 */
public record FileRow(int number, List<Cell> cells) {
    public FileRow {
        cells = List.copyOf(cells);
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
}
