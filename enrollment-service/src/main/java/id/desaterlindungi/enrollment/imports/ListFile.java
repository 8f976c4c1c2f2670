package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of people, read row by row. What it is, its content tells and not its name. */
sealed interface ListFile extends AutoCloseable permits CsvList, WorkbookList {
    /** What Excel takes in one cell. A longer one is no list's. */
    int LONGEST_CELL = 32_767;

    /** Columns that a report may add to a list: those of defaults, and its own. A row may have so many more than the list. */
    int MOST_ADDED = Defaults.OFFERED.size() + Column.REPORTED.size();

    byte[] ZIP = {'P', 'K', 3, 4};
    byte[] COMPOUND = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1};
    byte[] PDF = {'%', 'P', 'D', 'F'};

    /** @throws ProblemException 422 where it is no list, or one that would harm */
    static ListFile open(Path file, ImportSettings settings) throws IOException {
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
        return beginsWith(begin, ZIP) ? WorkbookList.open(file, settings) : CsvList.open(file, settings);
    }

    private static boolean beginsWith(byte[] bytes, byte[] magic) {
        return Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    String format();

    /** Of a CSV file. */
    @Nullable
    String encoding();

    /** The name of the sheet that is read; of a workbook. */
    @Nullable
    String sheet();

    /** The names of the other sheets that are not hidden, of which nothing is read; not all where there are very many. */
    List<String> otherSheets();

    /** From the first row on; blank rows may be left out. {@link ProblemException} 422 at a row that cannot be read. */
    Iterator<ListRow> rows() throws IOException;

    @Override
    void close() throws IOException;
}
