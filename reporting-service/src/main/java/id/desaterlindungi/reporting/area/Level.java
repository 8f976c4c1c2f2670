package id.desaterlindungi.reporting.area;

import java.util.Locale;

/** The four levels of administration, from the top down. */
public enum Level {
    PROVINCE(2),
    REGENCY(5),
    DISTRICT(8),
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
