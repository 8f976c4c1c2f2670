package id.desaterlindungi.reporting.pages;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.area.Level;

/** Which parts of an area are listed, where it is not those next below. */
enum PartLevel {
    @JsonProperty("district")
    DISTRICT(Level.DISTRICT),
    @JsonProperty("village")
    VILLAGE(Level.VILLAGE);

    static final String PARAMETER = "level";

    private final Level level;

    PartLevel(Level level) {
        this.level = level;
    }

    Level level() {
        return level;
    }

    String code() {
        return level.label();
    }
}
