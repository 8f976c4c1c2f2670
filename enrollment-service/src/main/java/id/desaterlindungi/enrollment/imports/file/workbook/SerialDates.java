package id.desaterlindungi.enrollment.imports.file.workbook;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/** Workbooks keep days as numbers, which count from 1900 or from 1904. */
public enum SerialDates {
    FROM_1900(LocalDate.of(1899, 12, 30)),
    FROM_1904(LocalDate.of(1904, 1, 1));

    public static final int MOST_DIGITS = 320;

    /** Excel's 31 December 9999. */
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_465);

    private final LocalDate first;

    SerialDates(LocalDate first) {
        this.first = first;
    }

    /** In the API's form of a date. Empty if it cannot be one. */
    public Optional<String> of(BigDecimal days) {
        return day(days).map(LocalDate::toString);
    }

    /** The days that a number may stand for: one for each kind of workbook. */
    public static Stream<LocalDate> all(BigDecimal days) {
        return Stream.of(values()).flatMap(from -> from.day(days).stream());
    }

    private Optional<LocalDate> day(BigDecimal days) {
        return days.signum() >= 0 && days.compareTo(LAST_DAY) <= 0
                ? Optional.of(first.plusDays(days.longValue()))
                : Optional.empty();
    }

    /** Written out: {@code 1.601074507849001E15} becomes 16 digits. Empty if a hostile exponent would make it endless. */
    public static String plain(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            return "";
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
