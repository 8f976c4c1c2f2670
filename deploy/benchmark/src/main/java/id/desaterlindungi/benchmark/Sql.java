package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.LocalStack;
import java.sql.Connection;
import java.sql.SQLException;

/** Questions to a service's database, past the service. */
final class Sql {
    private Sql() {}

    /** @param service {@code enrollment} or {@code reporting} */
    static long number(LocalStack stack, String service, String query) throws SQLException {
        try (var connection = stack.postgres().connect(service, service + "_owner")) {
            return number(connection, query);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** To be asked again and again until it is what is waited for. */
    static long numberUnchecked(Connection connection, String query) {
        try {
            return number(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
