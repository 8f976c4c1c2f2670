package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.restassured.path.json.JsonPath;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list that is twice as large as the heap of the service that reads it, which is the only one there is. It comes as
 * many clients send it: asking for HTTP/2 with the first request, and all of that before they have an answer.
 */
@ExtendWith(RunningSystem.class)
class LargeListIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int ROWS = 13_000;
    /** Within what a cell may hold; more of them than the header names, as of notes beside a list. */
    private static final String NOTE = "catatan ".repeat(123);

    private static final int NOTES = 11;
    private static final int BOMB_MEGABYTES = 140;
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final Duration UPLOADED_WITHIN = Duration.ofSeconds(90);
    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(60);
    private static final List<String> HEADER = List.of(
            "NIK",
            "Nama",
            "Tanggal Lahir",
            "Jenis Kelamin",
            "Kode Desa",
            "Segmen",
            "Pekerjaan",
            "Sumber Dana",
            "Program");

    private final DesaSystem system;

    @TempDir
    Path directory;

    private Service small;

    LargeListIT(DesaSystem system) {
        this.system = system;
    }

    @BeforeEach
    void startSmall() {
        system.enrollment().kill();
        small = system.anotherEnrollment(
                List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=4"));
    }

    @AfterEach
    void endSmall() {
        small.kill();
    }

    @TestFactory
    Stream<DynamicTest> aSmallHeapIsEnough() {
        return Stream.of(
                dynamicTest("a text is read in pieces", this::aTextIsReadInPieces),
                dynamicTest("a workbook is read in pieces", this::aWorkbookIsReadInPieces),
                dynamicTest("parts that unpack to far more are refused", this::partsThatUnpackToFarMoreAreRefused));
    }

    private void aTextIsReadInPieces() throws Exception {
        var file = directory.resolve("list.csv");
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, row -> String.join(";", row) + "\r\n");
        }

        requireChecked(upload(file, "text/csv; charset=UTF-8"));
    }

    private void aWorkbookIsReadInPieces() throws Exception {
        var file = directory.resolve("list.xlsx");
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(Deflater.NO_COMPRESSION); // So that the file is as large as what is in it.
            around(zip, "");
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            text(zip, """
                    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
            var number = new AtomicInteger();
            write(zip, row -> sheetRow(number.incrementAndGet(), row));
            text(zip, "</sheetData></worksheet>");
        }

        requireChecked(upload(file, XLSX));
    }

    /** Small files, each with one part that unpacks to twice the heap; nobody else notices. */
    private void partsThatUnpackToFarMoreAreRefused() throws Exception {
        var parts = List.of(
                "[Content_Types].xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
                "xl/styles.xml",
                "xl/sharedStrings.xml",
                "xl/worksheets/sheet1.xml");
        for (var name : parts) {
            var answer = sent(bomb(name, name.endsWith("sheet1.xml") ? " " : "<si/>"), XLSX);

            assertThat(answer.statusCode()).as(name + answer.body()).isEqualTo(422);
            system.ask(small).get("/v1/imports?limit=1").then().statusCode(200);
        }
        var line = Files.write(directory.resolve("line.csv"), new byte[0]);
        for (var repeated : List.of("x", "x;", "\"x\n", "\";\"")) {
            try (var out = new BufferedOutputStream(Files.newOutputStream(line))) {
                repeat(out, repeated, BOMB_MEGABYTES / 2); // The file may have 256.
            }

            assertThat(sent(line, "text/csv").statusCode()).isEqualTo(422);
        }
        assertThat(small.residentMegabytes()).as("resident").isLessThan(600);
        Measured.say("bombs refused with a heap of %d MB, resident %d MB"
                .formatted(HEAP_MEGABYTES, small.residentMegabytes()));
    }

    private Path bomb(String name, String repeated) throws IOException {
        var file = directory.resolve("bomb.xlsx");
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(Deflater.BEST_SPEED);
            around(zip, name);
            zip.putNextEntry(new ZipEntry(name));
            text(zip, name.startsWith("xl/worksheets") ? "<worksheet><sheetData>" : "<a>");
            repeat(zip, repeated, BOMB_MEGABYTES);
        }
        return file;
    }

    private static void repeat(OutputStream out, String repeated, int megabytes) throws IOException {
        var some = repeated.repeat((1 << 20) / repeated.length()).getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < megabytes; i++) {
            out.write(some);
        }
    }

    /** All of a workbook but its sheet. @param but the part that is left out */
    private static void around(ZipOutputStream zip, String but) throws IOException {
        part(zip, but, "[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/xl/workbook.xml"
                 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml"
                 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
                <Override PartName="/xl/styles.xml"
                 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
                </Types>""");
        part(zip, but, "xl/styles.xml", """
                <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>""");
        part(zip, but, "_rels/.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
                 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
                 Target="xl/workbook.xml"/></Relationships>""");
        part(zip, but, "xl/workbook.xml", """
                <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
                <sheet name="Peserta" sheetId="1" r:id="r1"/></sheets></workbook>""");
        part(zip, but, "xl/_rels/workbook.xml.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
                 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                 Target="worksheets/sheet1.xml"/><Relationship Id="r2"
                 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
                 Target="styles.xml"/><Relationship Id="r3"
                 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                 Target="sharedStrings.xml"/></Relationships>""");
    }

    private static String sheetRow(int number, List<String> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> "<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                        .formatted('A' + column, number, cells.get(column)))
                .collect(Collectors.joining("", "<row r=\"%d\">".formatted(number), "</row>"));
    }

    private static void write(OutputStream out, Function<List<String>, String> line) throws IOException {
        text(out, line.apply(HEADER));
        for (var who = 0; who < ROWS; who++) {
            var row = new ArrayList<>(person(who));
            Stream.generate(() -> NOTE).limit(NOTES).forEach(row::add);
            text(out, line.apply(row));
        }
    }

    private static void part(ZipOutputStream zip, String but, String name, String content) throws IOException {
        if (name.equals(but)) {
            return;
        }
        zip.putNextEntry(new ZipEntry(name));
        text(zip, content);
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> person(int who) {
        var born = LocalDate.of(1976, 1, 1).plusDays(who / 1_000);
        return List.of(
                "160204%02d%02d%02d9%03d"
                        .formatted(born.getDayOfMonth(), born.getMonthValue(), born.getYear() % 100, who % 1_000),
                "Ujicoba Daftarbesar",
                born.toString(),
                "L",
                "16.01.07.2001",
                "BPU",
                "PETANI",
                "ADD",
                "JKK+JKM");
    }

    /** @return the import's id */
    private String upload(Path file, String type) throws IOException, InterruptedException {
        assertThat(Files.size(file)).isGreaterThan(2L * HEAP_MEGABYTES << 20);
        var answer = sent(file, type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JsonPath.from(answer.body()).getString("id");
    }

    private HttpResponse<String> sent(Path file, String type) throws IOException, InterruptedException {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var request = HttpRequest.newBuilder(small.url().resolve("/v1/imports"))
                    .timeout(UPLOADED_WITHIN)
                    .header("Authorization", "Bearer " + system.token())
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofFile(file))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private void requireChecked(String id) {
        await("every verdict")
                .atMost(CHECKED_WITHIN)
                .until(() -> system.ask(small)
                        .get("/v1/imports/" + id)
                        .jsonPath()
                        .getString("state")
                        .equals("CHECKED"));
        system.ask(small)
                .get("/v1/imports/" + id)
                .then()
                .body("rows", equalTo(ROWS))
                .body("checked", equalTo(ROWS))
                .body("failed", equalTo(0));
        Measured.say("list of %d rows checked with a heap of %d MB, resident %d MB"
                .formatted(ROWS, HEAP_MEGABYTES, small.residentMegabytes()));
    }
}
