package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.access.Reach;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One choice for all rows that have a finding. */
@EnrollmentTest
class ImportCorrectionTest {
    private static final Map<String, Object> WELDERS =
            choice("occupation-unknown", "occupation", "TUKANG LAS", "BURUH");

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    ImportClearing clearing;

    @Inject
    ImportCheck check;

    @Inject
    ImportRows judged;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    @Test
    void takesOneOccupationForAllRowsThatSayTheSame() {
        var id = calls.checked(list(
                ";Pekerjaan",
                row() + ";Tukang  las",
                row() + ";TUKANG LAS",
                row() + ";Penari",
                row() + ";Petani",
                "123;Uji;1984-07-05;P;Tukang Las"));
        var before = whole(calls.get(id));
        assertThat(calls.findings(id))
                .containsExactly(
                        "2 occupation-unknown", "3 occupation-unknown", "4 occupation-unknown", "6 nik-format");
        // What one row alone says may be anything.
        assertThat(before.<String>getList("questions.said")).containsExactly("TUKANG LAS", null);
        assertThat(before.<Integer>getList("questions.rows")).containsExactly(2, 3);

        var sent = correct(id, WELDERS);

        sent.then().statusCode(202).body("version", equalTo(3)).header("ETag", "\"3\"");
        var after = whole(calls.await(id, "CHECKED"));
        assertThat(calls.findings(id)).containsExactly("4 occupation-unknown", "6 nik-format");
        assertThat(after.<Integer>getList("questions.rows")).containsExactly(1);
        assertThat(after.getMap("corrections[0]"))
                .containsAllEntriesOf(WELDERS)
                .containsEntry("by", "village@16.01.07.2001");
        assertThat(calls.report(id, "text/csv", "id"))
                .contains("123;Uji;\"=\"\"1984-07-05\"\"\";P;BURUH;")
                .doesNotContainIgnoringCase("las;");
        assertThat(whole(calls.commit(id)).getInt("enrolled")).isEqualTo(4);
        assertThat(occupations(id)).containsExactly("BURUH", "BURUH", "LAINNYA", "PETANI");
    }

    @Test
    void mendsWhatStoppedRows() {
        var defaults = new HashMap<>(DEFAULTS);
        defaults.remove("fundingSource");
        defaults.remove("villageCode");
        var file = list(
                ";Sumber Dana;Desa",
                row() + ";APBDes;Negeri Sindang",
                row() + ";APBDes;Negeri Sindang",
                row() + ";;Negeri Sindang",
                row() + ";Kantong Ajaib;16.01.07.2001",
                row() + ";KANTONG AJAIB;16.01.07.2001",
                row() + ";ADD;Negri Sindang");
        var id = calls.checked(file.getBytes(java.nio.charset.StandardCharsets.UTF_8), defaults);
        assertThat(whole(calls.get(id)).getInt("failed")).isEqualTo(6);
        var questions = calls.get(id);
        assertThat(questions.getString("questions.find { it.said == 'NEGERI SINDANG' }.suggested"))
                .isEqualTo("16.01.07.2001");
        // Another village may be called nearly so.
        assertThat(questions.<String>getList("questions.find { it.said == 'NEGRI SINDANG' }.choices.choice"))
                .containsExactly("16.01.07.2001");
        assertThat(questions.getString("questions.find { it.said == 'NEGRI SINDANG' }.suggested"))
                .isNull();

        correct(
                        id,
                        choice("code-ambiguous", "fundingSource", "APBDES", "DANA_DESA"),
                        choice("field-missing", "fundingSource", null, "CSR"),
                        choice("code-unknown", "fundingSource", "KANTONG AJAIB", "MANDIRI"),
                        choice("village-name-alone", "villageName", null, "16.01.07.2001"))
                .then()
                .statusCode(202);

        var after = whole(calls.await(id, "CHECKED"));
        assertThat(after.getInt("ok")).isEqualTo(6);
        assertThat(calls.report(id, "text/csv", "en"))
                .containsSubsequence(
                        ";DANA_DESA;16.01.07.2001;",
                        ";CSR;16.01.07.2001;",
                        ";MANDIRI;16.01.07.2001;",
                        ";ADD;16.01.07.2001;");
        assertThat(whole(calls.commit(id)).getInt("enrolled")).isEqualTo(6);
    }

    /** A woman born on 8 March 1981, whose day and month a program swapped. */
    @Test
    void takesWarningsAsTheyWereReadOrHoldsTheirRowsBack() {
        var id = calls.checked(list(
                "", swapped(9431) + ";Uji Tukar A;1981-08-03;P", swapped(9432) + ";Uji Tukar B;1981-08-03;P", row()));
        assertThat(calls.get(id).getString("questions[0].suggested")).isEqualTo("AS_READ");

        correct(id, choice("birth-date-swapped", "birthDate", null, "LEAVE_OUT"))
                .then()
                .statusCode(202);
        assertThat(whole(calls.await(id, "CHECKED")).getInt("failed")).isEqualTo(2);
        assertThat(calls.findings(id)).containsExactly("2 row-held-back", "3 row-held-back");
        assertThat(calls.get(id).getList("questions")).isEmpty();

        correct(id, choice("birth-date-swapped", "birthDate", null, "TAKE_BACK"))
                .then()
                .statusCode(202);
        assertThat(whole(calls.await(id, "CHECKED")).getInt("warned")).isEqualTo(2);
        refused(id, "correction-unknown", choice("birth-date-swapped", "birthDate", null, "TAKE_BACK"));

        correct(id, choice("birth-date-swapped", "birthDate", null, "AS_READ"))
                .then()
                .statusCode(202);
        assertThat(whole(calls.await(id, "CHECKED")).getInt("ok")).isEqualTo(3);
        assertThat(whole(calls.commit(id)).getInt("enrolled")).isEqualTo(3);
        assertThat(calls.get(id).getList("corrections.choice")).containsExactly("LEAVE_OUT", "TAKE_BACK", "AS_READ");
    }

    /** The report alone leads to the same. */
    @Test
    void writesTheSexOfTheNikIntoTheColumnOfEach() {
        var man = SyntheticPerson.nik("160112", LocalDate.of(1981, 3, 8), false, 9433);
        var id = calls.checked("NIK;Nama;Tgl Lahir;JK L;JK P\r\n"
                + "%s;Uji Kolom A;1981-03-08;x;\r\n%s;Uji Kolom B;1981-03-08;;v\r\n".formatted(swapped(9433), man));
        assertThat(calls.findings(id)).containsExactly("2 nik-sex", "3 nik-sex");

        correct(id, choice("nik-sex", "nik", null, "NIK")).then().statusCode(202);

        assertThat(whole(calls.await(id, "CHECKED")).getInt("ok")).isEqualTo(2);
        var again = calls.checked(calls.report(id, "text/csv", "id"));
        assertThat(calls.get(again).getInt("ok")).isEqualTo(2);
    }

    /** A row that is good only now comes before its double, which was good until now. */
    @Test
    void findsDoublesAnew() {
        var twice = body();
        var id = calls.checked(list(";Pekerjaan;Segmen", row(twice) + ";Petani;Sawah", row(twice) + ";Tukang Las;BPU"));
        assertThat(calls.findings(id)).containsExactly("2 code-unknown", "3 occupation-unknown");

        correct(id, choice("code-unknown", "segment", null, "BPU")).then().statusCode(202);

        var after = whole(calls.await(id, "CHECKED"));
        assertThat(calls.findings(id)).containsExactly("3 nik-repeated");
        assertThat(after.getList("questions")).isEmpty();
        correct(id, choice("code-unknown", "segment", null, "TAKE_BACK")).then().statusCode(202);
        whole(calls.await(id, "CHECKED"));
        assertThat(calls.findings(id)).containsExactly("2 code-unknown", "3 occupation-unknown");
    }

    @Test
    void takesOneOfTwoAtOnceAndAnswersTheSameRequestAsBefore() throws Exception {
        var rows =
                IntStream.range(0, 2_500).mapToObj(_ -> row() + ";Tukang Las").toArray(String[]::new);
        var id = calls.checked(list(";Pekerjaan", rows));
        var key = UUID.randomUUID().toString();
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> send(id, "\"2\"", i < 2 ? key : null, WELDERS)))
                    .toList();
            for (var one : all) {
                statuses.add(one.get().statusCode());
            }
        }
        // While one is at it, the same key is told to wait, and the others have seen another version.
        assertThat(statuses).contains(202).containsAnyOf(409, 412).isSubsetOf(202, 409, 412, 503);
        for (var i = 0; i < 3; i++) { // As a worker of another replica would.
            check.chunk(UUID.fromString(id));
            check.finish(UUID.fromString(id));
        }

        var after = whole(calls.await(id, "CHECKED"));
        assertThat(after.getInt("ok")).isEqualTo(2_500);
        assertThat(after.getList("corrections")).hasSize(1);
        assertThat(after.getInt("version")).isEqualTo(4);
    }

    @Test
    void repeatsItsAnswerForTheSameKey() {
        var id = calls.checked(list(";Pekerjaan", row() + ";Tukang Las", row() + ";Tukang Las"));
        var key = UUID.randomUUID().toString();
        var first = send(id, "\"2\"", key, WELDERS);
        calls.await(id, "CHECKED");

        var again = send(id, "\"2\"", key, WELDERS);

        again.then().statusCode(202).header("Idempotency-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
        send(id, "\"4\"", key, choice("occupation-unknown", "occupation", null, "PETANI"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        assertThat(calls.get(id).getList("corrections")).hasSize(1);
    }

    /** Rows that are checked anew while a report is being sent would have verdicts of two checks, and cells of two choices. */
    @Test
    void showsNoReportOfTwoChecks() throws Exception {
        var rows =
                IntStream.range(0, 1_500).mapToObj(_ -> row() + ";Tukang Las").toArray(String[]::new);
        var id = calls.checked(list(";Pekerjaan", rows));
        Reach.of(Scope.of(ImportCalls.areas("16.01.07.2001")), "village@16.01.07.2001")
                .call(() -> {
                    var before = judged.withRows(UUID.fromString(id), Scope.of(ImportCalls.areas("16.01.07.2001")));
                    assertThat(judged.chunk(before, 0)).isPresent();

                    correct(id, WELDERS).then().statusCode(202);

                    assertThatThrownBy(() -> judged.chunk(before, 1)).hasMessage("import-not-checked");
                    calls.await(id, "CHECKED");
                    assertThatThrownBy(() -> judged.chunk(before, 1)).hasMessage("import-not-checked");
                    return true;
                });
        assertThat(calls.report(id, "text/csv", "id").lines()).hasSize(1_501);
    }

    @Test
    void isOnRecordWithItsPeople() {
        var id = calls.checked(list(";Pekerjaan", row() + ";Tukang Las", row() + ";Tukang Las", row() + ";Petani"));

        correct(id, WELDERS).then().statusCode(202);

        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                jdbi.<List<Integer>, RuntimeException>withHandle(handle -> handle.createQuery("""
                                select people from access_record
                                where operation = 'correctImport' and selection->>'import' = :id and status = 202
                                """)
                                        .bind("id", id)
                                        .mapTo(Integer.class)
                                        .list()))
                        .containsExactly(3));
    }

    @Test
    void refusesWhatCannotBeChosen() {
        var id = calls.checked(list(
                ";Pekerjaan;Desa", row() + ";Petani;Antah Berantah", row() + ";Tukang Las;", row() + ";Tukang Las;"));
        var unknown = choice("village-name-alone", "villageName", "ANTAH BERANTAH", "16.02.01.2001");

        refused(id, "correction-choice", choice("occupation-unknown", "occupation", "TUKANG LAS", "ASTRONAUT"));
        refused(id, "correction-choice", choice("occupation-unknown", "occupation", "TUKANG LAS", "NIK"));
        refused(id, "correction-unknown", choice("occupation-unknown", "occupation", "PENARI", "BURUH"));
        refused(id, "correction-unknown", choice("nik-format", "nik", null, "AS_READ"));
        refused(id, "correction-unknown", choice("village-name-alone", "villageName", "ANTAH BERANTAH", "TAKE_BACK"));
        // A village elsewhere is as one that is not there.
        refused(id, "correction-choice", unknown);
        refused(
                id,
                "correction-choice",
                choice("village-name-alone", "villageName", "ANTAH BERANTAH", "16.99.99.2001"));
        refused(id, "field-missing", Map.of("code", "occupation-unknown", "choice", "BURUH"));
        assertThat(correct(id, unknown, unknown).path("errors.code").toString()).contains("correction-choice");
        var fits = choice("village-name-alone", "villageName", "ANTAH BERANTAH", "16.01.07.2004");
        assertThat(correct(id, fits, fits).path("errors.code").toString()).contains("correction-repeated");
        post(id, "{\"corrections\":[]}").then().statusCode(422);
        post(id, "{\"corrections\":[null]}").then().statusCode(422);
        post(id, "{\"corrections\":[{\"choise\":1}]}").then().statusCode(400);
        post(id, "").then().statusCode(400);
        assertThat(calls.get(id).getInt("version")).isEqualTo(2);

        send(id, "\"1\"", null, fits).then().statusCode(412);
        calls.caller()
                .contentType(ContentType.JSON)
                .body(Map.of("corrections", List.of(fits)))
                .post(path(id))
                .then()
                .statusCode(428);
        correct(id, fits).then().statusCode(202);
        calls.await(id, "CHECKED");
        refused(id, "correction-made", fits);
        calls.commit(id);
        correct(id, WELDERS).then().statusCode(409).body("code", equalTo("import-committed"));
    }

    @Test
    void isForWhoHasTheImport() {
        var id = calls.checked(list(";Pekerjaan", row() + ";Tukang Las"));
        var stranger = ImportCalls.ofOne(stack, "16.02.01.2001");

        for (var one : List.of(id, UUID.randomUUID().toString())) {
            stranger.caller()
                    .contentType(ContentType.JSON)
                    .header("If-Match", "\"2\"")
                    .body(Map.of("corrections", List.of(WELDERS)))
                    .post(path(one))
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("import-not-found"));
        }
        assertThat(calls.get(id).getInt("version")).isEqualTo(2);
    }

    /** It may be anything that people write. */
    @Test
    void sealsWhatRowsSayAndDropsItWithThem() {
        var nik = (String) body().get("nik");
        var id = calls.checked(list(
                ";Pekerjaan",
                row() + ";Tukang Rahasia",
                row() + ";tukang rahasia",
                row() + ";Las " + nik,
                row() + ";Las " + nik));
        assertThat(calls.get(id).<String>getList("questions.said")).containsExactly("TUKANG RAHASIA", null);
        correct(id, choice("occupation-unknown", "occupation", "TUKANG RAHASIA", "BURUH"))
                .then()
                .statusCode(202);
        calls.await(id, "CHECKED");
        correct(id, choice("occupation-unknown", "occupation", null, "PETANI"))
                .then()
                .statusCode(202);
        assertThat(whole(calls.await(id, "CHECKED")).getInt("ok")).isEqualTo(4);

        var kept = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select string_agg(t, ' ') from (
                            select i::text as t from import i where id = cast(:id as uuid)
                            union all select c::text from import_chunk c where import_id = cast(:id as uuid)
                            union all select c::text from import_correction c where import_id = cast(:id as uuid)
                            union all select encode(said_sealed, 'escape') from import_correction where import_id = cast(:id as uuid)
                            union all select r::text from import_row r where import_id = cast(:id as uuid)) as all_of_it
                        """).bind("id", id).mapTo(String.class).one());
        assertThat(kept).doesNotContainIgnoringCase("rahasia").doesNotContain(nik);

        calls.change(id).delete("/v1/imports/" + id).then().statusCode(200).body("corrections[0].said", nullValue());
        clearing.clear();
        int left = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select (select count(*) from import where id = cast(:id as uuid) and said_sealed is not null)
                            + (select count(*) from import_chunk where import_id = cast(:id as uuid) and said_sealed is not null)
                            + (select count(*) from import_correction where import_id = cast(:id as uuid) and said_sealed is not null)
                        """).bind("id", id).mapTo(Integer.class).one());
        assertThat(left).isZero();
        assertThat(calls.get(id).getList("corrections.choice")).containsExactly("BURUH", "PETANI");
        assertThat(Instant.parse(calls.get(id).getString("corrections[0].at")))
                .isBefore(Instant.now().plusSeconds(60));
    }

    private static String swapped(int serial) {
        return SyntheticPerson.nik("160112", LocalDate.of(1981, 3, 8), true, serial);
    }

    private static String list(String headers, String... rows) {
        return HEADER + headers + "\r\n" + String.join("\r\n", rows) + "\r\n";
    }

    private static Map<String, Object> choice(String code, String field, String said, String choice) {
        var one = new HashMap<String, Object>(Map.of("code", code, "field", field, "choice", choice));
        if (said != null) {
            one.put("said", said);
        }
        return one;
    }

    @SafeVarargs
    private Response correct(String id, Map<String, Object>... choices) {
        return calls.change(id)
                .contentType(ContentType.JSON)
                .body(Map.of("corrections", List.of(choices)))
                .post(path(id));
    }

    private Response send(String id, String version, String key, Map<String, Object> choice) {
        var request = calls.caller().contentType(ContentType.JSON).header("If-Match", version);
        return (key == null ? request : request.header("Idempotency-Key", key))
                .body(Map.of("corrections", List.of(choice)))
                .post(path(id));
    }

    private Response post(String id, String body) {
        return calls.change(id).contentType(ContentType.JSON).body(body).post(path(id));
    }

    private void refused(String id, String code, Map<String, Object> choice) {
        correct(id, choice).then().statusCode(422).body("errors[0].code", equalTo(code));
    }

    private static String path(String id) {
        return "/v1/imports/" + id + "/corrections";
    }

    /** Nobody is lost, whatever is chosen. */
    private static JsonPath whole(JsonPath view) {
        assertThat(view.getInt("ok") + view.getInt("warned") + view.getInt("failed"))
                .isEqualTo(view.getInt("rows"));
        return view;
    }

    private List<String> occupations(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select p.occupation from import_row r join participant p on p.nik_index = r.nik_index
                        where r.import_id = cast(:id as uuid) and r.verdict <> 'FAILED' order by r.row_number
                        """).bind("id", id).mapTo(String.class).list());
    }
}
