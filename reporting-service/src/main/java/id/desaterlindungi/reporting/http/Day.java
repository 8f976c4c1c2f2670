package id.desaterlindungi.reporting.http;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A day as JSON and addresses write it, {@code 1984-07-05}, in ASCII digits. */
public final class Day {
    /** Every date of the register lies within; the contract's schemas and the database's constraints say so too. */
    public static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    public static final LocalDate LATEST = LocalDate.of(2100, 12, 31);

    private static final Pattern FORM = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");

    /** As people write it: not taken, but looked at for what is to be told. */
    private static final Pattern DAY_FIRST = Pattern.compile("([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})");

    private Day() {}

    public static Optional<LocalDate> read(String text) {
        var written = FORM.matcher(text);
        return written.matches() ? inCalendar(written, 1, 2, 3) : Optional.empty();
    }

    /** Why a text is no day: 31 April is in no calendar, however it is written; else it is the form. */
    public static String fault(String text) {
        var written = FORM.matcher(text);
        if (written.matches()) {
            return inCalendar(written, 1, 2, 3).isEmpty() ? "date-not-in-calendar" : "date-format";
        }
        var dayFirst = DAY_FIRST.matcher(text);
        return dayFirst.matches() && inCalendar(dayFirst, 3, 2, 1).isEmpty() ? "date-not-in-calendar" : "date-format";
    }

    private static Optional<LocalDate> inCalendar(Matcher written, int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(written.group(year)),
                    Integer.parseInt(written.group(month)),
                    Integer.parseInt(written.group(day))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
