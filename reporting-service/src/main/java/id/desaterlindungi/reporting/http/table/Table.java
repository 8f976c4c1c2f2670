package id.desaterlindungi.reporting.http.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows for a spreadsheet program.
 *
 * @param name of the sheet and of the file
 * @param rows as long as the header each; cells are texts, {@link Code}s, whole and decimal numbers, and whatever tells itself
 *     as a text, such as days; null is an empty cell
 * @param notes on all of the rows, for forms that have a place for them
 */
public record Table(String name, List<String> header, List<List<@Nullable Object>> rows, List<Note> notes) {
    public static final String CSV = "text/csv";
    public static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** A text of digits and dots, which Excel would take for a number or a time of day. */
    public record Code(String text) {}

    /** What all rows have in common: where they come from, of what moment they are. */
    public record Note(String name, String text) {}

    public static Table of(String name, String... header) {
        return new Table(name, List.of(header), new ArrayList<>(), new ArrayList<>());
    }

    public Table note(String about, String text) {
        notes.add(new Note(about, text));
        return this;
    }

    public Table row(@Nullable Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + header.size());
        }
        rows.add(Collections.unmodifiableList(Arrays.asList(cells)));
        return this;
    }

    /** A text that begins like a formula gets an apostrophe in front, by which spreadsheets know that it is a text. */
    static String text(Object value) {
        var text = value.toString();
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
