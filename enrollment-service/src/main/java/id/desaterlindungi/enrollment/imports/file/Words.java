package id.desaterlindungi.enrollment.imports.file;

import static id.desaterlindungi.enrollment.participant.codes.FundingSource.ADD;
import static id.desaterlindungi.enrollment.participant.codes.FundingSource.APBD_KABUPATEN;
import static id.desaterlindungi.enrollment.participant.codes.FundingSource.APBD_PROVINSI;
import static id.desaterlindungi.enrollment.participant.codes.FundingSource.CSR;
import static id.desaterlindungi.enrollment.participant.codes.FundingSource.DANA_DESA;
import static id.desaterlindungi.enrollment.participant.codes.FundingSource.MANDIRI;
import static id.desaterlindungi.enrollment.participant.codes.FundingSource.PEMBERI_KERJA;

import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.RegistryOccupation;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.problem.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Brings the words that people write into the codes of the API. Unknown words stay as they are. If a text may mean two codes,
 * none is chosen: people see an error, but not a wrong figure.
 */
public final class Words {
    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Z]+");
    private static final Pattern BRACKETS = Pattern.compile("\\([^()]*\\)");
    private static final Pattern BETWEEN_CODES = Pattern.compile("[/,;&+]| (?:DAN|ATAU|AND|OR|-) ");
    /** Words for somebody who is not, or no longer, what the rest says. */
    private static final Set<String> SOMEBODY_ELSE = Set.of(
            "MANTAN",
            "EKS",
            "EX",
            "PURNA",
            "PURNABAKTI",
            "PENSIUNAN",
            "CALON",
            "NONAKTIF",
            "ISTRI",
            "SUAMI",
            "ANAK",
            "ALM",
            "ALMARHUM",
            "ALMARHUMAH");

    /** 1 and 2 are those of the civil registry. W is missing here: it stands beside a P for pria, which holds for the whole list. */
    private static final Map<Sex, List<String>> SEXES = Map.of(
            Sex.M, List.of("1", "L", "Lk", "Laki", "Laki-laki", "Laki2", "Lelaki", "Pria", "Male"),
            Sex.F, List.of("2", "P", "Pr", "Prp", "Perempuan", "Wanita", "Female"));

    private static final String W = "W";

    /** A letter, and white space or a dot around it. */
    private static final int LONGEST_LETTER = 10;

    private static final Map<Segment, List<String>> SEGMENTS = Map.of(
            Segment.PU, List.of("Pekerja Penerima Upah", "Peserta PU", "Peserta Penerima Upah"),
            Segment.BPU, List.of("Pekerja Bukan Penerima Upah", "Peserta BPU", "Peserta Bukan Penerima Upah"),
            Segment.JAKON, List.of("Konstruksi", "Pekerja Jasa Konstruksi"),
            Segment.PMI, List.of("Pekerja Migran", "Migran"));

    /** What villages say besides the names of the civil registry, {@link RegistryOccupation}. */
    private static final Map<Occupation, List<String>> OCCUPATIONS = Map.ofEntries(
            Map.entry(Occupation.KEPALA_DESA, List.of("Pj Kepala Desa", "Pj Kades", "Pjs Kepala Desa")),
            Map.entry(Occupation.PERANGKAT_DESA, List.of("Aparat Desa", "Aparatur Desa")),
            Map.entry(Occupation.BPD, List.of("Wakil Ketua BPD", "Sekretaris BPD", "Badan Permusyawaratan Desa")),
            Map.entry(Occupation.LINMAS, List.of("Linmas", "Hansip")),
            Map.entry(Occupation.KADER_POSYANDU, List.of("Posyandu")),
            Map.entry(Occupation.PKK, List.of("Anggota PKK", "Pengurus PKK")),
            Map.entry(
                    Occupation.BUMDES,
                    List.of("Pengurus BUMDes", "Karyawan BUMDes", "Pegawai BUMDes", "Direktur BUMDes")),
            Map.entry(
                    Occupation.GURU_NGAJI,
                    List.of("Guru Mengaji", "Guru TPA", "Guru TPQ", "Ustadz", "Ustad", "Ustadzah")),
            Map.entry(Occupation.PETANI, List.of("Tani", "Bertani")),
            Map.entry(Occupation.PEKEBUN, List.of("Berkebun", "Penyadap Karet", "Penyadap")),
            Map.entry(Occupation.NELAYAN, List.of("Pencari Ikan", "Petambak")),
            Map.entry(Occupation.PEDAGANG, List.of("Dagang", "Berdagang", "Pedagang Kecil", "Pedagang Keliling")),
            Map.entry(Occupation.BURUH, List.of("Buruh Lepas", "Kuli")),
            Map.entry(Occupation.PENGRAJIN, List.of("Penjahit", "Penenun", "Penenun Songket", "Pandai Besi")),
            Map.entry(Occupation.PENGEMUDI, List.of("Supir", "Tukang Ojek", "Ojek", "Ojek Online", "Driver")),
            Map.entry(
                    Occupation.PEKERJA_RENTAN_LAIN,
                    List.of(
                            "Pekerja Rentan",
                            "Serabutan",
                            "Pekerja Serabutan",
                            "Asisten Rumah Tangga",
                            "ART",
                            "Dukun Bayi")),
            Map.entry(
                    Occupation.LAINNYA,
                    List.of(
                            "Lain-lain",
                            "Swasta",
                            "IRT",
                            "Ibu Rumah Tangga",
                            "PNS",
                            "TNI",
                            "Polri",
                            "Pelajar",
                            "Mahasiswa",
                            "Belum Bekerja",
                            "Tidak Bekerja",
                            "Honorer",
                            "Wirausaha",
                            "Marbot")));

    /** What stands alone or before a duty or a number: {@code Kaur Keuangan}, {@code Ketua RT 003}, {@code Buruh Harian}. */
    private static final Map<String, Occupation> FIRST_WORDS = Map.ofEntries(
            Map.entry("KEPALA DESA", Occupation.KEPALA_DESA),
            Map.entry("KADES", Occupation.KEPALA_DESA),
            Map.entry("SEKDES", Occupation.PERANGKAT_DESA),
            Map.entry("SEKRETARIS DESA", Occupation.PERANGKAT_DESA),
            Map.entry("KAUR", Occupation.PERANGKAT_DESA),
            Map.entry("KEPALA URUSAN", Occupation.PERANGKAT_DESA),
            Map.entry("KASI", Occupation.PERANGKAT_DESA),
            Map.entry("KEPALA SEKSI", Occupation.PERANGKAT_DESA),
            Map.entry("KADUS", Occupation.PERANGKAT_DESA),
            Map.entry("KEPALA DUSUN", Occupation.PERANGKAT_DESA),
            Map.entry("ANGGOTA BPD", Occupation.BPD),
            Map.entry("KETUA BPD", Occupation.BPD),
            Map.entry("KETUA RT", Occupation.RT_RW),
            Map.entry("KETUA RW", Occupation.RT_RW),
            Map.entry("RT", Occupation.RT_RW),
            Map.entry("RW", Occupation.RT_RW),
            Map.entry("BURUH", Occupation.BURUH));

    private static final Pattern FIRST_WORD =
            Pattern.compile("(" + String.join("|", FIRST_WORDS.keySet()) + ")(?:[. 0-9].*)?");

    private static final Map<FundingSource, List<String>> PAYERS = Map.of(
            DANA_DESA, List.of("DD"),
            APBD_KABUPATEN, List.of("APBD Kab", "APBD Kab/Kota", "APBD Kabupaten/Kota", "APBD Kota", "APBD II"),
            APBD_PROVINSI, List.of("APBD Prov", "APBD I"),
            MANDIRI, List.of("Sendiri", "Bayar Sendiri", "Pribadi"),
            PEMBERI_KERJA, List.of("Majikan"));

    private static final Map<Set<Occupation>, List<String>> EITHER_OCCUPATION = Map.of(
            Set.of(Occupation.PETANI, Occupation.PEKEBUN), List.of("Petani Karet", "Petani Sawit", "Petani Kopi"));

    /** The budget of a village holds both of its incomes. */
    private static final Map<Set<FundingSource>, List<String>> EITHER_PAYER = Map.of(
            Set.of(ADD, DANA_DESA), List.of("APBDes", "APB Desa", "Desa"),
            Set.of(APBD_KABUPATEN, APBD_PROVINSI), List.of("APBD"),
            Set.of(CSR, PEMBERI_KERJA), List.of("Perusahaan"));

    private static final Map<Origin, List<String>> ORIGINS =
            Map.of(Origin.NEW, List.of("Baru"), Origin.CARRIED_OVER, List.of("Lama", "Lanjutan"));

    private static final Map<BackdatingReason, List<String>> BACKDATING_REASONS = Map.of(
            BackdatingReason.REPORTED_LATE, List.of("Terlambat", "Terlambat dilaporkan", "Terlambat lapor"),
            BackdatingReason.BRANCH_RECORD, List.of("Catatan cabang", "Sesuai catatan cabang"),
            BackdatingReason.OFFICE_ERROR, List.of("Kesalahan kantor", "Kesalahan sistem"),
            BackdatingReason.OTHER, List.of("Lain-lain", "Lainnya"));

    private static final Map<Column, Map<String, Set<String>>> CODES = Map.of(
            Column.SEX, codes(Sex.class, "", SEXES, Map.of()),
            Column.SEGMENT, codes(Segment.class, "segment", SEGMENTS, Map.of()),
            Column.OCCUPATION, codes(Occupation.class, "occupation", OCCUPATIONS, EITHER_OCCUPATION),
            Column.FUNDING_SOURCE, codes(FundingSource.class, "funding-source", PAYERS, EITHER_PAYER),
            Column.ORIGIN, codes(Origin.class, "", ORIGINS, Map.of()),
            Column.BACKDATING_REASON, codes(BackdatingReason.class, "", BACKDATING_REASONS, Map.of()),
            Column.MONTHLY_INCOME, codes(IncomeBand.class, "", Map.of(), Map.of()),
            Column.GROUP_KIND, codes(GroupKind.class, "", Map.of(), Map.of()));

    private static final Map<Column, Set<String>> ALL_CODES = allCodes();

    private static final Map<String, GroupKind> GROUPS = Map.ofEntries(
            Map.entry("KELOMPOK TANI", GroupKind.KELOMPOK_TANI),
            Map.entry("KELOMPOK WANITA TANI", GroupKind.KELOMPOK_TANI),
            Map.entry("GABUNGAN KELOMPOK TANI", GroupKind.KELOMPOK_TANI),
            Map.entry("POKTAN", GroupKind.KELOMPOK_TANI),
            Map.entry("GAPOKTAN", GroupKind.KELOMPOK_TANI),
            Map.entry("KWT", GroupKind.KELOMPOK_TANI),
            Map.entry("KELOMPOK NELAYAN", GroupKind.KELOMPOK_NELAYAN),
            Map.entry("KOPERASI", GroupKind.KOPERASI),
            Map.entry("KUD", GroupKind.KOPERASI),
            Map.entry("BUMDES", GroupKind.BUMDES),
            Map.entry("PEMERINTAH DESA", GroupKind.PEMERINTAH_DESA),
            Map.entry("PEMDES", GroupKind.PEMERINTAH_DESA),
            Map.entry("PT", GroupKind.PERUSAHAAN),
            Map.entry("CV", GroupKind.PERUSAHAAN),
            Map.entry("PERUSAHAAN", GroupKind.PERUSAHAAN),
            Map.entry("PROYEK", GroupKind.PROYEK));

    private static final int LONGEST_PROGRAMME = 4;

    /** What each programme is called, of at most so many words, as letters and single spaces. */
    private static final Map<String, String> PROGRAMME_NAMES = programmeNames();

    private Words() {}

    private static <E extends Enum<E>> Map<String, Set<String>> codes(
            Class<E> type, String labels, Map<E, List<String>> others, Map<Set<E>, List<String>> either) {
        var codes = new HashMap<String, Set<String>>();
        for (var code : type.getEnumConstants()) {
            var names = new ArrayList<>(others.getOrDefault(code, List.of()));
            names.add(code.name());
            if (!labels.isEmpty()) {
                for (var language : List.of(Locale.of("id"), Locale.ENGLISH)) {
                    var label = label(labels + "." + code.name(), language);
                    names.add(label);
                    names.add(BRACKETS.matcher(label).replaceAll(""));
                }
            }
            names.forEach(name -> put(codes, name, Set.of(code.name())));
        }
        if (type == Occupation.class) {
            for (var one : RegistryOccupation.ALL) {
                var meant = Set.of(one.occupation().name());
                put(codes, one.name(), meant);
                put(codes, BRACKETS.matcher(one.name()).replaceAll(""), meant);
                put(codes, Integer.toString(one.number()), meant);
            }
        }
        either.forEach((meant, names) -> names.forEach(
                name -> put(codes, name, meant.stream().map(Enum::name).collect(Collectors.toUnmodifiableSet()))));
        return codes;
    }

    private static String label(String key, Locale language) {
        return Messages.in(List.of(language)).text("label." + key, List.of());
    }

    private static void put(Map<String, Set<String>> codes, String name, Set<String> meant) {
        var before = codes.put(Column.plain(name), meant);
        if (before != null && !before.equals(meant)) {
            throw new IllegalStateException(name + " means " + before + " and " + meant);
        }
    }

    private static Map<String, String> programmeNames() {
        var names = new HashMap<String, String>();
        for (var programme : Programme.values()) {
            var code = programme.name();
            names.put(code, code);
            for (var language : List.of(Locale.of("id"), Locale.ENGLISH)) {
                var name = letters(label("programme." + code, language));
                names.put(name, code);
                names.put(name.replaceFirst("^JAMINAN ", ""), code);
            }
        }
        return names;
    }

    /** A code from its name in any writing, from its label in either language, or from what else it is called. */
    static String code(Column column, String text) {
        var meant = meant(column, text);
        return meant.size() == 1 ? meant.iterator().next() : text;
    }

    /** The codes that a text may mean: none if it is unknown, more than one if it could be either. */
    public static Set<String> meant(Column column, String text) {
        var codes = CODES.getOrDefault(column, Map.of());
        var known = codes.get(Column.plain(text));
        if (known != null) {
            return known;
        }
        if (column == Column.MONTHLY_INCOME) {
            return Rupiah.band(text).map(band -> Set.of(band.name())).orElse(Set.of());
        }
        var upper = text.toUpperCase(Locale.ROOT);
        if (column == Column.OCCUPATION && NO_LETTERS.splitAsStream(upper).anyMatch(SOMEBODY_ELSE::contains)) {
            return Set.of();
        }
        var open = upper.indexOf('(');
        if (open > 0 && upper.endsWith(")")) {
            // What is in the brackets explains what stands before them, or contradicts it.
            var before = inAll(codes, column, upper.substring(0, open).strip());
            return before.isEmpty()
                    ? Set.of()
                    : both(before, inAll(codes, column, upper.substring(open + 1, upper.length() - 1)));
        }
        return inAll(codes, column, upper);
    }

    /** For {@code A/B} the codes of both, if both are known. */
    private static Set<String> inAll(Map<String, Set<String>> codes, Column column, String upper) {
        var known = codes.get(Column.plain(upper));
        if (known != null) {
            return known;
        }
        Set<String> all = Set.of();
        for (var part : BETWEEN_CODES.split(upper)) {
            var one = inOne(codes, column, part.strip());
            if (one.isEmpty()) {
                return Set.of();
            }
            all = both(all, one);
        }
        return all;
    }

    private static Set<String> inOne(Map<String, Set<String>> codes, Column column, String upper) {
        var known = codes.get(Column.plain(upper));
        if (known != null) {
            return known;
        }
        var first = FIRST_WORD.matcher(upper);
        return column == Column.OCCUPATION && first.matches()
                ? Optional.ofNullable(FIRST_WORDS.get(first.group(1)))
                        .map(code -> Set.of(code.name()))
                        .orElse(Set.of())
                : Set.of();
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        var both = new TreeSet<>(some);
        both.addAll(others);
        return both;
    }

    /** The codes of a column that has a closed set of them. */
    public static Set<String> codes(Column column) {
        return ALL_CODES.getOrDefault(column, Set.of());
    }

    private static Map<Column, Set<String>> allCodes() {
        var all = new EnumMap<Column, Set<String>>(Column.class);
        CODES.forEach((column, byName) -> all.put(
                column, byName.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new))));
        all.put(
                Column.PROGRAMMES,
                Arrays.stream(Programme.values())
                        .map(Programme::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
        return all;
    }

    /** What a group is, from how its name begins, {@code Poktan Maju}; failing that, from the header, {@code Nama Perusahaan}. */
    public static Optional<GroupKind> groupKind(String name, String header) {
        var called = letters(name) + " ";
        var above = letters(header);
        return GROUPS.entrySet().stream()
                .filter(group -> called.startsWith(group.getKey() + " "))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(GROUPS.get(above.startsWith("NAMA ") ? above.substring(5) : above)));
    }

    private static String letters(String text) {
        return NO_LETTERS.matcher(text.toUpperCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    /** {@code JKK+JKM}, {@code JKK & JKM}, {@code jkk dan jkm}, also written out; words that are no programme as they are. */
    public static List<String> programmes(String text) {
        var codes = new LinkedHashSet<String>();
        var written = letters(text);
        var alone = PROGRAMME_NAMES.get(written);
        if (alone != null) {
            return List.of(alone);
        }
        var words = written.isEmpty() ? List.<String>of() : List.of(written.split(" "));
        for (var begin = 0; begin < words.size(); ) {
            var taken = longestName(words, begin);
            if (taken > 0) {
                codes.add(PROGRAMME_NAMES.get(String.join(" ", words.subList(begin, begin + taken))));
                begin += taken;
            } else {
                var word = words.get(begin++);
                if (!word.equals("DAN") && !word.equals("AND") && !word.equals("SERTA")) {
                    codes.add(word);
                }
            }
        }
        return List.copyOf(codes);
    }

    private static int longestName(List<String> words, int begin) {
        for (var length = Math.min(LONGEST_PROGRAMME, words.size() - begin); length > 0; length--) {
            if (PROGRAMME_NAMES.containsKey(String.join(" ", words.subList(begin, begin + length)))) {
                return length;
            }
        }
        return 0;
    }

    /** Whether it is the W of a list that writes P for pria. */
    static boolean isBareW(Cell sex) {
        return sex.text().length() <= LONGEST_LETTER && Column.plain(sex.text()).equals(W);
    }

    /** Whether a header says so, {@code JK (P/W)}. */
    static boolean namesPAndW(String header) {
        var words = letters(header);
        return words.endsWith("P W") || words.endsWith("W P");
    }
}
