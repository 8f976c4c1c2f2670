package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Dates that a workbook keeps as numbers, with and without a date's format. */
@EnrollmentTest
class WorkbookDatesTest {
    private static final LocalDate BORN = LocalDate.of(1984, 7, 5);

    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    @Test
    void readsANumberAsADateOnlyWhereTheNikSaysSoToo() throws IOException {
        var calls = new ImportCalls(stack, "16.01.07.2001");
        var june = LocalDate.of(1990, 6, 3);
        var from1900 = workbook(sheet -> {
            person(sheet, 1, "Uji Tanggal A", BORN, 9301);
            sheet.value(1, 2, days(LocalDate.of(1899, 12, 30), BORN));
            person(sheet, 2, "Uji Tanggal B", june, 9302);
            sheet.value(2, 2, 30_690); // Typed as 030690.
            person(sheet, 3, "Uji Tanggal C", BORN, 9303);
            sheet.value(3, 2, BORN);
            sheet.style(3, 2).format("dd/mm/yyyy").set();
            sheet.value(3, 4, 46_000);
        });
        var from1904 = countingFrom1904(workbook(sheet -> {
            person(sheet, 1, "Uji Tanggal D", BORN, 9304);
            sheet.value(1, 2, days(LocalDate.of(1904, 1, 1), BORN));
            person(sheet, 2, "Uji Tanggal E", BORN, 9305);
            sheet.value(2, 2, days(LocalDate.of(1904, 1, 1), BORN));
            sheet.style(2, 2).format("dd/mm/yyyy").set();
        }));

        var first = calls.checked(from1900, DEFAULTS);
        var second = calls.checked(from1904, DEFAULTS);

        assertThat(calls.findings(first)).containsExactly("3 date-number", "4 date-number");
        assertThat(calls.findings(second)).isEmpty();
        var report = calls.caller()
                .accept(SheetWriter.CSV)
                .queryParam("rows", "failed")
                .get("/v1/imports/" + first + "/report")
                .asString();
        assertThat(report).contains(";30690;").contains(";46000;");
        assertThat(calls.findings(calls.checked(report))).containsExactly("2 date-format", "3 date-format");
        calls.commit(first);
        calls.commit(second);
        List<String> kept = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select name || ' ' || birth_date from participant where name like 'Uji Tanggal _' order by name
                        """).mapTo(String.class).list());
        assertThat(kept)
                .containsExactly("Uji Tanggal A 1984-07-05", "Uji Tanggal D 1984-07-05", "Uji Tanggal E 1984-07-05");
    }

    private static long days(LocalDate from, LocalDate to) {
        return ChronoUnit.DAYS.between(from, to);
    }

    @FunctionalInterface
    private interface Content {
        void into(Worksheet sheet);
    }

    private static byte[] workbook(Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var book = new Workbook(bytes, "Uji", null);
        var sheet = book.newWorksheet("Peserta");
        var headers = List.of("NIK", "Nama", "Tgl Lahir", "JK", "Tgl Daftar");
        for (var column = 0; column < headers.size(); column++) {
            sheet.value(0, column, headers.get(column));
        }
        content.into(sheet);
        book.finish();
        return bytes.toByteArray();
    }

    private static void person(Worksheet sheet, int row, String name, LocalDate born, int serial) {
        sheet.value(row, 0, SyntheticPerson.nik("160109", born, true, serial));
        sheet.value(row, 1, name);
        sheet.value(row, 3, "P");
    }

    private static byte[] countingFrom1904(byte[] workbook) throws IOException {
        var file = Files.createTempFile("dates-", ".xlsx");
        Files.write(file, workbook);
        var bytes = new ByteArrayOutputStream();
        try (var in = new ZipFile(file.toFile());
                var out = new ZipOutputStream(bytes)) {
            for (var part : Collections.list(in.entries())) {
                var text = new String(in.getInputStream(part).readAllBytes(), UTF_8);
                out.putNextEntry(new ZipEntry(part.getName()));
                out.write(
                        text.replace("date1904=\"false\"", "date1904=\"true\"").getBytes(UTF_8));
            }
        } finally {
            Files.delete(file);
        }
        return bytes.toByteArray();
    }
}
