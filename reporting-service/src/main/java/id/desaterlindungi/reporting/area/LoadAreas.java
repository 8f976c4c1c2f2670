package id.desaterlindungi.reporting.area;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Loads the areas file of the contract, once. Its areas stand before position 1 and have no events of their own. A parent's row
 * comes before those of its parts, so each reference is there when needed.
 */
public class LoadAreas implements JavaMigration {
    private static final String FILE = "/contract/areas/south-sumatra.csv";

    @Override
    public void migrate(Context context) throws SQLException, IOException {
        var connection = context.getConnection();
        try (var csv = CsvReader.builder()
                        .ofNamedCsvRecord(new InputStreamReader(
                                Objects.requireNonNull(LoadAreas.class.getResourceAsStream(FILE)),
                                StandardCharsets.UTF_8));
                var insert = connection.prepareStatement(
                        "insert into area (code, parent_code, kind, name) values (?, nullif(?, ''), ?, ?)")) {
            for (var area : csv) {
                insert.setString(1, area.getField("code"));
                insert.setString(2, area.getField("parent_code"));
                insert.setString(3, area.getField("kind"));
                insert.setString(4, area.getField("name"));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("2");
    }

    @Override
    public String getDescription() {
        return "load areas";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
