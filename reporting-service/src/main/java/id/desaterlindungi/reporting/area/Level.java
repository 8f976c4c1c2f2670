package id.desaterlindungi.reporting.area;

import com.fasterxml.jackson.annotation.JsonProperty;
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

    /** Characters of a code such as {@code 16.01}; no two levels have the same. */
    public int codeLength() {
        return codeLength;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
