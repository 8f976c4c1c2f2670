package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * In which order areas are listed. Areas without the figure come last in either direction. Areas with the same figure are listed by
 * code.
 *
 * @param descending the greatest first
 */
record AreaOrder(By by, boolean descending) {
    /** A cursor's key: the figure of the last item (empty if it has none) and its code. */
    static final Pattern KEY = Pattern.compile("(-?[0-9]{1,18}(?:\\.[0-9]{1,4})?)?/([0-9.]{2,13})");

    /** What areas can be sorted by. */
    @Schema(name = "AreaSort")
    enum By {
        @JsonProperty("code")
        CODE(_ -> null),
        @JsonProperty("covered")
        COVERED(area -> decimal(area.register().covered())),
        @JsonProperty("gap")
        GAP(area -> decimal(area.remaining())),
        @JsonProperty("percent")
        PERCENT(AreaProgress::percentOfGoal),
        @JsonProperty("growth")
        GROWTH(area -> decimal(area.growth()));

        private final Function<AreaProgress, @Nullable BigDecimal> figure;

        By(Function<AreaProgress, @Nullable BigDecimal> figure) {
            this.figure = figure;
        }

        private static @Nullable BigDecimal decimal(@Nullable Long number) {
            return number == null ? null : BigDecimal.valueOf(number);
        }
    }

    private record Key(@Nullable BigDecimal figure, String code) {}

    Comparator<AreaProgress> comparator() {
        return Comparator.comparing(this::key, this::compare);
    }

    /** Whether an area comes after the place that a cursor names. */
    boolean isAfter(AreaProgress area, String cursorKey) {
        var place = KEY.matcher(cursorKey);
        if (!place.matches()) {
            throw new IllegalArgumentException("cursor");
        }
        var figure = place.group(1);
        return compare(key(area), new Key(figure == null ? null : new BigDecimal(figure), place.group(2))) > 0;
    }

    /** By code is the order in which the database returns them. */
    boolean isByCode() {
        return by == By.CODE && !descending;
    }

    /** The code in a cursor's key; empty for the first page. */
    static String codeOf(String cursorKey) {
        return cursorKey.substring(cursorKey.indexOf('/') + 1);
    }

    String keyOf(AreaProgress area) {
        var figure = by.figure.apply(area);
        return (figure == null ? "" : figure.toPlainString()) + "/"
                + area.area().code();
    }

    private Key key(AreaProgress area) {
        return new Key(by.figure.apply(area), area.area().code());
    }

    private int compare(Key one, Key other) {
        if (one.figure() != null && other.figure() != null) {
            var figures = one.figure().compareTo(other.figure());
            if (figures != 0) {
                return descending ? -figures : figures;
            }
        } else if (one.figure() != null || other.figure() != null) {
            return one.figure() == null ? 1 : -1;
        }
        var codes = one.code().compareTo(other.code());
        return descending && by == By.CODE ? -codes : codes;
    }
}
