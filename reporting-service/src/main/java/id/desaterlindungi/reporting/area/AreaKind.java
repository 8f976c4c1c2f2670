package id.desaterlindungi.reporting.area;

import java.util.Locale;

/**
 * What an area is. Regency and city stand on one level. So do desa and kelurahan: a desa is a village with a government of its
 * own, a kelurahan is one without.
 */
public enum AreaKind {
    PROVINCE(Level.PROVINCE),
    REGENCY(Level.REGENCY),
    CITY(Level.REGENCY),
    DISTRICT(Level.DISTRICT),
    DESA(Level.VILLAGE),
    KELURAHAN(Level.VILLAGE);

    private final Level level;

    AreaKind(Level level) {
        this.level = level;
    }

    public static AreaKind of(String kind) {
        return valueOf(kind.toUpperCase(Locale.ROOT));
    }

    public Level level() {
        return level;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
