package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The failed rows of a list, corrected in its report and sent back. */
@EnrollmentTest
class ReportReturnTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void keepsTheDoubtWhetherAPIsAMan() {
        for (var header : new String[] {"JK", "JK (P/W)"}) {
            // Without its NIK nothing tells.
            var nik = row().split(";")[0];
            var unsettled = row().replaceFirst("[0-9]+", "?");
            var wrong = row().replaceFirst("[0-9]+", "?").replaceFirst("\\d{4}-\\d{2}-\\d{2}", "kemarin");
            var id = calls.checked(
                    csv(unsettled, wrong, row().replace(";P", ";Wanita")).replace(";JK", ";" + header));
            assertThat(calls.findings(id))
                    .containsExactly("2 sex-p-or-w nik-format", "3 sex-p-or-w nik-format date-format");

            var report = failed(id);
            assertThat(report).contains(";Pria/Perempuan;").doesNotContain(";P;");
            // Who writes P for pria writes it again.
            var sameAgain = calls.checked(report.replace("Pria/Perempuan", "P"));
            assertThat(calls.findings(sameAgain)).hasSize(2).allMatch(row -> row.contains(" sex-p-or-w"));

            var settled = calls.checked(report.replaceFirst("\\?", nik));
            assertThat(calls.findings(settled))
                    .contains("3 sex-p-or-w nik-format date-format")
                    .noneMatch(row -> row.startsWith("2 sex"));
            var corrected = calls.checked(
                    report.replaceFirst("Pria/Perempuan", "Perempuan").replace("Pria/Perempuan", "L"));
            assertThat(calls.findings(corrected)).containsExactly("2 nik-format", "3 nik-format date-format");
        }
    }

    @Test
    void keepsTheDoubtWhetherANikWasRoundedAndTakesThoseThatTrulyEndInZero() {
        var rows = IntStream.range(0, 40)
                .mapToObj(i -> rowOf(LocalDate.of(1966, 1, 1).plusDays(i), i < 24 ? 9990 : 9991))
                .toArray(String[]::new);
        var id = calls.checked(csv(rows));
        assertThat(calls.findings(id)).hasSize(24).allMatch(row -> row.endsWith(" excel-rounded"));

        var report = failed(id);
        assertThat(calls.findings(calls.checked(report))).hasSize(24).allMatch(row -> row.endsWith(" excel-rounded"));
        // All but three were found to be right as they are.
        var lines = report.lines().toList();
        var corrected = new StringBuilder();
        for (var i = 0; i < lines.size(); i++) {
            corrected
                    .append(i > 3 ? lines.get(i).replaceFirst("(\\d{15})\\?", "$10") : lines.get(i))
                    .append("\r\n");
        }
        assertThat(calls.findings(calls.checked(corrected.toString())))
                .containsExactly("2 excel-rounded", "3 excel-rounded", "4 excel-rounded");
    }

    @Test
    void saysByItselfWhatTheListSaidWithItsDefaults() {
        var defaults = new HashMap<>(DEFAULTS);
        defaults.put("origin", "CARRIED_OVER");
        defaults.put("enrolledOn", "2025-12-01");
        for (var language : List.of("id", "en")) {
            for (var form : List.of(SheetWriter.CSV, SheetWriter.XLSX)) {
                var kpj = language.toUpperCase(Locale.ROOT) + (form.equals(SheetWriter.CSV) ? "C" : "X") + "9000000";
                var id = calls.checked(
                        (HEADER + ";Desa;Pekerjaan;Kode Program;Program;KPJ\r\n" + failing()
                                        + ";Negeri Sindang;Petani/Pekebun;x;-;"
                                        + kpj + "1\r\n" + failing() + ";;nelayan;x;JKK, JKM, JHT;" + kpj + "2\r\n"
                                        + failing() + ";Kungkilan;;x;;" + kpj + "3\r\n")
                                .getBytes(UTF_8),
                        defaults);

                var report = report(id, form, language);

                var uncorrected = calls.checked(report, Map.of());
                assertThat(calls.findings(uncorrected))
                        .containsExactly("2 code-unknown", "3 code-unknown", "4 village-name-alone code-unknown");
                var again = new String(report(uncorrected, SheetWriter.CSV, language), UTF_8);
                var corrected = calls.checked(again.replace(";Q;", ";P;").getBytes(UTF_8), Map.of());
                assertThat(calls.findings(corrected)).containsExactly("4 village-name-alone");
                calls.commit(corrected);
                List<String> kept = jdbi.withHandle(handle -> handle.createQuery("""
                                select concat_ws(' ', right(kpj, 1), origin, enrolled_on, village_code, segment, occupation, funding_source, programmes)
                                from participant where kpj like :kpj || '_' order by kpj
                                """)
                        .bind("kpj", kpj)
                        .mapTo(String.class)
                        .list());
                assertThat(kept)
                        .containsExactly(
                                "1 CARRIED_OVER 2025-12-01 16.01.07.2001 BPU PETANI ADD {JKK,JKM}",
                                "2 CARRIED_OVER 2025-12-01 16.01.07.2001 BPU NELAYAN ADD {JKK,JKM,JHT}");
            }
        }
    }

    @Test
    void takesTheReportOfTheWidestListBack() {
        var notes = ";Catatan".repeat(252);
        var id = calls.checked(HEADER + notes + "\r\n" + failing() + "\r\n");

        for (var form : List.of(SheetWriter.CSV, SheetWriter.XLSX)) {
            var again = calls.checked(report(id, form, "id"), Map.of());
            assertThat(calls.findings(again)).containsExactly("2 code-unknown");
            calls.checked(report(again, form, "id"), DEFAULTS);
        }
        calls.upload(HEADER + notes + ";Catatan\r\n" + failing() + "\r\n", DEFAULTS)
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("file-columns"));
    }

    @Test
    void keepsLongTextsOfColumnsThatAreNotReadOrMarksThemAsCut() {
        var header = HEADER + ";Riwayat;Catatan\r\n";
        var whole = calls.checked(header + failing() + ";" + "r".repeat(20_000) + ";" + "c".repeat(12_000) + "\r\n");
        var tooLong = calls.checked(header + failing() + ";" + "r".repeat(20_000) + ";" + "c".repeat(14_000) + "\r\n");

        assertThat(failed(whole)).contains(";" + "r".repeat(20_000) + ";" + "c".repeat(12_000) + ";");
        assertThat(failed(tooLong)).contains(";" + "r".repeat(1_000) + "…;" + "c".repeat(1_000) + "…;");
    }

    @Test
    void isOfTextCellsAlsoWhereNothingStandsYet() throws IOException {
        var id = calls.checked(csv(failing()));

        var file = Files.createTempFile("report-", ".xlsx");
        try {
            Files.write(file, report(id, SheetWriter.XLSX, "id"));
            try (var zip = new ZipFile(file.toFile())) {
                var formats = part(zip, "xl/styles.xml");
                assertThat(formats).containsOnlyOnce("<numFmt ").contains("formatCode=\"@\"");
                var sheet = part(zip, "xl/worksheets/sheet1.xml");
                var columns = tags(sheet, "col");
                assertThat(columns).hasSize(14).allMatch(column -> column.contains(" style=\"1\""));
                assertThat(tags(sheet, "c")).hasSize(2 * columns.size()).allMatch(cell -> cell.contains(" s=\"1\""));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static String part(ZipFile zip, String name) throws IOException {
        return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), UTF_8);
    }

    private static List<String> tags(String xml, String name) {
        return Pattern.compile("<" + name + " [^>]*>")
                .matcher(xml)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String failing() {
        return row().replace(";P", ";Q");
    }

    private static String rowOf(LocalDate born, int serial) {
        return row(Map.of(
                "nik",
                SyntheticPerson.nik("160109", born, true, serial),
                "name",
                "Uji Laporan",
                "birthDate",
                born.toString()));
    }

    /** The failed rows as CSV, in Indonesian. */
    private String failed(String id) {
        return new String(report(id, SheetWriter.CSV, "id"), UTF_8);
    }

    private byte[] report(String id, String form, String language) {
        return calls.caller()
                .accept(form)
                .header("Accept-Language", language)
                .queryParam("rows", "failed")
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }
}
