package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.NikDigits;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.codes.Phone;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the numbers of a row that are no amounts, and sees what Excel has made of them. */
public final class NumberReading {
    /** What a report writes in place of the last digit of a NIK that is lost. */
    public static final String LOST_DIGIT = "?";

    private static final Pattern MOBILE_WITHOUT_ZERO = Pattern.compile("8[0-9]{7,12}");
    private static final Pattern KPJ = Pattern.compile("[0-9A-Z]{11}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{16}[.,]0");
    private static final Pattern WITHOUT_LAST_DIGIT = Pattern.compile("[0-9]{15}\\?");
    private static final int NIK_DIGITS = 16;

    private final RowCells cells;
    private final Set<FileTrait> traits;

    NumberReading(RowCells cells, Set<FileTrait> traits) {
        this.cells = cells;
        this.traits = traits;
    }

    @Nullable
    String nik() {
        var text = unharmed(Column.NIK);
        if (text != null && WHOLE.matcher(text).matches()) { // As some programs write any number.
            text = text.substring(0, NIK_DIGITS);
        }
        if (text != null
                && (isRounded(cells.cell(Column.NIK))
                        || wasRounded(text)
                        || text.endsWith(LOST_DIGIT)
                                && WITHOUT_LAST_DIGIT.matcher(text).matches())) {
            cells.error(Column.NIK, ListCode.ROUNDED);
        }
        return text;
    }

    /** No serial is 0000, but 0001 to 0004 become it. And if nearly all NIKs end in 0, these had another last digit. */
    private boolean wasRounded(String text) {
        return NikDigits.of(Cell.of(text))
                .filter(nik -> nik.endsWith("0000") || traits.contains(FileTrait.NIKS_ROUNDED) && nik.endsWith("0"))
                .isPresent();
    }

    /** Excel keeps 15 digits. A NIK that was typed as a number has a 0 in place of its last digit. */
    private static boolean isRounded(Cell nik) {
        return nik.numeric() && nik.text().length() == NIK_DIGITS && nik.text().endsWith("0");
    }

    @Nullable
    String kpj() {
        var text = unharmed(Column.KPJ);
        if (text == null) {
            return null;
        }
        var kpj = EnrollmentCheck.capital(text);
        if (!KPJ.matcher(kpj).matches()) {
            cells.warn(Column.KPJ, "left-out");
            return null;
        }
        return kpj;
    }

    @Nullable
    String phone() {
        var text = unharmed(Column.PHONE);
        if (text == null) {
            return null;
        }
        var phone = MOBILE_WITHOUT_ZERO.matcher(text).matches() ? "0" + text : text;
        if (Phone.read(phone).isEmpty()) {
            cells.warn(Column.PHONE, "left-out");
            return null;
        }
        return phone;
    }

    /** Null for an optional number that Excel has shortened; that of a NIK is told by itself. */
    private @Nullable String unharmed(Column column) {
        var text = cells.text(column);
        if (text != null && NikDigits.isScientific(text)) {
            cells.error(column, "excel-scientific");
            return RowCells.OPTIONAL.contains(column) ? null : text;
        }
        return text;
    }
}
