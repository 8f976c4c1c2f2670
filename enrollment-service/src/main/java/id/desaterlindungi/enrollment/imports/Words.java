package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.participant.FundingSource;
import id.desaterlindungi.enrollment.participant.GroupKind;
import id.desaterlindungi.enrollment.participant.IncomeBand;
import id.desaterlindungi.enrollment.participant.Occupation;
import id.desaterlindungi.enrollment.participant.Origin;
import id.desaterlindungi.enrollment.participant.Programme;
import id.desaterlindungi.enrollment.participant.Segment;
import id.desaterlindungi.enrollment.participant.Sex;
import id.desaterlindungi.enrollment.problem.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The words and dates that people write in lists, in the form that the API takes; what is none of them stays as it is. */
final class Words {
    private static final Pattern ISO_DATE = Pattern.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?");
    private static final Pattern DAY_FIRST =
            Pattern.compile("([0-9]{1,2})\\s*[-/. ]\\s*([0-9]{1,2})\\s*[-/. ]\\s*([0-9]{4})(?:[T ].*)?");
    private static final Pattern WITH_MONTH = Pattern.compile("([0-9]{1,2})[-/. ]*(\\p{L}{3,9})[-/., ]*([0-9]{4})");
    private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z]+");

    /** Each month's beginnings, Indonesian and English, long enough to be one month's alone. */
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

    private static final Map<String, String> SEXES = Map.ofEntries(
            Map.entry("L", "M"),
            Map.entry("LK", "M"),
            Map.entry("LAKI", "M"),
            Map.entry("LAKILAKI", "M"),
            Map.entry("PRIA", "M"),
            Map.entry("MALE", "M"),
            Map.entry("P", "F"),
            Map.entry("PR", "F"),
            Map.entry("PEREMPUAN", "F"),
            Map.entry("WANITA", "F"),
            Map.entry("W", "F"),
            Map.entry("FEMALE", "F"));

    private static final Map<Column, Map<String, String>> CODES = Map.of(
            Column.SEX, with(codes(Sex.class, ""), SEXES),
            Column.SEGMENT, codes(Segment.class, "segment"),
            Column.OCCUPATION, codes(Occupation.class, "occupation"),
            Column.FUNDING_SOURCE, codes(FundingSource.class, "funding-source"),
            Column.ORIGIN,
                    with(
                            codes(Origin.class, ""),
                            Map.of("BARU", "NEW", "LAMA", "CARRIED_OVER", "LANJUTAN", "CARRIED_OVER")),
            Column.MONTHLY_INCOME, codes(IncomeBand.class, ""),
            Column.GROUP_KIND, codes(GroupKind.class, ""));

    private Words() {}

    private static <E extends Enum<E>> Map<String, String> codes(Class<E> type, String labels) {
        var codes = new HashMap<String, String>();
        for (var code : type.getEnumConstants()) {
            if (!labels.isEmpty()) {
                for (var language : List.of(Locale.of("id"), Locale.ENGLISH)) {
                    codes.put(
                            Column.plain(Messages.in(List.of(language))
                                    .text("label." + labels + "." + code.name(), List.of())),
                            code.name());
                }
            }
        }
        Arrays.stream(type.getEnumConstants()).forEach(code -> codes.put(Column.plain(code.name()), code.name()));
        return codes;
    }

    private static Map<String, String> with(Map<String, String> codes, Map<String, String> more) {
        var all = new HashMap<>(more);
        all.putAll(codes);
        return all;
    }

    /** A code from its name in any writing, or from its label in either language. */
    static String code(Column column, String text) {
        return CODES.getOrDefault(column, Map.of()).getOrDefault(Column.plain(text), text);
    }

    /** The codes of a column that has a closed set of them. */
    static Set<String> codes(Column column) {
        return column == Column.PROGRAMMES
                ? new LinkedHashSet<>(PROGRAMMES)
                : new TreeSet<>(CODES.getOrDefault(column, Map.of()).values());
    }

    /** {@code JKK+JKM}, {@code JKK, JKM}, {@code jkk dan jkm}. */
    static List<String> programmes(String text) {
        return BETWEEN.splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .map(word -> word.toUpperCase(Locale.ROOT))
                .filter(word -> !word.equals("DAN") && !word.equals("AND"))
                .distinct()
                .toList();
    }

    private static final List<String> PROGRAMMES =
            Arrays.stream(Programme.values()).map(Programme::name).toList();

    /** {@code 1980-12-31}, {@code 31-12-1980}, {@code 31/12/1980}, {@code 31 Desember 1980}: the day before the month. */
    static String date(String text) {
        var iso = ISO_DATE.matcher(text);
        if (iso.matches()) {
            return date(text, iso.group(1), number(iso.group(2)), iso.group(3));
        }
        var dayFirst = DAY_FIRST.matcher(text);
        if (dayFirst.matches()) {
            return date(text, dayFirst.group(3), number(dayFirst.group(2)), dayFirst.group(1));
        }
        var named = WITH_MONTH.matcher(text);
        if (named.matches()) {
            return date(text, named.group(3), month(named.group(2)), named.group(1));
        }
        return text;
    }

    /** Also behind the place of birth, {@code Baturaja, 31-12-1980}. */
    static String birthDate(String text) {
        var date = date(text);
        var comma = text.lastIndexOf(',');
        return date.equals(text) && comma >= 0 ? date(text.substring(comma + 1).strip()) : date;
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

    private static String date(String text, String year, int month, String day) {
        try {
            return LocalDate.of(number(year), month, number(day)).toString();
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
