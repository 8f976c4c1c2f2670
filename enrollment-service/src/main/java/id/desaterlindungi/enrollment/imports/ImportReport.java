package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.imports.Imports.JudgedRow;
import id.desaterlindungi.enrollment.imports.RowView.RowFinding;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The uploaded list once more, each row with its verdict beside it; corrected, it can be sent back as it is. */
@ApplicationScoped
class ImportReport {
    /** A NIK, a KPJ, a telephone number. */
    private static final Pattern CODE = Pattern.compile("(?=.*[0-9])[0-9A-Z]{8,20}|0[0-9]+");

    /** In place of a P that may be a man; read as neither. */
    private static final String EITHER_SEX = "Pria/Perempuan";

    private final Imports imports;

    ImportReport(Imports imports) {
        this.imports = imports;
    }

    /** The columns of the list but those of a report that it was itself, then the report's own. */
    List<String> header(Header header, Messages messages) {
        var names = new ArrayList<>(own(header).stream()
                .map(i -> SheetWriter.text(header.names().get(i)))
                .toList());
        names.addAll(Column.reportHeaders(messages.locale()));
        return names;
    }

    private static List<Integer> own(Header header) {
        return IntStream.range(0, header.names().size())
                .filter(i -> header.columns()
                        .get(i)
                        .filter(column -> !column.isRead() && column != Column.SEQUENCE)
                        .isEmpty())
                .boxed()
                .toList();
    }

    void write(UUID id, Header header, boolean failedOnly, Messages messages, SheetWriter file) throws IOException {
        var columns = own(header);
        var seen = 0;
        for (var number = 0; ; number++) {
            var rows = imports.chunk(id, number);
            if (rows.isEmpty()) {
                break;
            }
            seen += rows.get().size();
            for (var row : rows.get()) {
                if (!failedOnly || row.verdict() == RowVerdict.FAILED) {
                    file.row(cells(row, header, columns, messages, file));
                }
            }
        }
        if (seen < imports.count(id)) {
            throw new IllegalStateException("The rows were deleted while they were being reported");
        }
        file.finish();
    }

    private static List<String> cells(
            JudgedRow row, Header header, List<Integer> columns, Messages messages, SheetWriter file) {
        var cells = new ArrayList<String>();
        for (var column : columns) {
            var text = text(row, column, header);
            var clean = Cells.clean(text);
            cells.add(CODE.matcher(clean).matches() ? file.code(clean) : SheetWriter.text(text));
        }
        cells.add(Integer.toString(row.row().number()));
        cells.add(messages.text("row-verdict." + row.verdict().name(), List.of()));
        cells.add(row.findings().stream().map(Finding::code).collect(Collectors.joining(", ")));
        // It begins with the file's own words, which may be a formula's.
        cells.add(SheetWriter.text(row.findings().stream()
                .map(finding -> RowFinding.of(finding, header, messages))
                .map(finding -> finding.column() + ": " + finding.message())
                .collect(Collectors.joining(" "))));
        return cells;
    }

    /** As a text says it that will be read again: a day as a day. */
    private static String text(JudgedRow row, int place, Header header) {
        var cell = row.row().cell(place);
        var column = header.columns().get(place);
        if (column.isEmpty()) {
            return cell.text();
        }
        if (column.get() == Column.NIK && isTold(row, RowCheck.ROUNDED)) {
            return withoutLastDigit(cell.text());
        }
        if (column.get() == Column.SEX && isTold(row, RowCheck.EITHER_SEX)) {
            return Column.plain(cell.text()).equals("P") ? EITHER_SEX : cell.text();
        }
        return column.get() == Column.BIRTH_DATE && cell.numeric()
                ? RowCheck.birthDate(cell, row.row().cell(header.place(Column.NIK)))
                        .map(LocalDate::toString)
                        .orElse(cell.text())
                : cell.text();
    }

    /** By a finding that only the whole list told, perhaps: the failed rows alone would not tell it again. */
    private static boolean isTold(JudgedRow row, String code) {
        return row.findings().stream().anyMatch(finding -> finding.code().equals(code));
    }

    /** {@code 160107450784900?}, not as if it were whole. */
    private static String withoutLastDigit(String nik) {
        return Words.nik(Cell.of(nik))
                .map(digits -> digits.substring(0, digits.length() - 1) + RowCheck.LOST_DIGIT)
                .orElse(nik);
    }
}
