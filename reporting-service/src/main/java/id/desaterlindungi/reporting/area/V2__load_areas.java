package id.desaterlindungi.reporting.area;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * The areas of the province, from the contract: they stand before position 1 and have no events of their own. Parents come
 * before their children in the file, so the foreign key holds row by row. The class is public and named as Flyway asks.
 */
public final class V2__load_areas extends BaseJavaMigration {

    private static final String FILE = "/contract/areas/south-sumatra.csv";

    @Override
    public void migrate(Context context) throws SQLException, IOException {
        try (var file = Objects.requireNonNull(V2__load_areas.class.getResourceAsStream(FILE), FILE);
                var rows = CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8));
                var insert = context.getConnection()
                        .prepareStatement("insert into area (code, parent_code, kind, name) values (?, ?, ?, ?)")) {
            for (NamedCsvRecord row : rows) {
                String parent = row.getField("parent_code");
                insert.setString(1, row.getField("code"));
                insert.setString(2, parent.isEmpty() ? null : parent);
                insert.setString(3, row.getField("kind"));
                insert.setString(4, row.getField("name"));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
