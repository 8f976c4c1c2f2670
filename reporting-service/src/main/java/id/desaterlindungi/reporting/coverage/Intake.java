package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.Arrival.TopicRecord;
import id.desaterlindungi.reporting.coverage.Arrival.Unplaced;
import id.desaterlindungi.reporting.coverage.CoverageProjection.Outcome;
import id.desaterlindungi.reporting.coverage.CoverageProjection.Reach;
import id.desaterlindungi.reporting.coverage.CoverageProjection.Target;
import id.desaterlindungi.reporting.coverage.Folding.Gap;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** What a reader of events hands over becomes part of the totals, whole: positions missing from it are fetched from the feed. */
@Singleton
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** Events of the feed in one transaction, about at most. */
    private static final int MOST_FROM_FEED = 20_000;

    private final CoverageProjection projection;
    private final EnrollmentFeed feed;
    private final EventsConfig config;
    private final CoverageMetrics metrics;

    Intake(
            CoverageProjection projection,
            @RestClient EnrollmentFeed feed,
            EventsConfig config,
            CoverageMetrics metrics) {
        this.projection = projection;
        this.feed = feed;
        this.config = config;
        this.metrics = metrics;
    }

    /** Told of each transaction. */
    interface Listener {
        void folded(Outcome outcome, Instant start);
    }

    /** @throws RuntimeException while the database or the feed is away; what was folded stays, and repeats are dropped */
    Outcome take(Target target, List<Arrival> arrivals, Reach reach, Listener listener) {
        List<Arrival> left = arrivals;
        Outcome outcome = fold(target, left, reach, listener);
        while (outcome.gap() != null) {
            Gap gap = outcome.gap();
            metrics.gap();
            LOG.warnf(
                    "Positions missing on the topic, fetched from the feed after=%d before=%d",
                    gap.after(), gap.found().position());
            if (!fill(target, gap, listener)) {
                left = setAside(left, gap.found());
            }
            outcome = fold(target, left, reach, listener);
        }
        return outcome;
    }

    /** Folds the feed's next events after a position. @return the position reached; the same where the feed has no more */
    long takeFromFeed(Target target, long position, Listener listener) {
        return takeFromFeed(target, position, Long.MAX_VALUE, listener);
    }

    /** @param through asked no further than this position; what the last page has beyond it is folded too */
    private long takeFromFeed(Target target, long position, long through, Listener listener) {
        List<Event> events = gather(position, through);
        if (events.isEmpty()) {
            return position;
        }
        Outcome outcome = fold(target, events, new Reach.Feed(), listener);
        if (outcome.gap() != null || outcome.position() <= position) {
            throw new IllegalStateException("The feed does not continue after position " + position);
        }
        metrics.fromFeed(outcome.folded().size());
        return outcome.position();
    }

    /** Some pages of the feed, since many events cost little more in one transaction than few. */
    private List<Event> gather(long position, long through) {
        List<Event> events = new ArrayList<>();
        List<Event> page;
        long reached = position;
        do {
            page = EventReader.readBatch(feed.after(reached, config.feedPage()));
            events.addAll(page);
            if (!page.isEmpty()) {
                if (page.getLast().position() <= reached) {
                    throw new IllegalStateException("The feed does not continue after position " + reached);
                }
                reached = page.getLast().position();
            }
        } while (page.size() == config.feedPage() && reached < through && events.size() < MOST_FROM_FEED);
        return events;
    }

    private Outcome fold(Target target, List<? extends Arrival> arrivals, Reach reach, Listener listener) {
        Instant start = Instant.now();
        Outcome outcome = projection.fold(target, arrivals, reach);
        listener.folded(outcome, start);
        return outcome;
    }

    /**
     * Whether the feed had the missing positions, and the one behind them: it holds each before the topic does. The register's
     * own event takes that place, whatever the record claims that was found there.
     */
    private boolean fill(Target target, Gap gap, Listener listener) {
        long position = gap.after();
        while (position < gap.found().position()) {
            long reached = takeFromFeed(target, position, gap.found().position(), listener);
            if (reached == position) {
                return false;
            }
            position = reached;
        }
        LOG.infof("Missing positions filled from the feed position=%d", position);
        return true;
    }

    /** An event ahead of everything that the register's own log holds cannot be in its place: its position is wrong. */
    private static List<Arrival> setAside(List<Arrival> arrivals, Event ahead) {
        TopicRecord record = ahead.record();
        if (record == null) {
            throw new IllegalStateException("The feed is ahead of itself at position " + ahead.position());
        }
        List<Arrival> rest = new ArrayList<>(arrivals);
        rest.replaceAll(arrival -> arrival.equals(ahead)
                ? new Unplaced(record, ahead.position(), "its position is beyond the end of the register's event log")
                : arrival);
        return rest;
    }
}
