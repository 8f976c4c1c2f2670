package id.desaterlindungi.reporting.pages;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.access.Scope;
import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.drawing.Borders;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.progress.PageReader;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of the province with borders, which the service of the tests has none of: each regency is a square in a row. */
@QuarkusTest
class BorderMapTest {
    private static final Pattern SHAPE = Pattern.compile("<a href=\"/areas/([0-9.]+)\" aria-label=\"([^\"]*)\">"
            + "<(?:path|rect) class=\"(step[0-5])\" (?:d=\"M[0-9]+ [0-9]+l[-0-9 ]+z\"|x)");

    @Inject
    PageReader reader;

    @Inject
    Areas areas;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Language.class)
    void bordersHaveTheColorsAndTheFiguresOfTheTiles(Language language) throws IOException {
        var tiles = page(language, null);
        var borders = page(language, squares(areas.codes(Level.REGENCY)));

        assertThat(shapes(borders)).hasSize(17).isEqualTo(shapes(tiles));
        assertThat(borders)
                .contains("class=\"tiles borders\" viewBox=\"-4 -4 1008 ", "A survey &amp; its licence")
                .doesNotContain(" style=", "<style", "viewBox=\"0 0 336 336\"");
        assertThat(table(borders)).isEqualTo(table(tiles));
    }

    @Test
    void nameStandsWhereItFits() {
        var borders = new Borders(1_000, 500, Map.of("16.71", new Borders.Region("M0 0l9 0 0 9z", 5, 6, 160)));
        var visit = new Visit(Language.ENGLISH, false, "/", Map.of());

        var shape = BorderMap.of(borders, reader.province(Scope.NOWHERE).parts(), visit)
                .shapes()
                .getFirst();

        assertThat(shape.title()).isEqualTo("Palembang");
        assertThat(shape.name()).isEqualTo("Kota Palembang");
        assertThat(BorderMap.of(
                                new Borders(9, 9, Map.of("16.71", new Borders.Region("", 5, 6, 100))),
                                reader.province(Scope.NOWHERE).parts(),
                                visit)
                        .shapes()
                        .getFirst()
                        .title())
                .isEmpty();
    }

    private String page(Language language, @Nullable Borders borders) {
        var visit = new Visit(language, false, "/", Map.of());
        var page = ProvincePage.of(
                reader.province(Scope.NOWHERE),
                PartOrder.COVERED,
                0,
                borders,
                "A survey & its licence",
                visit,
                language.words());
        return new String(Pages.html(Templates.province(visit, page), visit), StandardCharsets.UTF_8);
    }

    private static Map<String, String> shapes(String page) {
        var shapes = new HashMap<String, String>();
        SHAPE.matcher(page).results().forEach(one -> shapes.put(one.group(1), one.group(2) + " " + one.group(3)));
        return shapes;
    }

    private static String table(String page) {
        return page.substring(
                page.indexOf("class=\"ranking\""), page.indexOf("</table>", page.indexOf("class=\"ranking\"")));
    }

    private Borders squares(Set<String> codes) throws IOException {
        var features = new TreeSet<>(codes)
                .stream()
                        .map(code -> {
                            var at = 100 + Integer.parseInt(code.substring(3)) / 10.0;
                            return """
                            {"type":"Feature","properties":{"code":"%s"},"geometry":{"type":"Polygon","coordinates":
                             [[[%2$s,-3],[%3$s,-3],[%3$s,-2.9],[%2$s,-2.9],[%2$s,-3]]]}}
                            """.formatted(code, at, at + 0.1);
                        })
                        .collect(Collectors.joining(",", "{\"type\":\"FeatureCollection\",\"features\":[", "]}"));
        return Borders.read(Files.writeString(folder.resolve("squares.json"), features), codes);
    }
}
