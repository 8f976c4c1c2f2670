package id.desaterlindungi.reporting.coverage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One record of the topic, or one item of the HTTP feed. */
sealed interface Arrival {

    /** Where it stood in the topic; null when it came from the feed. */
    @Nullable
    TopicRecord record();

    /** Offset and broker's time: together one record, even if the topic is made anew and counts from 0 again. */
    record TopicRecord(long offset, Instant recordedAt) {}

    /**
     * An event with its place in the order.
     *
     * @param traceparent the trace of the request that caused it, only where that trace is sampled
     */
    record Event(
            long position,
            Instant at,
            Content content,
            @Override @Nullable TopicRecord record,
            @Nullable String traceparent)
            implements Arrival {

        Event unreadable(String reason) {
            return new Event(position, at, new Content.Unreadable(reason), record, traceparent);
        }
    }

    /**
     * A record that does not say a usable position. It is parked and passed over; if a position is missing for it, the next
     * event shows the gap, and the feed fills it.
     *
     * @param claimed the position it claims, where it claims one that cannot be
     */
    record Unplaced(@Override TopicRecord record, @Nullable Long claimed, String reason) implements Arrival {}
}
