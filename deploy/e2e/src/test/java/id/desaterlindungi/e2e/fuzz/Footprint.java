package id.desaterlindungi.e2e.fuzz;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the requests have left in both databases, short enough to be looked at after each. */
final class Footprint implements AutoCloseable {
    /** Each change of a person or a village appends an event; a census may be taken at any time. */
    private static final String REGISTER = """
            select (select coalesce(max(position), 0) from event_log)
                       - (select count(*) from event_log where subject = 'register')
                       + (select count(*) from outbox where subject <> 'register') as events,
                   (select id from participant order by id desc limit 1) as participant,
                   (select count(*) || '/' || sum(version) from village) as villages,
                   (select count(*) || '/' || sum(version) from village_budget) as budgets,
                   (select count(*) from idempotent_request) as answers,
                   (select count(*) from nik_disclosure) as disclosures,
                   (select count(*) || '/' || sum(version) from transfer_request) as requests,
                   (select count(*) from import) as imports
            """;

    private static final String TOTALS = """
            select (select count(*) || '/' || sum(version) from goal) as goals,
                   (select count(*) from rebuild where reason = 'REQUESTED') as rebuilds
            """;

    private static final String IMPORTS_AT_WORK = """
            select count(*) from import where state in ('CHECKING', 'COMMITTING')
            """;

    private static final String REBUILDING = """
            select exists (select from rebuild
                           where finished_at is null or finished_at > clock_timestamp() - interval '10 s')
            """;

    private static final String OPEN_VILLAGES = """
            select code
            from (select code, valid_until, row_number() over (order by code) as number from village) numbered
            where valid_until is null and (number % 130 = 0 or code like '16.01.07.%')
            order by code
            """;

    private final Connection register;
    private final Connection totals;

    Footprint(Target target) throws SQLException {
        this.register = target.register().connect();
        this.totals = target.totals().connect();
    }

    /** Columns with their names, so that a difference can be read. */
    List<String> now() throws SQLException {
        var columns = new ArrayList<String>();
        read(register, REGISTER, columns);
        read(totals, TOTALS, columns);
        return columns;
    }

    boolean importsAtWork() throws SQLException {
        try (var statement = register.createStatement();
                var row = statement.executeQuery(IMPORTS_AT_WORK)) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    /** Whether totals are being folded anew, or were until a moment ago. */
    boolean isRebuilding() throws SQLException {
        try (var statement = totals.createStatement();
                var row = statement.executeQuery(REBUILDING)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Some from all over the province, and all of one district. */
    List<String> openVillages(Set<String> but) throws SQLException {
        var villages = new ArrayList<String>();
        try (var statement = register.createStatement();
                var row = statement.executeQuery(OPEN_VILLAGES)) {
            while (row.next()) {
                if (!but.contains(row.getString(1))) {
                    villages.add(row.getString(1));
                }
            }
        }
        return villages;
    }

    private static void read(Connection connection, String query, List<String> columns) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            var names = row.getMetaData();
            for (var column = 1; column <= names.getColumnCount(); column++) {
                columns.add(names.getColumnLabel(column) + " " + row.getString(column));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        register.close();
        totals.close();
    }
}
