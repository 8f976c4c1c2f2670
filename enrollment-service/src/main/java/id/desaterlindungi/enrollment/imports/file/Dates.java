package id.desaterlindungi.enrollment.imports.file;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Brings the dates that people write into the form of the API. A text that is no date stays as it is. */
public final class Dates {
    /** {@code 30 September 1980T00:00:00.000+07:00} has 36 characters. A longer text is no date. */
    static final int LONGEST_DATE = 40;

    static final int ISO_LENGTH = "1980-12-31".length();

    private static final String TIME = "(?:[T ][0-9]{1,2}[:.][0-9]{2}.{0,20})?";
    private static final Pattern ISO_DATE = Pattern.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + TIME);
    private static final Pattern DAY_FIRST =
            Pattern.compile("([0-9]{1,2})[-/.\\h]{1,3}([0-9]{1,2})[-/.\\h]{1,3}([0-9]{4})" + TIME);
    private static final Pattern WITH_MONTH =
            Pattern.compile("([0-9]{1,2})[-/.\\h]{0,3}(\\p{L}{1,9})[-/.,\\h]{0,3}([0-9]{4})" + TIME);
    private static final Pattern MONTH_FIRST =
            Pattern.compile("(\\p{L}{3,9})[-/.\\h]{1,3}([0-9]{1,2})[-/.,\\h]{1,3}([0-9]{4})");
    /** {@code 31/12/80}, {@code 31-12-'80}, {@code 31 Des 80}. */
    private static final Pattern SHORT_YEAR =
            Pattern.compile("([0-9]{1,2})[-/.\\h]{1,3}([0-9]{1,2}|\\p{L}{1,9})[-/.,\\h]{1,3}['’]?([0-9]{2})" + TIME);

    /** How the names of each month begin, Indonesian and English, so that no beginning fits two months. */
    private static final List<List<String>> MONTHS = List.of(
            List.of("JAN"),
            List.of("FEB", "PEB"),
            List.of("MAR", "MRT", "MRET"),
            List.of("APR"),
            List.of("MEI", "MAY"),
            List.of("JUN"),
            List.of("JUL"),
            List.of("AGU", "AGS", "AGT", "AUG"),
            List.of("SEP", "SPT"),
            List.of("OKT", "OCT"),
            List.of("NOV", "NOP"),
            List.of("DES", "DEC"));

    private static final Map<String, Integer> ROMAN = Map.ofEntries(
            Map.entry("I", 1),
            Map.entry("II", 2),
            Map.entry("III", 3),
            Map.entry("IV", 4),
            Map.entry("V", 5),
            Map.entry("VI", 6),
            Map.entry("VII", 7),
            Map.entry("VIII", 8),
            Map.entry("IX", 9),
            Map.entry("X", 10),
            Map.entry("XI", 11),
            Map.entry("XII", 12));

    /** A day whose year has only two digits. The NIK of the row may tell the century. */
    public record ShortYear(int day, int month, int yearOfCentury) {
        /** Both centuries, where they have such a day. */
        public List<LocalDate> days() {
            return Stream.of(1900, 2000)
                    .flatMap(century -> inCalendar(century + yearOfCentury, month, day).stream())
                    .toList();
        }
    }

    private Dates() {}

    /**
     * {@code 1980-12-31}, {@code 31-12-1980}, {@code 31/12/1980}, {@code 31 Desember 1980}, {@code 31-XII-1980}: the day before
     * the month.
     */
    public static String date(String text) {
        if (text.length() > LONGEST_DATE || isWrittenAsTheApiTakesIt(text)) {
            return text;
        }
        var iso = ISO_DATE.matcher(text);
        if (iso.matches()) {
            return date(iso.group(1), number(iso.group(2)), iso.group(3));
        }
        var dayFirst = DAY_FIRST.matcher(text);
        if (dayFirst.matches()) {
            return date(dayFirst.group(3), number(dayFirst.group(2)), dayFirst.group(1));
        }
        var named = WITH_MONTH.matcher(text);
        if (named.matches() && month(named.group(2)) > 0) {
            return date(named.group(3), month(named.group(2)), named.group(1));
        }
        var monthFirst = MONTH_FIRST.matcher(text);
        return monthFirst.matches() && month(monthFirst.group(1)) > 0
                ? date(monthFirst.group(3), month(monthFirst.group(1)), monthFirst.group(2))
                : text;
    }

    public static boolean isWrittenAsTheApiTakesIt(String text) {
        return text.length() == ISO_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }

    /** As {@link #date}, also after a place of birth: {@code Baturaja, 31-12-1980} or {@code Baturaja 31-12-1980}. */
    public static String birthDate(String text) {
        if (isWrittenAsTheApiTakesIt(text)) {
            return text;
        }
        return behindPlace(text, part -> Optional.of(date(part)).filter(Dates::isWrittenAsTheApiTakesIt))
                .orElse(text);
    }

    /** A birth date, also after a place, whose year has only two digits. */
    public static Optional<ShortYear> birthDateOfShortYear(String text) {
        return behindPlace(text, Dates::shortYear);
    }

    private static <T> Optional<T> behindPlace(String text, Function<String, Optional<T>> reader) {
        return Stream.of(text, text.substring(text.lastIndexOf(',') + 1).strip(), text.substring(firstDigit(text)))
                .flatMap(part -> reader.apply(part).stream())
                .findFirst();
    }

    public static Optional<ShortYear> shortYear(String text) {
        if (text.length() > LONGEST_DATE) {
            return Optional.empty();
        }
        var written = SHORT_YEAR.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        var named = written.group(2);
        var month = Character.isDigit(named.charAt(0)) ? number(named) : month(named);
        var day = new ShortYear(number(written.group(1)), month, number(written.group(3)));
        return Optional.of(day).filter(one -> !one.days().isEmpty());
    }

    /**
     * The days that the text of a birth date may mean: the one that it says, and the one that it was before Excel took its day
     * for its month; for a year of two digits those of both centuries.
     */
    static List<LocalDate> readings(String text) {
        var days = new ArrayList<LocalDate>();
        var whole = birthDate(text);
        if (isWrittenAsTheApiTakesIt(whole)) {
            day(whole).ifPresent(days::add);
            swapped(whole).ifPresent(days::add);
        } else {
            birthDateOfShortYear(text).ifPresent(one -> days.addAll(one.days()));
        }
        return days;
    }

    /** With day and month in each other's place. @param iso in the form of the API */
    public static Optional<LocalDate> swapped(String iso) {
        return isWrittenAsTheApiTakesIt(iso) && hasEightDigits(iso)
                ? inCalendar(number(iso.substring(0, 4)), number(iso.substring(8)), number(iso.substring(5, 7)))
                : Optional.empty();
    }

    private static Optional<LocalDate> day(String iso) {
        return hasEightDigits(iso)
                ? inCalendar(number(iso.substring(0, 4)), number(iso.substring(5, 7)), number(iso.substring(8)))
                : Optional.empty();
    }

    private static boolean hasEightDigits(String iso) {
        var digits = 0;
        for (var i = 0; i < iso.length(); i++) {
            digits += Character.isDigit(iso.charAt(i)) ? 1 : 0;
        }
        return digits == 8;
    }

    /** Without an exception for what is in no calendar: two thirds of all days have no other with their day as its month. */
    private static Optional<LocalDate> inCalendar(int year, int month, int day) {
        return month >= 1
                        && month <= 12
                        && day >= 1
                        && day <= YearMonth.of(year, month).lengthOfMonth()
                ? Optional.of(LocalDate.of(year, month, day))
                : Optional.empty();
    }

    private static int firstDigit(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return i;
            }
        }
        return text.length();
    }

    private static int month(String name) {
        var wanted = name.toUpperCase(Locale.ROOT);
        var roman = ROMAN.get(wanted);
        if (roman != null) {
            return roman;
        }
        for (var month = 0; month < MONTHS.size(); month++) {
            if (MONTHS.get(month).stream().anyMatch(wanted::startsWith)) {
                return month + 1;
            }
        }
        return 0;
    }

    /** Also for a day that does not exist, which the check will find. */
    private static String date(String year, int month, String day) {
        return "%s-%02d-%02d".formatted(year, month, number(day));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
