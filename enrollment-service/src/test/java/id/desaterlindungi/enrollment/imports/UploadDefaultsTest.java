package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file with its defaults, which together are one import. */
@EnrollmentTest
class UploadDefaultsTest {
    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
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
    void takesAFormWithDefaultsBesideTheFile() {
        var text = csv(row());

        calls.caller()
                .multiPart("file", "/daftar/peserta-2001.csv", text.getBytes(StandardCharsets.UTF_8), "text/csv")
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
}
