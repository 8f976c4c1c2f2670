package id.desaterlindungi.enrollment.imports.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds villages as lists name them: by code, or by name together with the district. */
public final class Places {
    private static final Pattern VILLAGE_KIND =
            Pattern.compile("^(DESA|KELURAHAN|KEL|DS)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISTRICT_KIND = Pattern.compile("^(KECAMATAN|KEC)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern REGENCY_KIND = Pattern.compile("^(KABUPATEN|KAB|KOTA)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("([0-9]{2})\\.?([0-9]{2})\\.?([0-9]{2})\\.?([0-9]{4})");

    /** The names are without their kind (desa, kecamatan, kabupaten), in the form of {@link Column#plain}. */
    public record Place(String code, boolean open, String name, String district, String regency) {
        /** From names as the register has them, with or without their kind. */
        public static Place of(String code, boolean open, String name, String district, String regency) {
            return new Place(
                    code,
                    open,
                    plain(VILLAGE_KIND, name),
                    plain(DISTRICT_KIND, district),
                    plain(REGENCY_KIND, regency));
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
    private final Set<String> regencies;

    public Places(List<Place> places) {
        this(places, places.stream().map(Place::regency).collect(Collectors.toSet()));
    }

    private Places(List<Place> places, Set<String> regencies) {
        this.all = List.copyOf(places);
        this.regencies = regencies;
        places.forEach(place -> {
            byCode.put(place.code, place);
            byName.computeIfAbsent(place.name, name -> new ArrayList<>()).add(place);
        });
    }

    /** Those whose codes are so, as if there were no others. The names of regencies are known all the same. */
    public Places only(Predicate<String> codes) {
        return new Places(all.stream().filter(place -> codes.test(place.code)).toList(), regencies);
    }

    /** In the form of the register, {@code 16.01.07.2001}, also if the dots are missing. */
    public static Optional<String> code(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var match = CODE.matcher(text);
        return match.matches()
                ? Optional.of(String.join(".", match.group(1), match.group(2), match.group(3), match.group(4)))
                : Optional.empty();
    }

    public Optional<Place> byCode(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** All that have these names. More than one if two regencies have a district of that name. */
    List<Place> byName(String village, String district) {
        var wanted = plain(DISTRICT_KIND, district);
        return byName.getOrDefault(plain(VILLAGE_KIND, village), List.of()).stream()
                .filter(place -> place.district.equals(wanted))
                .toList();
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
