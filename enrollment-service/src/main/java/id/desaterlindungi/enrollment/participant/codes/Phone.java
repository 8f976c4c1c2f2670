package id.desaterlindungi.enrollment.participant.codes;

import id.desaterlindungi.enrollment.http.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/** @param number an Indonesian mobile number in international form, {@code +628…} */
public record Phone(String number) {
    private static final Pattern SEPARATORS = Pattern.compile("[ .\\p{Pd}()]");
    private static final Pattern WRITTEN = Pattern.compile("(?:0|\\+?62)(8[0-9]{7,12})");

    /** Empty unless it is written as {@code 08…}, {@code 628…} or {@code +628…} with a plausible length. */
    public static Optional<Phone> read(String text) {
        var match = WRITTEN.matcher(SEPARATORS.matcher(PlainText.folded(text)).replaceAll(""));
        return match.matches() ? Optional.of(new Phone("+62" + match.group(1))) : Optional.empty();
    }

    public String masked() {
        return number.substring(0, 5) + "*".repeat(number.length() - 7) + number.substring(number.length() - 2);
    }

    @Override
    public String toString() {
        return masked();
    }
}
