package id.desaterlindungi.reporting.goal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An area's goal in force. */
public record Goal(
        long target,
        long baseline,
        LocalDate statedOn,
        LocalDate dueOn,
        @Nullable Workforce workforce,
        String source) {
    /** Columns of a row of {@code goal} as {@link #read} expects them, for queries that join it. */
    public static final String COLUMNS = """
            goal.target, goal.baseline, goal.stated_on, goal.due_on, goal.workforce, goal.workforce_derived, goal.source""";

    /**
     * All workers, covered or not.
     *
     * @param derived whether the number follows from other figures instead of having been stated
     */
    public record Workforce(long people, boolean derived) {}

    /** The joined goal of the current row, null where the outer join found none. */
    public static @Nullable Goal read(ResultSet row) throws SQLException {
        row.getLong("target");
        return row.wasNull() ? null : stated(row);
    }

    static Goal stated(ResultSet row) throws SQLException {
        var workforce = row.getLong("workforce");
        Workforce workers = row.wasNull() ? null : new Workforce(workforce, row.getBoolean("workforce_derived"));
        return new Goal(
                row.getLong("target"),
                row.getLong("baseline"),
                row.getObject("stated_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                workers,
                row.getString("source"));
    }
}
