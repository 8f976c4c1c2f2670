package id.desaterlindungi.enrollment.imports.file;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Brings the dates that people write into the form of the API. A text that is no date stays as it is. */
final class Dates {
    /** {@code 30 September 1980T00:00:00.000+07:00} has 36 characters. A longer text is no date. */
    private static final int LONGEST_DATE = 40;

    private static final int ISO_LENGTH = "1980-12-31".length();

    private static final String TIME = "(?:[T ][0-9]{1,2}[:.][0-9]{2}.{0,20})?";
    private static final Pattern ISO_DATE = Pattern.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + TIME);
    private static final Pattern DAY_FIRST =
            Pattern.compile("([0-9]{1,2})[-/.\\h]{1,3}([0-9]{1,2})[-/.\\h]{1,3}([0-9]{4})" + TIME);
    private static final Pattern WITH_MONTH =
            Pattern.compile("([0-9]{1,2})[-/.\\h]{0,3}(\\p{L}{3,9})[-/.,\\h]{0,3}([0-9]{4})" + TIME);

    /** How the names of each month begin, Indonesian and English, so that no beginning fits two months. */
    private static final List<List<String>> MONTHS = List.of(
            List.of("JAN"),
            List.of("FEB", "PEB"),
            List.of("MAR"),
            List.of("APR"),
            List.of("MEI", "MAY"),
            List.of("JUN"),
            List.of("JUL"),
            List.of("AGU", "AGS", "AUG"),
            List.of("SEP"),
            List.of("OKT", "OCT"),
            List.of("NOV", "NOP"),
            List.of("DES", "DEC"));

    private Dates() {}

    /** {@code 1980-12-31}, {@code 31-12-1980}, {@code 31/12/1980}, {@code 31 Desember 1980}: the day before the month. */
    static String date(String text) {
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
        return named.matches() && month(named.group(2)) > 0
                ? date(named.group(3), month(named.group(2)), named.group(1))
                : text;
    }

    private static boolean isWrittenAsTheApiTakesIt(String text) {
        return text.length() == ISO_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }

    /** As {@link #date}, also after a place of birth: {@code Baturaja, 31-12-1980} or {@code Baturaja 31-12-1980}. */
    static String birthDate(String text) {
        if (isWrittenAsTheApiTakesIt(text)) {
            return text;
        }
        var whole = date(text);
        if (isWrittenAsTheApiTakesIt(whole)) {
            return whole;
        }
        return Stream.of(text.substring(text.lastIndexOf(',') + 1).strip(), text.substring(firstDigit(text)))
                .map(Dates::date)
                .filter(Dates::isWrittenAsTheApiTakesIt)
                .findFirst()
                .orElse(text);
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
