package id.desaterlindungi.enrollment.imports.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens a file as CSV or as a workbook. Its content decides, not its name. */
public final class PeopleFiles {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] COMPOUND = {
        (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };
    private static final byte[] PDF = {'%', 'P', 'D', 'F'};

    private PeopleFiles() {}

    /** @throws Refusal if it is no list, or could do harm */
    public static PeopleFile open(Path file, FileSettings settings) throws IOException {
        var begin = new byte[COMPOUND.length];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(begin, 0, begin.length);
        }
        if (length == 0) {
            throw Refusal.file("file-empty");
        }
        if (Arrays.mismatch(begin, COMPOUND) < 0) {
            throw Refusal.file("file-encrypted");
        }
        if (beginsWith(begin, PDF)) {
            throw Refusal.file("file-binary");
        }
        return beginsWith(begin, ZIP) ? WorkbookFile.open(file, settings) : CsvFile.open(file, settings);
    }

    private static boolean beginsWith(byte[] bytes, byte[] magic) {
        return Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
