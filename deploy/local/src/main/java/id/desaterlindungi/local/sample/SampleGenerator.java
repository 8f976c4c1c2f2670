package id.desaterlindungi.local.sample;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the sample: 2,000 people who do not exist, over three villages of each of the 17 regencies and cities. The same
 * seed and areas give the same file.
 */
final class SampleGenerator {
    static final int PEOPLE = 2_000;

    private static final long SEED = 20_240_429L;
    private static final int VILLAGES_PER_REGENCY = 3;
    private static final int SMALLEST_VILLAGE = 20;
    private static final int WOMAN = 40;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 20);
    private static final int YOUNGEST = 17;
    private static final int OLDEST = 64;

    private static final List<String> MEN = List.of(
            "Agus",
            "Ahmad",
            "Amir",
            "Andi",
            "Arif",
            "Bambang",
            "Budi",
            "Dedi",
            "Edi",
            "Eko",
            "Fauzi",
            "Firman",
            "Hasan",
            "Hendra",
            "Heri",
            "Idris",
            "Ilham",
            "Irwan",
            "Iskandar",
            "Ismail",
            "Joko",
            "Joni",
            "Ma'ruf",
            "Marzuki",
            "Mas'ud",
            "Mulyadi",
            "Nu'man",
            "Rahmat",
            "Ridwan",
            "Rizal",
            "Rudi",
            "Saparudin",
            "Slamet",
            "Supriyadi",
            "Sutrisno",
            "Syafi'i",
            "Syaiful",
            "Toni",
            "Usman",
            "Wahyu",
            "Yanto",
            "Yusuf",
            "Zainal");
    private static final List<String> WOMEN = List.of(
            "Aminah",
            "Asiah",
            "Ayu",
            "Dewi",
            "Eka",
            "Elly",
            "Endang",
            "Ernawati",
            "Fatimah",
            "Fitri",
            "Halimah",
            "Hartati",
            "Ida",
            "Indah",
            "Juariah",
            "Kartini",
            "Khadijah",
            "Lestari",
            "Lina",
            "Mariana",
            "Maryam",
            "Maimunah",
            "Megawati",
            "Nurhayati",
            "Nurjanah",
            "Ratna",
            "Rina",
            "Rohani",
            "Rosmala",
            "Sa'diah",
            "Salbiah",
            "Siti",
            "Sri",
            "Sulastri",
            "Sumarni",
            "Suryani",
            "Susanti",
            "Wati",
            "Yuliana",
            "Yusnita",
            "Zubaidah");
    private static final List<String> SECOND = List.of(
            "Abdullah",
            "Aisyah",
            "Alamsyah",
            "Anwar",
            "Apriani",
            "Arifin",
            "Astuti",
            "Effendi",
            "Fadilah",
            "Firdaus",
            "Gunawan",
            "Hakim",
            "Hamzah",
            "Handayani",
            "Harahap",
            "Hidayat",
            "Husin",
            "Ja'far",
            "Komariah",
            "Kurniawan",
            "Lubis",
            "Mahmud",
            "Marlina",
            "Maulana",
            "Mustofa",
            "Nasution",
            "Ningsih",
            "Oktaviani",
            "Pratama",
            "Purnama",
            "Putra",
            "Rahayu",
            "Rahman",
            "Ramadhan",
            "Rif'an",
            "Saputra",
            "Sari",
            "Setiawan",
            "Sholeh",
            "Siregar",
            "Sulaiman",
            "Suryadi",
            "Syahputra",
            "Utami",
            "Wahyuni",
            "Wijaya",
            "Wulandari",
            "Yahya",
            "Zahra");

    /** How often, out of 100. Farmers and planters make up most of a desa; a kelurahan trades, drives and works for wages. */
    private static final Map<String, Integer> OF_DESA = new TreeMap<>(Map.ofEntries(
            Map.entry("BPD", 5),
            Map.entry("RT_RW", 7),
            Map.entry("LINMAS", 4),
            Map.entry("KADER_POSYANDU", 5),
            Map.entry("PKK", 3),
            Map.entry("BUMDES", 3),
            Map.entry("GURU_NGAJI", 4),
            Map.entry("PETANI", 24),
            Map.entry("PEKEBUN", 20),
            Map.entry("NELAYAN", 5),
            Map.entry("PETERNAK", 4),
            Map.entry("PEDAGANG", 6),
            Map.entry("BURUH", 4),
            Map.entry("PENGRAJIN", 2),
            Map.entry("PENGEMUDI", 2),
            Map.entry("PEKERJA_RENTAN_LAIN", 1),
            Map.entry("LAINNYA", 1)));

    private static final Map<String, Integer> OF_KELURAHAN = new TreeMap<>(Map.ofEntries(
            Map.entry("RT_RW", 16),
            Map.entry("LINMAS", 6),
            Map.entry("KADER_POSYANDU", 8),
            Map.entry("PKK", 4),
            Map.entry("GURU_NGAJI", 6),
            Map.entry("PETANI", 6),
            Map.entry("NELAYAN", 3),
            Map.entry("PEDAGANG", 20),
            Map.entry("BURUH", 12),
            Map.entry("PENGRAJIN", 5),
            Map.entry("PENGEMUDI", 8),
            Map.entry("PEKERJA_RENTAN_LAIN", 5),
            Map.entry("LAINNYA", 1)));

    private static final Map<String, Integer> PAYERS_OF_DESA = new TreeMap<>(
            Map.of("ADD", 40, "DANA_DESA", 12, "APBD_KABUPATEN", 18, "APBD_PROVINSI", 8, "CSR", 6, "MANDIRI", 16));

    /** Village money is not for a kelurahan: it is a part of its city's government. */
    private static final Map<String, Integer> PAYERS_OF_KELURAHAN =
            new TreeMap<>(Map.of("APBD_KABUPATEN", 50, "APBD_PROVINSI", 14, "CSR", 10, "MANDIRI", 26));

    private final Random random = new Random(SEED);
    private final Set<String> niks = new HashSet<>();
    private final List<Village> villages;

    private record Village(String code, boolean desa) {
        String regency() {
            return code.substring(0, 5);
        }

        /** The first six digits of a NIK that was given here. */
        String district() {
            return code.substring(0, 8).replace(".", "");
        }
    }

    private SampleGenerator(Path areas) {
        this.villages = chooseVillages(areas);
    }

    /** The file's content, made from the areas that the enrollment service loads. */
    static String csv(Path areas) {
        var text = new StringWriter();
        try (var writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            writer.writeRecord(SamplePerson.COLUMNS);
            new SampleGenerator(areas).people().forEach(person -> writer.writeRecord(person.fields()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * @param arguments the areas' file and the file to write
     */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[1]), csv(Path.of(arguments[0])));
    }

    private List<SamplePerson> people() {
        var people = new ArrayList<SamplePerson>();
        var sizes = sizes();
        for (var i = 0; i < villages.size(); i++) {
            var village = villages.get(i);
            for (var number = 0; number < sizes[i]; number++) {
                people.add(person(village, occupation(village, number)));
            }
        }
        people.sort(Comparator.comparing(SamplePerson::enrolledOn).thenComparing(SamplePerson::nik));
        return people;
    }

    private int[] sizes() {
        var sizes = new int[villages.size()];
        for (var i = 0; i < PEOPLE; i++) {
            sizes[i < SMALLEST_VILLAGE * sizes.length ? i % sizes.length : random.nextInt(sizes.length)]++;
        }
        return sizes;
    }

    /** A desa has one head and some officers. A kelurahan's head is a civil servant, insured elsewhere. */
    private String occupation(Village village, int number) {
        if (!village.desa()) {
            return oneOf(OF_KELURAHAN);
        }
        if (number == 0) {
            return "KEPALA_DESA";
        }
        return number <= 5 ? "PERANGKAT_DESA" : oneOf(OF_DESA);
    }

    private SamplePerson person(Village village, String occupation) {
        var woman = isWoman(occupation);
        var enrolledOn = FIRST_DAY.plusDays(random.nextInt((int) ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY) + 1));
        var birthDate = enrolledOn
                .minusYears(YOUNGEST + random.nextInt(OLDEST - YOUNGEST + 1))
                .minusDays(random.nextInt(365));
        var segment = segment(village, occupation);
        return new SamplePerson(
                nik(village, birthDate, woman),
                name(woman),
                birthDate.toString(),
                woman ? "F" : "M",
                village.code(),
                segment,
                occupation,
                payer(village, occupation, segment),
                programmes(segment),
                "NEW",
                enrolledOn.toString(),
                phone());
    }

    private boolean isWoman(String occupation) {
        return switch (occupation) {
            case "KADER_POSYANDU", "PKK" -> true;
            case "KEPALA_DESA", "LINMAS", "NELAYAN", "PENGEMUDI" -> chance(8);
            default -> chance(42);
        };
    }

    /** RT/RW heads and BPD members earn wages in one regency and work on their own account in another. */
    private String segment(Village village, String occupation) {
        return switch (occupation) {
            case "KEPALA_DESA", "PERANGKAT_DESA", "BUMDES" -> "PU";
            case "RT_RW", "BPD" -> village.regency().charAt(4) % 2 == 0 ? "PU" : "BPU";
            case "BURUH" -> chance(30) ? "JAKON" : "BPU";
            case "LAINNYA" -> chance(40) ? "PMI" : "BPU";
            default -> "BPU";
        };
    }

    private String payer(Village village, String occupation, String segment) {
        return switch (occupation) {
            case "KEPALA_DESA", "PERANGKAT_DESA" -> "ADD";
            case "BUMDES" -> "PEMBERI_KERJA";
            case "PEKEBUN" -> chance(25) ? "DBH_SAWIT" : oneOf(payers(village));
            default -> segment.equals("JAKON") ? "PEMBERI_KERJA" : oneOf(payers(village));
        };
    }

    private static Map<String, Integer> payers(Village village) {
        return village.desa() ? PAYERS_OF_DESA : PAYERS_OF_KELURAHAN;
    }

    private String programmes(String segment) {
        return switch (segment) {
            case "PU" ->
                chance(70)
                        ? "JKK+JKM"
                        : chance(50) ? "JKK+JKM+JHT" : chance(60) ? "JKK+JKM+JHT+JP" : "JKK+JKM+JHT+JP+JKP";
            case "BPU", "PMI" -> chance(15) ? "JKK+JKM+JHT" : "JKK+JKM";
            default -> "JKK+JKM";
        };
    }

    private String nik(Village village, LocalDate birthDate, boolean woman) {
        while (true) {
            var nik = "%s%02d%02d%02d9%03d"
                    .formatted(
                            village.district(),
                            birthDate.getDayOfMonth() + (woman ? WOMAN : 0),
                            birthDate.getMonthValue(),
                            birthDate.getYear() % 100,
                            random.nextInt(1_000));
            if (niks.add(nik)) {
                return nik;
            }
        }
    }

    private String name(boolean woman) {
        var first = oneOf(woman ? WOMEN : MEN);
        return chance(15) ? first : first + " " + oneOf(SECOND);
    }

    /** No mobile network of Indonesia begins with 0800. */
    private String phone() {
        return chance(45) ? "0800-00%02d-%04d".formatted(random.nextInt(100), random.nextInt(10_000)) : "";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String oneOf(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String oneOf(Map<String, Integer> weights) {
        int left = random.nextInt(
                weights.values().stream().mapToInt(Integer::intValue).sum());
        for (var weight : weights.entrySet()) {
            left -= weight.getValue();
            if (left < 0) {
                return weight.getKey();
            }
        }
        throw new IllegalStateException("Weights without a sum");
    }

    /** From each regency villages of different districts; desa where there are any, and in a mixed city one kelurahan. */
    private List<Village> chooseVillages(Path areas) {
        var byRegency = new TreeMap<String, List<Village>>();
        try (var reader = CsvReader.builder().ofNamedCsvRecord(areas)) {
            for (var area : reader) {
                var kind = area.getField("kind");
                if (kind.equals("desa") || kind.equals("kelurahan")) {
                    var village = new Village(area.getField("code"), kind.equals("desa"));
                    byRegency
                            .computeIfAbsent(village.regency(), code -> new ArrayList<>())
                            .add(village);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var chosen = new ArrayList<Village>();
        byRegency.values().forEach(candidates -> chosen.addAll(choose(candidates)));
        return chosen;
    }

    private List<Village> choose(List<Village> candidates) {
        candidates.sort(Comparator.comparing(Village::code));
        Collections.shuffle(candidates, random);
        var byDistrict = new HashMap<String, Integer>();
        var chosen = new ArrayList<Village>();
        var desa = candidates.stream().filter(Village::desa).count();
        var city = candidates.stream().filter(village -> !village.desa()).count() > desa;
        if (city && desa > 0) {
            candidates.stream().filter(village -> !village.desa()).findFirst().ifPresent(chosen::add);
        }
        for (var most = 1; chosen.size() < VILLAGES_PER_REGENCY; most++) {
            for (var village : candidates) {
                var fits = village.desa() == (desa > 0) && !chosen.contains(village);
                if (fits
                        && chosen.size() < VILLAGES_PER_REGENCY
                        && byDistrict.getOrDefault(village.district(), 0) < most) {
                    byDistrict.merge(village.district(), 1, Integer::sum);
                    chosen.add(village);
                }
            }
        }
        return chosen;
    }
}
