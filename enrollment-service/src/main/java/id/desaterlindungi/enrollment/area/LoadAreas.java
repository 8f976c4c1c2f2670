package id.desaterlindungi.enrollment.area;

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

/** Loads the contract's file of areas, once. Parents come first in it, so each row finds its parent in the table. */
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
                        "insert into area (code, parent_code, kind, name) values (?, nullif(?, ''), ?, ?)");
                var villages = connection.prepareStatement(
                        "insert into village (code) select code from area where kind in ('desa', 'kelurahan')")) {
            for (var area : csv) {
                insert.setString(1, area.getField("code"));
                insert.setString(2, area.getField("parent_code"));
                insert.setString(3, area.getField("kind"));
                insert.setString(4, area.getField("name"));
                insert.addBatch();
            }
            insert.executeBatch();
            villages.executeUpdate();
        }
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("4");
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
