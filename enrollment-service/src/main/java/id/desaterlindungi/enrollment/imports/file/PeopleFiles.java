package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.imports.file.csv.CsvFile;
import id.desaterlindungi.enrollment.imports.file.workbook.WorkbookFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Opens a file as CSV or as a workbook. Its content decides, not its name. */
public final class PeopleFiles {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] COMPOUND = {
        (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };
    private static final byte[] PDF = {'%', 'P', 'D', 'F'};

    /** Excel's files before 1997 begin with one of these. */
    private static final List<byte[]> OLD_EXCEL =
            List.of(bytes(9, 0, 4, 0), bytes(9, 2, 6, 0), bytes(9, 4, 6, 0), bytes(9, 8, 8, 0), bytes(9, 8, 16, 0));

    private static final List<byte[]> ARCHIVES =
            List.of(bytes(0x1F, 0x8B), bytes('7', 'z', 0xBC, 0xAF), bytes('R', 'a', 'r', '!'), bytes('B', 'Z', 'h'));
    private static final List<byte[]> PICTURES =
            List.of(bytes(0x89, 'P', 'N', 'G'), bytes(0xFF, 0xD8, 0xFF), bytes('G', 'I', 'F', '8'));
    private static final byte[] RICH_TEXT = bytes('{', '\\', 'r', 't', 'f');

    private static final int BEGINNING = 4_096;
    private static final int BLOCK = 64 * 1024;

    private PeopleFiles() {}

    private static byte[] bytes(int... those) {
        var bytes = new byte[those.length];
        for (var i = 0; i < those.length; i++) {
            bytes[i] = (byte) those[i];
        }
        return bytes;
    }

    /** @throws Refusal if it is no list, or could do harm */
    public static PeopleFile open(Path file, FileSettings settings) throws IOException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(BEGINNING);
        }
        if (begin.length == 0) {
            throw Refusal.file("file-empty");
        }
        var other = whatElse(begin, file);
        if (other.isPresent()) {
            throw Refusal.file(other.get());
        }
        return beginsWith(begin, ZIP) ? WorkbookFile.open(file, settings) : CsvFile.open(file, settings);
    }

    /** The refusal that says what the file is, if it is a kind that is known but not read. */
    private static Optional<String> whatElse(byte[] begin, Path file) throws IOException {
        if (beginsWith(begin, COMPOUND)) {
            return Optional.of(compound(file));
        }
        if (beginsWith(begin, PDF)) {
            return Optional.of("file-pdf");
        }
        if (OLD_EXCEL.stream().anyMatch(magic -> beginsWith(begin, magic))) {
            return Optional.of("file-xls");
        }
        if (ARCHIVES.stream().anyMatch(magic -> beginsWith(begin, magic))) {
            return Optional.of("file-zip");
        }
        if (PICTURES.stream().anyMatch(magic -> beginsWith(begin, magic))) {
            return Optional.of("file-picture");
        }
        return beginsWith(begin, RICH_TEXT) ? Optional.of("file-other-office") : markup(begin);
    }

    /** Programs save tables of web pages, and an old form in XML, under the name of a workbook. */
    private static Optional<String> markup(byte[] begin) {
        // Of UTF-16 each second byte is zero.
        var text = new String(begin, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .replaceFirst("^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (!text.startsWith("<")) {
            return Optional.empty();
        }
        return Optional.of(
                text.startsWith("<?xml") && !text.contains("<html") && !text.contains("<table")
                        ? "file-xml"
                        : "file-html");
    }

    /** Old workbooks and encrypted ones lie in the same kind of container. The names of its parts tell them apart. */
    private static String compound(Path file) throws IOException {
        var encrypted = name("EncryptedPackage");
        var old = List.of(name("Workbook"), name("Book"));
        var before = "";
        var isOld = false;
        try (InputStream in = Files.newInputStream(file)) {
            for (var block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
                var text = before + new String(block, StandardCharsets.ISO_8859_1);
                if (text.contains(encrypted)) {
                    return "file-encrypted";
                }
                isOld = isOld || old.stream().anyMatch(text::contains);
                before = text.substring(Math.max(0, text.length() - encrypted.length()));
            }
        }
        return isOld ? "file-xls" : "file-encrypted";
    }

    /** As the directory of a container has it, each character in two bytes. */
    private static String name(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    }

    private static boolean beginsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
