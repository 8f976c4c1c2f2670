package id.desaterlindungi.enrollment.imports.file;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of people, read row by row. */
public interface PeopleFile extends AutoCloseable {
    /** What Excel takes in one cell. A longer one is no list's. */
    int LONGEST_CELL = 32_767;

    /** Columns that a report may add to a list: those of defaults, and its own. A row may have so many more than the list. */
    int MOST_ADDED = Defaults.OFFERED.size() + Column.REPORTED.size();

    String format();

    /** Of a CSV file. */
    @Nullable
    String encoding();

    /** The name of the sheet that is read; of a workbook. */
    @Nullable
    String sheet();

    /** The names of the other sheets that are not hidden, of which nothing is read; not all where there are very many. */
    List<String> otherSheets();

    /** From the first row on; blank rows may be left out. {@link Refusal} at a row that cannot be read. */
    Iterator<FileRow> rows() throws IOException;

    @Override
    void close() throws IOException;
}
