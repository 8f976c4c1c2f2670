package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list may look like, and the verdicts on its rows. */
@EnrollmentTest
class ImportCheckTest {
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
    void tellsColumnsCodesAndWordsInTheReadersLanguage() {
        var id = calls.checked(
                "No.;No KTP;NAMA LENGKAP;Tanggal Lahir;Jenis Kelamin;Hobi\r\n1;123;Uji;31-31-1980;X;catur\r\n" + "2;"
                        + row().replace(";", ";") + ";lari\r\n");

        calls.caller()
                .header("Accept-Language", "en")
                .queryParam("verdict", "FAILED")
                .get("/v1/imports/" + id + "/rows")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].row", equalTo(2))
                .body("items[0].findings.code", contains("nik-format", "date-not-in-calendar", "code-unknown"))
                .body("items[0].findings.column", contains("No KTP", "Tanggal Lahir", "Jenis Kelamin"))
                .body("items[0].findings.field", contains("nik", "birthDate", "sex"))
                .body("items[0].findings[0].message", equalTo("A NIK has 16 digits."));
        assertThat(calls.get(id).getList("unknownColumns")).containsExactly("Hobi");
        assertThat(calls.get(id).getList("findings.code"))
                .contains("nik-format", "date-not-in-calendar", "code-unknown");
        assertThat(calls.get(id).getString("findings.find { it.code == 'nik-format' }.message"))
                .startsWith("NIK");
    }

    @Test
    void holdsTextToTheSameRulesAsTheApi() {
        var folded = SyntheticPerson.body("name", "Uji\u00A0 Daf\u200Btar");
        var id = calls.checked(csv(
                row(SyntheticPerson.body("name", "Uji 1601 0745 0784 9001")),
                row(SyntheticPerson.body("name", "Uji \u202Eratfad")),
                row(SyntheticPerson.body("name", "Uji \u0007Bel")),
                row(SyntheticPerson.body("name", "Uji D\uFFFDftar")),
                row(SyntheticPerson.body("name", "Uji\tTab")),
                row(folded)));

        assertThat(calls.findings(id))
                .containsExactly(
                        "2 text-digits", "3 text-direction", "4 text-control", "5 text-broken", "6 text-control");
        calls.commit(id);
        calls.caller()
                .contentType(ContentType.JSON)
                .body(Map.of("nik", folded.get("nik")))
                .post("/v1/participants/search")
                .then()
                .body("items.name", contains("Uji Daftar"));
    }

    @Test
    void tellsDaysThatAreInNoCalendar() {
        var born = row().split(";")[2];
        var id = calls.checked(csv(
                row().replace(born, "31/04/1984"),
                row().replace(born, "1984-02-30"),
                row().replace(born, "31 April 1984"),
                row().replace(born, "Baturaja, 30-02-1984"),
                row().replace(born, "kemarin")));

        assertThat(calls.findings(id))
                .containsExactly(
                        "2 date-not-in-calendar",
                        "3 date-not-in-calendar",
                        "4 date-not-in-calendar",
                        "5 date-not-in-calendar",
                        "6 date-format");
        calls.upload(csv(row()), Map.of("enrolledOn", "31-04-2026"))
                .then()
                .statusCode(400)
                .body("errors.code", contains("date-not-in-calendar"));
    }

    @Test
    void namesTheColumnBesideEachMessageAndCountsRowsAndNotFindings() {
        var defaults = new HashMap<>(DEFAULTS);
        defaults.put("enrolledOn", LocalDate.now().plusDays(2).toString());
        var id = calls.checked(
                ("=No KTP;Nama;Tgl Lahir;JK;Program\r\n"
                                + row() + ";Sihir, Sulap\r\n"
                                + row().replace(";P", ";X") + ";Sihir\r\n"
                                + "123;Uji;1984-07-05;P;JKK+JKM\r\n")
                        .getBytes(StandardCharsets.UTF_8),
                defaults);

        List<Map<String, Object>> findings = calls.get(id).getList("findings");

        assertThat(findings)
                .extracting(one -> "%s %s (%s) %s from %s"
                        .formatted(
                                one.get("code"),
                                one.get("field"),
                                one.get("column"),
                                one.get("rows"),
                                one.get("firstRow")))
                .containsExactly(
                        "enrolled-on-future enrolledOn (Tanggal daftar) 3 from 2",
                        "code-unknown programmes (Program) 2 from 2",
                        "code-unknown sex (JK) 1 from 3",
                        "nik-format nik (=No KTP) 1 from 4");
        assertThat(calls.findings(id)).first().isEqualTo("2 code-unknown enrolled-on-future");
        assertThat(calls.report(id, "text/csv", "en").lines().toList().getLast())
                .contains(";'=No KTP: A NIK has 16 digits. Date of enrollment: ");
    }

    @Test
    void hasWordsForEveryFieldThatIsRead() {
        var words = Messages.in(List.of(Locale.ENGLISH));

        assertThat(Column.values())
                .filteredOn(Column::isRead)
                .allSatisfy(column -> assertThat(words.text("field." + column.field(), List.of()))
                        .isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1984-07-05",
                "05-07-1984",
                "5/7/1984",
                "5 Juli 1984",
                "05 JUL 1984",
                "5 July 1984",
                "1984-07-05 00:00:00",
                "Baturaja, 05-07-1984"
            })
    void readsDatesAsTheyAreWritten(String date) {
        var id = calls.checked(csv(row().replaceFirst("\\d{4}-\\d{2}-\\d{2}", date)));

        assertThat(calls.findings(id)).containsExactly("2 nik-birth-date");
    }

    @Test
    void readsWordsCodesAndVillagesByNameWithTheirDistrict() {
        var columns = "Pekerjaan;Segmen Kepesertaan;Sumber Dana;Program;Kecamatan;Desa;Kode Desa;No HP;KPJ\r\n";
        var id = calls.checked(
                (HEADER + ";" + columns
                                + row() + ";Guru Ngaji;bpu;Dana Desa;JKK, JKM, JHT;Sosoh Buay Rayap;"
                                + name("16.01.07.2001") + ";;81200001234;'12345678901\r\n"
                                + row()
                                + ";FARMER;Penerima upah;ADD;JKK+JKM+JP;;;1601072004;0812-0000-1234;=\"00345678901\"\r\n"
                                + row() + ";Petani;BPU;ADD;JKK+JKM;;" + name("16.01.07.2001") + ";;;\r\n"
                                + row() + ";Petani;BPU;ADD;JKK+JKM;Lengkiti;" + "Bukan Desa" + ";;;\r\n"
                                + row() + ";Petani;BPU;ADD;JKK+JKM;;;16.01.07.2999;;\r\n"
                                + row() + ";Penyihir;BPU;ADD;JKK;;;16.01.07.2001;;1.2345E+10\r\n")
                        .getBytes(StandardCharsets.UTF_8),
                Map.of());

        assertThat(calls.findings(id))
                .containsExactly(
                        "4 village-name-alone", "5 village-name-unknown", "6 village-unknown", "7 programmes-base");
        assertThat(calls.commit(id).getInt("enrolled")).isEqualTo(2);
        List<String> members = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select kpj || occupation || village_code from participant
                        where kpj in ('12345678901', '00345678901') order by kpj
                        """).mapTo(String.class).list());
        assertThat(members).containsExactly("00345678901PETANI16.01.07.2004", "12345678901GURU_NGAJI16.01.07.2001");
    }

    @Test
    void keepsNoMoreInAChunkThanMemoryTakes() {
        var note = "x".repeat(990);
        var rows = IntStream.range(0, 1_010)
                .mapToObj(i -> row() + ";" + note + ";beyond the header")
                .collect(Collectors.joining("\r\n"));

        var id = calls.checked(HEADER + ";Catatan\r\n" + rows + "\r\n");

        assertThat(calls.get(id).getInt("ok")).isEqualTo(1_010);
        int largest = jdbi.withHandle(handle -> handle.createQuery(
                        "select max(row_count) from import_chunk where import_id = cast(:id as uuid)")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
        assertThat(largest).isBetween(900, 999);
    }

    @Test
    void tellsEncodingsAndSeparatorsApart() {
        var text = "NIK,Nama,Tgl Lahir,JK\n" + row(body("name", "Renée Müller")).replace(';', ',') + "\n";
        for (var charset : List.of("UTF-8", "windows-1252", "UTF-16")) {
            var id = calls.checked(
                    text.replace("Renée", "Renée " + charset.charAt(0)).getBytes(Charset.forName(charset)), DEFAULTS);

            assertThat(calls.get(id).getString("file.encoding")).isEqualTo(charset);
            assertThat(calls.report(id, "text/csv", "id")).contains("Renée");
        }
        var marked = calls.checked("\uFEFF" + text.replace(',', '\t'));
        assertThat(calls.get(marked).getList("columns.field")).containsExactly("nik", "name", "birthDate", "sex");
    }

    @Test
    void leavesOutTitlesRepeatedHeadersEmptyRowsAndTotals() {
        var id = calls.checked("DAFTAR PESERTA;;;\r\nDesa Uji;;;\r\n\r\n" + HEADER + "\r\n" + row() + "\r\n;;;\r\n"
                + HEADER + "\r\n" + row() + "\r\nJumlah;2;;\r\n");

        var read = calls.get(id);
        assertThat(read.getInt("rows")).isEqualTo(2);
        assertThat(read.getInt("skippedRows")).isEqualTo(3);
        assertThat(read.getInt("file.headerRow")).isEqualTo(4);
        calls.caller().get("/v1/imports/" + id + "/rows").then().body("items.row", contains(5, 8));
    }

    @Test
    void tellsDoublesOfTheFileAndOfTheRegisterApart() {
        var here = calls.enroll(body());
        var elsewhere = calls.enroll(body("villageCode", "16.01.07.2004"));
        var lapsedElsewhere = calls.enroll(body("villageCode", "16.01.07.2004"));
        end(lapsedElsewhere, "WITHDREW");
        var withdrew = calls.enroll(body());
        end(withdrew, "WITHDREW");
        var died = calls.enroll(body());
        end(died, "DIED");
        var twice = body();
        var bad = body();

        var id = calls.checked(csv(
                row(here),
                row(elsewhere),
                row(lapsedElsewhere),
                row(withdrew),
                row(died),
                row(twice),
                row(twice),
                row(bad).replace(";P", ";X"),
                row(bad),
                row(twice)));

        assertThat(calls.findings(id))
                .containsExactly(
                        "2 nik-registered-here",
                        "3 nik-registered-elsewhere",
                        "4 nik-registered-elsewhere",
                        "5 nik-lapsed-here",
                        "6 nik-ended-here",
                        "8 nik-repeated",
                        "9 code-unknown",
                        "11 nik-repeated");
        calls.caller()
                .get("/v1/imports/" + id + "/rows")
                .then()
                .body("items[4].findings[0].message", containsString("tidak dapat diaktifkan kembali"))
                .body("items[6].findings[0].message", endsWith("baris 7."));
        assertThat(calls.get(id).getInt("ok")).isEqualTo(2);
        assertThat(calls.commit(id).getInt("enrolled")).isEqualTo(2);
    }

    private void end(Map<String, Object> person, String reason) {
        var id = calls.caller()
                .contentType(ContentType.JSON)
                .body(Map.of("nik", person.get("nik")))
                .post("/v1/participants/search")
                .path("items[0].id");
        calls.caller()
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(Map.of("status", "ENDED", "reason", reason))
                .post("/v1/participants/" + id + "/status")
                .then()
                .statusCode(200);
    }

    private String name(String village) {
        return jdbi.withHandle(handle -> handle.createQuery("select name from area where code = :code")
                .bind("code", village)
                .mapTo(String.class)
                .one());
    }
}
