package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Header;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The header of a list, as the row of its import keeps it. */
final class KeptHeader {
    private KeptHeader() {}

    static Header read(ResultSet row) throws SQLException {
        return new Header(
                row.getInt("header_row"),
                List.of((String[]) row.getArray("headers").getArray()),
                Stream.of((String[]) row.getArray("fields").getArray())
                        .map(KeptHeader::column)
                        .toList());
    }

    private static Optional<Column> column(String constant) {
        return constant.isEmpty() ? Optional.empty() : Optional.of(Column.valueOf(constant));
    }
}
