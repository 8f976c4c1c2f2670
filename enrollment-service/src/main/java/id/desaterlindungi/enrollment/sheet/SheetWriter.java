package id.desaterlindungi.enrollment.sheet;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table as a file that spreadsheet programs do not damage: every cell is a text, and none can be taken for a formula.
 * Memory never holds the whole file.
 */
public sealed interface SheetWriter {
    String CSV = "text/csv";
    String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** @throws UncheckedIOException if the caller has gone */
    void row(List<String> cells);

    /** For a code of digits and letters: a spreadsheet would drop its zeros or take it for an exponent. */
    String code(@Nullable String code);

    /** To be called when all is written, and only then: an answer that ends well means that the file is complete. */
    void finish() throws IOException;

    /** Puts an apostrophe before a text that begins like a formula. Spreadsheets then take it for a text. */
    static String text(@Nullable Object value) {
        var text = Objects.toString(value, "");
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /** With semicolons and a byte order mark: Excel in Indonesia then opens it in columns and as UTF-8. */
    static SheetWriter csv(OutputStream out, List<String> header) throws IOException {
        return new Csv(out, header);
    }

    /** @param title of each sheet, followed by its number; there are as many sheets as the rows need */
    static SheetWriter xlsx(OutputStream out, String title, List<String> header) {
        return new Xlsx(out, title, header);
    }

    /** The form that the caller's {@code Accept} prefers. Parameters such as a charset do not matter. */
    static String liked(HttpHeaders headers, List<String> forms) {
        return headers.getAcceptableMediaTypes().stream()
                .flatMap(wanted -> forms.stream().filter(form -> wanted.isCompatible(MediaType.valueOf(form))))
                .findFirst()
                .orElseThrow(NotAcceptableException::new);
    }

    /** Writes every code as a formula for a text. */
    final class Csv implements SheetWriter {
        private static final String BYTE_ORDER_MARK = "\uFEFF";

        private final CsvWriter csv;

        private Csv(OutputStream out, List<String> header) throws IOException {
            var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            text.write(BYTE_ORDER_MARK);
            csv = CsvWriter.builder().fieldSeparator(';').build(text);
            csv.writeRecord(header);
        }

        @Override
        public void row(List<String> cells) {
            csv.writeRecord(cells);
        }

        @Override
        public String code(@Nullable String code) {
            return code == null ? "" : "=\"" + code + "\"";
        }

        @Override
        public void finish() throws IOException {
            csv.close();
        }
    }

    final class Xlsx implements SheetWriter {
        /** The most rows that Excel takes on one sheet, without the header. */
        private static final int SHEET_ROWS = 1_048_575;

        private static final int FLUSH_ROWS = 500;

        /** Excel's format for texts: what people type into such a cell stays as it is. */
        private static final String TEXT = "@";

        private final Workbook workbook;
        private final String title;
        private final List<String> header;
        private Worksheet sheet;
        private int number = 1;
        private int row;

        private Xlsx(OutputStream out, String title, List<String> header) {
            this.workbook = new Workbook(out, "Desa Terlindungi", null);
            this.title = title;
            this.header = List.copyOf(header);
            this.sheet = begin();
        }

        private Worksheet begin() {
            sheet = workbook.newWorksheet(title + " " + number);
            row = 0;
            for (var column = 0; column < header.size(); column++) {
                sheet.style(column).format(TEXT).set(); // For cells that people add later.
            }
            write(header);
            return sheet;
        }

        @Override
        public void row(List<String> cells) {
            try {
                if (row > SHEET_ROWS) {
                    sheet.finish();
                    number++;
                    sheet = begin();
                }
                write(cells);
                if (row % FLUSH_ROWS == 0) {
                    sheet.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(List<String> cells) {
            for (var column = 0; column < cells.size(); column++) {
                // Written in place: a table of shared texts would keep all of them in memory.
                sheet.inlineString(row, column, cells.get(column));
            }
            sheet.range(row, 0, row, cells.size() - 1).style().format(TEXT).set();
            row++;
        }

        @Override
        public String code(@Nullable String code) {
            return text(code);
        }

        @Override
        public void finish() throws IOException {
            sheet.finish();
            workbook.finish();
        }
    }
}
