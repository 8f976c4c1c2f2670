package id.desaterlindungi.enrollment.imports.list;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/** The first sheet of a workbook that is not hidden. Of a formula, what it came to when the file was saved. */
final class WorkbookList implements ListFile {
    private static final Pattern NOT_IN_A_FORMAT = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.");
    private static final Pattern DAY_OR_YEAR = Pattern.compile("[dyDY]");
    /** Made by Alt and Enter to fit a column; a cell of a workbook never holds another one by mistake. */
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

    /** What Excel takes; a longer one, of brackets that do not close, would be searched for each cell for minutes. */
    private static final int LONGEST_FORMAT = 255;

    private static final LocalDate FROM_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate FROM_1904 = LocalDate.of(1904, 1, 1);
    /** Excel's 31 December 9999. */
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_465);

    /** What Excel takes. */
    private static final int LONGEST_NAME = 31;
    /** They are kept. A regency has that many villages, with a sheet each, at most. */
    private static final int MOST_NAMES = 400;

    private static final int MOST_DIGITS = 320;

    private final ReadableWorkbook workbook;
    private final Sheet sheet;
    private final int maxColumns;
    private final List<Stream<Row>> open = new ArrayList<>();

    private WorkbookList(ReadableWorkbook workbook, Sheet sheet, int maxColumns) {
        this.workbook = workbook;
        this.sheet = sheet;
        this.maxColumns = maxColumns;
    }

    static WorkbookList open(Path file, ListSettings settings) throws IOException {
        new WorkbookGuard(settings).admit(file);
        var workbook = read(() -> {
            try {
                return new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
            } catch (IOException e) {
                throw Refusal.file("file-damaged");
            }
        });
        var sheet = workbook.getSheets()
                .filter(one -> one.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst();
        if (sheet.isEmpty()) {
            workbook.close();
            throw Refusal.file("file-no-sheet");
        }
        return new WorkbookList(workbook, sheet.get(), settings.maxColumns());
    }

    @Override
    public String format() {
        return "XLSX";
    }

    @Override
    public @Nullable String encoding() {
        return null;
    }

    @Override
    public String sheet() {
        return sheet.getName();
    }

    @Override
    public List<String> otherSheets() {
        return workbook.getSheets()
                .filter(one -> one.getVisibility() == SheetVisibility.VISIBLE && one.getIndex() != sheet.getIndex())
                .map(Sheet::getName)
                .map(name -> name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME))
                .limit(MOST_NAMES)
                .toList();
    }

    @Override
    public Iterator<ListRow> rows() {
        var stream = read(() -> {
            try {
                return sheet.openStream();
            } catch (IOException e) {
                throw Refusal.file("file-damaged");
            }
        });
        open.add(stream);
        var rows = stream.iterator();
        return new Iterator<>() {
            private int last;

            @Override
            public boolean hasNext() {
                return read(rows::hasNext);
            }

            /** The file says each row's number itself, and a verdict is kept under it: no number may come twice. */
            @Override
            public ListRow next() {
                var row = read(() -> row(rows.next()));
                if (row.number() <= last) {
                    throw Refusal.file("file-damaged");
                }
                last = row.number();
                return row;
            }
        };
    }

    /** Whatever the library stumbles over is the file's fault: nothing else happens in here. */
    private static <T> T read(Supplier<T> step) {
        try {
            return step.get();
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw Refusal.file("file-damaged");
        }
    }

    private ListRow row(Row row) {
        var cells = new ArrayList<Cell>(Math.min(row.getCellCount(), maxColumns + MOST_ADDED));
        for (var cell : row) {
            var read = cell == null ? Cell.EMPTY : cell(cell);
            if (cells.size() < maxColumns + MOST_ADDED) {
                cells.add(read);
            } else if (!read.isBlank()) { // Whole rows are formatted, to the last column that there is.
                throw Refusal.file("file-columns", maxColumns);
            }
        }
        return new ListRow(row.getRowNum(), cells);
    }

    private Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
        return switch (cell.getValue()) {
            case null -> Cell.EMPTY;
            case BigDecimal number -> isDate(cell) ? Cell.of(date(number)) : number(number);
            case Boolean truth -> Cell.of(truth ? "TRUE" : "FALSE");
            case Object text -> Cell.of(LINE_BREAKS.matcher(text.toString()).replaceAll(" "));
        };
    }

    private static Cell number(BigDecimal number) {
        var text = plain(number);
        return text.isEmpty() ? Cell.EMPTY : new Cell(text, true);
    }

    private static boolean isDate(org.dhatim.fastexcel.reader.Cell cell) {
        var id = cell.getDataFormatId();
        if (id != null && (id >= 14 && id <= 17 || id == 22)) {
            return true; // Built in, so without a text of their own.
        }
        var format = cell.getDataFormatString();
        return format != null
                && format.length() <= LONGEST_FORMAT
                && DAY_OR_YEAR
                        .matcher(NOT_IN_A_FORMAT.matcher(format).replaceAll(""))
                        .find();
    }

    private String date(BigDecimal days) {
        return serial(days, workbook.isDate1904() ? FROM_1904 : FROM_1900)
                .map(LocalDate::toString)
                .orElseGet(() -> plain(days));
    }

    /** What a number may be, if it is days as Excel keeps them: in a workbook that counts from 1900, or from 1904. */
    static Stream<LocalDate> dates(BigDecimal days) {
        return Stream.of(FROM_1900, FROM_1904).flatMap(from -> serial(days, from).stream());
    }

    private static Optional<LocalDate> serial(BigDecimal days, LocalDate from) {
        return days.signum() >= 0 && days.compareTo(LAST_DAY) <= 0
                ? Optional.of(from.plusDays(days.longValue()))
                : Optional.empty();
    }

    /** Written out: {@code 1.601074507849001E15} is 16 digits. Nothing where a hostile exponent would make it endless. */
    private static String plain(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            return "";
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @Override
    public void close() throws IOException {
        open.forEach(Stream::close);
        workbook.close();
    }
}
