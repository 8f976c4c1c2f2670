package id.desaterlindungi.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code deploy/local/import} against a service that says what a test wants. */
class ImportCommandTest {
    private static final String CHECKED = view(
            "CHECKED",
            2,
            "\"checked\":4,\"failed\":1,\"handled\":0,\"enrolled\":0,\"file\":{\"name\":\"list.csv\",\"sheet\":\"Desa Uji\","
                    + "\"otherSheets\":[\"Desa \\\"B\\\"\",\"Desa [C], D\"],\"headerRow\":1},\"unknownColumns\":[\"Asal Iuran\"],"
                    + "\"notes\":[{\"code\":\"rows-hidden\",\"message\":\"2 baris \\\"tersembunyi\\\" [2, 4].\"}]");

    /** As the service asks, in its order of the fields. */
    private static final String ASKING = CHECKED.replaceFirst("}$", "") + """
            ,"questions":[{"code":"occupation-unknown","field":"occupation","column":"Kerja {a|b}","said":"TUKANG \\"LAS\\"",\
            "rows":2,"alone":2,"firstRow":2,"stops":false,"question":"2 baris \\"TUKANG \\"LAS\\"\\". Diterima?",\
            "choices":[{"choice":"AS_READ","label":"Terima"},{"choice":"BURUH","label":"Buruh [harian]"}]},\
            {"code":"birth-date-swapped","field":"birthDate","column":"Tgl","rows":1,"alone":1,"firstRow":4,"stops":false,\
            "question":"1 baris. Diterima?","choices":[{"choice":"AS_READ","label":"Terima"}],"suggested":"AS_READ"}],\
            "corrections":[]}""";

    private static final String CORRECTED =
            view("CHECKED", 4, "\"checked\":4,\"failed\":1,\"handled\":0,\"enrolled\":0,\"questions\":[]");
    private static final String COMMITTED = view(
            "COMMITTED",
            4,
            "\"skippedRows\":2,\"leftOut\":[{\"reason\":\"TOTAL\",\"rows\":2,\"rowNumbers\":\"7, 9-12\",\"message\":\"Baris jumlah\"}],"
                    + "\"checked\":4,\"failed\":2,\"handled\":4,\"enrolled\":2,\"findings\":[{\"code\":\"nik-format\","
                    + "\"verdict\":\"FAILED\",\"rows\":2,\"firstRow\":3,\"field\":\"nik\",\"column\":\"No \\\"KTP\\\" {a|b}\","
                    + "\"message\":\"NIK terdiri atas 16 angka.\"}]");

    @TempDir
    Path directory;

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final List<String> uploads = new CopyOnWriteArrayList<>();
    private final List<String> corrections = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private String language = "en";

    /** As the service answers {@code GET /v1/imports/{id}}. */
    private volatile Answer told = new Answer(200, CHECKED);

    private record Answer(int status, String body) {}

    private record Ended(int exit, String said, String progress) {}

    @BeforeEach
    void serve() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/issuer/token", exchange -> answer(exchange, 200, "{\"access_token\":\"none\"}"));
        service.createContext("/v1/imports", exchange -> {
            uploads.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 202, view("CHECKING", 1, "\"checked\":0,\"failed\":0,\"handled\":0,\"enrolled\":0"));
        });
        service.createContext("/v1/imports/1", exchange -> answer(exchange, told.status, told.body));
        service.createContext("/v1/imports/1/stream", exchange -> answer(exchange, 503, "{}"));
        service.createContext("/v1/imports/1/corrections", exchange -> {
            corrections.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            changes.add("correct " + exchange.getRequestHeaders().getFirst("If-Match"));
            told = new Answer(200, CORRECTED);
            answer(exchange, 202, CORRECTED);
        });
        service.createContext("/v1/imports/1/commit", exchange -> {
            changes.add("commit " + exchange.getRequestHeaders().getFirst("If-Match"));
            told = new Answer(200, COMMITTED);
            answer(exchange, 202, COMMITTED);
        });
        service.createContext(
                "/v1/imports/1/report", exchange -> answer(exchange, 200, "NIK;Temuan\n123;NIK: 16 angka\n"));
        service.start();
        Files.writeString(directory.resolve("issuer"), "http://localhost:" + port() + "/issuer");
        Files.writeString(directory.resolve("list.csv"), "NIK;Nama\n123;Uji\n");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void tellsWhichColumnIsWrongAndReachesTheEndWithRowsThatFailedAtTheCommit() throws Exception {
        var ended = run();

        assertThat(ended.exit).isEqualTo(1);
        assertThat(changes).containsExactly("commit \"2\"");
        assertThat(ended.progress).as("where nobody watches, nothing moves").isEmpty();
        assertThat(ended.said)
                .contains("4 rows: 2 good")
                .contains("row 3, No \"KTP\" {a|b}: NIK terdiri atas 16 angka.")
                .contains("2 rows left out")
                .contains("  Baris jumlah: 7, 9-12\n")
                .contains("2 people enrolled.");
        assertThat(directory.resolve("list-failed.csv")).content().startsWith("NIK;Temuan");
    }

    @Test
    void tellsWhatWasNotReadBeforeAnybodyIsEnrolled() throws Exception {
        var ended = run();

        assertThat(ended.said)
                .contains("Sheet read: Desa Uji\n")
                .containsSubsequence("Sheets NOT read", "  Desa \"B\"\n", "  Desa [C], D\n")
                .containsSubsequence("Columns NOT read", "  Asal Iuran\n", "people enrolled.")
                .containsSubsequence("To be known", "  2 baris \"tersembunyi\" [2, 4].\n", "people enrolled.");
    }

    @Test
    void choosesWhatItIsToldToAndEnrollsAfterwards() throws Exception {
        told = new Answer(200, ASKING);

        var ended = run(
                "list.csv",
                "--choose",
                "occupation-unknown:TUKANG \"LAS\"=BURUH",
                "--take-suggested",
                "--choose",
                "x=Y");

        assertThat(corrections)
                .containsExactly("{\"corrections\":["
                        + "{\"code\":\"occupation-unknown\",\"field\":\"occupation\",\"said\":\"TUKANG \\\"LAS\\\"\",\"choice\":\"BURUH\"},"
                        + "{\"code\":\"birth-date-swapped\",\"field\":\"birthDate\",\"choice\":\"AS_READ\"}]}");
        assertThat(changes).containsExactly("correct \"2\"", "commit \"4\"");
        assertThat(ended.progress).isEqualTo("This list has no question x.\n");
        assertThat(ended.said)
                .containsSubsequence("Chosen: birth-date-swapped@birthDate=AS_READ", "2 people enrolled.");
    }

    @Test
    void tellsWhereNobodyCanBeAskedHowToChoose() throws Exception {
        told = new Answer(200, ASKING);

        var ended = run("list.csv", "--check");

        assertThat(corrections).isEmpty();
        assertThat(ended.said)
                .contains("--choose 'occupation-unknown@occupation:TUKANG \"LAS\"=AS_READ|BURUH'")
                .contains("--choose 'birth-date-swapped@birthDate=AS_READ'");
    }

    @Test
    void goesOnWhereTheLineBroke() throws Exception {
        var file = Files.readString(directory.resolve("list.csv"));
        var parts = takeInParts(new AtomicInteger());

        var ended = run("list.csv", "--resume", "segment=BPU");

        assertThat(parts).hasSize(2);
        assertThat(String.join("", parts)).isEqualTo(file);
        // The answer to the first was lost: the second is the same request.
        assertThat(uploads).hasSize(2).allMatch(uploads.getFirst()::equals);
        assertThat(uploads.getFirst()).matches("filename bGlzdC5jc3Y=,segment QlBV import-[0-9-]+");
        assertThat(ended.progress).isEqualTo("Goes on from byte 5 of %d.\n".formatted(file.length()));
        assertThat(ended.said).contains("2 people enrolled.");
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("upload-"));
    }

    @Test
    void goesOnByAnotherTokenOrInAnotherRunWhereTheTokenEnded() throws Exception {
        var refusals = new AtomicInteger(2);
        var parts = takeInParts(refusals);

        var ended = run("list.csv", "--resume");

        assertThat(ended.exit).isEqualTo(2);
        assertThat(ended.progress).contains("Refused (401)").contains("Run the same command again");
        assertThat(parts).hasSize(1);

        refusals.set(1);
        assertThat(run("list.csv", "--resume").said).contains("2 people enrolled.");

        assertThat(String.join("", parts)).isEqualTo(Files.readString(directory.resolve("list.csv")));
        assertThat(uploads).as("begun once").hasSize(2);
    }

    /**
     * Takes one file: loses its first answer, and then the line after five bytes.
     *
     * @param refusals how often the token is refused after that
     */
    private List<String> takeInParts(AtomicInteger refusals) {
        service.createContext("/v1/imports/uploads", exchange -> {
            var headers = exchange.getRequestHeaders();
            uploads.add(headers.getFirst("Upload-Metadata") + " " + headers.getFirst("Idempotency-Key"));
            if (uploads.size() == 1) {
                exchange.close();
                return;
            }
            exchange.getResponseHeaders().add("Location", "/v1/imports/uploads/7");
            answer(exchange, 201, "{}");
        });
        var parts = new ArrayList<String>();
        service.createContext("/v1/imports/uploads/7", exchange -> {
            if (!parts.isEmpty() && refusals.getAndDecrement() > 0) {
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
                return;
            }
            var here = String.join("", parts).length();
            exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(here));
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
                return;
            }
            assertThat(exchange.getRequestHeaders().getFirst("Upload-Offset")).isEqualTo(Integer.toString(here));
            var came = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (parts.isEmpty()) { // The line breaks after some bytes.
                parts.add(came.substring(0, 5));
                exchange.close();
                return;
            }
            parts.add(came);
            exchange.getResponseHeaders().add("Import-Location", "/v1/imports/1");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        return parts;
    }

    @Test
    void saysThatTooManyFilesAreUnfinished() throws Exception {
        service.createContext(
                "/v1/imports/uploads",
                exchange -> answer(exchange, 429, "{\"code\":\"uploads-unfinished\",\"detail\":\"Finish one.\"}"));

        var ended = run("list.csv", "--resume");

        assertThat(ended.exit).isEqualTo(2);
        assertThat(ended.progress).isEqualTo("Refused (429): Finish one.\n");
    }

    @Test
    void takesChoicesInSmallLettersToo() throws Exception {
        told = new Answer(200, ASKING);

        var ended = run("list.csv", "--choose", "occupation-unknown:Tukang \"las\"=buruh");

        assertThat(corrections).singleElement().asString().contains("\"choice\":\"BURUH\"");
        assertThat(ended.progress).isEmpty();
        assertThat(run("list.csv", "--choose", "occupation-unknown=").exit).isEqualTo(2);
    }

    /** The service takes a hundred choices at once. */
    @Test
    void settlesMoreThanAHundredQuestions() throws Exception {
        told = new Answer(200, asking(0, 103));
        service.removeContext("/v1/imports/1/corrections");
        service.createContext("/v1/imports/1/corrections", exchange -> {
            corrections.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            told = new Answer(200, corrections.size() == 1 ? asking(100, 103) : CORRECTED);
            answer(exchange, 202, told.body);
        });

        var ended = run("list.csv", "--take-suggested");

        assertThat(corrections)
                .extracting(body -> body.split("\"choice\"", -1).length - 1)
                .containsExactly(100, 3);
        assertThat(ended.said).contains("2 people enrolled.");
    }

    private static String asking(int from, int to) {
        return CHECKED.replaceFirst("}$", "")
                + IntStream.range(from, to)
                        .mapToObj("""
                                {"code":"code-unknown","field":"segment","column":"Segmen","said":"KATA %d","rows":2,"alone":2,\
                                "firstRow":2,"stops":true,"question":"2 baris?","choices":[{"choice":"BPU","label":"BPU"}],\
                                "suggested":"BPU"}"""::formatted)
                        .collect(Collectors.joining(",", ",\"questions\":[", "],\"corrections\":[]}"));
    }

    /** At a terminal: {@code script} makes one. */
    @Test
    void asksWhoSitsAtTheTerminalAndShowsInOneLineHowFarItIs() throws Exception {
        told = new Answer(200, ASKING);
        Files.writeString(directory.resolve("typed"), "9\n2\n\n");

        var ended = at("script", "-qec", Path.of("import").toAbsolutePath() + " list.csv", "/dev/null");

        assertThat(corrections).singleElement().asString().contains("BURUH").doesNotContain("AS_READ");
        assertThat(ended.said)
                .contains("  2  BURUH  Buruh [harian]")
                .contains("That is none of the choices.")
                .contains("AS_READ  Terima (suggested)")
                .contains("\r\033[KEnrolled 4 / 4\r\033[K")
                .doesNotContain("COMMITTED");
    }

    /** No language within another: what the script says is what its service says. */
    @Test
    void speaksIndonesianUnlessToldOtherwise() throws Exception {
        language = "";
        told = new Answer(200, ASKING);

        var ended = run("list.csv", "--choose", "birth-date-swapped=AS_READ");

        assertThat(ended.said)
                .contains("Lembar yang dibaca: Desa Uji")
                .contains("4 baris: 2 baik, 0 baik dan perlu diperiksa, 2 gagal.")
                .contains(
                        "gagal            2  nik-format               baris 3, No \"KTP\" {a|b}: NIK terdiri atas 16 angka.")
                .contains("2 orang didaftarkan.")
                .doesNotContainPattern("(?i)(?<!-)\\b(the|rows?|failed|people|chosen)\\b");
        assertThat(run("none.csv").progress).isEqualTo("Tidak ada berkas none.csv.\n");
    }

    @Test
    void takesAFileForAFileWhateverItsName() throws Exception {
        var file = directory.resolve("desa=baru.csv");
        Files.writeString(file, "NIK;Nama\n123;Uji\n");

        var ended = run("desa=baru.csv", "segment=BPU");

        assertThat(ended.exit).as(ended.progress).isEqualTo(1);
        assertThat(uploads).singleElement().asString().contains("desa=baru.csv").contains("BPU");
    }

    @Test
    void endsWhereTheServiceWillNotTellAnyMore() throws Exception {
        told = new Answer(401, "{\"status\":401,\"detail\":\"Perlu token.\"}");

        var ended = run();

        assertThat(ended.exit).isEqualTo(2);
        assertThat(ended.progress).contains("(401): Perlu token.\nThe token is no longer taken.");
    }

    @Test
    void endsAfterALongSilence() throws Exception {
        told = new Answer(503, "{\"status\":503,\"detail\":\"Nanti.\"}");

        var ended = run();

        assertThat(ended.exit).isEqualTo(2);
        assertThat(ended.progress).contains("for 3 seconds").contains("send the file again");
    }

    private Ended run() throws Exception {
        return run("list.csv");
    }

    private Ended run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Path.of("import").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return at(command.toArray(String[]::new));
    }

    /** With what stands in the file {@code typed}, if there is one, as what somebody types. */
    private Ended at(String... command) throws Exception {
        var typed = directory.resolve("typed");
        var said = directory.resolve("said");
        var progress = directory.resolve("progress");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Redirect.from((Files.exists(typed) ? typed : Path.of("/dev/null")).toFile()))
                .redirectOutput(said.toFile())
                .redirectError(progress.toFile());
        builder.environment().put("DESA_DATA", directory.toString());
        builder.environment().put("DESA_ENROLLMENT_PORT", Integer.toString(port()));
        builder.environment().put("DESA_PATIENCE", "3");
        builder.environment().put("DESA_LANGUAGE", language);
        var process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("it ends by itself; until now it has said: " + Files.readString(progress))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(said), Files.readString(progress));
    }

    private int port() {
        return service.getAddress().getPort();
    }

    private static String view(String state, int version, String rest) {
        return "{\"id\":\"1\",\"version\":%d,\"state\":\"%s\",\"rows\":4,\"ok\":2,\"warned\":0,%s}"
                .formatted(version, state, rest);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
