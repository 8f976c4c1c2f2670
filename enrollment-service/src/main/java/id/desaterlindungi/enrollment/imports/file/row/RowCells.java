package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.NikDigits;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.problem.Finding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cells of one row, and what is found of them. */
final class RowCells {
    /** What an enrollment does without: a cell of these that cannot be read is left out, with a warning. */
    static final Set<Column> OPTIONAL =
            EnumSet.of(Column.PHONE, Column.KPJ, Column.MONTHLY_INCOME, Column.GROUP_NAME, Column.GROUP_KIND);

    final FileRow row;
    final Header header;
    final Defaults defaults;
    private final int maxCell;
    final List<Finding> errors = new ArrayList<>();
    final List<Finding> warnings = new ArrayList<>();
    /** Fields whose lack follows from an error that is told. */
    final Set<String> untold = new HashSet<>();

    final Optional<Nik> knownNik;

    /** @param maxCell characters that are read of a cell */
    RowCells(FileRow row, Header header, Defaults defaults, int maxCell) {
        this.row = row;
        this.header = header;
        this.defaults = defaults;
        this.maxCell = maxCell;
        this.knownNik = NikDigits.of(cell(Column.NIK)).map(Nik::new).filter(Nik::hasBirthDate);
        row.marks().stream().sorted().forEach(mark -> warnings.add(Finding.at("/row", mark.code())));
    }

    Cell cell(Column column) {
        return row.cell(header.place(column));
    }

    /** Null for an empty cell, as for a field that is absent. */
    @Nullable
    String text(Column column) {
        var text = column == Column.NAME || column == Column.GROUP_NAME
                ? Cells.value(cell(column))
                : Cells.visible(Cells.value(cell(column)));
        if (text.isEmpty()) {
            text = defaults.of(column);
        }
        if (text.length() > maxCell) {
            error(column, "cell-too-long", maxCell);
            return null;
        }
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            error(column, "cell-line-break");
            return null;
        }
        if (EnrollmentCheck.isExcelError(text)) {
            error(column, "excel-error");
            return null;
        }
        return text.isEmpty() ? null : text;
    }

    /** What the cell itself says about a place, without a default. No place has several lines. */
    String given(Column column) {
        var text = Cells.visible(Cells.value(cell(column)));
        if (EnrollmentCheck.isExcelError(text)) {
            error(column, "excel-error");
            return "";
        }
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            error(column, "cell-line-break");
            return "";
        }
        return text;
    }

    /** Whether an error of a field was found already. */
    boolean isWrong(Column column) {
        return errors.stream().anyMatch(one -> one.pointer().equals("/" + column.field()));
    }

    /** A warning where the register does without what the cell would say. */
    void error(Column column, String code, Object... arguments) {
        (OPTIONAL.contains(column) ? warnings : errors).add(Finding.at("/" + column.field(), code, arguments));
    }

    void warn(Column column, String code, Object... arguments) {
        warnings.add(Finding.at("/" + column.field(), code, arguments));
    }

    /** What a list does not say of a person and the NIK does. Said of the row if its list has the column. */
    @Nullable
    String ofNik(Column column, Function<Nik, @Nullable String> part, String code) {
        if (knownNik.isEmpty()) {
            if (header.place(column) < 0) {
                untold.add("/" + column.field());
            }
            return null;
        }
        if (header.place(column) >= 0) {
            warn(column, code);
        }
        return part.apply(knownNik.get());
    }
}
