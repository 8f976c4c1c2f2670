package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.problem.Finding;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that lists people, read row by row. */
public interface PeopleFile extends AutoCloseable {
    /** The most characters that Excel takes in one cell. No list has a longer one. */
    int LONGEST_CELL = 32_767;

    /** Columns that a report may add to a list: those of defaults, and its own. A report that comes back may have so many more. */
    int MOST_ADDED = Defaults.OFFERED.size() + Column.REPORTED.size();

    String format();

    /** Null for a workbook. */
    @Nullable
    String encoding();

    /** The name of the sheet that is read. Null for a CSV file. */
    @Nullable
    String sheet();

    /** Between the cells of a row. */
    char separator();

    /** What is to be told of the file before anybody is enrolled: hidden sheets, sheets that are passed over. */
    List<Finding> notes();

    /** The places of the columns that a workbook hides, from 0. Known once the first row was read. */
    Set<Integer> hiddenColumns();

    /** The names of the other visible sheets, which are not read. Not all of them if there are very many. */
    List<String> otherSheets();

    /** All rows from the first one on; blank rows may be missing. Throws a {@link Refusal} at a row that cannot be read. */
    Iterator<FileRow> rows() throws IOException;

    @Override
    void close() throws IOException;
}
