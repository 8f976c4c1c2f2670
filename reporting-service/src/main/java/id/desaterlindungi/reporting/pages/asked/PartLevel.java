package id.desaterlindungi.reporting.pages.asked;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.area.Level;

/** Which parts of an area are listed, where it is not those next below. */
public enum PartLevel {
    @JsonProperty("district")
    DISTRICT(Level.DISTRICT),
    @JsonProperty("village")
    VILLAGE(Level.VILLAGE);

    public static final String PARAMETER = "level";

    private final Level level;

    PartLevel(Level level) {
        this.level = level;
    }

    public Level level() {
        return level;
    }

    public String code() {
        return level.label();
    }
}
