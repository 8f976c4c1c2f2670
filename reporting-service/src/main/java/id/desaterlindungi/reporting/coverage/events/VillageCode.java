package id.desaterlindungi.reporting.coverage.events;

import java.util.regex.Pattern;

/** The contract's form of a village's code. */
final class VillageCode {
    private static final Pattern FORM = Pattern.compile("([0-9]{2}\\.){3}[0-9]{4}");

    private VillageCode() {}

    /** @throws IllegalArgumentException for any other form */
    static String check(String code) {
        if (!FORM.matcher(code).matches()) {
            throw new IllegalArgumentException("villageCode");
        }
        return code;
    }
}
