package id.desaterlindungi.enrollment.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Whatever was wrong with a list: who corrects each finding's column in its report enrolls those whom the list meant. */
@EnrollmentTest
class ReportRoundTripTest {
    private static final int LISTS = 6;
    private static final int PEOPLE = 30;
    private static final DateTimeFormatter SLASHES = DateTimeFormatter.ofPattern("d/M/yyyy");

    /** As they stand in the register in plain words. */
    private static final List<String> KEPT =
            List.of("Nama", "Tgl Lahir", "JK", "KPJ", "Kode Desa", "Pekerjaan", "Program", "Tgl Daftar", "Asal Data");

    private static final Map<String, String[]> WRONG = Map.ofEntries(
            wrong("NIK", "1601074507849", "1,60107E+15", ""),
            wrong("Nama", "-", ""),
            wrong("Tgl Lahir", "31-31-1980", "30690", "akan menyusul"),
            wrong("JK", "X", "L/P", ""),
            wrong("No HP", "8,12E+10"),
            wrong("Kode Desa", "16.01.07.2999"),
            wrong("Program", "Sihir", "JKK; sihir"),
            wrong("Tgl Daftar", "kemarin", "2026-13-13"),
            wrong("Asal Data", "X"));

    private static Map.Entry<String, String[]> wrong(String column, String... texts) {
        return Map.entry(column, texts);
    }

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    private final Random random = new Random(20_261_122);

    /** @param right by column, as it is kept @param written by column, wrong cells among them */
    private record Listed(Map<String, String> right, Map<String, Object> written) {}

    @Test
    void enrollsWhomTheListMeant() throws IOException {
        var calls = new ImportCalls(stack, "16.01.07.2001");
        for (var list = 0; list < LISTS; list++) {
            var isWorkbook = list % 2 == 1;
            var saysWanita = list >= LISTS - 2;
            var defaults = defaults();
            var people = new ArrayList<Listed>();
            for (var i = 0; i < PEOPLE; i++) {
                people.add(someone(list * PEOPLE + i, isWorkbook, saysWanita, defaults));
            }
            var charset = Charset.forName(list % 4 == 0 ? "windows-1252" : "UTF-8");
            var first = calls.checked(
                    isWorkbook ? workbook(rows(people)) : csv(rows(people)).getBytes(charset), defaults);
            var wrong = wrongColumns(calls, first);
            var form = oneOf(SheetWriter.CSV, SheetWriter.XLSX);
            var language = oneOf("id", "en");

            var report = read(
                    calls.caller()
                            .accept(form)
                            .header("Accept-Language", language)
                            .queryParam("rows", "failed")
                            .get("/v1/imports/" + first + "/report")
                            .asByteArray(),
                    form);
            var header = report.getFirst();
            var number = header.indexOf(language.equals("en") ? "Row of the list" : "Baris asal");
            for (var row : report.subList(1, report.size())) {
                var at = Integer.parseInt(row.get(number));
                for (var column : wrong.get(at)) {
                    row.set(header.indexOf(column), people.get(at - 2).right.get(column));
                }
            }
            var second = calls.checked(
                    form.equals(SheetWriter.CSV) ? csv(report).getBytes(UTF_8) : workbook(report), Map.of());

            assertThat(wrong).as("list %s", list).hasSizeBetween(PEOPLE / 8, PEOPLE - 1);
            assertThat(report).as("header and failed rows of list %s", list).hasSize(wrong.size() + 1);
            assertThat(wrongColumns(calls, second))
                    .as("what is wrong still in list %s", list)
                    .isEmpty();
            calls.commit(first);
            assertThat(calls.commit(second).getInt("enrolled")).isEqualTo(wrong.size());
            assertThat(kept(people))
                    .as("list %s", list)
                    .containsExactlyInAnyOrderElementsOf(people.stream()
                            .map(one -> String.join(
                                    "|", KEPT.stream().map(one.right::get).toList()))
                            .toList());
            wrong.forEach((at, columns) -> {
                if (columns.contains("NIK")) {
                    assertThat(isRegistered(calls, people.get(at - 2).right.get("NIK")))
                            .isTrue();
                }
            });
        }
    }

    private Map<String, String> defaults() {
        var defaults = new HashMap<>(ImportCalls.DEFAULTS);
        defaults.put("enrolledOn", SyntheticPerson.day(-50 - random.nextInt(9)));
        if (random.nextBoolean()) {
            defaults.put("origin", "CARRIED_OVER");
        }
        return defaults;
    }

    private Listed someone(int number, boolean inWorkbook, boolean saysWanita, Map<String, String> defaults) {
        var born = LocalDate.of(1966, 1, 1).plusDays(random.nextInt(13_000));
        var isWoman = random.nextBoolean();
        var right = new LinkedHashMap<String, String>();
        right.put("NIK", SyntheticPerson.nik("160110", born, isWoman, 9000 + number));
        right.put(
                "Nama",
                oneOf("Uji", "=Uji", "+Uji", "-Uji", "@Uji", "Renée", "Uji \"B\";", "'Uji") + " Bolak "
                        + letters(number));
        right.put("Tgl Lahir", born.toString());
        right.put("JK", isWoman ? "Perempuan" : "Laki-laki");
        right.put("No HP", "0812%07d".formatted(number));
        right.put("KPJ", "0077%07d".formatted(number));
        right.put("Desa", "");
        right.put("Kode Desa", "16.01.07.2001");
        right.put("Pekerjaan", oneOf("PETANI", "NELAYAN", "BURUH"));
        right.put("Program", oneOf("JKK+JKM", "JKK+JKM+JHT"));
        right.put("Tgl Daftar", oneOf(defaults.get("enrolledOn"), SyntheticPerson.day(-70)));
        right.put("Asal Data", oneOf(defaults.getOrDefault("origin", "NEW"), "NEW", "CARRIED_OVER"));
        right.put("Hobi", "");
        var written = new LinkedHashMap<String, Object>(right);
        written.put("NIK", nik(right.get("NIK"), inWorkbook));
        written.put("Tgl Lahir", birthDate(born, inWorkbook));
        written.put("JK", saysWanita ? isWoman ? "Wanita" : "P" : isWoman ? oneOf("P", "Pr") : oneOf("L", "Pria"));
        written.put("No HP", phone(right.get("No HP"), inWorkbook));
        written.put("KPJ", oneOf(right.get("KPJ"), "'" + right.get("KPJ"), "=\"" + right.get("KPJ") + "\""));
        written.put("Kode Desa", oneOf("", "-", "16.01.07.2001", "1601072001"));
        written.put("Desa", oneOf("", "Negeri Sindang", "Desa NEGERI SINDANG"));
        written.put("Hobi", oneOf("catur", "=1+1", "x".repeat(1_500), "0123"));
        if (right.get("Pekerjaan").equals("PETANI")) {
            written.put("Pekerjaan", oneOf("", "Petani/Pekebun", "petani"));
        }
        if (right.get("Program").equals("JKK+JKM")) {
            written.put("Program", oneOf("", "–", "JKK & JKM"));
        }
        if (right.get("Tgl Daftar").equals(defaults.get("enrolledOn"))) {
            written.put("Tgl Daftar", oneOf("", right.get("Tgl Daftar")));
        }
        if (right.get("Asal Data").equals(defaults.getOrDefault("origin", "NEW"))) {
            written.put("Asal Data", "");
        }
        for (var faults = random.nextInt(4); faults > 1; faults--) {
            var column = oneOf(WRONG.keySet().toArray(String[]::new));
            written.put(column, oneOf(WRONG.get(column)));
        }
        return new Listed(right, written);
    }

    private Object nik(String nik, boolean inWorkbook) {
        return inWorkbook && random.nextInt(3) == 0
                ? Long.valueOf(nik)
                : oneOf(nik, "'" + nik, "=\"" + nik + "\"", nik.substring(0, 6) + " " + nik.substring(6));
    }

    private Object birthDate(LocalDate born, boolean inWorkbook) {
        if (inWorkbook && random.nextInt(3) == 0) {
            return random.nextBoolean() ? born : ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), born);
        }
        return oneOf(born.toString(), born.format(SLASHES), "Baturaja, " + born.format(SLASHES));
    }

    private Object phone(String phone, boolean inWorkbook) {
        return inWorkbook && random.nextBoolean()
                ? Long.valueOf(phone)
                : oneOf(phone, "+62" + phone.substring(1), phone.substring(0, 4) + "-" + phone.substring(4));
    }

    private static String letters(int number) {
        return "" + (char) ('A' + number / 26) + (char) ('A' + number % 26);
    }

    private String oneOf(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static List<List<Object>> rows(List<Listed> people) {
        var rows = new ArrayList<List<Object>>();
        rows.add(List.copyOf(people.getFirst().right.keySet()));
        people.forEach(one -> rows.add(List.copyOf(one.written.values())));
        return rows;
    }

    private static String csv(List<? extends List<?>> rows) {
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().fieldSeparator(';').build(text)) {
            rows.forEach(
                    row -> csv.writeRecord(row.stream().map(Object::toString).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static byte[] workbook(List<? extends List<?>> rows) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var book = new Workbook(bytes, "Uji", null);
        var sheet = book.newWorksheet("Peserta");
        for (var row = 0; row < rows.size(); row++) {
            for (var column = 0; column < rows.get(row).size(); column++) {
                switch (rows.get(row).get(column)) {
                    case Long number -> sheet.value(row, column, number);
                    case LocalDate date -> {
                        sheet.value(row, column, date);
                        sheet.style(row, column).format("dd/mm/yyyy").set();
                    }
                    case Object text -> sheet.value(row, column, text.toString());
                }
            }
        }
        book.finish();
        return bytes.toByteArray();
    }

    private static List<List<String>> read(byte[] report, String form) throws IOException {
        var rows = new ArrayList<List<String>>();
        if (form.equals(SheetWriter.CSV)) {
            var text = new String(report, UTF_8).substring(1); // Without the byte order mark.
            try (var csv = CsvReader.builder().fieldSeparator(';').ofCsvRecord(text)) {
                csv.forEach(row -> rows.add(new ArrayList<>(row.getFields())));
            }
        } else {
            try (var book = new ReadableWorkbook(new ByteArrayInputStream(report))) {
                for (var row : book.getFirstSheet().read()) {
                    rows.add(new ArrayList<>(IntStream.range(0, row.getCellCount())
                            .mapToObj(row::getCellText)
                            .toList()));
                }
            }
        }
        return rows;
    }

    /** Of each failed row the columns with findings, by its number in the list. */
    private static Map<Integer, Set<String>> wrongColumns(ImportCalls calls, String id) {
        var wrong = new HashMap<Integer, Set<String>>();
        calls.caller()
                .queryParam("limit", 500)
                .queryParam("verdict", "FAILED")
                .get("/v1/imports/" + id + "/rows")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, Object>>getList("items")
                .forEach(row -> wrong.put(
                        (Integer) row.get("row"),
                        ((List<Map<String, String>>) row.get("findings"))
                                .stream().map(finding -> finding.get("column")).collect(Collectors.toSet())));
        return wrong;
    }

    private List<String> kept(List<Listed> people) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select concat_ws('|', name, birth_date, case sex when 'F' then 'Perempuan' else 'Laki-laki' end, kpj,
                                   village_code, occupation, array_to_string(programmes, '+'), enrolled_on, origin)
                        from participant where name = any(:names)
                        """)
                .bindArray(
                        "names",
                        String.class,
                        people.stream().map(one -> one.right.get("Nama")).toArray())
                .mapTo(String.class)
                .list());
    }

    private static boolean isRegistered(ImportCalls calls, String nik) {
        return !calls.caller()
                .contentType("application/json")
                .body(Map.of("nik", nik))
                .post("/v1/participants/search")
                .jsonPath()
                .getList("items")
                .isEmpty();
    }
}
