package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnrollmentTest
class ImportTest {
    @Inject
    Jdbi jdbi;

    @Inject
    Imports imports;

    @Inject
    ImportWork work;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void checksFirstAndThenEnrollsTheGoodRows() {
        var good = body();
        var id = calls.checked(csv(row(good), row(body("birthDate", "2020-01-01")), row()));
        var checked = calls.get(id);
        assertThat(checked.getInt("rows")).isEqualTo(3);
        assertThat(checked.getInt("failed")).isEqualTo(1);
        assertThat(checked.getInt("enrolled")).isZero();
        assertThat(enrolled(good)).isZero();

        var committed = calls.commit(id);

        assertThat(committed.getInt("enrolled")).isEqualTo(2);
        assertThat(committed.getString("committedBy")).isEqualTo("village@16.01.07.2001");
        assertThat(enrolled(good)).isEqualTo(1);
        calls.caller()
                .queryParam("verdict", "OK")
                .get("/v1/imports/" + id + "/rows")
                .then()
                .body("items.row", contains(2, 4))
                .body("items.participantId", everyItem(notNullValue()));
        assertThat(actorsOfEvents(id)).containsOnly("village@16.01.07.2001");
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
                .body("items[0].findings.code", contains("nik-format", "date-format", "code-unknown"))
                .body("items[0].findings.column", contains("No KTP", "Tanggal Lahir", "Jenis Kelamin"))
                .body("items[0].findings.field", contains("nik", "birthDate", "sex"))
                .body("items[0].findings[0].message", equalTo("A NIK has 16 digits."));
        assertThat(calls.get(id).getList("unknownColumns")).containsExactly("Hobi");
        assertThat(calls.get(id).getList("findings.code")).contains("nik-format", "date-format", "code-unknown");
        assertThat(calls.get(id).getString("findings.find { it.code == 'nik-format' }.message"))
                .startsWith("NIK");
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
        assertThat(reportOf(id, "text/csv", "en").lines().toList().getLast())
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
                        "4 village-name-alone",
                        "5 village-name-unknown",
                        "6 village-unknown",
                        "7 excel-scientific code-unknown programmes-base");
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
        assertThat(number("select max(row_count) from import_chunk where import_id = cast(:id as uuid)", id))
                .isBetween(900L, 999L);
    }

    @Test
    void givesUpWhatFailsAgainAndAgain() {
        var text = csv(row());
        var id = calls.checked(text);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with spoiled as (update import_chunk set sealed = '\\x00' where import_id = cast(:id as uuid))
                        update import set attempts = 4 where id = cast(:id as uuid)
                        """).bind("id", id).execute());
        calls.change(id).post("/v1/imports/" + id + "/commit").then().statusCode(202);

        var failed = calls.await(id, "FAILED");

        assertThat(failed.getString("failedAt")).isNotNull();
        assertThat(failed.getInt("enrolled")).isZero();
        calls.change(id)
                .post("/v1/imports/" + id + "/commit")
                .then()
                .statusCode(409)
                .body("code", equalTo("import-failed"));
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200).body("state", equalTo("DELETED"));
        assertThat(calls.commit(calls.checked(text)).getInt("enrolled")).isEqualTo(1);
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
    void tellsEncodingsAndSeparatorsApart() {
        var text = "NIK,Nama,Tgl Lahir,JK\n" + row(body("name", "Renée Müller")).replace(';', ',') + "\n";
        for (var charset : List.of("UTF-8", "windows-1252", "UTF-16")) {
            var id = calls.checked(
                    text.replace("Renée", "Renée " + charset.charAt(0)).getBytes(Charset.forName(charset)), DEFAULTS);

            assertThat(calls.get(id).getString("file.encoding")).isEqualTo(charset);
            assertThat(reportOf(id, "text/csv", "id")).contains("Renée");
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
        var here = enroll(body());
        var elsewhere = enroll(body("villageCode", "16.01.07.2004"));
        var lapsedElsewhere = enroll(body("villageCode", "16.01.07.2004"));
        end(lapsedElsewhere, "WITHDREW");
        var withdrew = enroll(body());
        end(withdrew, "WITHDREW");
        var died = enroll(body());
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

    @Test
    void asksTheRulesAgainOnTheDayOfTheCommit() {
        var late = body();
        var id = calls.checked(csv(row(late), row()));
        enroll(late);

        var committed = calls.commit(id);

        assertThat(committed.getInt("enrolled")).isEqualTo(1);
        assertThat(committed.getInt("failed")).isEqualTo(1);
        assertThat(committed.getInt("ok")).isEqualTo(1);
        assertThat(calls.findings(id)).containsExactly("2 nik-registered-here");
        assertThat(committed.getList("findings.code")).containsExactly("nik-registered-here");
    }

    @Test
    void isOneImportHoweverOftenItIsSent() throws Exception {
        var text = csv(row(), row());
        try (var threads = Executors.newFixedThreadPool(2)) {
            var together = new CyclicBarrier(2);
            var both = IntStream.range(0, 2)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        return calls.upload(text, DEFAULTS);
                    }))
                    .toList();
            var answers = new ArrayList<Integer>();
            var ids = new ArrayList<String>();
            for (var one : both) {
                answers.add(one.get().statusCode());
                ids.add(one.get().path("id"));
            }
            assertThat(answers).containsExactlyInAnyOrder(200, 202);
            assertThat(ids.get(0)).isEqualTo(ids.get(1));
        }
        var id = calls.upload(text, DEFAULTS).then().statusCode(200).extract().<String>path("id");
        calls.await(id, "CHECKED");
        calls.commit(id);
        calls.upload(text, DEFAULTS).then().statusCode(200).body("state", equalTo("COMMITTED"));

        var others = new HashMap<>(DEFAULTS);
        others.put("occupation", "NELAYAN");
        var other = calls.checked(text.getBytes(StandardCharsets.UTF_8), others);
        assertThat(other).isNotEqualTo(id);
        assertThat(calls.findings(other)).containsExactly("2 nik-registered-here", "3 nik-registered-here");
        new ImportCalls(stack, "16.01.07.2004").upload(text, DEFAULTS).then().statusCode(202);
    }

    @Test
    void enrollsByItselfIfAskedTo() {
        var parameters = new HashMap<>(DEFAULTS);
        parameters.put("commit", "auto");

        var id = calls.upload(csv(row(), row()), parameters)
                .then()
                .statusCode(202)
                .body("commitWhenChecked", equalTo(true))
                .extract()
                .<String>path("id");

        assertThat(calls.await(id, "COMMITTED").getInt("enrolled")).isEqualTo(2);
        var later = csv(row());
        var waiting = calls.checked(later);
        calls.upload(later, parameters).then().statusCode(200);
        assertThat(calls.await(waiting, "COMMITTED").getInt("enrolled")).isEqualTo(1);
    }

    @Test
    void commitsOnceHoweverOftenItIsAsked() throws Exception {
        var id = calls.checked(csv(row(), row(), row()));
        var before = participants();
        var seen = calls.get(id).getInt("version");
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> calls.caller()
                            .header("If-Match", "\"" + seen + "\"")
                            .post("/v1/imports/" + id + "/commit")
                            .statusCode()))
                    .toList();
            for (var one : all) {
                assertThat(one.get()).isEqualTo(202);
            }
        }
        calls.await(id, "COMMITTED");

        calls.commit(id);

        assertThat(participants() - before).isEqualTo(3);
        calls.change(id).delete("/v1/imports/" + id).then().statusCode(409).body("code", equalTo("import-committed"));
    }

    @Test
    void changesOnlyWhatTheCallerHasSeenAndAnswersARepeatAsBefore() {
        var text = csv(row());
        var sent = calls.upload(text, DEFAULTS).then().statusCode(202).header("ETag", "\"1\"");
        var id = sent.extract().<String>path("id");
        var one = "/v1/imports/" + id;
        calls.await(id, "CHECKED");
        calls.caller().get(one).then().header("ETag", "\"2\"").body("version", equalTo(2));
        calls.upload(text, DEFAULTS).then().statusCode(200).header("ETag", "\"2\"");

        calls.caller().post(one + "/commit").then().statusCode(428);
        calls.caller().delete(one).then().statusCode(428);
        ifMatch("\"1\"").post(one + "/commit").then().statusCode(412).body("code", equalTo("version-stale"));
        ifMatch("\"1\"").delete(one).then().statusCode(412).body("code", equalTo("version-stale"));
        assertThat(calls.get(id).getString("state")).isEqualTo("CHECKED");

        ifMatch("\"2\"").post(one + "/commit").then().statusCode(202).header("ETag", not("\"2\""));
        calls.await(id, "COMMITTED");
        ifMatch("\"2\"")
                .post(one + "/commit")
                .then()
                .statusCode(202)
                .header("ETag", "\"4\"")
                .body("state", equalTo("COMMITTED"));
        calls.caller().post(one + "/commit").then().statusCode(428);
        ifMatch("\"2\"").delete(one).then().statusCode(412);
        ifMatch("\"4\"").delete(one).then().statusCode(409);

        var other = "/v1/imports/" + calls.checked(csv(row()));
        ifMatch("\"2\"").delete(other).then().statusCode(200).header("ETag", "\"3\"");
        ifMatch("\"2\"").delete(other).then().statusCode(200).header("ETag", "\"3\"");
        ifMatch("\"2\"").post(other + "/commit").then().statusCode(412);
    }

    private RequestSpecification ifMatch(String tag) {
        return calls.caller().header("If-Match", tag);
    }

    @Test
    void dropsWhatIsNotCommittedAndKeepsOnRecordThatItWasThere() {
        var text = csv(row(), row());
        var id = calls.checked(text);

        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200).body("state", equalTo("DELETED"));

        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200);
        calls.change(id)
                .post("/v1/imports/" + id + "/commit")
                .then()
                .statusCode(409)
                .body("code", equalTo("import-deleted"));
        calls.caller().get("/v1/imports/" + id + "/rows").then().statusCode(410);
        calls.caller().get("/v1/imports/" + id + "/report").then().statusCode(410);
        assertThat(calls.get(id).getInt("ok")).isEqualTo(2);
        assertThat(left(id)).isZero();
        assertThat(calls.checked(text)).isNotEqualTo(id);
    }

    @Test
    void deletesRowsPastTheirTime() {
        var person = body();
        var committed = calls.checked(csv(row(person)));
        calls.commit(committed);
        var lying = calls.checked(csv(row()));

        imports.clearBefore(Instant.now().plusSeconds(60));

        assertThat(left(committed) + left(lying)).isZero();
        assertThat(calls.get(committed).getString("state")).isEqualTo("COMMITTED");
        assertThat(calls.get(lying).getString("state")).isEqualTo("DELETED");
        assertThat(enrolled(person)).isEqualTo(1);
    }

    @Test
    void deletesOtherRowsWhereThoseOfOneImportCannotBeDeleted() throws SQLException {
        var stuck = calls.checked(csv(row()));
        var others = List.of(calls.checked(csv(row())), calls.checked(csv(row())));
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute("alter table import add constraint ck_test check (id <> '%s' or cleared_at is null)"
                    .formatted(stuck));
            try {
                imports.clearBefore(Instant.now().plusSeconds(60));
            } finally {
                statement.execute("alter table import drop constraint ck_test");
            }
        }

        assertThat(calls.get(stuck).getString("state")).isEqualTo("CHECKED");
        assertThat(left(stuck)).isEqualTo(2);
        assertThat(others).allSatisfy(other -> assertThat(left(other)).isZero());
    }

    @Test
    void keepsNothingOfAPersonInTheClear() {
        var person = body("name", "Tersembunyi Sekali");
        var id = calls.checked(csv(row(person), row(person)));

        var kept = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select string_agg(t, ' ') from (
                            select i::text as t from import i where id = cast(:id as uuid)
                            union all select encode(sealed, 'escape') from import_chunk where import_id = cast(:id as uuid)
                            union all select r::text from import_row r where import_id = cast(:id as uuid)) as all_of_it
                        """).bind("id", id).mapTo(String.class).one());

        assertThat(kept)
                .doesNotContain("Tersembunyi")
                .doesNotContain((String) person.get("nik"))
                .doesNotContain((String) person.get("birthDate"));
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

    @Test
    void putsEachReportOnRecordForGood() {
        var id = calls.checked(csv(row(), row(body("birthDate", "2020-01-01"))));
        assertThat(calls.get(id).getInt("reports.count")).isZero();
        var before = Instant.now().minusSeconds(1);

        reportOf(id, "text/csv", "id");
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
        for (var change : List.of("update import_report set actor = 'x'", "delete from import_report")) {
            assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(change)))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void takesAFormWithDefaultsBesideTheFile() {
        var text = csv(row());

        calls.caller()
                .multiPart("file", "C:\\daftar\\peserta-2001.csv", text.getBytes(StandardCharsets.UTF_8), "text/csv")
                .multiPart("villageCode", "16.01.07.2001")
                .multiPart("segment", "bpu")
                .multiPart("occupation", "Petani")
                .multiPart("fundingSource", "ADD")
                .multiPart("programmes", "JKM, JKK")
                .multiPart("origin", "")
                .post("/v1/imports")
                .then()
                .statusCode(202)
                .body("file.name", equalTo("peserta-2001.csv"))
                .body("defaults.programmes", equalTo("JKK+JKM"))
                .body("defaults.segment", equalTo("BPU"));
        calls.caller()
                .multiPart("berkas", "peserta.csv", text.getBytes(StandardCharsets.UTF_8), "text/csv")
                .post("/v1/imports")
                .then()
                .statusCode(400)
                .body("code", equalTo("form-refused"));
        calls.caller()
                .multiPart("file", "p.csv", text.getBytes(StandardCharsets.UTF_8), "text/csv")
                .multiPart("desa", "16.01.07.2001")
                .post("/v1/imports")
                .then()
                .statusCode(400)
                .body("errors.code", contains("parameter-unknown"));
    }

    @Test
    void refusesDefaultsThatCannotBe() {
        calls.upload(
                        csv(row()),
                        Map.of(
                                "villageCode",
                                "16.01.07.2999",
                                "segment",
                                "X",
                                "enrolledOn",
                                "kemarin",
                                "programmes",
                                "JKX"))
                .then()
                .statusCode(400)
                .body("errors", hasSize(4));
        calls.upload(csv(row()), Map.of("commit", "yes")).then().statusCode(400);
        calls.upload(csv(row()), Map.of("village", "16.01.07.2001")).then().statusCode(400);
        calls.upload(csv(row()), Map.of("villageCode", "16.01.07.2001"))
                .then()
                .statusCode(422)
                .body("code", equalTo("import-refused"))
                .body("errors.pointer", contains("/segment", "/occupation", "/fundingSource", "/programmes"));
    }

    @Test
    void showsEachCallerTheOwnImportsOnly() {
        var id = calls.checked(csv(row()));
        var other = new ImportCalls(stack, "16.01.07.2009").caller();

        other.get("/v1/imports/" + id).then().statusCode(404).body("code", equalTo("import-not-found"));
        other.get("/v1/imports/" + id + "/rows").then().statusCode(404);
        other.get("/v1/imports/" + id + "/report").then().statusCode(404);
        other.get("/v1/imports/" + id + "/stream").then().statusCode(404);
        other.post("/v1/imports/" + id + "/commit").then().statusCode(404);
        other.delete("/v1/imports/" + id).then().statusCode(404);
        other.get("/v1/imports").then().statusCode(200).body("items", hasSize(0));
        given().get("/v1/imports/" + id).then().statusCode(401);
        given().contentType("text/csv")
                .body(csv(row()))
                .post("/v1/imports")
                .then()
                .statusCode(401);
    }

    @Test
    void pagesByCursor() {
        var caller = new ImportCalls(stack, "16.01.07.2010");
        var ids = IntStream.range(0, 3)
                .mapToObj(i -> caller.checked(csv(row(), row(), row(), row(), row())))
                .toList();

        var first = caller.caller().queryParam("limit", 2).get("/v1/imports").jsonPath();
        var second = caller.caller()
                .queryParams(Map.of("limit", 2, "cursor", first.getString("next")))
                .get("/v1/imports")
                .jsonPath();

        assertThat(first.getList("items.id")).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.getList("items.id")).containsExactly(ids.get(0));
        assertThat(second.getString("next")).isNull();
        var rows = "/v1/imports/" + ids.getFirst() + "/rows";
        var page = caller.caller().queryParam("limit", 3).get(rows).jsonPath();
        assertThat(page.getList("items.row")).containsExactly(2, 3, 4);
        assertThat(caller.caller()
                        .queryParams(Map.of("limit", 3, "cursor", page.getString("next")))
                        .get(rows)
                        .jsonPath()
                        .getList("items.row"))
                .containsExactly(5, 6);
        caller.caller()
                .queryParams(Map.of("verdict", "OK", "cursor", page.getString("next")))
                .get(rows)
                .then()
                .statusCode(400);
        caller.caller().queryParam("verdict", "GOOD").get(rows).then().statusCode(400);
    }

    @Test
    void tellsAsAStreamHowFarItIs() {
        var parameters = new HashMap<>(DEFAULTS);
        parameters.put("commit", "auto");
        var id = calls.upload(csv(row()), parameters).then().extract().<String>path("id");

        var events = calls.caller()
                .accept("text/event-stream")
                .get("/v1/imports/" + id + "/stream")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(events).contains("event:import").contains("\"state\":\"COMMITTED\"");
    }

    @Test
    void tellsThePaceOfTheLastWhileWhateverPausesThereWere() {
        var id = calls.checked(csv(row()));
        jdbi.useHandle(handle -> {
            // Not the worker's: that looks at it again in an hour.
            handle.createUpdate("""
                            update import
                            set state = 'COMMITTING', try_after = clock_timestamp() + interval '1 h', row_count = 4000,
                                committed_by = actor, commit_began_at = clock_timestamp() - interval '5 h'
                            where id = cast(:id as uuid)
                            """).bind("id", id).execute();
            handle.createUpdate("""
                            insert into import_chunk (import_id, number, state, row_count, ok, failed, enrolled, committed_at)
                            select cast(:id as uuid), number, 'COMMITTED', 1000, 900, 100, 900, clock_timestamp() - pause
                            from unnest(cast('{4 h,10 s,5 s}' as interval[])) with ordinality as done (pause, number)
                            """).bind("id", id).execute();
        });

        var moving = calls.get(id);

        assertThat(moving.getInt("handled")).isEqualTo(3_000);
        assertThat(moving.getInt("enrolled")).isEqualTo(2_700);
        assertThat(moving.getInt("ratePerSecond")).isBetween(60, 100);
        assertThat(Instant.parse(moving.getString("estimatedEnd")))
                .isBetween(Instant.now().plusSeconds(5), Instant.now().plusSeconds(20));

        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import_chunk set committed_at = committed_at - interval '1 h'
                        where import_id = cast(:id as uuid) and number > 0
                        """).bind("id", id).execute());
        var standing = calls.get(id);

        assertThat(standing.getString("ratePerSecond")).isNull();
        assertThat(standing.getString("estimatedEnd")).isNull();
        jdbi.useHandle(handle -> handle.createUpdate("update import set state = 'DELETED' where id = cast(:id as uuid)")
                .bind("id", id)
                .execute());
    }

    @Test
    void doesEachRowOnceWithManyWorkersAtOnce() throws Exception {
        var rows = IntStream.range(0, 4_500).mapToObj(i -> row()).toArray(String[]::new);
        var before = participants();
        var id = calls.upload(csv(rows), DEFAULTS)
                .then()
                .statusCode(202)
                .extract()
                .<String>path("id");
        var uuid = UUID.fromString(id);

        try (var threads = Executors.newFixedThreadPool(3)) {
            var workers = IntStream.range(0, 3)
                    .mapToObj(i -> threads.submit(() -> {
                        while (!calls.get(id).getString("state").equals("COMMITTED")) {
                            work.checkChunk(uuid);
                            work.finishCheck(uuid);
                            if (calls.get(id).getString("state").equals("CHECKED")) {
                                calls.change(id)
                                        .post("/v1/imports/" + id + "/commit")
                                        .then()
                                        .statusCode(202);
                            }
                            work.commitChunk(uuid);
                            work.finishCommit(uuid);
                        }
                        return null;
                    }))
                    .toList();
            for (var worker : workers) {
                worker.get();
            }
        }

        assertThat(calls.get(id).getInt("enrolled")).isEqualTo(4_500);
        assertThat(participants() - before).isEqualTo(4_500);
    }

    private Map<String, Object> enroll(Map<String, Object> person) {
        calls.caller()
                .contentType(ContentType.JSON)
                .body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201);
        return person;
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

    private int enrolled(Map<String, Object> person) {
        return calls.caller()
                .contentType(ContentType.JSON)
                .body(Map.of("nik", person.get("nik")))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .extract()
                .<List<Object>>path("items")
                .size();
    }

    private long participants() {
        return number("select count(*) from participant", "");
    }

    private long left(String id) {
        return number(
                "select count(*) + (select count(*) from import_chunk where import_id = cast(:id as uuid) and sealed is not null) from import_row where import_id = cast(:id as uuid)",
                id);
    }

    private long number(String sql, String id) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bindMap(id.isEmpty() ? Map.of() : Map.of("id", id))
                .mapTo(Long.class)
                .one());
    }

    private String nameOf(String kpj) {
        return jdbi.withHandle(handle -> handle.createQuery("select name from participant where kpj = :kpj")
                .bind("kpj", kpj)
                .mapTo(String.class)
                .one());
    }

    private String name(String village) {
        return jdbi.withHandle(handle -> handle.createQuery("select name from area where code = :code")
                .bind("code", village)
                .mapTo(String.class)
                .one());
    }

    private String reportOf(String id, String type, String language) {
        return calls.caller()
                .accept(type)
                .header("Accept-Language", language)
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private List<String> actorsOfEvents(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select e.actor
                        from (select subject, actor from outbox union all select subject, actor from event_log) e
                        join participant p on p.id::text = e.subject
                        join import_row r on r.nik_index = p.nik_index
                        where r.import_id = cast(:id as uuid)
                        """).bind("id", id).mapTo(String.class).list());
    }
}
