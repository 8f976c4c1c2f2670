package id.desaterlindungi.enrollment.participant.codes;

import id.desaterlindungi.enrollment.http.PlainText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A national identity number (nomor induk kependudukan): region of first registration, birth date, serial. Given for life,
 * also where its region or birth date have turned out wrong, and without a check digit.
 *
 * @param digits 16 ASCII digits {@code PPKKCC DDMMYY SSSS}; a woman's day has 40 added
 */
public record Nik(String digits) {
    /** Of province, regency and district. */
    private static final int SHOWN = 6;

    private static final Pattern SEPARATORS = Pattern.compile("[ .\\p{Pd}]");
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    private static final int DIGITS = 16;
    private static final int WOMAN = 40;

    public Nik {
        if (!isWritten(digits)) {
            throw new IllegalArgumentException("Not 16 digits");
        }
    }

    /** Empty unless 16 ASCII digits of one line remain without spaces, dots and dashes. */
    public static Optional<Nik> read(String text) {
        if (isWritten(text)) { // As nearly all are.
            return Optional.of(new Nik(text));
        }
        if (LINE_BREAK.matcher(text).find()) {
            return Optional.empty();
        }
        var digits = SEPARATORS.matcher(PlainText.folded(text)).replaceAll("");
        return isWritten(digits) ? Optional.of(new Nik(digits)) : Optional.empty();
    }

    /** Whether it is 16 ASCII digits and nothing else. */
    public static boolean isWritten(String text) {
        if (text.length() != DIGITS) {
            return false;
        }
        for (var i = 0; i < DIGITS; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    public boolean hasSerial() {
        return !digits.endsWith("0000");
    }

    /** Kemendagri province codes run from 11 to 96. */
    public boolean hasKnownProvince() {
        var province = number(0, 2);
        return province >= 11 && province <= 96;
    }

    public Sex sex() {
        return number(6, 8) > WOMAN ? Sex.F : Sex.M;
    }

    /** Whether its day, month and two-digit year are a date of the 20th or of the 21st century. */
    public boolean hasBirthDate() {
        return isDate(1900 + number(10, 12)) || isDate(2000 + number(10, 12));
    }

    /** Of the two that it may be the later one that has come: nobody in a list is a hundred years old. Empty if it is in no calendar. */
    public Optional<LocalDate> birthDate(LocalDate today) {
        for (var century : new int[] {2000, 1900}) {
            var year = century + number(10, 12);
            if (isDate(year)) {
                var date = LocalDate.of(year, number(8, 10), day());
                if (!date.isAfter(today)) {
                    return Optional.of(date);
                }
            }
        }
        return Optional.empty();
    }

    /** But for the century, of which a NIK does not tell. */
    public boolean agreesWith(LocalDate birthDate) {
        return birthDate.getDayOfMonth() == day()
                && birthDate.getMonthValue() == number(8, 10)
                && birthDate.getYear() % 100 == number(10, 12);
    }

    /**
     * {@code 160107**********}: the district alone. The rest follows from birth date and sex, which stand beside it, but for four
     * digits.
     */
    public String masked() {
        return digits.substring(0, SHOWN) + "*".repeat(digits.length() - SHOWN);
    }

    /** Masked, so that it can be logged by mistake without harm. */
    @Override
    public String toString() {
        return masked();
    }

    private boolean isDate(int year) {
        try {
            LocalDate.of(year, number(8, 10), day());
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private int day() {
        var day = number(6, 8);
        return day > WOMAN ? day - WOMAN : day;
    }

    private int number(int begin, int end) {
        return Integer.parseInt(digits, begin, end, 10);
    }
}
