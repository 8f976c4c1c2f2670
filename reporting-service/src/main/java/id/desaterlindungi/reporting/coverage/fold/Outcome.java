package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.fold.Folding.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch.
 *
 * @param began when its first transaction began
 * @param position the position that the totals have reached
 * @param folded how many events moved the position, including those that were parked
 * @param traced of those the ones whose request is traced
 * @param repeats how many events were dropped because they had been folded before
 * @param parked how many events were newly set aside
 * @param gap the first missing positions; null if none is missing
 * @param differences how many numbers differ from the last census in the batch; null if it was compared with none
 */
record Outcome(
        Instant began,
        long position,
        int folded,
        List<Event> traced,
        int repeats,
        int parked,
        @Nullable Gap gap,
        @Nullable Integer differences) {
    /** Both parts of a batch as one. */
    Outcome and(Outcome next) {
        var both = new ArrayList<Event>(traced);
        both.addAll(next.traced());
        return new Outcome(
                began,
                next.position(),
                folded + next.folded(),
                both,
                repeats + next.repeats(),
                parked + next.parked(),
                next.gap(),
                next.differences() == null ? differences : next.differences());
    }
}
