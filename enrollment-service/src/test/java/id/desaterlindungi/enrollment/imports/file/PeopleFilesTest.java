package id.desaterlindungi.enrollment.imports.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of kinds that are not read are told for what they are, whatever their names. */
class PeopleFilesTest {
    private static final byte[] CONTAINER = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1".getBytes(ISO_8859_1);

    @TempDir
    Path directory;

    private record Other(String code, byte[] content) {}

    static Stream<Other> others() throws IOException {
        return Stream.of(
                new Other("file-xls", container("Workbook")),
                new Other("file-xls", container("Book")),
                new Other("file-xls", new byte[] {9, 8, 16, 0, 0, 6, 5, 0}),
                new Other("file-encrypted", container("EncryptedPackage")),
                new Other("file-xlsb", zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.bin")),
                new Other("file-ods", zip("mimetype", "content.xml")),
                new Other("file-other-office", zip("[Content_Types].xml", "word/document.xml")),
                new Other("file-other-office", "{\\rtf1 NIK}".getBytes(UTF_8)),
                new Other("file-zip", zip("peserta.xlsx")),
                new Other("file-zip", new byte[] {0x1F, (byte) 0x8B, 8, 0}),
                new Other("file-html", "\ufeff\r\n<HTML><table><tr><td>NIK</td></tr></table>".getBytes(UTF_8)),
                new Other("file-html", "<table border=1>".getBytes(UTF_8)),
                new Other("file-html", "\ufeff<html>".getBytes(UTF_16LE)),
                new Other("file-html", "<?xml version=\"1.0\"?><!DOCTYPE html><html/>".getBytes(UTF_8)),
                new Other(
                        "file-xml",
                        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook/>"
                                .getBytes(UTF_8)),
                new Other("file-pdf", "%PDF-1.7".getBytes(UTF_8)),
                new Other("file-picture", "\u0089PNG\r\n".getBytes(ISO_8859_1)),
                new Other("file-picture", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0}));
    }

    @ParameterizedTest
    @MethodSource("others")
    void tellsWhatItIs(Other other) throws IOException {
        var file = Files.write(directory.resolve("peserta.xlsx"), other.content);

        var refusal = catchThrowableOfType(
                Refusal.class, () -> PeopleFiles.open(file, Settings.DEFAULT).close());

        assertThat(refusal.findings()).extracting(one -> one.code()).isEqualTo(List.of(other.code));
    }

    private static byte[] container(String part) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(CONTAINER);
        bytes.write(new byte[70_000]);
        bytes.write(part.getBytes(UTF_16LE));
        bytes.write(new byte[600]);
        return bytes.toByteArray();
    }

    private static byte[] zip(String... parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (var part : parts) {
                out.putNextEntry(new ZipEntry(part));
                out.write("<a/>".getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
