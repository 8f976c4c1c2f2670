package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The failed rows of a list, corrected in its report and sent back. */
@EnrollmentTest
class ReportReturnTest {
    @Inject
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
            var wrong = row().replaceFirst("\\d{4}-\\d{2}-\\d{2}", "kemarin");
            var id = calls.checked(
                    csv(row(), wrong, row().replace(";P", ";Wanita")).replace(";JK", ";" + header));
            assertThat(calls.findings(id)).startsWith("2 sex-p-or-w", "3 sex-p-or-w date-format");

            var report = failed(id);
            assertThat(report).contains(";Pria/Perempuan;").doesNotContain(";P;");
            var uncorrected = calls.checked(report.replace("kemarin", "1971-01-01"));
            assertThat(calls.findings(uncorrected)).allMatch(row -> row.endsWith(" sex-p-or-w"));
            // Who writes P for pria writes it again.
            var sameAgain = calls.checked(report.replace("Pria/Perempuan", "P"));
            assertThat(calls.findings(sameAgain)).hasSize(2).allMatch(row -> row.contains(" sex-p-or-w"));

            var corrected = calls.checked(
                    report.replaceFirst("Pria/Perempuan", "Perempuan").replace("Pria/Perempuan", "L"));
            assertThat(calls.findings(corrected)).containsExactly("3 date-format");
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
