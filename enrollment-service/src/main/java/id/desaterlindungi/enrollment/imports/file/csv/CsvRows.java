package id.desaterlindungi.enrollment.imports.file.csv;

import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.PeopleFile;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.imports.file.RowMark;
import id.desaterlindungi.enrollment.imports.file.Somebody;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV text into rows. A quotation mark too many opens a cell that goes on until the next one, and the people in between
 * would be lost. So a cell of several lines ends where one of its lines is a row: then the mark is taken for none, and each
 * line is a row of its own. No library of CSV goes back to where a cell began, which is why this is written here. An address of
 * several lines is no such cell.
 */
public final class CsvRows implements Iterator<FileRow> {
    private static final int LONGEST_LINE = 1 << 20;
    private static final int BUFFER = 32 * 1024;

    private final Reader reader;
    private final char separator;
    private final int maxColumns;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder begun = new StringBuilder();
    private final Deque<String> again = new ArrayDeque<>();
    private int at;
    private int filled;
    private boolean afterReturn;
    /** The number of the last line that was taken. */
    private int line;

    private int widest;
    private @Nullable FileRow next;
    private boolean ended;

    CsvRows(Reader reader, char separator, int maxColumns) {
        this.reader = reader;
        this.separator = separator;
        this.maxColumns = maxColumns;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public FileRow next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var row = next;
        next = null;
        return row;
    }

    private @Nullable FileRow read() {
        for (var text = take(); text != null; text = take()) {
            if (!text.isEmpty()) {
                var row = text.indexOf('"') < 0 ? new FileRow(line, split(text)) : quoted(text);
                widest = Math.max(widest, row.cells().size());
                return row;
            }
        }
        return null;
    }

    private FileRow quoted(String first) {
        var number = line;
        var cells = new QuotedCells(separator, widest);
        var taken = new ArrayList<String>();
        var hides = !cells.takes(first);
        var characters = first.length();
        while (cells.isOpen() && !hides) {
            var text = take();
            if (text == null) {
                hides = true;
                break;
            }
            taken.add(text);
            characters += text.length();
            if (characters > PeopleFile.LONGEST_CELL) {
                throw Refusal.file("file-quote", number);
            }
            hides = !cells.takes(text);
        }
        if (!hides) {
            return new FileRow(number, requireFew(cells.cells()));
        }
        for (var i = taken.size() - 1; i >= 0; i--) {
            again.addFirst(taken.get(i));
        }
        line = number;
        return new FileRow(number, Set.of(RowMark.QUOTE), split(first.replace("\"", "")));
    }

    private List<Cell> split(String text) {
        return requireFew(cells(text, separator));
    }

    /** Without regard to quotation marks. */
    private static List<Cell> cells(String text, char separator) {
        var cells = new ArrayList<Cell>();
        var begin = 0;
        for (var end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, begin)) {
            cells.add(Cell.of(text.substring(begin, end)));
            begin = end + 1;
        }
        cells.add(Cell.of(text.substring(begin)));
        return cells;
    }

    /** The cells of one line. */
    public static List<Cell> ofOne(String text, char separator) {
        if (text.indexOf('"') >= 0) {
            var cells = new QuotedCells(separator, Integer.MAX_VALUE);
            if (cells.takes(text) && !cells.isOpen()) {
                return cells.cells();
            }
        }
        return cells(text.replace("\"", ""), separator);
    }

    private List<Cell> requireFew(List<Cell> cells) {
        if (cells.size() > maxColumns
                || cells.stream().anyMatch(cell -> cell.text().length() > PeopleFile.LONGEST_CELL)) {
            throw Refusal.file("file-csv");
        }
        return cells;
    }

    private @Nullable String take() {
        var text = again.isEmpty() ? readLine() : again.removeFirst();
        if (text != null) {
            line++;
        }
        return text;
    }

    /** Up to the next CR, LF, or both. */
    private @Nullable String readLine() {
        begun.setLength(0);
        while (true) {
            if (at == filled && !fill()) {
                return begun.isEmpty() ? null : begun.toString();
            }
            if (afterReturn) {
                afterReturn = false;
                if (buffer[at] == '\n') {
                    at++;
                    continue;
                }
            }
            var end = at;
            while (end < filled && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            if (begun.length() + end - at > LONGEST_LINE) {
                throw Refusal.file("file-csv");
            }
            begun.append(buffer, at, end - at);
            at = end;
            if (end < filled) {
                afterReturn = buffer[end] == '\r';
                at++;
                return begun.toString();
            }
        }
    }

    private boolean fill() {
        try {
            at = 0;
            filled = Math.max(0, reader.read(buffer));
            return filled > 0;
        } catch (CharacterCodingException e) {
            throw Refusal.file("file-encoding");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of a row with quotation marks, line by line. */
    private static final class QuotedCells {
        private final char separator;
        private final int widest;
        private final List<Cell> cells = new ArrayList<>();
        private final StringBuilder cell = new StringBuilder();
        private String first = "";
        private boolean isOpen;

        /** @param widest how many cells a row of the file has */
        QuotedCells(char separator, int widest) {
            this.separator = separator;
            this.widest = widest;
        }

        boolean isOpen() {
            return isOpen;
        }

        List<Cell> cells() {
            return cells;
        }

        /** Whether somebody stands before the cell and somebody else behind it: two NIKs, too many cells, other separators, or none. */
        private boolean isAnother(String behind) {
            if (!Somebody.isRow(behind) || !Somebody.isRow(first)) {
                return false;
            }
            return Somebody.holdsANik(behind) && Somebody.holdsANik(first)
                    || behind.charAt(0) != separator
                    || !Somebody.isRow(behind, separator)
                    || cells.size() + ofOne(behind, separator).size() > widest;
        }

        /** @return false if what an open cell has of this line is a row by itself, or if it would put two people into one row */
        boolean takes(String line) {
            var goesOn = isOpen;
            var begin = 0; // Of what stands in quotation marks.
            if (isOpen) {
                cell.append('\n');
            } else {
                cell.setLength(0);
                first = line;
            }
            var atBegin = !isOpen;
            for (var i = 0; i < line.length(); i++) {
                var one = line.charAt(i);
                if (isOpen) {
                    if (one != '"') {
                        cell.append(one);
                    } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                        cell.append('"');
                        i++;
                    } else {
                        if (goesOn && (Somebody.isRow(line.substring(begin, i)) || isAnother(line.substring(i + 1)))) {
                            return false;
                        }
                        goesOn = false;
                        isOpen = false;
                    }
                } else if (one == separator) {
                    cells.add(Cell.of(cell.toString()));
                    cell.setLength(0);
                    atBegin = true;
                    continue;
                } else if (one == '"' && atBegin) {
                    isOpen = true;
                    begin = i + 1;
                } else {
                    cell.append(one);
                }
                atBegin = false;
            }
            if (isOpen) {
                return !Somebody.isRow(line.substring(begin));
            }
            cells.add(Cell.of(cell.toString()));
            return true;
        }
    }
}
