package id.desaterlindungi.enrollment.imports.file.workbook;

import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.PeopleFile;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.imports.file.RowMark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of one sheet. For a formula, the result that was saved with the file; the formula itself is not read. */
final class SheetRows implements Iterator<FileRow> {
    /** People make them with Alt and Enter to fit a column. Unlike in CSV, they never hide another row. */
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

    private static final Pattern MIDNIGHT =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00(?::00(?:\\.0{1,9})?)?(?:Z|[+-][0-9:]{4,6})?");

    /** How a workbook writes a character that XML does not take, {@code _x000D_}. */
    private static final Pattern ESCAPED = Pattern.compile("_x00(?:0[0-9A-F]|1[0-9A-F])_");

    /** The most that Excel takes. */
    private static final int MOST_ROWS = 1_048_576;
    /** The most that Excel takes; the last one has a name of three letters. */
    private static final int MOST_CELLS = 16_384;

    private static final int MOST_LETTERS = 3;

    private final XmlPart sheet;
    private final SharedTexts shared;
    private final CellFormats formats;
    private final SerialDates dates;
    private final int maxColumns;
    private final int within;
    private final Set<Integer> hiddenColumns = new TreeSet<>();
    private int last;
    private @Nullable FileRow next;
    private boolean ended;

    /** @param sheet to be closed by whoever opened it */
    SheetRows(XmlPart sheet, SharedTexts shared, CellFormats formats, SerialDates dates, int maxColumns) {
        this.sheet = sheet;
        this.shared = shared;
        this.formats = formats;
        this.dates = dates;
        this.maxColumns = maxColumns;
        this.within = toRows();
        this.ended = within == 0;
    }

    /** @return the depth of the rows' parent; 0 if there is none */
    private int toRows() {
        for (var name = sheet.nextElement(); name != null; name = sheet.nextElement()) {
            if (name.equals("sheetData")) {
                return sheet.depth();
            }
            if (name.equals("col") && isTrue(sheet.attribute("hidden"))) {
                var first = integer(sheet.attribute("min", "0")) - 1;
                var end = integer(sheet.attribute("max", "0"));
                for (var column = Math.max(0, first); column < Math.min(end, maxColumns); column++) {
                    hiddenColumns.add(column);
                }
            }
        }
        return 0;
    }

    private static boolean isTrue(@Nullable String written) {
        return written != null && (written.equals("1") || written.equals("true"));
    }

    /** Their places, from 0. */
    Set<Integer> hiddenColumns() {
        return hiddenColumns;
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
        for (var name = sheet.nextElementWithin(within); name != null; name = sheet.nextElementWithin(within)) {
            if (name.equals("row")) {
                return row();
            }
            sheet.skip();
        }
        return null;
    }

    private FileRow row() {
        var number = number(sheet.attribute("r"));
        var marks = isTrue(sheet.attribute("hidden")) ? Set.of(RowMark.HIDDEN) : Set.<RowMark>of();
        var depth = sheet.depth();
        var cells = new ArrayList<Cell>();
        var column = 0;
        for (var name = sheet.nextElementWithin(depth); name != null; name = sheet.nextElementWithin(depth)) {
            if (!name.equals("c")) {
                sheet.skip();
                continue;
            }
            var place = sheet.attribute("r");
            column = place == null ? column : column(place);
            if (column >= MOST_CELLS) {
                throw tooWide();
            }
            put(cells, column++, cell());
        }
        return new FileRow(number, marks, cells);
    }

    /** The file gives each row's number, or the rows are counted. Verdicts are kept by it, so no number may come twice. */
    private int number(@Nullable String written) {
        var number = written == null ? last + 1 : integer(written);
        if (number <= last || number > MOST_ROWS) {
            throw Refusal.file("file-damaged");
        }
        last = number;
        return number;
    }

    private static int integer(String written) {
        try {
            return Integer.parseInt(written.strip());
        } catch (NumberFormatException e) {
            throw Refusal.file("file-damaged");
        }
    }

    /** From 0. Only the letters of {@code AB12} matter, since the row is known. */
    private int column(String place) {
        var column = 0;
        var letters = 0;
        for (var i = 0; i < place.length(); i++) {
            var letter = place.charAt(i) & ~0x20;
            if (letter < 'A' || letter > 'Z') {
                break;
            }
            if (++letters > MOST_LETTERS) {
                throw tooWide();
            }
            column = column * 26 + letter - 'A' + 1;
        }
        if (letters == 0) {
            throw Refusal.file("file-damaged");
        }
        return column - 1;
    }

    private void put(List<Cell> cells, int column, Cell cell) {
        if (column >= maxColumns + PeopleFile.MOST_ADDED) {
            if (!cell.isBlank()) { // Some files format whole rows, to the last column of Excel.
                throw tooWide();
            }
        } else if (column < cells.size()) {
            cells.set(column, cell);
        } else {
            while (cells.size() < column) {
                cells.add(Cell.EMPTY);
            }
            cells.add(cell);
        }
    }

    private Refusal tooWide() {
        return Refusal.file("file-columns", maxColumns);
    }

    private Cell cell() {
        var type = sheet.attribute("t", "n");
        var format = sheet.attribute("s");
        var depth = sheet.depth();
        var text = "";
        for (var name = sheet.nextElementWithin(depth); name != null; name = sheet.nextElementWithin(depth)) {
            switch (name) {
                case "v", "is" -> text = sheet.text();
                case "row", "c" -> throw Refusal.file("file-damaged");
                default -> sheet.skip();
            }
        }
        if (text.isEmpty()) {
            return Cell.EMPTY;
        }
        return switch (type) {
            case "n" -> number(text, format);
            case "s" -> text(shared.of(integer(text)));
            case "d" -> Cell.of(day(text.strip()));
            case "b" -> Cell.of(text.strip().equals("1") || text.strip().equalsIgnoreCase("true") ? "TRUE" : "FALSE");
            default -> text(text); // Written in place, of a formula, or the name of an error.
        };
    }

    /** Without the midnight that programs write behind a day, {@code 1984-07-05T00:00:00.000Z}. */
    private static String day(String text) {
        var day = MIDNIGHT.matcher(text);
        return day.matches() ? day.group(1) : text;
    }

    private static Cell text(String written) {
        var text = written.contains("_x00") ? ESCAPED.matcher(written).replaceAll(" ") : written;
        var broken = text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
        return Cell.of(broken ? LINE_BREAKS.matcher(text).replaceAll(" ") : text);
    }

    private Cell number(String text, @Nullable String format) {
        BigDecimal number;
        try {
            if (text.length() > SerialDates.MOST_DIGITS) {
                return Cell.EMPTY;
            }
            number = new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            return text(text);
        }
        var plain = SerialDates.plain(number);
        if (format != null && formats.isDate(integer(format))) {
            return Cell.of(dates.of(number).orElse(plain));
        }
        return plain.isEmpty() ? Cell.EMPTY : new Cell(plain, true);
    }
}
