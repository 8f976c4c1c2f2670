package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.participant.codes.Nik;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the digits of a NIK in what people and spreadsheets make of such a long number. */
public final class NikDigits {
    private static final int DIGITS = 16;
    private static final Pattern SCIENTIFIC = Pattern.compile("[0-9]+(?:[.,][0-9]+[eE]\\+?|[eE]\\+)[0-9]+");
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{15,17}");

    private NikDigits() {}

    /** The 16 digits of a NIK in any writing. Empty if there are more or fewer. */
    public static Optional<String> of(Cell cell) {
        var text = cell.text();
        if (Nik.isWritten(text)) { // As nearly all are.
            return Optional.of(text);
        }
        var plain = Column.plain(text);
        if (plain.length() == DIGITS + 1 && (text.endsWith(".0") || text.endsWith(",0"))) {
            plain = plain.substring(0, DIGITS);
        }
        return Nik.isWritten(plain) ? Optional.of(plain) : Optional.empty();
    }

    /** Whether it can hardly be anything but a NIK: 16 digits, one more or less, or Excel's short form of them. */
    static boolean areLikely(String text) {
        var clean = Cells.clean(text);
        return isScientific(clean) || LONG_NUMBER.matcher(Column.plain(clean)).matches();
    }

    /** A long number in the short form that Excel shows. */
    public static boolean isScientific(String text) {
        return (text.indexOf('E') >= 0 || text.indexOf('e') >= 0)
                && SCIENTIFIC.matcher(text).matches();
    }
}
