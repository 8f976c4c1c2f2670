package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists as village offices write them. */
@EnrollmentTest
class FileReadingTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Supplier<Places> places;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void asksTheNikWhetherAPIsAMan() {
        var id = calls.checked(csv(
                row(),
                row().replace(";P", ";W"),
                row().replace(";P", ";Perempuan"),
                row().replaceFirst("[0-9]+", "123")));

        assertThat(calls.findings(id)).containsExactly("5 sex-p-or-w nik-format");
    }

    @Test
    void knowsNiksThatANumberCellRounded() {
        var rounded = IntStream.range(0, 10).mapToObj(this::roundedRow).toArray(String[]::new);
        var id = calls.checked(csv(rounded));
        assertThat(calls.findings(id)).hasSize(10).allMatch(row -> row.endsWith(" excel-rounded"));

        var few = IntStream.range(10, 15).mapToObj(this::roundedRow).toList();
        var serial = row(body("nik", "1601074507840000")) + "\r\n" + String.join("\r\n", few);
        assertThat(calls.findings(calls.checked(csv(serial)))).containsExactly("2 excel-rounded");
    }

    private String roundedRow(int number) {
        var born = LocalDate.of(1966, 1, 1).plusDays(number);
        return row(Map.of(
                "nik",
                SyntheticPerson.nik("160107", born, true, 9990),
                "name",
                "Uji Bulat",
                "birthDate",
                born.toString()));
    }

    @Test
    void takesADashForNothing() {
        var id = calls.checked(HEADER + ";No HP;KPJ;Lunas sampai;Pekerjaan;Desa\r\n" + row() + ";-;–;—;.;--\r\n"
                + row(body("name", "-")) + ";;;;;\r\n");

        assertThat(calls.findings(id)).containsExactly("3 field-missing");
    }

    @Test
    void tellsAMissingColumnInTheReadersWords() {
        var text = "NIK;Tgl Lahir;JK\r\n" + "1601074507849001;1984-07-05;P\r\n";

        for (var language : List.of("id", "en")) {
            calls.caller()
                    .contentType("text/csv")
                    .header("Accept-Language", language)
                    .queryParams(Map.of("segment", "BPU", "occupation", "PETANI", "programmes", "JKK,JKM"))
                    .body(text)
                    .post("/v1/imports")
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", equalTo(List.of("/name", "/villageCode", "/fundingSource")))
                    .body(
                            "errors[0].message",
                            allOf(
                                    containsString(language.equals("id") ? "kolom Nama" : "column Name"),
                                    not(containsString("/name"))));
        }
    }

    @Test
    void findsTheDefaultVillageByItsNameAlone() {
        var id = calls.checked(HEADER + ";Desa\r\n" + row() + ";Desa NEGERI SINDANG\r\n" + row()
                + ";Ds. Negeri Sindang\r\n" + row() + ";Kungkilan\r\n" + row() + ";-\r\n");

        assertThat(calls.findings(id)).containsExactly("4 village-name-alone");
    }

    @Test
    void asksTheRegencyOnlyWhereItTellsPlacesApart() {
        var id = calls.checked(HEADER + ";Desa;Kecamatan;Kabupaten\r\n" + row()
                + ";Negeri Sindang;Sosoh Buay Rayap;OKU\r\n" + row()
                + ";Negeri Sindang;Kec. Sosoh Buay Rayap;Kab. Ogan Komering Ulu\r\n" + row()
                + ";Negeri Sindang;Sosoh Buay Rayap;O.K.U. Induk\r\n" + row()
                + ";Negeri Sindang;Sosoh Buay Rayap;OKU Timur\r\n" + row()
                + ";Negeri Sindang;Sosoh Buay Rayap;\r\n");

        assertThat(calls.findings(id)).containsExactly("5 village-regency-other");
        List<String> names = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select name from area where kind in ('regency', 'city') order by name
                        """).mapTo(String.class).list());
        var written = Map.of(
                "OKI", "Ogan Komering Ilir",
                "Kab. Muba", "Musi Banyuasin",
                "PALI", "Penukal Abab Lematang Ilir",
                "muratara", "Musi Rawas Utara",
                "Oku Selatan", "Ogan Komering Ulu Selatan");
        written.forEach((shortly, name) -> {
            assertThat(names).contains("Kabupaten " + name);
            assertThat(places.get().regency(shortly))
                    .isEqualTo(places.get().regency(name))
                    .isPresent();
        });
    }

    @Test
    void leavesOutAGroupWhoseKindNobodySays() {
        var id = calls.checked(HEADER + ";Kelompok;Penghasilan;KPJ\r\n" + row() + ";Uji Makmur;;90000000001\r\n" + row()
                + ";Poktan Uji Makmur;Rp1.500.000;90000000002\r\n" + row() + ";-;tidak tentu;\r\n");
        assertThat(calls.findings(id)).containsExactly("2 group-kind-unknown", "4 left-out");
        assertThat(calls.commit(id).getInt("enrolled")).isEqualTo(3);
        var employer = calls.checked(HEADER + ";Nama Perusahaan;KPJ\r\n" + row() + ";Uji Sawit;90000000003\r\n");
        assertThat(calls.commit(employer).getInt("ok")).isEqualTo(1);

        List<String> groups = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select concat_ws(' ', kpj, group_name, group_kind, monthly_income) from participant
                        where kpj in ('90000000001', '90000000002', '90000000003') order by kpj
                        """).mapTo(String.class).list());
        assertThat(groups)
                .containsExactly(
                        "90000000001",
                        "90000000002 Poktan Uji Makmur KELOMPOK_TANI FROM_1_TO_2_MILLION",
                        "90000000003 Uji Sawit PERUSAHAAN");
    }

    @Test
    void choosesBetweenTwoCodesOnlyByTheDefault() {
        var text = HEADER + ";Pekerjaan;Sumber Dana;Program\r\n" + row() + ";Petani/Pekebun;ADD;JKK & JKM\r\n" + row()
                + ";Nelayan/Perikanan;APBDes;Jaminan Kecelakaan Kerja, Jaminan Kematian\r\n" + row()
                + ";Petani/Nelayan;Alokasi Dana Desa;" + "satu dua tiga ".repeat(70) + "\r\n";
        var without = new HashMap<>(DEFAULTS);
        without.remove("occupation");
        without.put("fundingSource", "CSR");

        assertThat(calls.findings(calls.checked(text.getBytes(UTF_8), without)))
                .containsExactly("3 code-ambiguous", "4 code-unknown");
        var either = new HashMap<>(DEFAULTS);
        either.remove("occupation");
        assertThat(calls.findings(calls.checked(
                        (HEADER + ";Pekerjaan\r\n" + row() + ";Petani/Nelayan\r\n" + row() + ";Penyihir\r\n")
                                .getBytes(UTF_8),
                        either)))
                .containsExactly("2 occupation-either", "3 occupation-unknown");
        var id = calls.checked(text.replace("Petani/Nelayan", "Petani/Pekebun").getBytes(UTF_8), DEFAULTS);
        assertThat(calls.findings(id)).containsExactly("4 code-unknown");
        calls.caller()
                .queryParam("verdict", "FAILED")
                .get("/v1/imports/" + id + "/rows")
                .then()
                .body("items[0].findings", hasSize(1))
                .body("items[0].findings[0].column", equalTo("Program"));
    }

    @Test
    void losesNobodyBehindAStrayQuotationMark() {
        var people = IntStream.range(0, 5).mapToObj(i -> row()).toList();
        var strays = List.of(
                HEADER + ";Alamat\r\n" + people.get(0) + ";\"Dusun 1\r\n" + people.get(1) + ";Dusun 2\r\n",
                csv(people.get(0), people.get(1).replace(";Uji", ";\"Uji"), people.get(2), people.get(3)),
                csv(people.get(0).replace(";Uji", ";\"Uji"), "1,60107E+15;Uji;1984-07-05;P"),
                csv(
                        people.get(0),
                        people.get(1).replace(";Uji", ";\"Uji"),
                        people.get(2).replace(";Uji", ";\"Uji")),
                csv(people.get(0).replace(";Uji", ";\"Uji"), "12345;Uji;1984-07-05;P"),
                // Two strays, and the first person's NIK between them.
                "Alamat;" + HEADER + "\r\n\"Dusun 1;" + people.get(0) + "\r\n\"Dusun 2;" + people.get(1) + "\r\n");
        var rows = List.of(2, 4, 2, 3, 2, 2);
        for (var i = 0; i < strays.size(); i++) {
            var id = calls.checked(strays.get(i));
            assertThat(calls.get(id).getInt("rows")).as(strays.get(i)).isEqualTo(rows.get(i));
            assertThat(calls.findings(id)).anyMatch(row -> row.endsWith(" row-quote"));
        }
        calls.upload(csv(people.get(0)) + "\"" + "catatan\n".repeat(5_000), DEFAULTS)
                .then()
                .statusCode(422)
                .body("errors.code", equalTo(List.of("file-quote")));

        var instructed = calls.checked("\"Petunjuk\nisi NIK, nama, tanggal, kelamin, alamat\",,,,,\n"
                + (HEADER + ";Alamat;Hobi").replace(';', ',') + "\n"
                + people.get(3).replace(';', ',') + ",\"Dusun 1, RT 2\nRT 3, RW 4\",\n");
        assertThat(calls.get(instructed).getInt("ok")).isEqualTo(1);
        var whole = calls.checked(HEADER + ";Alamat\r\n" + people.get(0) + ";\"Dusun 1\r\nRT 2; RW 3\r\nDesa Uji\"\r\n"
                + people.get(1).replace("Uji Peserta", "\"Uji\r\nPeserta\"") + ";\r\n" + people.get(2) + ";\r\n");
        assertThat(calls.findings(whole)).containsExactly("5 cell-line-break");
        assertThat(calls.get(whole).getInt("ok")).isEqualTo(2);
    }

    @Test
    void countsNobodyBelowTheSignatures() {
        var id = calls.checked("No;" + HEADER + "\r\n1;2;3;4;5\r\n1;" + row() + "\r\n2;" + row()
                + "\r\n3;;;;\r\n4;-;;;\r\n" + ";;Mengetahui,;;\r\n;;Kepala Desa Uji;;\r\n\u00a0;;;;\r\n");

        assertThat(calls.get(id).getInt("rows")).isEqualTo(2);
        assertThat(calls.get(id).getInt("ok")).isEqualTo(2);
        assertThat(calls.get(id).getInt("skippedRows")).isEqualTo(6);
    }

    /** One way in which lists write a field. */
    private record Notation(String header, Function<Map<String, Object>, String> cell) {}

    private static Notation of(String header, Function<Map<String, Object>, String> cell) {
        return new Notation(header, cell);
    }

    private static Notation dated(String header, String pattern, String before) {
        var format = DateTimeFormatter.ofPattern(pattern, Locale.of("id"));
        return of(
                header,
                person -> before
                        + LocalDate.parse((String) person.get("birthDate")).format(format));
    }

    private static Notation either(String header, String field, Map<String, List<String>> texts) {
        return of(header, person -> {
            var choices = texts.get((String) person.get(field));
            return choices.get(Math.floorMod(person.get("nik").hashCode(), choices.size()));
        });
    }

    private static final List<List<Notation>> NOTATIONS = List.of(
            List.of(
                    of("NIK", person -> (String) person.get("nik")),
                    of("No. KTP/NIK", person -> "'" + person.get("nik")),
                    of("NIK (16 digit)", person -> "=\"" + person.get("nik") + "\""),
                    of(
                            "Nomor Induk Kependudukan",
                            person -> ((String) person.get("nik")).replaceFirst("(.{6})(.{6})", "$1.$2."))),
            List.of(
                    of("Nama", person -> (String) person.get("name")),
                    of("NAMA LENGKAP", person -> " " + person.get("name") + "\u00a0"),
                    of("Nama Peserta (sesuai KTP)", person -> (String) person.get("name"))),
            List.of(
                    dated("Tgl Lahir", "d/M/yyyy", ""),
                    dated("Tanggal Lahir (DD/MM/YYYY)", "dd/MM/yyyy", ""),
                    dated("Tempat, Tanggal Lahir", "dd-MM-yyyy", "Baturaja, "),
                    dated("Tempat/Tgl Lahir", "d MMMM yyyy", "Ulak Uji "),
                    dated("TTL", "d-MMM-yyyy", ""),
                    dated("Tanggal Lahir", "yyyy-MM-dd", "")),
            List.of(
                    either("JK", "sex", Map.of("M", List.of("L"), "F", List.of("P"))),
                    either("L/P", "sex", Map.of("M", List.of("L", "l"), "F", List.of("P", "p"))),
                    either(
                            "Jenis Kelamin (L/P)",
                            "sex",
                            Map.of(
                                    "M",
                                    List.of("Laki-laki", "LK", "Pria"),
                                    "F",
                                    List.of("Perempuan", "PR", "Wanita")))),
            List.of(
                    of("Desa/Kelurahan", person -> "Negeri Sindang"),
                    of("Desa", person -> "Ds. NEGERI SINDANG"),
                    of("Kode Desa", person -> "1601072001"),
                    of("Kode Wilayah", person -> "-")),
            List.of(either(
                    "Pekerjaan",
                    "occupation",
                    Map.of(
                            "PETANI", List.of("Petani", "tani", "PETANI"),
                            "NELAYAN", List.of("Nelayan/Perikanan", "nelayan"),
                            "RT_RW", List.of("Ketua RT 02", "RT/RW", "Ketua RW"),
                            "BURUH", List.of("Buruh Harian Lepas", "BURUH TANI/PERKEBUNAN"),
                            "PERANGKAT_DESA", List.of("Kaur Umum", "Kadus III", "Sekdes", "Perangkat Desa")))),
            List.of(either(
                    "Sumber Dana",
                    "fundingSource",
                    Map.of(
                            "ADD", List.of("ADD", "Alokasi Dana Desa (ADD)", "-", ""),
                            "DANA_DESA", List.of("Dana Desa", "DD"),
                            "MANDIRI", List.of("Mandiri", "Bayar sendiri")))),
            List.of(
                    of("Program", person -> "JKK & JKM"),
                    of("Program Jaminan", person -> "Jaminan Kecelakaan Kerja dan Jaminan Kematian"),
                    of("Jaminan", person -> "JKK,JKM")),
            List.of(
                    of("No. HP / WA", person -> "-"),
                    of("Nomor Telepon", person -> "0812-0000-0000"),
                    of("Hobi", person -> "")),
            List.of(of("No", person -> ""), of("Alamat", person -> "\"Dusun 1\nRT 2\""), of("Asal", person -> "Uji")));

    @Test
    void readsGoodRowsInAnyNotation() {
        var random = new Random(20_261_122);
        for (var list = 0; list < 12; list++) {
            var chosen = new ArrayList<Notation>();
            NOTATIONS.forEach(choices -> chosen.add(choices.get(random.nextInt(choices.size()))));
            Collections.shuffle(chosen, random);
            var separator = List.of(";", ",", "\t").get(random.nextInt(3));
            var people = new ArrayList<Map<String, Object>>();
            for (var i = 0; i < 15; i++) {
                people.add(someone(random, list * 15 + i));
            }
            var text = new StringBuilder(random.nextBoolean() ? "DAFTAR PESERTA" + separator + "\n" : "")
                    .append(line(chosen.stream().map(Notation::header), separator))
                    .append(line(IntStream.rangeClosed(1, chosen.size()).mapToObj(Integer::toString), separator));
            people.forEach(person -> text.append(line(chosen.stream().map(one -> one.cell.apply(person)), separator)));
            text.append(separator.repeat(3))
                    .append("\nMengetahui")
                    .append(separator)
                    .append("\n");

            var id = calls.checked(text.toString().getBytes(UTF_8), DEFAULTS);

            assertThat(calls.findings(id)).as(text.toString()).isEmpty();
            assertThat(calls.get(id).getInt("ok")).as(text.toString()).isEqualTo(people.size());
            calls.commit(id);
            var expected = people.stream()
                    .map(person -> String.join(
                            " ",
                            person.get("name").toString(),
                            person.get("birthDate").toString(),
                            person.get("sex").toString(),
                            person.get("occupation").toString(),
                            person.get("fundingSource").toString(),
                            "16.01.07.2001 BPU {JKK,JKM}"))
                    .toList();
            List<String> kept = jdbi.withHandle(handle -> handle.createQuery("""
                            select concat_ws(' ', name, birth_date, sex, occupation, funding_source, village_code, segment, programmes)
                            from participant where name = any(:names)
                            """)
                    .bindArray(
                            "names",
                            String.class,
                            people.stream().map(person -> person.get("name")).toArray())
                    .mapTo(String.class)
                    .list());
            assertThat(kept).as(text.toString()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Map<String, Object> someone(Random random, int number) {
        var born = LocalDate.of(1965, 1, 1).plusDays(random.nextInt(14_000));
        var isWoman = random.nextBoolean();
        var person = new LinkedHashMap<String, Object>();
        person.put("nik", SyntheticPerson.nik("160108", born, isWoman, 9000 + number));
        person.put("name", "Uji " + letters(number));
        person.put("birthDate", born.toString());
        person.put("sex", isWoman ? "F" : "M");
        person.put("occupation", oneOf(random, "PETANI", "NELAYAN", "RT_RW", "BURUH", "PERANGKAT_DESA"));
        person.put("fundingSource", oneOf(random, "ADD", "DANA_DESA", "MANDIRI"));
        return person;
    }

    private static String oneOf(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static String letters(int number) {
        return "Notasi " + (char) ('A' + number / 26) + (char) ('A' + number % 26);
    }

    private static String line(Stream<String> cells, String separator) {
        return cells.map(cell -> cell.contains(separator) && !cell.startsWith("\"")
                                ? "\"" + cell.replace("\"", "\"\"") + "\""
                                : cell)
                        .collect(Collectors.joining(separator))
                + "\n";
    }
}
