package id.desaterlindungi.enrollment.imports;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The villages as lists name them: by code, or by name together with the district's. Some thousand, held for seconds. */
@ApplicationScoped
class Places {
    private static final long FRESH = Duration.ofSeconds(5).toNanos();
    private static final Pattern VILLAGE_KIND =
            Pattern.compile("^(DESA|KELURAHAN|KEL|DS)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISTRICT_KIND = Pattern.compile("^(KECAMATAN|KEC)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern REGENCY_KIND = Pattern.compile("^(KABUPATEN|KAB|KOTA)[ .]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("([0-9]{2})\\.?([0-9]{2})\\.?([0-9]{2})\\.?([0-9]{4})");

    /** Its names without their kind, as {@link Column#plain} writes them. */
    record Place(String code, boolean open, String name, String district, String regency) {
        boolean isCalled(String written) {
            return name.equals(plain(VILLAGE_KIND, written));
        }
    }

    /** What the regencies of South Sumatra are called in short; any other short name is none that is known. */
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

    private record Directory(
            Map<String, Place> byCode, Map<String, List<Place>> byName, Set<String> regencies, long readAt) {
        boolean isFresh() {
            return System.nanoTime() - readAt <= FRESH;
        }
    }

    private final Jdbi jdbi;
    private volatile @Nullable Directory directory;

    Places(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** As the register writes it, {@code 16.01.07.2001}, also where the dots are missing. */
    static Optional<String> code(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var match = CODE.matcher(text);
        return match.matches()
                ? Optional.of(String.join(".", match.group(1), match.group(2), match.group(3), match.group(4)))
                : Optional.empty();
    }

    Optional<Place> byCode(String code) {
        return Optional.ofNullable(directory().byCode.get(code));
    }

    /** All that the names fit; more than one where two regencies have a district of that name. */
    List<Place> byName(String village, String district) {
        var wanted = plain(DISTRICT_KIND, district);
        return directory().byName.getOrDefault(plain(VILLAGE_KIND, village), List.of()).stream()
                .filter(place -> place.district.equals(wanted))
                .toList();
    }

    /** As {@link Place#regency} has it, also from its short name; empty for none that is known. */
    Optional<String> regency(String written) {
        var plain = plain(REGENCY_KIND, written);
        return Optional.of(SHORT_NAMES.getOrDefault(plain, plain)).filter(directory().regencies::contains);
    }

    private static String plain(Pattern kind, String name) {
        return Column.plain(kind.matcher(name.strip()).replaceFirst(""));
    }

    private Directory directory() {
        var current = directory;
        return current != null && current.isFresh() ? current : readOnce();
    }

    private synchronized Directory readOnce() {
        var current = directory;
        if (current == null || !current.isFresh()) {
            current = read();
            directory = current;
        }
        return current;
    }

    private Directory read() {
        var byCode = new HashMap<String, Place>();
        var byName = new HashMap<String, List<Place>>();
        var regencies = new HashSet<String>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select v.code, v.open_code is not null as open, a.name, d.name as district, r.name as regency
                        from village v
                        join area a on a.code = v.code
                        join area d on d.code = a.parent_code
                        join area r on r.code = d.parent_code
                        """)
                .map((row, context) -> new Place(
                        row.getString("code"),
                        row.getBoolean("open"),
                        plain(VILLAGE_KIND, row.getString("name")),
                        plain(DISTRICT_KIND, row.getString("district")),
                        plain(REGENCY_KIND, row.getString("regency"))))
                .forEach(place -> {
                    byCode.put(place.code, place);
                    byName.computeIfAbsent(place.name, name -> new ArrayList<>())
                            .add(place);
                    regencies.add(place.regency);
                }));
        return new Directory(byCode, byName, regencies, System.nanoTime());
    }
}
