package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.SyntheticPerson.day;
import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.HEADER;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Days of enrollment in lists: judged as those of single people are, by who sends the list and who commits it. */
@EnrollmentTest
class DatingBackImportTest {
    private static final String DATED = HEADER + ";Tgl Daftar;Alasan Tgl Mundur;Asal Data;Mulai Perlindungan\r\n";

    LocalStack stack;

    @Test
    void refusesRowsOfOthersThanTheBranchThatLieFarBack() {
        var calls = ImportCalls.as(stack, "regency", "16.01");
        var id = calls.checked(list(), DEFAULTS);

        assertThat(calls.findings(id))
                .containsExactly(
                        "3 dated-back-too-far",
                        "4 dated-back-too-far",
                        "5 enrolled-on-early",
                        "7 covered-from-late",
                        "8 code-unknown");
        assertThat(calls.report(id, "text/csv", "id"))
                .contains("boleh mundur paling banyak 90 hari")
                .contains("sebelum 2014-01-01");
        assertThat(calls.report(id, "text/csv", "en"))
                .contains("dated back at most 90 days")
                .contains("before 2014-01-01");
        assertThat(calls.commit(id).getInt("enrolled")).isEqualTo(2);
    }

    @Test
    void takesRowsOfTheBranchThatGiveAReason() {
        var calls = ImportCalls.as(stack, "branch", "16.01");
        var id = calls.checked(list(), DEFAULTS);

        assertThat(calls.findings(id))
                .containsExactly(
                        "3 backdating-reason-missing", "5 enrolled-on-early", "7 covered-from-late", "8 code-unknown");
        assertThat(calls.commit(id).getInt("enrolled")).isEqualTo(3);
    }

    /** One reason for all rows, as the default. Each person's history keeps it. */
    @Test
    void takesTheReasonFromTheDefaults() {
        var calls = ImportCalls.as(stack, "branch", "16.01");
        var person = body();
        var defaults = farBack();
        defaults.put("backdatingReason", "Catatan cabang");
        var id = calls.checked(ImportCalls.csv(row(person)).getBytes(UTF_8), defaults);

        assertThat(calls.findings(id)).isEmpty();
        calls.commit(id);

        String participant = calls.caller()
                .contentType("application/json")
                .body(Map.of("nik", person.get("nik")))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
        Awaitility.await()
                .untilAsserted(() -> calls.caller()
                        .get("/v1/participants/" + participant + "/history")
                        .then()
                        .body("items.reason", hasItem("BRANCH_RECORD")));
        calls.upload(ImportCalls.csv(row()), Map.of("backdatingReason", "Malas"))
                .then()
                .statusCode(400);
    }

    /** Somebody else's commit is somebody else's enrollment. The commit checks the rows once more. */
    @Test
    void keepsRowsOutThatAnotherOfficeCommits() {
        var branch = ImportCalls.as(stack, "branch", "16.01");
        var defaults = farBack();
        defaults.put("backdatingReason", "REPORTED_LATE");
        var id = branch.checked(ImportCalls.csv(row(), row()).getBytes(UTF_8), defaults);
        assertThat(branch.findings(id)).isEmpty();

        var regency = ImportCalls.as(stack, "regency", "16.01");
        var done = regency.commit(id);

        assertThat(done.getInt("enrolled")).isZero();
        assertThat(regency.findings(id)).containsExactly("2 dated-back-too-far", "3 dated-back-too-far");
    }

    private static Map<String, String> farBack() {
        var defaults = new HashMap<>(DEFAULTS);
        defaults.put("enrolledOn", day(-200));
        return defaults;
    }

    private static byte[] list() {
        return (DATED
                        + row() + ";" + day(-89) + ";;;\r\n"
                        + row() + ";" + day(-91) + ";;;\r\n"
                        + row() + ";" + day(-91) + ";Terlambat;;\r\n"
                        + row() + ";2013-12-31;OTHER;;\r\n"
                        + row() + ";2013-12-31;;Lama;2014-01-01\r\n"
                        + row() + ";" + day(-1) + ";;;" + day(370) + "\r\n"
                        + row() + ";" + day(-1) + ";malas;;\r\n")
                .getBytes(UTF_8);
    }
}
