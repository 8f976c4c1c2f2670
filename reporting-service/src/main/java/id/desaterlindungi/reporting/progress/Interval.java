package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** A step of a history, in whole days of Asia/Jakarta. */
enum Interval {
    @JsonProperty("day")
    DAY,
    /** From Monday on. */
    @JsonProperty("week")
    WEEK,
    @JsonProperty("month")
    MONTH;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The last day of the step that the day lies in. */
    LocalDate endOf(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
            case MONTH -> day.with(TemporalAdjusters.lastDayOfMonth());
        };
    }
}
