package id.desaterlindungi.reporting.coverage.events;

import id.desaterlindungi.reporting.settings.AboveZero;
import id.desaterlindungi.reporting.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the events come from, and how many at a time. */
@ConfigMapping(prefix = "reporting.events")
public interface EventsSettings {
    /** The topic that the events are read from. */
    @WithDefault("enrollment.events")
    String topic();

    /** Consumer group; one member of it folds, the others stand by and answer reads. */
    @WithDefault("reporting")
    String group();

    /** Events in one transaction, about at most, while many wait; a transaction takes what there is. */
    @WithDefault("100000")
    @WithConverter(AboveZero.OfInteger.class)
    int batch();

    /** As many events behind or more, batches are added up in memory and written together. */
    @WithDefault("100000")
    @WithConverter(AboveZero.OfInteger.class)
    int backlog();

    /** Events asked of the HTTP feed at a time, where a position is missing. */
    @WithDefault("500")
    @WithConverter(AboveZero.OfInteger.class)
    int feedPage();

    /** How long after a swap the old totals stay for those who read them: longer than any transaction that answers a request. */
    @WithDefault("1m")
    @WithConverter(NotNegative.OfDuration.class)
    Duration longestRead();

    /** How often, while nothing comes, the feed is asked for what the topic may have lost at its end. */
    @WithDefault("1m")
    @WithConverter(AboveZero.OfDuration.class)
    Duration feedCheck();

    /** Longest pause between two tries while the database, the broker or the feed is away. */
    @WithDefault("5s")
    @WithConverter(AboveZero.OfDuration.class)
    Duration maxBackoff();
}
