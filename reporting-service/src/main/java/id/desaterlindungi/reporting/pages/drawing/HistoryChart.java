package id.desaterlindungi.reporting.pages.drawing;

import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.progress.Forecast;
import id.desaterlindungi.reporting.progress.PageReader.Point;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many were covered, week by week, below the line of the goal; and where the pace leads, if that lies near enough to be drawn.
 * Lengths and places are those of an SVG.
 *
 * @param line of the known weeks
 * @param area below it
 * @param ahead the line to the goal at the mean pace, empty where none is drawn
 * @param band between the paces of the forecast's band, empty where none is drawn
 * @param goalY where the goal lies
 * @param lastX where the last known point lies
 */
public record HistoryChart(
        int width,
        int height,
        String line,
        String area,
        String ahead,
        String band,
        String goalY,
        String lastX,
        String lastY,
        List<Mark> marks,
        List<Mark> days,
        String last,
        String goal) {
    private static final int LEFT = 10;
    private static final int TOP = 30;
    private static final int BOTTOM = 26;
    private static final int TICKS = 3;
    private static final int ROOM_OF_A_NUMBER = 110;

    /** A forecast further away is told in words alone: the known weeks would be a point beside it. */
    private static final int FARTHEST_DAYS = 3 * 365;

    public String form() {
        return width > height * 2 ? "broad" : "narrow";
    }

    public int right() {
        return width - LEFT;
    }

    /** The number stands before its point, or behind it where there is no room before. */
    public String nowAnchor() {
        return Double.parseDouble(lastX) > ROOM_OF_A_NUMBER ? "end" : "start";
    }

    /** A text at a place of the axis. */
    public record Mark(String at, String text, String anchor) {}

    /**
     * @param points the oldest first, at least two
     * @param target the goal
     */
    public static HistoryChart of(
            List<Point> points, long target, @Nullable Forecast forecast, Formats formats, int width, int height) {
        var first = points.getFirst().day();
        var last = points.getLast().day();
        Forecast.Reached reached = forecast == null ? null : forecast.reached();
        var drawn = reached != null && ChronoUnit.DAYS.between(last, reached.on()) <= FARTHEST_DAYS;
        var end = last;
        if (drawn && reached != null) {
            LocalDate far = reached.latest() == null ? last.plusDays(FARTHEST_DAYS) : reached.latest();
            end = far.isAfter(last.plusDays(FARTHEST_DAYS)) ? last.plusDays(FARTHEST_DAYS) : far;
        }
        var lowest = points.stream().mapToLong(Point::covered).min().orElse(0);
        var highest =
                Math.max(target, points.stream().mapToLong(Point::covered).max().orElse(0));
        var step = step(highest - lowest);
        var scale = new Scale(first, end, lowest / step * step, highest, width, height);
        var line = points.stream()
                .map(point -> scale.x(point.day()) + " " + scale.y(point.covered()))
                .collect(Collectors.joining(" L", "M", ""));
        var now = points.getLast();
        var ahead = "";
        var band = "";
        if (drawn && reached != null) {
            var from = scale.x(now.day()) + " " + scale.y(now.covered());
            ahead = "M" + from + " L" + scale.x(reached.on()) + " " + scale.y(target);
            LocalDate latest = reached.latest() == null || reached.latest().isAfter(end) ? end : reached.latest();
            // A band that ends beyond what is drawn is cut where the drawing ends, as high as it is there.
            var share = reached.latest() == null
                    ? 0
                    : (double) ChronoUnit.DAYS.between(now.day(), latest)
                            / Math.max(ChronoUnit.DAYS.between(now.day(), reached.latest()), 1);
            var lower = now.covered() + (target - now.covered()) * share;
            band = "M" + from + " L" + scale.x(reached.earliest()) + " " + scale.y(target)
                    + (latest.isBefore(end) || share >= 1 ? "" : " L" + scale.x(end) + " " + scale.y(target))
                    + " L" + scale.x(latest) + " " + scale.y(lower) + " Z";
        }
        var bottom = Bar.number((double) height - BOTTOM);
        return new HistoryChart(
                width,
                height,
                line,
                line + " L" + scale.x(now.day()) + " " + bottom + " L" + scale.x(first) + " " + bottom + " Z",
                ahead,
                band,
                scale.y(target),
                scale.x(now.day()),
                scale.y(now.covered()),
                marks(scale, step, target, formats),
                days(scale, first, last, drawn ? end : null, formats),
                formats.number(now.covered()),
                formats.number(target));
    }

    /** Between the numbers that are written at the axis: 1, 2 or 5 with zeros. */
    private static long step(long span) {
        var rough = Math.max(span / TICKS, 1);
        var power = 1L;
        while (power * 10 <= rough) {
            power *= 10;
        }
        for (var factor : new int[] {1, 2, 5}) {
            if (power * factor >= rough) {
                return power * factor;
            }
        }
        return power * 10;
    }

    private static List<Mark> marks(Scale scale, long step, long target, Formats formats) {
        var marks = new ArrayList<Mark>();
        for (var value = scale.low(); value < target - step / 3; value += step) {
            marks.add(new Mark(scale.y(value), formats.number(value), "start"));
        }
        return marks;
    }

    private static List<Mark> days(
            Scale scale, LocalDate first, LocalDate last, @Nullable LocalDate end, Formats formats) {
        var days = new ArrayList<Mark>();
        days.add(new Mark(scale.x(first), formats.month(first), "start"));
        if (end == null) {
            days.add(new Mark(scale.x(last), formats.day(last), "end"));
        } else {
            days.add(new Mark(scale.x(end), formats.month(end), "end"));
        }
        return days;
    }

    /** From days and people to places. */
    private record Scale(LocalDate first, LocalDate end, long low, long high, int width, int height) {
        String x(LocalDate day) {
            var share = (double) ChronoUnit.DAYS.between(first, day) / Math.max(ChronoUnit.DAYS.between(first, end), 1);
            return Bar.number(LEFT + Math.min(share, 1) * (width - 2 * LEFT));
        }

        String y(double covered) {
            var share = (covered - low) / Math.max(high - low, 1);
            return Bar.number(height - BOTTOM - share * (height - BOTTOM - TOP));
        }
    }
}
