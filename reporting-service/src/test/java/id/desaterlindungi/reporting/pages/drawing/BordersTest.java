package id.desaterlindungi.reporting.pages.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Borders of squares that nobody lives in. */
class BordersTest {
    private static final Set<String> TWO = Set.of("16.01", "16.02");
    private static final String RING = "[[0,0],[2,0],[2,2],[0,2],[0,0]]";

    @TempDir
    Path folder;

    @Test
    void squaresMeetAndKeepTheirHoles() throws IOException {
        var borders = read(collection(
                feature("16.02", "Polygon", "[[[2,0],[3,0],[3,1],[2,1],[2,0]]]"),
                feature("16.01", "MultiPolygon", "[[" + RING + ",[[1,1],[1.5,1],[1.5,1.5],[1,1.5],[1,1]]]]")));

        assertThat(borders.width()).isEqualTo(1_000);
        assertThat(borders.height()).isEqualTo(667);
        assertThat(borders.regions().keySet()).as("the larger first").containsExactly("16.01", "16.02");
        assertThat(path(borders, "16.01")).isEqualTo("M0 667l667 0 0-667-667 0zM333 333l167 0 0-166-167 0z");
        assertThat(path(borders, "16.02")).isEqualTo("M667 667l333 0 0-334-333 0z");
    }

    @Test
    void textStandsInTheBroadestPlaceAndNotInAHole() throws IOException {
        var borders = read(collection(
                feature("16.01", "Polygon", "[" + RING + ",[[0.1,0.9],[1.9,0.9],[1.9,1.9],[0.1,1.9],[0.1,0.9]]]"),
                feature("16.02", "Polygon", "[[[2,0],[2.02,0],[2.02,2],[2,2],[2,0]]]")));

        var region = borders.regions().get("16.01");
        assertThat(region).isNotNull();
        assertThat(region.room()).isGreaterThan(900);
        assertThat(region.y()).isGreaterThan(600);
    }

    /** A place is as far north as south of the equator, and a degree of longitude is shorter there. */
    @Test
    void degreesAreNarrowerFarFromTheEquator() throws IOException {
        var borders = read(collection(
                feature("16.01", "Polygon", "[[[0,59],[2,59],[2,61],[0,61],[0,59]]]"),
                feature("16.02", "Polygon", "[[[2,59],[4,59],[4,61],[2,61],[2,59]]]")));

        assertThat(borders.width()).isEqualTo(borders.height()).isEqualTo(1_000);
    }

    @Test
    void fineLinesAreDrawnCoarserUntilTheyFitAPage() throws IOException {
        var jagged = IntStream.range(0, 50_000)
                .mapToObj(i -> String.format(Locale.ROOT, "[%.5f,%.5f]", i / 25_000.0, i % 2 * 0.001))
                .collect(Collectors.joining(","));

        var borders = read(collection(
                feature("16.01", "Polygon", "[[" + jagged + ",[2,-2],[0,-2],[0,0]]]"),
                feature("16.02", "Polygon", "[" + RING + "]")));

        assertThat(borders.regions().values().stream()
                        .mapToInt(region -> region.path().length())
                        .sum())
                .isLessThanOrEqualTo(40_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\": | not JSON in line 1",
                "{} {} | not JSON",
                "{\"type\":\"Topology\"} | type is to be a FeatureCollection",
                "{\"type\":\"FeatureCollection\",\"features\":[]} | features is to be a list of 1 to 100",
                "{\"type\":\"FeatureCollection\",\"type\":\"FeatureCollection\",\"features\":[]} | not JSON",
                "{\"type\":\"FeatureCollection\",\"crs\":{},\"features\":[]} | crs is to be absent"
            })
    void tellsWhatIsNoCollection(String content, String message) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16.02 | Point | [0,0] | features[1].geometry.type is to be a Polygon or a MultiPolygon",
                "16.02 | Polygon | [] | features[1].geometry.coordinates is to be a list of rings",
                "16.02 | Polygon | [[[0,0],[1,0],[0,0]]] | features[1].geometry.coordinates[0] is to be a ring of at least four",
                "16.02 | Polygon | [[[0,0],[1,0],[1,1],[0,1]]] | features[1].geometry.coordinates[0] is to be closed",
                "16.02 | Polygon | [[[0,0],[500000,0],[1,1],[0,0]]] | features[1].geometry.coordinates[0][1] is to be [longitude",
                "16.02 | Polygon | [[[0,0],[1,\"0\"],[1,1],[0,0]]] | features[1].geometry.coordinates[0][1] is to be [longitude",
                "16.02 | MultiPolygon | [[[0,0],[1,0],[1,1],[0,0]]] | features[1].geometry.coordinates[0][0] is to be a ring",
                "16.2 | Polygon | [[[0,0],[1,0],[1,1],[0,0]]] | features[1].properties.code is to be the code",
                "16.01 | Polygon | [[[0,0],[1,0],[1,1],[0,0]]] | features[1].properties.code is to be another one: 16.01",
                "16.99 | Polygon | [[[0,0],[1,0],[1,1],[0,0]]] | no regency or city has the code 16.99",
                "16.02 | Polygon | [[[0,0],[0.0001,0],[0.0001,0.0001],[0,0]]] | 16.02 is too small"
            })
    void tellsWhereAFeatureIsWrong(String code, String type, String coordinates, String message) {
        var content = collection(feature("16.01", "Polygon", "[" + RING + "]"), feature(code, type, coordinates));

        assertThatThrownBy(() -> read(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void wantsAllThatThereAre() {
        var content = collection(feature("16.01", "Polygon", "[" + RING + "]"));

        assertThatThrownBy(() -> read(content)).hasMessage("there is no feature for 16.02");
    }

    @Test
    void readsNoFileWithoutEnd() throws IOException {
        var file = Files.writeString(folder.resolve("large.json"), " ".repeat(Borders.LARGEST_FILE + 1));

        assertThatThrownBy(() -> Borders.read(file, TWO)).hasMessage("larger than 4194304 bytes");
        assertThatThrownBy(() -> Borders.read(folder.resolve("none.json"), TWO)).hasMessage("there is no such file");
    }

    private static String path(Borders borders, String code) {
        var region = borders.regions().get(code);
        return region == null ? "" : region.path();
    }

    private Borders read(String content) throws IOException {
        return Borders.read(Files.writeString(folder.resolve("borders.json"), content), TWO);
    }

    private static String collection(String... features) {
        return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    }

    private static String feature(String code, String type, String coordinates) {
        return "{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\"},\"geometry\":{\"type\":\"%s\",\"coordinates\":%s}}"
                .formatted(code, type, coordinates);
    }
}
