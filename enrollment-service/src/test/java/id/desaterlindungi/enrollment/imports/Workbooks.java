package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.row;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Workbooks for tests: made by a library, or part by part as no library would make them. */
final class Workbooks {
    static final String SHEET = """
            <?xml version="1.0" encoding="UTF-8"?>
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>""";

    private Workbooks() {}

    @FunctionalInterface
    interface Content {
        void into(Workbook book) throws IOException;
    }

    static byte[] workbook(Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var book = new Workbook(bytes, "Uji", null);
        content.into(book);
        book.finish();
        return bytes.toByteArray();
    }

    static void header(Worksheet sheet, int row) {
        sheet.value(row, 0, "NIK");
        sheet.value(row, 1, "Nama");
        sheet.value(row, 2, "Tgl Lahir");
        sheet.value(row, 3, "JK");
    }

    static void person(Worksheet sheet, int row, String birthDate) {
        sheet.value(row, 1, "Uji Peserta");
        sheet.value(row, 2, birthDate);
        sheet.value(row, 3, "P");
    }

    static String text(String cell, String text) {
        return "<c r=\"" + cell + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }

    /** A workbook whose only sheet has these rows, as written. */
    static byte[] sheet(String rows) throws IOException {
        return parts(Map.of("xl/worksheets/sheet1.xml", SHEET.formatted(rows)));
    }

    /** @param others parts put in, or in place of those of a sound workbook */
    static byte[] parts(Map<String, String> others) throws IOException {
        var sound = Files.createTempFile("sound-", ".xlsx");
        Files.write(sound, workbook(book -> book.newWorksheet("Peserta").value(0, 0, "NIK")));
        var bytes = new ByteArrayOutputStream();
        try (var in = new ZipFile(sound.toFile());
                var out = new ZipOutputStream(bytes)) {
            for (var part : Collections.list(in.entries())) {
                if (!others.containsKey(part.getName())) {
                    out.putNextEntry(new ZipEntry(part.getName()));
                    in.getInputStream(part).transferTo(out);
                }
            }
            write(others, out);
        } finally {
            Files.delete(sound);
        }
        return bytes.toByteArray();
    }

    static byte[] zip(Map<String, String> parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            write(parts, out);
        }
        return bytes.toByteArray();
    }

    private static void write(Map<String, String> parts, ZipOutputStream out) throws IOException {
        for (var part : parts.entrySet()) {
            out.putNextEntry(new ZipEntry(part.getKey()));
            out.write(part.getValue().getBytes(UTF_8));
        }
    }
}
