package id.desaterlindungi.reporting.pages.drawing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads areas of GeoJSON (RFC 7946), strictly: what is not as it should be is told with its place in the file, and nothing is guessed. A file
 * that was made for another projection, or of another level, would be drawn as nonsense.
 */
final class GeoJson {
    private static final Pattern REGENCY = Pattern.compile("[0-9]{2}\\.[0-9]{2}");
    private static final int MOST_FEATURES = 100;
    private static final int MOST_POSITIONS = 200_000;
    private static final int DEEPEST = 12;

    /** Three corners, and the first once more. */
    private static final int FEWEST_OF_A_RING = 4;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private int positions;

    private GeoJson() {}

    /** In degrees. */
    record Position(double longitude, double latitude) {}

    /**
     * The rings of each area, by its code; whether one is a border or a hole in it follows from how they lie.
     *
     * @throws IllegalArgumentException that says where the file is not what it should be
     */
    static Map<String, List<List<Position>>> regencies(byte[] file) {
        return new GeoJson().read(tree(file));
    }

    private static JsonNode tree(byte[] file) {
        try {
            return JSON.readTree(file);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "not JSON" + (at == null ? "" : " in line " + at.getLineNr()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, List<List<Position>>> read(JsonNode root) {
        expect(is(root, "FeatureCollection"), "type", "a FeatureCollection");
        // An older GeoJSON may say that its numbers are no degrees.
        expect(!root.has("crs"), "crs", "absent: positions are longitude and latitude of WGS 84");
        var features = root.path("features");
        expect(
                features.isArray() && !features.isEmpty() && features.size() <= MOST_FEATURES,
                "features",
                "a list of 1 to " + MOST_FEATURES);
        var areas = new TreeMap<String, List<List<Position>>>();
        for (var i = 0; i < features.size(); i++) {
            var at = "features[" + i + "]";
            var feature = features.get(i);
            expect(is(feature, "Feature"), at + ".type", "a Feature");
            var code = feature.path("properties").path("code");
            expect(
                    code.isTextual() && REGENCY.matcher(code.textValue()).matches(),
                    at + ".properties.code",
                    "the code of a regency or city as a text, such as \"16.01\"");
            var rings = rings(feature.path("geometry"), at + ".geometry");
            expect(
                    areas.put(code.textValue(), rings) == null,
                    at + ".properties.code",
                    "another one: " + code.textValue() + " has a feature already");
        }
        return areas;
    }

    private List<List<Position>> rings(JsonNode geometry, String at) {
        var coordinates = geometry.path("coordinates");
        var place = at + ".coordinates";
        if (is(geometry, "Polygon")) {
            return polygon(coordinates, place);
        }
        expect(is(geometry, "MultiPolygon"), at + ".type", "a Polygon or a MultiPolygon");
        expect(coordinates.isArray() && !coordinates.isEmpty(), place, "a list of polygons");
        var rings = new ArrayList<List<Position>>();
        for (var i = 0; i < coordinates.size(); i++) {
            rings.addAll(polygon(coordinates.get(i), place + "[" + i + "]"));
        }
        return rings;
    }

    private List<List<Position>> polygon(JsonNode polygon, String at) {
        expect(polygon.isArray() && !polygon.isEmpty(), at, "a list of rings");
        var rings = new ArrayList<List<Position>>();
        for (var i = 0; i < polygon.size(); i++) {
            rings.add(ring(polygon.get(i), at + "[" + i + "]"));
        }
        return rings;
    }

    private List<Position> ring(JsonNode ring, String at) {
        expect(ring.isArray() && ring.size() >= FEWEST_OF_A_RING, at, "a ring of at least four positions");
        positions += ring.size();
        expect(positions <= MOST_POSITIONS, at, "simpler: the file has more than " + MOST_POSITIONS + " positions");
        var read = new ArrayList<Position>(ring.size());
        for (var i = 0; i < ring.size(); i++) {
            read.add(position(ring.get(i), at + "[" + i + "]"));
        }
        expect(read.getFirst().equals(read.getLast()), at, "closed: its last position is to be its first");
        return read;
    }

    private static Position position(JsonNode position, String at) {
        expect(
                position.isArray()
                        && (position.size() == 2 || position.size() == 3)
                        && position.get(0).isNumber()
                        && position.get(1).isNumber()
                        && Math.abs(position.get(0).doubleValue()) <= 180
                        && Math.abs(position.get(1).doubleValue()) <= 90,
                at,
                "[longitude, latitude] in degrees");
        return new Position(position.get(0).doubleValue(), position.get(1).doubleValue());
    }

    private static boolean is(JsonNode node, String type) {
        return node.path("type").asText().equals(type);
    }

    private static void expect(boolean right, String at, String wanted) {
        if (!right) {
            throw new IllegalArgumentException(at + " is to be " + wanted);
        }
    }
}
