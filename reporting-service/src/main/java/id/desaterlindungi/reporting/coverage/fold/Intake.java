package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.events.EnrollmentFeed;
import id.desaterlindungi.reporting.coverage.events.EventReader;
import id.desaterlindungi.reporting.coverage.events.EventsSettings;
import id.desaterlindungi.reporting.coverage.events.Received;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.Unplaced;
import id.desaterlindungi.reporting.coverage.fold.Folding.Gap;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The way of events into the totals, whole: positions that the topic misses are fetched from the feed. */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    /** Events of the feed in one transaction, about at most. */
    private static final int MOST_FROM_FEED = 20_000;

    private final CoverageProjection projection;
    private final EnrollmentFeed feed;
    private final EventsSettings settings;
    private final CoverageMetrics metrics;

    Intake(
            CoverageProjection projection,
            @RestClient EnrollmentFeed feed,
            EventsSettings settings,
            CoverageMetrics metrics) {
        this.projection = projection;
        this.feed = feed;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** A batch to be folded step by step. Nothing is folded before the first {@link Batch#next}. */
    Batch batch(TargetGeneration target, List<Received> received, BatchSource source) {
        return new Batch(target, received, source);
    }

    /**
     * Folds a batch of the topic. Where positions are missing it fetches them from the feed first.
     *
     * <p>For one thread. Each step is one or more transactions whose outcome the caller gets, so it can count what was folded
     * even if a later step fails.
     */
    final class Batch {
        private final TargetGeneration target;
        private final BatchSource source;
        private List<Received> received;
        private @Nullable Gap gap;
        /** How far the gap is filled. */
        private long filled;

        private boolean done;

        private Batch(TargetGeneration target, List<Received> received, BatchSource source) {
            this.target = target;
            this.received = received;
            this.source = source;
        }

        boolean hasNext() {
            return !done;
        }

        /** @throws RuntimeException while the database or the feed is away; what was folded stays, and repeats are dropped */
        Outcome next() {
            var open = gap;
            if (open != null) {
                var fetched = fetch(target, filled, open.found().position());
                if (fetched.isPresent()) {
                    fill(open, fetched.get().position());
                    return fetched.get();
                }
                received = setAside(received, open.found());
                gap = null;
            }
            var outcome = projection.fold(target, received, source);
            gap = outcome.gap();
            done = gap == null;
            if (gap != null) {
                filled = gap.after();
                metrics.gap();
                LOG.warnf(
                        "Positions missing on the topic, fetched from the feed after=%d before=%d",
                        gap.after(), gap.found().position());
            }
            return outcome;
        }

        /**
         * The feed also has the position behind the gap: it holds each before the topic does. The register's own event takes
         * that place, whatever the record claims that was found there.
         */
        private void fill(Gap open, long reached) {
            filled = reached;
            if (reached >= open.found().position()) {
                gap = null;
                LOG.infof("Missing positions filled from the feed position=%d", reached);
            }
        }
    }

    /** Folds the feed's next events after a position. @return empty if the feed has no more */
    Optional<Outcome> takeFromFeed(TargetGeneration target, long position) {
        return fetch(target, position, Long.MAX_VALUE);
    }

    /** @param through the feed is asked no further than this position; what its last page has beyond it is folded too */
    private Optional<Outcome> fetch(TargetGeneration target, long position, long through) {
        var events = gather(position, through);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        var outcome = projection.fold(target, events, new BatchSource.Feed());
        if (outcome.gap() != null || outcome.position() <= position) {
            throw new IllegalStateException("The feed does not continue after position " + position);
        }
        metrics.fromFeed(outcome.folded());
        return Optional.of(outcome);
    }

    /** Several pages of the feed: many events cost little more in one transaction than few. */
    private List<Event> gather(long position, long through) {
        var events = new ArrayList<Event>();
        List<Event> page;
        var reached = position;
        do {
            page = EventReader.readBatch(feed.after(reached, settings.feedPage()));
            events.addAll(page);
            if (!page.isEmpty()) {
                if (page.getLast().position() <= reached) {
                    throw new IllegalStateException("The feed does not continue after position " + reached);
                }
                reached = page.getLast().position();
            }
        } while (page.size() == settings.feedPage() && reached < through && events.size() < MOST_FROM_FEED);
        return events;
    }

    /** An event ahead of everything that the register's own log holds cannot be in its place: its position is wrong. */
    private static List<Received> setAside(List<Received> received, Event ahead) {
        var record = ahead.record();
        if (record == null) {
            throw new IllegalStateException("The feed is ahead of itself at position " + ahead.position());
        }
        var rest = new ArrayList<Received>(received);
        rest.replaceAll(one -> one.equals(ahead)
                ? new Unplaced(record, ahead.position(), "its position is beyond the end of the register's event log")
                : one);
        return rest;
    }
}
