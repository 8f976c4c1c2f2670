package id.desaterlindungi.reporting.coverage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the events come from, and how many at a time. */
@ConfigMapping(prefix = "reporting.events")
interface EventsConfig {

    @WithDefault("enrollment.events")
    String topic();

    /** Consumer group; one member of it folds, the others stand by and answer reads. */
    @WithDefault("reporting")
    String group();

    /** Records in one transaction, at most. The more, the more of them fall on the same rows. */
    @WithDefault("20000")
    int maxPollRecords();

    /** Events asked of the HTTP feed at a time, where a position is missing. */
    @WithDefault("500")
    int feedPage();

    /** Longest pause between two tries while the database, the broker or the feed is away. */
    @WithDefault("5s")
    Duration maxBackoff();

    /** Events in one transaction of a rebuild: their deltas are summed up in memory, some hundred bytes each. */
    @WithDefault("50000")
    int rebuildBatch();
}
