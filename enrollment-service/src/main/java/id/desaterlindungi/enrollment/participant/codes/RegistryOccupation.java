package id.desaterlindungi.enrollment.participant.codes;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * An occupation as the civil registry writes it on family cards, and what it is in the village ecosystem. Those that are none of it
 * are {@link Occupation#LAINNYA}: they can be enrolled, and are counted as such.
 *
 * @param number of the registry's list
 * @param name in capitals, as on a family card
 */
public record RegistryOccupation(int number, String name, Occupation occupation) {
    private static final String TABLE = "/reference/registry-occupations.csv";

    /** All of them, by number. */
    public static final List<RegistryOccupation> ALL = read();

    private static List<RegistryOccupation> read() {
        var table = Objects.requireNonNull(RegistryOccupation.class.getResourceAsStream(TABLE), TABLE);
        try (var csv = CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return csv.stream()
                    .map(row -> new RegistryOccupation(
                            Integer.parseInt(row.getField("number")),
                            row.getField("name"),
                            Occupation.valueOf(row.getField("occupation"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
