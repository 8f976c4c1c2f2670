package id.desaterlindungi.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * As many people as the goal wants, none of whom exist: the same number always gives the same person, so that a run can
 * continue another and ask for somebody that it knows to be there.
 */
final class Population {
    static final int GOAL = 1_485_000;
    private static final long SEED = 1_485_000L;
    private static final int SERIALS = 1_000;
    private static final int FIRST_SERIAL = 9_000;

    private static final List<String> FIRST = List.of(
            "Adi",
            "Agus",
            "Ahmad",
            "Andi",
            "Bayu",
            "Budi",
            "Candra",
            "Dedi",
            "Dewi",
            "Dian",
            "Eka",
            "Endang",
            "Fajar",
            "Fitri",
            "Gilang",
            "Hadi",
            "Hasan",
            "Ida",
            "Indah",
            "Joko",
            "Kartika",
            "Lestari",
            "Mega",
            "Nur",
            "Nurul",
            "Putri",
            "Rahmat",
            "Ratna",
            "Rina",
            "Rudi",
            "Sari",
            "Siti",
            "Sri",
            "Sugeng",
            "Tari",
            "Umi",
            "Wahyu",
            "Wati",
            "Yanto",
            "Yuni",
            "Zainal",
            "Zulkifli");
    private static final List<String> SECOND = List.of(
            "",
            "Aminah",
            "Anggraini",
            "Astuti",
            "Cahyadi",
            "Darmawan",
            "Effendi",
            "Firmansyah",
            "Gunawan",
            "Handayani",
            "Hidayat",
            "Irawan",
            "Iskandar",
            "Kurniawan",
            "Kusuma",
            "Mahendra",
            "Maulana",
            "Nugroho",
            "Oktaviani",
            "Permana",
            "Pratama",
            "Purnomo",
            "Rahayu",
            "Ramadhan",
            "Saputra",
            "Setiawan",
            "Suharti",
            "Susanti",
            "Syahputra",
            "Utami",
            "Wibowo",
            "Wulandari",
            "Yulianti");
    private static final List<String> OCCUPATIONS = List.of(
            "PETANI", "PETANI", "PETANI", "PEKEBUN", "PEKEBUN", "NELAYAN", "PEDAGANG", "BURUH", "PENGEMUDI", "LAINNYA");
    private static final List<String> PAYERS = List.of(
            "ADD", "ADD", "DANA_DESA", "APBD_KABUPATEN", "APBD_PROVINSI", "MANDIRI", "MANDIRI", "DBH_SAWIT", "CSR");

    static final String BACKDATING_REASON = "BRANCH_RECORD";

    private final List<String> villages;

    private Population(List<String> villages) {
        this.villages = villages;
    }

    /** @param root of the source tree, whose contract names the villages */
    static Population of(Path root) throws IOException {
        try (var lines =
                Files.lines(root.resolve("enrollment-service/src/main/resources/contract/areas/south-sumatra.csv"))) {
            return new Population(lines.filter(line -> line.matches("^[0-9.]{13},.*"))
                    .map(line -> line.substring(0, 13))
                    .sorted()
                    .toList());
        }
    }

    List<String> villages() {
        return villages;
    }

    /** The body of the enrollment of person {@code number}, from 0. */
    Map<String, Object> person(int number) {
        var random = random(number);
        var village = villages.get(random.nextInt(villages.size()));
        // District, birth date and serial follow from the number, so that no two people have one NIK.
        var district = villages.get(number % villages.size()).replace(".", "").substring(0, 6);
        var place = number / villages.size();
        var birthDate =
                LocalDate.of(1964, 1, 1).plusDays((long) (number % villages.size()) * 5 % 15_000 + place / SERIALS);
        var woman = random.nextBoolean();
        var nik = "%s%02d%02d%02d%04d"
                .formatted(
                        district,
                        birthDate.getDayOfMonth() + (woman ? 40 : 0),
                        birthDate.getMonthValue(),
                        birthDate.getYear() % 100,
                        // Neighbors end otherwise: a list of numbers that all end in 0 is taken for one that Excel has
                        // rounded.
                        FIRST_SERIAL + (place + number % villages.size()) % SERIALS);
        return Map.ofEntries(
                Map.entry("nik", nik),
                Map.entry("name", (pick(random, FIRST) + " " + pick(random, SECOND)).strip()),
                Map.entry("birthDate", birthDate.toString()),
                Map.entry("sex", woman ? "F" : "M"),
                Map.entry("villageCode", village),
                Map.entry("segment", "BPU"),
                Map.entry("occupation", pick(random, OCCUPATIONS)),
                Map.entry("fundingSource", pick(random, PAYERS)),
                Map.entry("programmes", List.of("JKK", "JKM")),
                Map.entry(
                        "enrolledOn",
                        LocalDate.of(2026, 1, 5).plusDays(random.nextInt(300)).toString()),
                // Whenever it is measured, the days are the same; the branch dates them back.
                Map.entry("backdatingReason", BACKDATING_REASON));
    }

    /** Early names of the list are far more frequent than late ones, as names are. */
    private static String pick(SplittableRandom random, List<String> items) {
        return items.get((int) (items.size() * Math.pow(random.nextDouble(), 1.5)));
    }

    private static SplittableRandom random(int number) {
        return new SplittableRandom(SEED * 31 + number);
    }
}
