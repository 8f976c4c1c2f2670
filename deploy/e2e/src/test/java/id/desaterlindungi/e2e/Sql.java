package id.desaterlindungi.e2e;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Answers of queries, small enough to hold. */
final class Sql {
    private Sql() {}

    /** Each row as its columns joined by {@code |}. */
    static List<String> rows(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            var rows = new ArrayList<String>();
            while (row.next()) {
                var texts = new ArrayList<String>(columns);
                for (var column = 1; column <= columns; column++) {
                    texts.add(row.getString(column));
                }
                rows.add(String.join("|", texts));
            }
            return rows;
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    static int execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(command);
        }
    }
}
