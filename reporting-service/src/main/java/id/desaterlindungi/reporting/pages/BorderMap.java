package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.drawing.Borders;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The regencies and cities within their borders, in the colors of the {@link TileMap}.
 *
 * @param shapes empty where no borders are known
 */
record BorderMap(int width, int height, List<Shape> shapes) {
    /** Of a letter, where the map is 1,000 broad. */
    private static final int LETTER = 17;

    private static final int EDGE = 4;
    private static final int TO_FIRST_LINE = -5;
    private static final int TO_SECOND_LINE = 27;

    /**
     * @param title the short name; empty where there is no room for it
     * @param step 0 for not told, else 1 to 5
     */
    record Shape(String path, String href, String name, String title, String value, int step, int x, int y) {
        public int titleY() {
            return y + TO_FIRST_LINE;
        }

        public int valueY() {
            return y + TO_SECOND_LINE;
        }
    }

    /** What is seen, with room for the lines at the edge. */
    public String box() {
        return "%d %d %d %d".formatted(-EDGE, -EDGE, width + 2 * EDGE, height + 2 * EDGE);
    }

    static BorderMap of(@Nullable Borders borders, List<Part> regencies, Visit visit) {
        if (borders == null) {
            return new BorderMap(0, 0, List.of());
        }
        var width = TileMap.width(regencies);
        var byCode = regencies.stream()
                .collect(Collectors.<Part, String, Part>toMap(
                        part -> part.area().area().code(), Function.identity()));
        return new BorderMap(
                borders.width(),
                borders.height(),
                borders.regions().entrySet().stream()
                        .filter(region -> byCode.containsKey(region.getKey()))
                        .map(region -> shape(region.getValue(), part(byCode, region.getKey()), width, visit))
                        .toList());
    }

    private static Part part(Map<String, Part> byCode, String code) {
        var part = byCode.get(code);
        if (part == null) {
            throw new IllegalArgumentException(code);
        }
        return part;
    }

    private static Shape shape(Borders.Region region, Part part, long width, Visit visit) {
        var area = part.area().area();
        var covered = part.covered();
        var title = TileMap.shortName(area);
        return new Shape(
                region.path(),
                visit.to("/areas/" + area.code()),
                area.name(),
                title.length() * LETTER <= region.room() ? title : "",
                covered == null ? PartRow.WITHHELD : visit.formats().number(covered),
                TileMap.step(covered, width),
                region.x(),
                region.y());
    }
}
