package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list sent back with its verdicts. */
@EnrollmentTest
class ImportReportTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Jdbi callers;

    @Inject
    @Workers
    Jdbi workers;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void reportsEveryRowOrFails() {
        var id = calls.checked(csv(row(), row()));
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update import_chunk set sealed = null where import_id = cast(:id as uuid)")
                .bind("id", id)
                .execute());

        calls.caller()
                .accept("text/csv")
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(500);
    }

    @Test
    void reportsInTheFilesOwnColumnsAndTakesTheFailedRowsBackOnceCorrected() throws Exception {
        var bad = body("name", "=Uji;Rumus");
        var id = calls.checked("Hobi;" + HEADER + ";KPJ\r\ncatur;" + row() + ";\r\nlari;"
                + row(bad).replace("=Uji;Rumus", "\"=Uji Rumus\"").replace(";P", ";Q") + ";00345678777\r\n");

        var failed = calls.caller()
                .accept("text/csv")
                .header("Accept-Language", "en")
                .queryParam("rows", "failed")
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        var text = new String(failed, StandardCharsets.UTF_8);
        assertThat(text.lines().toList())
                .hasSize(2)
                .first()
                .isEqualTo(
                        "\uFEFFHobi;NIK;Nama;Tgl Lahir;JK;KPJ;villageCode;segment;occupation;fundingSource;programmes;"
                                + "enrolledOn;Row of the list;Verdict;Codes;Findings");
        assertThat(text)
                .contains("lari;\"=\"\"" + bad.get("nik") + "\"\"\";'=Uji Rumus;")
                .contains("code-unknown");
        var again = calls.checked(text.replace(";Q;", ";P;"));
        assertThat(calls.get(again).getInt("ok")).isEqualTo(1);
        assertThat(calls.get(again).getList("unknownColumns")).containsExactly("Hobi");
        assertThat(calls.commit(again).getInt("enrolled")).isEqualTo(1);
        assertThat(nameOf("00345678777")).isEqualTo("=Uji Rumus");

        var workbook = calls.caller()
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        try (var sheets = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            assertThat(sheets.getFirstSheet().read()).hasSize(3);
        }
        var back = calls.checked(workbook, DEFAULTS);
        assertThat(calls.get(back).getInt("rows")).isEqualTo(2);
        assertThat(calls.findings(back)).containsExactly("3 code-unknown");
    }

    /** As a text it would be no day. */
    @Test
    void reportsANumberBesideThePlaceOfBirthAsTheDayThatItIs() throws Exception {
        var born = LocalDate.of(1981, 3, 8);
        var id = calls.checked(
                Workbooks.workbook(book -> {
                    var sheet = book.newWorksheet("Peserta");
                    var cells = List.of("NIK", "Nama", "JK", "Tempat, Tanggal Lahir");
                    for (var i = 0; i < cells.size(); i++) {
                        sheet.value(0, i, cells.get(i));
                    }
                    sheet.value(1, 0, SyntheticPerson.nik("160112", born, true, 9434));
                    sheet.value(1, 1, "Uji Lapor");
                    sheet.value(1, 2, "Q");
                    sheet.value(1, 3, "Baturaja");
                    sheet.value(1, 4, ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), born));
                }),
                DEFAULTS);
        assertThat(calls.findings(id)).containsExactly("2 code-unknown");

        var again = calls.checked(calls.report(id, "text/csv", "id").replace(";Q;", ";P;"));

        assertThat(calls.findings(again)).isEmpty();
    }

    @Test
    void putsEachReportOnRecordForGood() {
        var id = calls.checked(csv(row(), row(body("birthDate", "2020-01-01"))));
        assertThat(calls.get(id).getInt("reports.count")).isZero();
        var before = Instant.now().minusSeconds(1);

        calls.report(id, "text/csv", "id");
        calls.caller()
                .queryParam("rows", "failed")
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(200);

        var told = calls.get(id);
        assertThat(told.getInt("reports.count")).isEqualTo(2);
        assertThat(Instant.parse(told.getString("reports.lastAt"))).isAfter(before);
        List<String> kept = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select actor || ' ' || extent || ' ' || form
                        from import_report where import_id = cast(:id as uuid) order by sent_at
                        """).bind("id", id).mapTo(String.class).list());
        assertThat(kept).containsExactly("village@16.01.07.2001 ALL CSV", "village@16.01.07.2001 FAILED XLSX");
        List<Integer> people = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select people from access_record where operation = 'reportImport' and selection->>'import' = :id order by at
                        """).bind("id", id).mapTo(Integer.class).list());
        assertThat(people).containsExactly(2, 1);
        for (var change : List.of("update import_report set actor = 'x'", "delete from import_report")) {
            for (var service : List.of(callers, workers)) {
                assertThatThrownBy(() -> service.useHandle(handle -> handle.execute(change)))
                        .hasMessageContaining("permission denied");
            }
        }
    }

    private String nameOf(String kpj) {
        return jdbi.withHandle(handle -> handle.createQuery("select name from participant where kpj = :kpj")
                .bind("kpj", kpj)
                .mapTo(String.class)
                .one());
    }
}
