package id.desaterlindungi.enrollment.imports.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Cleans the texts of cells. Also writes and reads the cells of a chunk as JSON: each row is its number, how it was read where that was not
 * straight on, and then its cells.
 */
public final class Cells {
    private static final String BEGINS_LIKE_A_FORMULA = "=+-@\t\r";
    private static final String DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212._";
    private static final JsonFactory JSON = new JsonFactory();

    private Cells() {}

    /**
     * Takes away what spreadsheets and people put around a text so that it stays a text: {@code ="0123"}, an apostrophe before a
     * digit or a sign, no-break spaces.
     */
    public static String clean(String text) {
        var clean = stripped(text);
        if (clean.length() > 2 && clean.startsWith("=\"") && clean.endsWith("\"")) {
            clean = stripped(clean.substring(2, clean.length() - 1));
        }
        if (clean.length() > 1
                && clean.charAt(0) == '\''
                && (Character.isDigit(clean.charAt(1)) || BEGINS_LIKE_A_FORMULA.indexOf(clean.charAt(1)) >= 0)) {
            clean = stripped(clean.substring(1));
        }
        return clean;
    }

    /**
     * The clean text of a cell. Empty also if it has only dashes or dots, since people strike out cells that they leave empty. This
     * holds for every column: nobody's name is a dash, and "missing" is a better finding than "wrong".
     */
    public static String value(Cell cell) {
        var clean = clean(cell.text());
        for (var i = 0; i < clean.length(); i++) {
            if (DASHES.indexOf(clean.charAt(i)) < 0 && !isNothing(clean.charAt(i))) {
                return clean;
            }
        }
        return "";
    }

    /** A clean text without what nobody sees within it: marks of width and direction. For all but names, which say it themselves. */
    public static String visible(String text) {
        var clean = clean(text);
        for (var i = 0; i < clean.length(); i++) {
            if (isUnseen(clean.charAt(i))) {
                var seen = new StringBuilder(clean.length());
                clean.chars().filter(one -> !isUnseen((char) one)).forEach(one -> seen.append((char) one));
                return seen.toString();
            }
        }
        return clean;
    }

    private static boolean isUnseen(char one) {
        return one >= 0xAD && Character.getType(one) == Character.FORMAT;
    }

    private static String stripped(String text) {
        var begin = 0;
        var end = text.length();
        while (begin < end && isNothing(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isNothing(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    /** White space of all kinds, no-break spaces, and marks of width or direction, which are invisible. */
    private static boolean isNothing(char one) {
        return one <= ' '
                || one >= 0xA0
                        && (Character.isWhitespace(one)
                                || Character.isSpaceChar(one)
                                || Character.getType(one) == Character.FORMAT);
    }

    public static String write(List<FileRow> rows) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (var row : rows) {
                json.writeStartArray();
                json.writeNumber(row.number());
                if (!row.marks().isEmpty()) {
                    json.writeStartArray();
                    for (var mark : row.marks()) {
                        json.writeString(mark.name());
                    }
                    json.writeEndArray();
                }
                for (var cell : row.cells()) {
                    if (cell.numeric()) {
                        json.writeNumber(cell.text());
                    } else {
                        json.writeString(cell.text());
                    }
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public static List<FileRow> read(String text) {
        try (var json = JSON.createParser(text)) {
            var rows = new ArrayList<FileRow>();
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                var number = json.nextIntValue(0);
                var marks = EnumSet.noneOf(RowMark.class);
                var cells = new ArrayList<Cell>();
                for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                    if (token == JsonToken.START_ARRAY) {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            marks.add(RowMark.valueOf(json.getText()));
                        }
                    } else {
                        cells.add(token.isNumeric() ? new Cell(json.getText(), true) : Cell.of(json.getText()));
                    }
                }
                rows.add(new FileRow(number, marks, cells));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
