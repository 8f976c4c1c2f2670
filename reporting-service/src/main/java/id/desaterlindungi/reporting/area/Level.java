package id.desaterlindungi.reporting.area;

import java.util.Locale;

/** The four levels of administration, from the top down. */
public enum Level {
    PROVINCE,
    REGENCY,
    DISTRICT,
    VILLAGE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
