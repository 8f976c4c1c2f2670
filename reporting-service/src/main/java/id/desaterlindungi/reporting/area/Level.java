package id.desaterlindungi.reporting.area;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;

/** The four levels of administration, from the top down. */
public enum Level {
    @JsonProperty("province")
    PROVINCE(2),
    @JsonProperty("regency")
    REGENCY(5),
    @JsonProperty("district")
    DISTRICT(8),
    @JsonProperty("village")
    VILLAGE(13);

    private final int codeLength;

    Level(int codeLength) {
        this.codeLength = codeLength;
    }

    /** @param code of an area, whether or not there is such an area */
    public static Level of(String code) {
        return Arrays.stream(values())
                .filter(level -> level.codeLength == code.length())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("No area has a code of %d characters".formatted(code.length())));
    }

    /** Characters of a code such as {@code 16.01}; no two levels have the same. */
    public int codeLength() {
        return codeLength;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
