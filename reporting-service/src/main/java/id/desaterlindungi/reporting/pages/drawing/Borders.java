package id.desaterlindungi.reporting.pages.drawing;

import id.desaterlindungi.reporting.pages.drawing.GeoJson.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The borders of the regencies and cities as paths of an SVG: longitude and latitude as they are, narrowed by how far from the equator the
 * middle lies. That is enough for a province. Positions are put on a grid, the same for all, so that neighbors keep meeting.
 *
 * @param regions by code, the largest first: one that lies within another is drawn after it
 */
public record Borders(int width, int height, Map<String, Region> regions) {
    static final int LARGEST_FILE = 4 * 1024 * 1024;
    private static final int WIDTH = 1_000;
    private static final int HIGHEST = 1_400;

    /** Of all paths, in characters. The page of the province has 60 KB on the wire, and digits pack to less than half. */
    private static final int LONGEST = 40_000;

    /** Coarser as long as the paths are too long; with the last one a line of the map moves by half a percent of its width. */
    private static final int[] GRIDS = {1, 2, 4, 8};

    private static final int LEVELS = 24;
    private static final double ABOUT_AS_BROAD = 0.9;

    /** From the middle of two lines of text to their ends. */
    private static final int HALF_A_TEXT = 30;

    /**
     * @param path with its holes
     * @param x middle of the broadest place
     * @param room how broad a text can be there; 0 where there is none
     */
    public record Region(String path, int x, int y, int room) {}

    private record Point(int x, int y) {}

    private record Span(double from, double to) {
        double length() {
            return to - from;
        }
    }

    /**
     * @param regencies codes of all that there are: each needs its border
     * @throws IllegalArgumentException that says what is wrong with the file
     */
    public static Borders read(Path file, Set<String> regencies) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no such file");
        }
        byte[] content;
        try (var in = Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST_FILE + 1);
        }
        if (content.length > LARGEST_FILE) {
            throw new IllegalArgumentException("larger than " + LARGEST_FILE + " bytes");
        }
        var areas = GeoJson.regencies(content);
        var unknown = without(areas.keySet(), regencies);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no regency or city has the code " + String.join(", ", unknown));
        }
        var missing = without(regencies, areas.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("there is no feature for " + String.join(", ", missing));
        }
        return of(areas);
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static Borders of(Map<String, List<List<Position>>> areas) {
        var west = least(areas, Position::longitude);
        var east = -least(areas, position -> -position.longitude());
        var south = least(areas, Position::latitude);
        var north = -least(areas, position -> -position.latitude());
        var narrowed = Math.cos(Math.toRadians((south + north) / 2));
        var broad = (east - west) * narrowed;
        var high = north - south;
        if (!(broad > 0 && high > 0)) {
            throw new IllegalArgumentException("the borders enclose nothing");
        }
        var scale = Math.min(WIDTH / broad, HIGHEST / high);
        for (var grid : GRIDS) {
            var drawn = new LinkedHashMap<String, List<List<Point>>>();
            areas.forEach((code, rings) -> drawn.put(
                    code,
                    rings.stream()
                            .map(ring -> ring(
                                    ring,
                                    position -> new Point(
                                            snap((position.longitude() - west) * narrowed * scale, grid),
                                            snap((north - position.latitude()) * scale, grid))))
                            .filter(ring -> ring.size() > 2)
                            .toList()));
            var regions = regions(drawn);
            if (regions.values().stream().mapToInt(one -> one.path().length()).sum() <= LONGEST) {
                return new Borders((int) Math.ceil(broad * scale), (int) Math.ceil(high * scale), regions);
            }
        }
        throw new IllegalArgumentException("too detailed for a page; simplify the borders");
    }

    private static double least(Map<String, List<List<Position>>> areas, ToDoubleFunction<Position> number) {
        return areas.values().stream()
                .flatMap(Collection::stream)
                .flatMap(Collection::stream)
                .mapToDouble(number)
                .min()
                .orElse(0);
    }

    private static int snap(double number, int grid) {
        return (int) Math.round(number / grid) * grid;
    }

    /** Without the last position, which is the first, and without those that fall on the one before. */
    private static List<Point> ring(List<Position> ring, Function<Position, Point> drawn) {
        var points = new ArrayList<Point>();
        for (var position : ring) {
            var point = drawn.apply(position);
            if (points.isEmpty() || !points.getLast().equals(point)) {
                points.add(point);
            }
        }
        if (points.size() > 1 && points.getFirst().equals(points.getLast())) {
            points.removeLast();
        }
        return points;
    }

    private static Map<String, Region> regions(Map<String, List<List<Point>>> areas) {
        var regions = new LinkedHashMap<String, Region>();
        areas.entrySet().stream()
                .sorted(Comparator.comparingLong(area -> -extent(area.getValue())))
                .forEach(area -> {
                    if (area.getValue().isEmpty()) {
                        throw new IllegalArgumentException(area.getKey() + " is too small to be seen on the map");
                    }
                    regions.put(area.getKey(), region(area.getValue()));
                });
        return regions;
    }

    private static long extent(List<List<Point>> rings) {
        return rings.stream().mapToLong(Borders::doubledArea).sum();
    }

    /** Of Gauss, without a sign. */
    private static long doubledArea(List<Point> ring) {
        var sum = 0L;
        for (var i = 0; i < ring.size(); i++) {
            var one = ring.get(i);
            var next = ring.get((i + 1) % ring.size());
            sum += (long) one.x() * next.y() - (long) next.x() * one.y();
        }
        return Math.abs(sum);
    }

    private static Region region(List<List<Point>> rings) {
        var top = rings.stream().flatMap(List::stream).mapToInt(Point::y).min().orElse(0);
        var bottom =
                rings.stream().flatMap(List::stream).mapToInt(Point::y).max().orElse(0);
        var path = path(rings);
        var places = new ArrayList<Region>();
        for (var level = 1; level < LEVELS; level++) {
            var y = top + (double) (bottom - top) * level / LEVELS;
            for (var span : inside(rings, y)) {
                var middle = (span.from() + span.to()) / 2;
                var room = Math.min(
                        span.length(),
                        Math.min(room(rings, middle, y - HALF_A_TEXT), room(rings, middle, y + HALF_A_TEXT)));
                places.add(new Region(path, (int) Math.round(middle), (int) Math.round(y), (int) room));
            }
        }
        var most = places.stream().mapToInt(Region::room).max().orElse(0);
        if (most == 0) {
            return new Region(path, 0, 0, 0);
        }
        // Of places about as broad, that in their midst: it is the farthest from a border.
        var broad = places.stream()
                .filter(place -> place.room() >= most * ABOUT_AS_BROAD)
                .toList();
        return broad.get(broad.size() / 2);
    }

    /** How broad a text can be around a place, at the height of it. */
    private static double room(List<List<Point>> rings, double middle, double y) {
        return inside(rings, y).stream()
                .filter(span -> span.from() <= middle && middle <= span.to())
                .mapToDouble(span -> 2 * Math.min(middle - span.from(), span.to() - middle))
                .max()
                .orElse(0);
    }

    /** Where a line from west to east is inside, between every other border that it crosses. */
    private static List<Span> inside(List<List<Point>> rings, double height) {
        // A line between the rows of the grid meets no corner.
        var y = Math.floor(height) + 0.5;
        var crossed = rings.stream()
                .flatMapToDouble(ring -> crossings(ring, y))
                .sorted()
                .toArray();
        var spans = new ArrayList<Span>();
        for (var i = 0; i + 1 < crossed.length; i += 2) {
            spans.add(new Span(crossed[i], crossed[i + 1]));
        }
        return spans;
    }

    private static DoubleStream crossings(List<Point> ring, double y) {
        var crossed = DoubleStream.builder();
        for (var i = 0; i < ring.size(); i++) {
            var one = ring.get(i);
            var next = ring.get((i + 1) % ring.size());
            if (one.y() < y != next.y() < y) {
                crossed.add(one.x() + (next.x() - one.x()) * (y - one.y()) / (next.y() - one.y()));
            }
        }
        return crossed.build();
    }

    /** In steps from point to point, which are shorter to write than places. */
    private static String path(List<List<Point>> rings) {
        var path = new StringBuilder();
        for (var ring : rings) {
            var last = ring.getFirst();
            path.append('M').append(last.x()).append(' ').append(last.y()).append('l');
            for (var point : ring.subList(1, ring.size())) {
                step(path, point.x() - last.x(), true);
                step(path, point.y() - last.y(), false);
                last = point;
            }
            path.append('z');
        }
        return path.toString();
    }

    /** A minus parts two numbers as well as a space does. */
    private static void step(StringBuilder path, int length, boolean first) {
        var begins = first && path.charAt(path.length() - 1) == 'l';
        if (length >= 0 && !begins) {
            path.append(' ');
        }
        path.append(length);
    }
}
