package id.desaterlindungi.reporting.pages.drawing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Lengths for SVG, whose attributes are numbers in ASCII with a point. */
public final class Bar {
    /** Below this nobody sees that there is something. */
    private static final double LEAST = 0.4;

    private Bar() {}

    /** How long a part is where the whole has a length; something is seen of every part that is not nothing. */
    public static String length(long part, long whole, int of) {
        if (part <= 0 || whole <= 0) {
            return "0";
        }
        var length = Math.max((double) part / whole, LEAST / 100) * of;
        return number(Math.min(length, of));
    }

    /** One decimal at most. */
    public static String number(double number) {
        return BigDecimal.valueOf(number)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
                .toLowerCase(Locale.ROOT);
    }
}
