package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The regencies and cities as tiles in their rough places, where no borders are known. A tile is the darker the more
 * people of the register are covered there, in steps of lightness, which everybody can tell apart.
 */
record TileMap(List<Tile> tiles, List<Step> steps) {
    static final int SIZE = 68;
    private static final int GAP = 4;
    private static final int STEPS = 5;

    /** A place in columns from the west and rows from the north, and a name that fits in. */
    private record Spot(int column, int row, String name) {}

    private static final Map<String, Spot> SPOTS = Map.ofEntries(
            Map.entry("16.13", new Spot(1, 0, "Muratara")),
            Map.entry("16.06", new Spot(2, 0, "Musi Banyuasin")),
            Map.entry("16.07", new Spot(3, 0, "Banyuasin")),
            Map.entry("16.73", new Spot(0, 1, "Lubuk Linggau")),
            Map.entry("16.05", new Spot(1, 1, "Musi Rawas")),
            Map.entry("16.12", new Spot(2, 1, "PALI")),
            Map.entry("16.71", new Spot(3, 1, "Palembang")),
            Map.entry("16.02", new Spot(4, 1, "OKI")),
            Map.entry("16.11", new Spot(0, 2, "Empat Lawang")),
            Map.entry("16.04", new Spot(1, 2, "Lahat")),
            Map.entry("16.03", new Spot(2, 2, "Muara Enim")),
            Map.entry("16.74", new Spot(3, 2, "Prabumulih")),
            Map.entry("16.10", new Spot(4, 2, "Ogan Ilir")),
            Map.entry("16.72", new Spot(1, 3, "Pagar Alam")),
            Map.entry("16.01", new Spot(2, 3, "OKU")),
            Map.entry("16.08", new Spot(3, 3, "OKU Timur")),
            Map.entry("16.09", new Spot(2, 4, "OKU Selatan")));

    /**
     * @param first line of the name
     * @param second line of it, empty for a short one
     * @param value the number, or a dash where it is not told
     * @param step 0 for not told, else 1 to 5
     */
    record Tile(
            int x, int y, String code, String href, String name, String first, String second, String value, int step) {
        public int middle() {
            return x + (SIZE - GAP) / 2;
        }

        public int firstY() {
            return y + (second.isEmpty() ? 29 : 21);
        }

        public int valueY() {
            return y + (second.isEmpty() ? 46 : 52);
        }
    }

    /** A color and from how many people on it stands. */
    record Step(int step, String from) {}

    static TileMap of(List<Part> regencies, Visit visit) {
        var formats = visit.formats();
        var most = most(regencies);
        var width = width(most);
        var tiles = regencies.stream()
                .filter(part -> SPOTS.containsKey(part.area().area().code()))
                .map(part -> tile(part, width, visit, formats))
                .toList();
        var steps = IntStream.rangeClosed(1, STEPS)
                .filter(step -> step == 1 || (step - 1) * width <= most)
                .mapToObj(step -> new Step(step, formats.number((step - 1) * width)))
                .toList();
        return new TileMap(tiles, steps);
    }

    private static Tile tile(Part part, long width, Visit visit, Formats formats) {
        var area = part.area().area();
        var spot = SPOTS.get(area.code());
        if (spot == null) {
            throw new IllegalArgumentException(area.code());
        }
        var covered = part.covered();
        var space = spot.name().indexOf(' ');
        return new Tile(
                spot.column() * SIZE,
                spot.row() * SIZE,
                area.code(),
                visit.to("/areas/" + area.code()),
                area.name(),
                space < 0 ? spot.name() : spot.name().substring(0, space),
                space < 0 ? "" : spot.name().substring(space + 1),
                covered == null ? PartRow.WITHHELD : formats.number(covered),
                step(covered, width));
    }

    /** A name that fits in where the whole one does not. */
    static String shortName(AreaName area) {
        var spot = SPOTS.get(area.code());
        return spot == null ? area.name() : spot.name();
    }

    /** @param width of a step */
    static int step(@Nullable Long covered, long width) {
        return covered == null ? 0 : (int) Math.min(covered / width + 1, STEPS);
    }

    /** Of a step, for these regencies. */
    static long width(List<Part> regencies) {
        return width(most(regencies));
    }

    private static long most(List<Part> regencies) {
        return regencies.stream()
                .mapToLong(part -> Objects.requireNonNullElse(part.covered(), 0L))
                .max()
                .orElse(0);
    }

    /** Of a step: a round number, of which five reach as far as the most. */
    private static long width(long most) {
        var rough = Math.max(most / STEPS + 1, 1);
        var power = 1L;
        while (power * 10 <= rough) {
            power *= 10;
        }
        return (rough + power - 1) / power * power;
    }
}
