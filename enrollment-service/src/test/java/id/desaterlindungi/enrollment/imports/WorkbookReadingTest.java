package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.Workbooks.header;
import static id.desaterlindungi.enrollment.imports.Workbooks.person;
import static id.desaterlindungi.enrollment.imports.Workbooks.sheet;
import static id.desaterlindungi.enrollment.imports.Workbooks.text;
import static id.desaterlindungi.enrollment.imports.Workbooks.workbook;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.local.LocalStack;
import java.io.IOException;
import java.time.LocalDate;
import org.dhatim.fastexcel.VisibilityState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workbooks as people make them. */
@EnrollmentTest
class WorkbookReadingTest {
    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void readsAWorkbookAsPeopleMakeIt() throws IOException {
        var whole = SyntheticPerson.nik("160107", LocalDate.of(1971, 3, 4), true, 9871);
        var rounded = SyntheticPerson.nik("160107", LocalDate.of(1971, 3, 4), true, 9870);
        var dated = SyntheticPerson.nik("160107", LocalDate.of(1984, 7, 5), true, 9873);
        var file = workbook(book -> {
            var hidden = book.newWorksheet("Sandi");
            hidden.setVisibilityState(VisibilityState.HIDDEN);
            var sheet = book.newWorksheet("Peserta");
            sheet.value(0, 0, "DAFTAR PESERTA DESA");
            sheet.range(0, 0, 0, 3).merge();
            header(sheet, 2);
            person(sheet, 3, "4-3-1971");
            sheet.value(3, 0, Long.parseLong(whole));
            person(sheet, 4, "1971-03-04");
            sheet.value(4, 0, Long.parseLong(rounded));
            person(sheet, 5, "1971-03-04");
            sheet.value(5, 0, "1,60107E+15");
            person(sheet, 6, "");
            sheet.value(6, 0, dated);
            sheet.value(6, 2, LocalDate.of(1984, 7, 5));
            sheet.style(6, 2).format("dd/mm/yyyy").set();
            sheet.value(8, 1, "Total");
            sheet.value(8, 2, 4);
            book.newWorksheet("Desa Kedua").value(0, 0, "NIK");
            book.newWorksheet("Arsip").setVisibilityState(VisibilityState.VERY_HIDDEN);
            book.newWorksheet("Desa Ketiga").value(0, 0, "NIK");
        });

        var id = calls.checked(file, DEFAULTS);

        var read = calls.get(id);
        assertThat(read.getString("file.sheet")).isEqualTo("Peserta");
        assertThat(read.getList("file.otherSheets")).containsExactly("Desa Kedua", "Desa Ketiga");
        assertThat(read.getInt("file.headerRow")).isEqualTo(3);
        assertThat(calls.findings(id)).containsExactly("5 excel-rounded", "6 excel-scientific");
        assertThat(read.getInt("ok")).isEqualTo(2);
    }

    @Test
    void readsLinesOfACellAndFormatsThatNobodyWrites() throws IOException {
        var born = LocalDate.of(1984, 7, 5);
        var file = workbook(book -> {
            var sheet = book.newWorksheet("Peserta");
            header(sheet, 0);
            sheet.value(0, 2, "Tgl\nLahir");
            sheet.value(0, 4, "Hobi");
            person(sheet, 1, born.toString());
            sheet.value(1, 0, SyntheticPerson.nik("160107", born, true, 9874));
            sheet.value(1, 1, "Uji\r\nPeserta");
            sheet.value(1, 4, 30_868);
            sheet.style(1, 4).format("dd" + "[".repeat(300)).set();
        });

        var id = calls.checked(file, DEFAULTS);

        assertThat(calls.get(id).getInt("ok")).isEqualTo(1);
        assertThat(calls.caller()
                        .accept("text/csv")
                        .get("/v1/imports/" + id + "/report")
                        .asString())
                .contains("Uji Peserta", "30868");
    }

    @Test
    void takesWhatAFormulaCameTo() throws IOException {
        var nik = SyntheticPerson.nik("160107", LocalDate.of(1972, 3, 4), true, 9872);
        var id = calls.checked(
                sheet("<row r=\"1\">" + text("A1", "NIK") + text("B1", "Nama") + text("C1", "Tgl Lahir")
                        + text("D1", "JK") + "</row><row r=\"2\"><c r=\"A2\" t=\"str\"><f>T(Z1)</f><v>" + nik
                        + "</v></c>"
                        + text("B2", "Uji Rumus") + text("C2", "1972-03-04")
                        + "<c r=\"D2\" t=\"str\"><f>\"P\"</f><v>P</v></c></row>"),
                DEFAULTS);

        assertThat(calls.get(id).getInt("ok")).isEqualTo(1);
    }

    @Test
    void keepsNothingOfANumberThatNobodyCanMean() throws IOException {
        var id = calls.checked(
                sheet("<row r=\"1\">" + text("A1", "NIK") + text("B1", "Nama") + text("C1", "Tgl Lahir")
                        + text("D1", "JK") + "</row><row r=\"2\">" + "<c r=\"A2\"><v>1e-400</v></c>"
                        + text("B2", "Uji Angka") + text("D2", "P") + text("E2", "di luar")
                        + "<c r=\"XFD2\"/></row>"),
                DEFAULTS);

        assertThat(calls.findings(id)).hasSize(1);
        assertThat(calls.caller()
                        .accept("text/csv")
                        .get("/v1/imports/" + id + "/report")
                        .asString())
                .doesNotContain("di luar");
    }
}
