package id.desaterlindungi.enrollment.http;

import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people write in their own words: names, notes, reasons. It is folded before it is compared or kept, so that what looks
 * the same is the same. It is refused where it would deceive or harm whoever reads it later: on a screen, in an export, in a
 * log.
 *
 * @param text composed as in NFC, with single spaces, without what nobody sees
 * @param fault the code of what is wrong with it; null where nothing is
 */
public record PlainText(String text, @Nullable String fault) {
    private static final Pattern LINE_END = Pattern.compile("\\R");

    private static final Pattern SPACES = Pattern.compile("\\p{Zs}+");

    /** Format characters, and others that have no width or no ink: fillers, joiners, selectors of a variant. */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180D\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0\\x{E0100}-\\x{E01EF}]+");

    /** NUL, half of a surrogate pair, and what stands where a character was lost. */
    private static final Pattern BROKEN = Pattern.compile("[\\x00\\p{Cs}\uFFFD]");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern CONTROL_WITHIN_LINES = Pattern.compile("[\\p{Cc}&&[^\r\n\u0085]]");

    /** They make a text look like another one. */
    private static final Pattern DIRECTION = Pattern.compile("[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]");

    /** As long as a NIK, in the digits of any script, also in groups: a whole one would be shown and exported. */
    private static final Pattern SIXTEEN_DIGITS =
            Pattern.compile("(?:[\\p{Nd}\\p{No}][ ._\\p{Pd}\u2212\u00B7\u2022\\p{M}]*+){16}");

    /** A text of one line. */
    public static PlainText line(String written) {
        var folded = folded(written);
        return new PlainText(folded, fault(written, folded, false));
    }

    /** A text that may have several lines. */
    public static PlainText lines(String written) {
        var folded = LINE_END.splitAsStream(written)
                .map(PlainText::folded)
                .collect(Collectors.joining("\n"))
                .strip();
        return new PlainText(folded, fault(written, folded, true));
    }

    /** A line as it is compared and kept, whatever is wrong with it. */
    public static String folded(String line) {
        if (isOrdinary(line)) {
            return line.strip();
        }
        var seen = UNSEEN.matcher(line).replaceAll("");
        return Normalizer.normalize(SPACES.matcher(seen).replaceAll(" ").strip(), Normalizer.Form.NFC);
    }

    /** In characters as people and the database count them. */
    public int length() {
        return text.codePointCount(0, text.length());
    }

    /** ASCII that is seen, with single spaces: nothing of it is folded, and nothing is wrong with it but a number. Nearly all texts. */
    private static boolean isOrdinary(String text) {
        var before = 'x';
        for (var i = 0; i < text.length(); i++) {
            var one = text.charAt(i);
            if (one < ' ' || one > '~' || one == ' ' && before == ' ') {
                return false;
            }
            before = one;
        }
        return true;
    }

    private static boolean hasSixteenDigits(String text) {
        var digits = 0;
        for (var i = 0; i < text.length(); i++) {
            digits += text.charAt(i) >= '0' && text.charAt(i) <= '9' || text.charAt(i) > '~' ? 1 : 0;
        }
        return digits >= 16 && SIXTEEN_DIGITS.matcher(text).find();
    }

    static boolean isBroken(String text) {
        return BROKEN.matcher(text).find();
    }

    private static @Nullable String fault(String written, String folded, boolean ofLines) {
        if (isOrdinary(written)) {
            return hasSixteenDigits(folded) ? "text-digits" : null;
        }
        if (isBroken(written)) {
            return "text-broken";
        }
        if (!ofLines && LINE_END.matcher(written).find()) {
            return "text-line-break";
        }
        if ((ofLines ? CONTROL_WITHIN_LINES : CONTROL).matcher(written).find()) {
            return "text-control";
        }
        if (DIRECTION.matcher(written).find()) {
            return "text-direction";
        }
        return hasSixteenDigits(folded) ? "text-digits" : null;
    }
}
