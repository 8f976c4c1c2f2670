package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static id.desaterlindungi.enrollment.imports.ImportCalls.csv;
import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static id.desaterlindungi.enrollment.imports.Workbooks.parts;
import static id.desaterlindungi.enrollment.imports.Workbooks.sheet;
import static id.desaterlindungi.enrollment.imports.Workbooks.text;
import static id.desaterlindungi.enrollment.imports.Workbooks.zip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.imports.upload.UploadDirectory;
import id.desaterlindungi.local.LocalStack;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are no list, or would do harm. */
@EnrollmentTest
class HostileFileTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    UploadDirectory directory;

    LocalStack stack;

    private ImportCalls calls;
    private long before;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
        before = imports();
    }

    @AfterEach
    void leavesNothingOnDisk() throws IOException {
        try (var files = Files.list(directory.path())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lock");
        }
    }

    @Test
    void refusesRowsWhoseNumbersDoNotRise() throws IOException {
        for (var numbers : List.of(List.of(1, 2, 2), List.of(1, 3, 2), List.of(0, 1, 2), List.of(-1, 1, 2))) {
            refused(
                    "file-damaged",
                    sheet(numbers.stream()
                            .map(number -> "<row r=\"%d\">".formatted(number)
                                    + text("A", "NIK")
                                    + text("B", "Nama")
                                    + text("C", "Tgl Lahir")
                                    + text("D", "JK")
                                    + "</row>")
                            .collect(Collectors.joining())));
        }
    }

    @Test
    void readsNoFormulasHoweverFarTheyReach() throws IOException {
        var first = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A9\" si=\"0\">" + "A".repeat(8_000)
                + "</f></c></row>";
        var sharing = IntStream.rangeClosed(2, 70_000)
                .mapToObj(row -> "<row r=\"%d\"><c><f si=\"0\" t=\"shared\"/></c></row>".formatted(row))
                .collect(Collectors.joining());
        refused("file-header-missing", sheet(first + sharing));
        refused("file-header-missing", sheet("<row r=\"1\"><c r=\"A1\"><f>" + "A".repeat(9_000) + "</f></c></row>"));
        refused(
                "file-header-missing",
                sheet("<row r=\"1\"><c r=\"A1\"><f>" + "A<x/>".repeat(9_000) + "</f></c></row>"));
        refused(
                "file-header-missing",
                sheet("<row r=\"1\">" + "<c><f t=\"array\" ref=\"A1\">1</f></c>".repeat(200) + "</row>"
                        + ("<row>" + "<c><f t=\"array\" ref=\"A1\">1</f></c>".repeat(200) + "</row>").repeat(5)));
    }

    @Test
    void refusesCellsThatHoldMoreThanACellTakes() throws IOException {
        refused(
                "file-too-large-unpacked",
                sheet("<row r=\"1\"><c r=\"A1\"><v>" + "1".repeat(40_000) + "</v></c></row>"));
        refused("file-damaged", sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><row/></is></c></row>"));
        refused(
                "file-too-large-unpacked",
                sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>"
                        + ("<r><t>" + "x".repeat(10_000) + "</t></r>").repeat(40) + "</is></c></row>"));
    }

    @Test
    void refusesWhatIsNoList() throws IOException {
        refused("file-empty", new byte[0]);
        refused("file-pdf", "%PDF-1.7\n%binary".getBytes(UTF_8));
        refused("file-binary", csv(row()).replace("Uji", "U\0i").getBytes(UTF_8));
        refused("file-binary", new byte[1 << 20]);
        refused("file-encrypted", new byte[] {
            (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1, 0, 0
        });
        refused("file-csv", "x".repeat(3 << 20).getBytes(UTF_8));
        refused("file-quote", (csv(row()) + "\"" + "x\n".repeat(1 << 20)).getBytes(UTF_8));
        refused("file-csv", "a;".repeat(1_000_000).getBytes(UTF_8));
        refused("file-header-missing", "satu;dua;tiga\r\n1;2;3\r\n".getBytes(UTF_8));
        refused("file-header-missing", row().getBytes(UTF_8));
        refused("file-no-rows", csv().getBytes(UTF_8));
        refused("file-encoding", new byte[] {'N', 'I', 'K', ';', (byte) 0x81, '\n'});
        refused("file-damaged", "PK\3\4 and then nothing of an archive".getBytes(UTF_8));
        refused("file-zip", zip(Map.of("readme.txt", "hello")));
        calls.upload(csv(row()).replace("NIK;", "Nomor;"), DEFAULTS)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/nik"));
    }

    @Test
    void refusesWorkbooksThatWouldDoHarm() throws IOException {
        refused("file-macros", parts(Map.of("xl/vbaProject.bin", "x")));
        refused(
                "file-macros",
                parts(
                        Map.of(
                                "[Content_Types].xml",
                                "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>")));
        refused(
                "file-entities",
                parts(Map.of(
                        "xl/worksheets/sheet1.xml",
                        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/hostname\">]>"
                                + Workbooks.SHEET
                                        .formatted("<row r=\"1\">" + text("A1", "&a;") + "</row>")
                                        .substring(39))));
        refused("file-columns", sheet("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>"));
        refused("file-columns", sheet("<row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c></row>"));
        refused("file-columns", sheet("<row r=\"1\">" + "<c/>".repeat(1_000_000) + "</row>"));
        refused("file-header-missing", sheet("<row r=\"1\"><c/><!-- <row> --></row>"));
        refused("file-too-large-unpacked", sheet("<row r=\"1\">" + text("A1", "x".repeat(5 << 20)) + "</row>"));
        refused("file-too-large-unpacked", parts(Map.of("xl/styles.xml", "<a>" + "<a/>".repeat(15 << 20))));
        refused("file-damaged", sheet("<row r=\"1\"><c r=\"A1\"></row>"));
        var whole = sheet("<row r=\"1\">" + text("A1", "NIK") + "</row>");
        refused("file-damaged", Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void refusesPartsOfOneName() throws IOException {
        var texts =
                "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>Uji</t></si></sst>";
        var twice = new LinkedHashMap<String, String>();
        twice.put("xl/sharedString0.xml", texts);
        twice.put("xl/sharedStrings.xml", texts.replace("Uji", "Lain"));
        var file = new String(parts(twice), ISO_8859_1);

        refused("file-damaged", file.replace("sharedString0", "sharedStrings").getBytes(ISO_8859_1));
        refused("file-damaged", file.replace("sharedString0", "sharedStringS").getBytes(ISO_8859_1));
    }

    @Test
    void refusesMoreHeadersThanMemoryShouldHold() throws IOException {
        refused(
                "file-too-large-unpacked",
                parts(IntStream.range(0, 2_001)
                        .boxed()
                        .collect(Collectors.toMap(i -> "xl/media/" + i + ".txt", i -> ""))));
        // Behind a sound archive, where another directory may be looked for.
        var sound = parts(Map.of());
        var headers = Arrays.copyOf(sound, sound.length + 46 * 100_000);
        for (var at = sound.length; at < headers.length; at += 46) {
            headers[at] = 'P';
            headers[at + 1] = 'K';
            headers[at + 2] = 1;
            headers[at + 3] = 2;
        }
        refused("file-too-large-unpacked", headers);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (var i = 0; i < 40; i++) {
                var part = new ZipEntry("xl/" + i);
                part.setExtra(new byte[60_000]);
                out.putNextEntry(part);
            }
        }
        refused("file-too-large-unpacked", bytes.toByteArray());
    }

    @Test
    void refusesMoreThanItTakesWithoutHoldingIt() throws Exception {
        var limit = 256L << 20;
        var heap = Runtime.getRuntime().maxMemory();
        assertThat(heap).as("the test means nothing with a heap of any size").isLessThan(8 * limit);

        assertThat(send(limit + (4 << 20), false)).isEqualTo(413);
        assertThat(send(limit + (4 << 20), true)).isEqualTo(413);
        assertThat(send(10L << 20, true)).isEqualTo(422);
        assertThat(imports()).isEqualTo(before);
    }

    /** A stream of zeros. @param chunked without a length told before */
    private int send(long bytes, boolean chunked) throws IOException, InterruptedException {
        var zeros = BodyPublishers.ofInputStream(() -> new Zeros(bytes));
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1/imports"))
                    .header("Authorization", "Bearer " + stack.token("branch", "16"))
                    .header("Content-Type", "text/csv")
                    .POST(chunked ? zeros : BodyPublishers.fromPublisher(zeros, bytes));
            return client.send(request.build(), BodyHandlers.ofString()).statusCode();
        }
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            var some = (int) Math.min(length, left);
            Arrays.fill(bytes, offset, offset + some, (byte) 0);
            left -= some;
            return some;
        }
    }

    private void refused(String code, byte[] file) {
        var answer = calls.upload(file, DEFAULTS);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.jsonPath().getList("errors.code")).containsExactly(code);
        assertThat(imports()).isEqualTo(before);
    }

    private long imports() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from import")
                .mapTo(Long.class)
                .one());
    }
}
