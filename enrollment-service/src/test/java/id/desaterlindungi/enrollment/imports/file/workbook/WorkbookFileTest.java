package id.desaterlindungi.enrollment.imports.file.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileSettings;
import id.desaterlindungi.enrollment.imports.file.PeopleFiles;
import id.desaterlindungi.enrollment.imports.file.PeopleList;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.imports.file.RowMark;
import id.desaterlindungi.enrollment.imports.file.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks of other programs, and what unpacks to far more than it seems, read without a service around it. */
class WorkbookFileTest {
    private static final String TYPES = "[Content_Types].xml";
    private static final String WORKBOOK = "xl/workbook.xml";
    private static final String RELATIONS = "xl/_rels/workbook.xml.rels";
    private static final String STYLES = "xl/styles.xml";
    private static final String TEXTS = "xl/sharedStrings.xml";
    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    private static final String ROWS = "<worksheet xmlns=\"%s\"><sheetData>%%s</sheetData></worksheet>".formatted(MAIN);

    private static final FileSettings SETTINGS = Settings.with("4M");

    @TempDir
    Path directory;

    /** Writes a part, which may be far larger than memory. */
    @FunctionalInterface
    private interface Part {
        void to(OutputStream out) throws IOException;

        static Part of(String text) {
            return out -> out.write(text.getBytes(UTF_8));
        }

        static Part of(String begin, String repeated, int megabytes) {
            return out -> {
                out.write(begin.getBytes(UTF_8));
                var some = repeated.repeat((1 << 20) / repeated.length() + 1).getBytes(UTF_8);
                for (var i = 0; i < megabytes; i++) {
                    out.write(some);
                }
            };
        }
    }

    private static Map<String, Part> sound(String rows) {
        var parts = new LinkedHashMap<String, Part>();
        parts.put(TYPES, Part.of("<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"));
        parts.put(
                WORKBOOK,
                Part.of(
                        "<workbook xmlns=\"%s\" xmlns:r=\"%s\"><sheets><sheet name=\"Sandi\" state=\"hidden\" r:id=\"r9\"/>"
                                        .formatted(MAIN, OFFICE)
                                + "<sheet name=\"Peserta\" r:id=\"r1\"/><sheet name=\"Lain\" r:id=\"r8\"/></sheets></workbook>"));
        parts.put(RELATIONS, relations(OFFICE));
        parts.put(STYLES, Part.of("""
                <styleSheet xmlns="%s"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>
                <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>""".formatted(MAIN)));
        parts.put(
                TEXTS,
                Part.of(
                        "<sst xmlns=\"%s\"><si><t>Satu</t></si><si><r><t>Du</t></r><r><t>a</t></r><rPh><t>x</t></rPh></si></sst>"
                                .formatted(MAIN)));
        parts.put(SHEET, Part.of(ROWS.formatted(rows)));
        return parts;
    }

    private static Part relations(String types) {
        return Part.of("""
                <Relationships><Relationship Id="r1" Type="%1$s/worksheet" Target="worksheets/sheet1.xml"/>
                <Relationship Id="r2" Type="%1$s/styles" Target="/xl/styles.xml"/>
                <Relationship Id="r3" Type="%1$s/sharedStrings" Target="sharedStrings.xml"/></Relationships>""".formatted(types));
    }

    private Path file(Map<String, Part> parts) throws IOException {
        var file = Files.createTempFile(directory, "list", ".xlsx");
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var part : parts.entrySet()) {
                out.putNextEntry(new ZipEntry(part.getKey()));
                part.getValue().to(out);
            }
        }
        return file;
    }

    private Path with(String name, Part part) throws IOException {
        var parts = sound("<row r=\"1\"><c r=\"A1\"/></row>");
        parts.put(name, part);
        return file(parts);
    }

    private static List<List<String>> read(Path file) throws IOException {
        try (var list = PeopleFiles.open(file, SETTINGS)) {
            assertThat(list.sheet()).isEqualTo("Peserta");
            assertThat(list.otherSheets()).containsExactly("Lain");
            var rows = new ArrayList<List<String>>();
            list.rows()
                    .forEachRemaining(
                            row -> rows.add(row.cells().stream().map(Cell::text).toList()));
            return rows;
        }
    }

    private static String refused(Path file) {
        var refusal = catchThrowableOfType(Refusal.class, () -> read(file));

        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.findings().getFirst().code();
    }

    @Test
    void readsWhatOtherProgramsWrite() throws IOException {
        var rows = """
                <row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c/><c t="inlineStr"><is><t>Tiga</t></is></c></row>
                <row r="3" hidden="1"><c r="B3" s="1"><v>30868</v></c><c s="2"><v>30868.5</v></c><c s="0"><v>30868</v></c></row>
                <row r="4"><c r="A4" t="d"><v>1984-07-05T00:00:00</v></c><c r="B4" t="e"><v>#N/A</v></c><c r="C4" t="b"><v>1</v></c></row>
                <row r="5"><c r="C5" t="str"><f>A1</f><v>akhir</v></c><c r="A5"><v>1.601074507849001E15</v></c></row>""";

        var read = read(file(sound(rows)));

        assertThat(read)
                .containsExactly(
                        List.of("Satu", "Dua", "", "Tiga"),
                        List.of("", "1984-07-05", "1984-07-05", "30868"),
                        List.of("1984-07-05", "#N/A", "TRUE"),
                        List.of("1601074507849001", "", "akhir"));
    }

    @Test
    void readsTheStrictFormAndPrefixes() throws IOException {
        var parts = sound("");
        parts.put(RELATIONS, relations(STRICT));
        parts.put(
                SHEET,
                Part.of(
                        "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row r=\"1\">"
                                + "<x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>"));

        assertThat(read(file(parts))).containsExactly(List.of("Satu"));
    }

    @Test
    void takesATypeForMacrosThatNothingHas() throws IOException {
        var bin = "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject.macroEnabled\"/>";
        var xml = "<Default Extension=\"xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/>";

        assertThat(read(with(TYPES, Part.of("<Types>" + bin + "</Types>")))).hasSize(1);
        assertThat(refused(with(TYPES, Part.of("<Types>" + xml + "</Types>")))).isEqualTo("file-macros");
        assertThat(refused(with("XL/VBAProject.bin", Part.of("x")))).isEqualTo("file-macros");
    }

    @Test
    void asksTheTypeOfTheWorkbookAloneWhetherItHasMacros() throws IOException {
        var types =
                "<Types><Default Extension=\"xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/>"
                        + "<Override PartName=\"%s\" ContentType=\"%s\"/></Types>";
        var plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        var macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";

        assertThat(read(with(TYPES, Part.of(types.formatted("/xl/workbook.xml", plain)))))
                .hasSize(1);
        assertThat(read(with(
                        TYPES,
                        Part.of(types.formatted("/xl/other.xml", macros)
                                .replace("Extension=\"xml\"", "Extension=\"bin\"")))))
                .hasSize(1);
        assertThat(refused(with(TYPES, Part.of(types.formatted("/xl/workbook.xml", macros)))))
                .isEqualTo("file-macros");
    }

    @Test
    void findsTheWorkbookWhereverItLies() throws IOException {
        var parts = sound("<row><c t=\"s\"><v>0</v></c></row>");
        parts.put("book.xml", parts.remove(WORKBOOK));
        parts.put("_rels/book.xml.rels", Part.of("""
                <Relationships><Relationship Id="r1" Type="%1$s/worksheet" Target="./xl/../xl/worksheets/sheet1.xml"/>
                <Relationship Id="r3" Type="%1$s/sharedStrings" Target="xl\\sharedStrings.xml"/></Relationships>""".formatted(OFFICE)));
        parts.remove(RELATIONS);
        parts.put(
                "_rels/.rels",
                Part.of(
                        "<Relationships><Relationship Id=\"r1\" Type=\"%s/officeDocument\" Target=\"/book.xml\"/></Relationships>"
                                .formatted(OFFICE)));

        assertThat(read(file(parts))).containsExactly(List.of("Satu"));
    }

    @Test
    void readsTheFirstVisibleSheetThatHasAHeadingAndTellsWhatIsHidden() throws IOException {
        var parts = sound("<row><c t=\"str\"><v>Petunjuk</v></c></row>");
        parts.put(RELATIONS, Part.of("""
                        <Relationships><Relationship Id="r1" Type="%1$s/worksheet" Target="worksheets/sheet1.xml"/>
                        <Relationship Id="r7" Type="%1$s/chartsheet" Target="chartsheets/sheet1.xml"/>
                        <Relationship Id="r8" Type="%1$s/worksheet" Target="worksheets/sheet2.xml"/></Relationships>""".formatted(OFFICE)));
        parts.put(
                WORKBOOK,
                Part.of(
                        "<workbook xmlns:r=\"%s\"><sheets><sheet name=\"Grafik\" r:id=\"r7\"/><sheet name=\"Sandi\" state=\"veryHidden\" r:id=\"r9\"/>"
                                        .formatted(OFFICE)
                                + "<sheet name=\"Petunjuk\" r:id=\"r1\"/><sheet name=\"Daftar\" r:id=\"r8\"/></sheets></workbook>"));
        parts.put(
                "xl/worksheets/sheet2.xml",
                Part.of("<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData>"
                        + "<row><c t=\"str\"><v>NIK</v></c><c t=\"str\"><v>Nama</v></c><c t=\"str\"><v>JK</v></c></row>"
                        + "<row hidden=\"1\"><c t=\"str\"><v>1601074507849016</v></c><c t=\"str\"><v>SITI</v></c><c t=\"str\"><v>P</v></c></row>"
                        + "</sheetData></worksheet>"));

        try (var list = PeopleFiles.open(file(parts), SETTINGS)) {
            assertThat(list.sheet()).isEqualTo("Daftar");
            assertThat(list.otherSheets()).containsExactly("Grafik", "Petunjuk");
            var people = PeopleList.of(list, SETTINGS);
            var rows = new ArrayList<FileRow>();
            while (people.hasNext()) {
                rows.addAll(people.next());
            }
            assertThat(rows).extracting(FileRow::marks).containsExactly(Set.of(RowMark.HIDDEN));
            assertThat(people.notes())
                    .extracting(note -> note.code() + note.arguments())
                    .containsExactly(
                            "sheets-passed-over[Daftar, Petunjuk]",
                            "sheets-hidden[Sandi]",
                            "birth-dates-from-niks[]",
                            "rows-hidden[1, 2]",
                            "columns-hidden[Nama]");
        }
    }

    /** Each part that is read, made of the same over and over: a small file that unpacks to more than memory should hold. */
    @ParameterizedTest
    @ValueSource(strings = {TYPES, WORKBOOK, RELATIONS, STYLES, TEXTS, SHEET})
    void holdsNoPartThatUnpacksToFarMore(String name) throws IOException {
        var begin = name.equals(SHEET) ? "<worksheet><sheetData>" : "<a>";
        assertThat(List.of(
                        refused(with(name, Part.of(begin, " ", 6))),
                        refused(with(name, Part.of(begin + "<a b=\"", "x", 6))),
                        refused(with(name, Part.of(begin + "<", "x", 6))),
                        refused(with(name, Part.of(begin + "<a ", "xmlns:x=\"\" ", 6))),
                        refused(with(name, Part.of(begin, "<a>", 6))),
                        refused(with(name, manyNames(begin)))))
                .allMatch(code -> code.equals("file-too-large-unpacked") || code.equals("file-damaged"));
        assertThat(refused(with(name, Part.of("<!DOCTYPE a [<!ENTITY b \"", "bb", 1))))
                .isEqualTo("file-entities");
        if (!name.equals(SHEET)) {
            assertThat(refused(with(name, Part.of(begin, "<a/>", 6)))).isEqualTo("file-too-large-unpacked");
        }
    }

    private static Part manyNames(String begin) {
        return out -> {
            out.write(begin.getBytes(UTF_8));
            for (var i = 0; i < 1_000_000; i++) {
                out.write(("<n" + i + " a" + i + "=\"\"/>").getBytes(UTF_8));
            }
        };
    }

    @Test
    void countsTheStylesAndTextsOfAWorkbookInSum() throws IOException {
        var parts = sound("");
        for (var part : Map.of(TEXTS, "sst", STYLES, "styleSheet").entrySet()) {
            parts.put(part.getKey(), out -> {
                Part.of("<" + part.getValue() + ">", "<si/>", 3).to(out);
                out.write(("</" + part.getValue() + ">").getBytes(UTF_8));
            });
        }

        assertThat(refused(file(parts))).isEqualTo("file-too-large-unpacked");
        assertThat(refused(with(STYLES, Part.of("<styleSheet><cellXfs>", "<xf/>", 2))))
                .isEqualTo("file-too-large-unpacked");
    }

    @Test
    void endsWithTheRowsThatASheetCanHave() throws IOException {
        assertThat(read(with(SHEET, Part.of(ROWS.formatted("<row r=\"1048576\"/>")))))
                .hasSize(1);
        assertThat(refused(with(SHEET, Part.of(ROWS.formatted("<row r=\"1048576\"/><row/>")))))
                .isEqualTo("file-damaged");
        assertThat(refused(with(SHEET, Part.of("<worksheet><sheetData>", "<row/>", 8))))
                .isEqualTo("file-damaged");
        assertThat(read(with(
                        SHEET,
                        Part.of(
                                ROWS.formatted("<row/>").replace("</worksheet>", "<mergeCells>"),
                                "<mergeCell ref=\"A1:B2\"/>",
                                6))))
                .hasSize(1);
    }

    /** The directory may name one compressed part as often as it likes: what is not read is not unpacked. */
    @Test
    void unpacksNothingThatItDoesNotRead() throws IOException {
        var file = with("xl/media/00.xml", Part.of("<a>", "<a/>", 3));
        Files.write(file, named40Times(Files.readAllBytes(file), "xl/media/00.xml"));

        assertThat(read(file)).hasSize(1);
    }

    private static byte[] named40Times(byte[] archive, String name) throws IOException {
        var bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        var end = archive.length - 22;
        var begin = bytes.getInt(end + 16);
        var out = new ByteArrayOutputStream();
        out.write(archive, 0, end);
        var header = 46 + name.length();
        for (var at = begin; at < end; ) {
            var length = bytes.getShort(at + 28);
            if (new String(archive, at + 46, length, UTF_8).equals(name)) {
                for (var i = 10; i < 49; i++) {
                    var copy = Arrays.copyOfRange(archive, at, at + header);
                    copy[30] = 0; // Without what stands behind the name.
                    copy[31] = 0;
                    copy[46 + 9] = (byte) ('0' + i / 10);
                    copy[46 + 10] = (byte) ('0' + i % 10);
                    out.write(copy);
                }
            }
            at += 46 + length + bytes.getShort(at + 30) + bytes.getShort(at + 32);
        }
        var directory = out.size() - begin;
        var last = ByteBuffer.wrap(archive, end, 22).slice().order(ByteOrder.LITTLE_ENDIAN);
        var count = (short) (last.getShort(8) + 39);
        last.putShort(8, count).putShort(10, count).putInt(12, directory);
        out.write(archive, end, 22);
        return out.toByteArray();
    }

    @Test
    void refusesWhatIsPackedInOtherWays() throws IOException {
        var sound = Files.readAllBytes(file(sound("<row/>")));

        for (var at = 0; at < sound.length - 46; at++) {
            if (sound[at] == 'P' && sound[at + 1] == 'K' && sound[at + 2] == 1 && sound[at + 3] == 2) {
                sound[at + 8] |= 1;
            }
        }
        assertThat(refused(Files.write(directory.resolve("locked"), sound))).isEqualTo("file-encrypted");
        for (var at = 0; at < sound.length - 46; at++) {
            if (sound[at] == 'P' && sound[at + 1] == 'K' && sound[at + 2] == 1 && sound[at + 3] == 2) {
                sound[at + 8] &= ~1;
                sound[at + 10] = 12; // bzip2
            }
        }
        assertThat(refused(Files.write(directory.resolve("bzip2"), sound))).isEqualTo("file-damaged");
    }
}
