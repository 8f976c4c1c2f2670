package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What cells say, and how the cells of a chunk are kept: JSON, a row as its number and its cells, numbers as numbers. */
final class Cells {
    /** White space of all kinds, no-break spaces and what is not seen at all. */
    private static final Pattern AROUND = Pattern.compile(
            "^[\\s\\u00A0\\u2007\\u202F\\u200B-\\u200F\\uFEFF]+|[\\s\\u00A0\\u2007\\u202F\\u200B-\\u200F\\uFEFF]+$");

    private static final Pattern FORMULA_FOR_TEXT = Pattern.compile("=\"(.*)\"", Pattern.DOTALL);
    private static final String BEGINS_LIKE_A_FORMULA = "=+-@\t\r";
    private static final JsonFactory JSON = new JsonFactory();

    private Cells() {}

    /**
     * Without what spreadsheets and people put around a text to keep it one: {@code ="0123"}, an apostrophe before a digit
     * or a sign, no-break spaces.
     */
    static String clean(String text) {
        var clean = AROUND.matcher(text).replaceAll("");
        var formula = FORMULA_FOR_TEXT.matcher(clean);
        if (formula.matches()) {
            clean = AROUND.matcher(formula.group(1)).replaceAll("");
        }
        if (clean.length() > 1
                && clean.charAt(0) == '\''
                && (Character.isDigit(clean.charAt(1)) || BEGINS_LIKE_A_FORMULA.indexOf(clean.charAt(1)) >= 0)) {
            clean = AROUND.matcher(clean.substring(1)).replaceAll("");
        }
        return clean;
    }

    static String write(List<ListRow> rows) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (var row : rows) {
                json.writeStartArray();
                json.writeNumber(row.number());
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

    static List<ListRow> read(String text) {
        try (var json = JSON.createParser(text)) {
            var rows = new ArrayList<ListRow>();
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                var number = json.nextIntValue(0);
                var cells = new ArrayList<Cell>();
                for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                    cells.add(token.isNumeric() ? new Cell(json.getText(), true) : Cell.of(json.getText()));
                }
                rows.add(new ListRow(number, cells));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
