package id.desaterlindungi.enrollment.imports.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds villages as lists name them: by code, or by name together with the district. */
public final class Places {
    private static final Pattern VILLAGE_KIND =
            Pattern.compile("^(DESA|KELURAHAN|KEL|DS)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISTRICT_KIND = Pattern.compile("^(KECAMATAN|KEC)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern REGENCY_KIND = Pattern.compile("^(KABUPATEN|KAB|KOTA)[ .]+", Pattern.CASE_INSENSITIVE);
    /** {@code 16.01.07.2001}, {@code 1601072001}, {@code 16-01-07-2001}, {@code 16 01 07 2001}; also without leading zeros. */
    private static final Pattern CODE =
            Pattern.compile("(?:([0-9]{2})[-./_ ]{0,3}([0-9]{2})[-./_ ]{0,3}([0-9]{2})[-./_ ]{0,3}([0-9]{4})"
                    + "|([0-9]{1,2})[-./_ ]{1,3}([0-9]{1,2})[-./_ ]{1,3}([0-9]{1,2})[-./_ ]{1,3}([0-9]{4}))(?:[.,]0)?");

    /** A name behind, {@code 1601072001 - Negeri Sindang}, or in brackets. */
    private static final Pattern NAME_BEHIND =
            Pattern.compile("([0-9][-0-9./_ ]{8,22}[0-9])[-:,;( ]{1,4}\\p{L}.{0,100}");

    private static final Pattern SHORT_FORM = Pattern.compile("[0-9][.,][0-9]{1,9}[eE]\\+?0?9");
    private static final int LONGEST_CODE = 140;
    private static final int LONG_NAME = 7;
    private static final int MOST_FITTING = 10;
    private static final int CODE_LENGTH = "16.01.07.2001".length();

    /**
     * The names are without their kind (desa, kecamatan, kabupaten), in the form of {@link Column#plain}.
     *
     * @param label for people: the names as the register has them
     */
    public record Place(String code, boolean open, String name, String district, String regency, String label) {
        /** From names as the register has them, with or without their kind. */
        public static Place of(String code, boolean open, String name, String district, String regency) {
            return new Place(
                    code,
                    open,
                    plain(VILLAGE_KIND, name),
                    plain(DISTRICT_KIND, district),
                    plain(REGENCY_KIND, regency),
                    String.join(", ", name, district, regency));
        }

        public boolean isCalled(String written) {
            return name.equals(plain(VILLAGE_KIND, written));
        }
    }

    /** The short names of the regencies of South Sumatra. */
    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            Map.entry("OKU", "OGANKOMERINGULU"),
            Map.entry("OKI", "OGANKOMERINGILIR"),
            Map.entry("OKUT", "OGANKOMERINGULUTIMUR"),
            Map.entry("OKUTIMUR", "OGANKOMERINGULUTIMUR"),
            Map.entry("OKUS", "OGANKOMERINGULUSELATAN"),
            Map.entry("OKUSELATAN", "OGANKOMERINGULUSELATAN"),
            Map.entry("OI", "OGANILIR"),
            Map.entry("MUBA", "MUSIBANYUASIN"),
            Map.entry("MURA", "MUSIRAWAS"),
            Map.entry("MURATARA", "MUSIRAWASUTARA"),
            Map.entry("PALI", "PENUKALABABLEMATANGILIR"),
            Map.entry("4LAWANG", "EMPATLAWANG"));

    private final List<Place> all;
    private final Map<String, Place> byCode = new HashMap<>();
    private final Map<String, List<Place>> byName = new HashMap<>();
    /** By the last part of the code, with its dot. */
    private final Map<String, List<Place>> byVillage = new HashMap<>();

    private final Set<String> regencies;

    public Places(List<Place> places) {
        this(places, places.stream().map(Place::regency).collect(Collectors.toSet()));
    }

    private Places(List<Place> places, Set<String> regencies) {
        this.all = List.copyOf(places);
        this.regencies = regencies;
        places.forEach(place -> {
            byCode.put(place.code, place);
            byVillage
                    .computeIfAbsent(place.code.substring(place.code.lastIndexOf('.')), _ -> new ArrayList<>())
                    .add(place);
            byName.computeIfAbsent(place.name, name -> new ArrayList<>()).add(place);
        });
    }

    /** Those whose codes are so, as if there were no others. The names of regencies are known all the same. */
    public Places only(Predicate<String> codes) {
        return new Places(all.stream().filter(place -> codes.test(place.code)).toList(), regencies);
    }

    /**
     * In the form of the register, {@code 16.01.07.2001}, also from other separators or none, from a number that a spreadsheet
     * wrote in its short form, and from before the village's name.
     */
    public static Optional<String> code(String text) {
        if (text.isEmpty() || text.length() > LONGEST_CODE || !isDigit(text.charAt(0))) {
            return Optional.empty();
        }
        if (isWrittenAsTheRegisterHasIt(text)) {
            return Optional.of(text);
        }
        if (SHORT_FORM.matcher(text).matches()) {
            var whole = new BigDecimal(text.replace(',', '.')).toPlainString();
            return whole.length() == 10 ? code(whole) : Optional.empty();
        }
        var behind = NAME_BEHIND.matcher(text);
        var match = CODE.matcher(behind.matches() ? behind.group(1) : text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var first = match.group(1) == null ? 5 : 1;
        return Optional.of(
                code(match.group(first), match.group(first + 1), match.group(first + 2), match.group(first + 3)));
    }

    private static boolean isWrittenAsTheRegisterHasIt(String text) {
        if (text.length() != CODE_LENGTH) {
            return false;
        }
        for (var i = 0; i < CODE_LENGTH; i++) {
            var isDot = i == 2 || i == 5 || i == 8;
            if (isDot ? text.charAt(i) != '.' : !isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }

    private static String code(String province, String regency, String district, String village) {
        return String.join(".", two(province), two(regency), two(district), village);
    }

    private static String two(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }

    /**
     * The villages that have these numbers, as the civil registry gives them, each within its area. What is not given may be any.
     *
     * @param province {@code 16}, or empty
     * @param regency {@code 1} or {@code 1601}, or empty
     * @param district {@code 7} or {@code 160107}, or empty
     * @param village {@code 2001}
     */
    public List<Place> byNumbers(String province, String regency, String district, String village) {
        var suffix = "." + village;
        var within = prefix(province, regency, district);
        return byVillage.getOrDefault(suffix, List.of()).stream()
                .filter(place -> within.matcher(place.code).matches())
                .toList();
    }

    private static Pattern prefix(String province, String regency, String district) {
        var digits = Column.plain(district);
        var kabupaten = Column.plain(regency);
        var of = new String[] {Column.plain(province), kabupaten, digits};
        if (kabupaten.length() == 4) {
            of[0] = kabupaten.substring(0, 2);
            of[1] = kabupaten.substring(2);
        }
        if (digits.length() == 6) {
            of = new String[] {digits.substring(0, 2), digits.substring(2, 4), digits.substring(4)};
        }
        var pattern = new StringBuilder();
        for (var part : of) {
            pattern.append(part.matches("[0-9]{1,2}") ? two(part) : "[0-9]{2}").append("\\.");
        }
        return Pattern.compile(pattern.append("[0-9]{4}").toString());
    }

    public Optional<Place> byCode(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** All that have these names. More than one if two regencies have a district of that name. */
    public List<Place> byName(String village, String district) {
        var wanted = plain(DISTRICT_KIND, district);
        return byName.getOrDefault(plain(VILLAGE_KIND, village), List.of()).stream()
                .filter(place -> place.district.equals(wanted))
                .toList();
    }

    /**
     * The open villages that somebody may have meant: of that name, else of nearly that name; those of the district that is named,
     * if it has any. The only village that there is fits whatever was written.
     *
     * @param said names, or a code, with commas between them
     */
    public List<Place> fitting(String said) {
        var open = all.stream().filter(Place::open).toList();
        if (open.size() == 1) {
            return open;
        }
        var names = Stream.of(said.split(","))
                .map(String::strip)
                .filter(part -> part.codePoints().anyMatch(Character::isLetter))
                .toList();
        if (names.isEmpty()) {
            return List.of();
        }
        var name = plain(VILLAGE_KIND, names.getFirst());
        var districts =
                names.stream().skip(1).map(one -> plain(DISTRICT_KIND, one)).toList();
        var called = within(
                districts,
                open.stream().filter(place -> place.name.equals(name)).toList());
        var fitting = called.isEmpty()
                ? within(
                        districts,
                        open.stream()
                                .filter(place -> isNearly(place.name, name))
                                .toList())
                : called;
        return fitting.stream()
                .sorted(Comparator.comparing(Place::code))
                .limit(MOST_FITTING)
                .toList();
    }

    /** Whether all that is said are its own names: first that of the village, then of the district and regency. */
    public boolean isNamed(Place place, String said) {
        var names = Stream.of(said.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.equals("-"))
                .toList();
        return !names.isEmpty()
                && place.isCalled(names.getFirst())
                && names.stream()
                        .skip(1)
                        .allMatch(one -> place.district.equals(plain(DISTRICT_KIND, one))
                                || regency(one).filter(place.regency::equals).isPresent());
    }

    private static List<Place> within(List<String> districts, List<Place> found) {
        var there = found.stream()
                .filter(place -> districts.stream().anyMatch(one -> isNearly(place.district, one)))
                .toList();
        return there.isEmpty() ? found : there;
    }

    /** Whether two names differ by one letter, or by two if they are long: written, left out, or another. */
    private static boolean isNearly(String one, String other) {
        var most = Math.min(one.length(), other.length()) < LONG_NAME ? 1 : 2;
        if (Math.abs(one.length() - other.length()) > most) {
            return false;
        }
        var before = IntStream.rangeClosed(0, other.length()).toArray();
        for (var i = 1; i <= one.length(); i++) {
            var now = new int[other.length() + 1];
            now[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + same);
            }
            before = now;
        }
        return before[other.length()] <= most;
    }

    /** In the form of {@link Place#regency}, also from the short name. Empty if it is unknown. */
    public Optional<String> regency(String written) {
        var plain = plain(REGENCY_KIND, written);
        return Optional.of(SHORT_NAMES.getOrDefault(plain, plain)).filter(regencies::contains);
    }

    private static String plain(Pattern kind, String name) {
        return Column.plain(kind.matcher(name.strip()).replaceFirst(""));
    }
}
