package id.desaterlindungi.reporting.coverage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One record of the topic, or one item of the HTTP feed, as it was read. */
public sealed interface Received {
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
            EventContent content,
            @Override @Nullable TopicRecord record,
            @Nullable String traceparent)
            implements Received {
        public Event unreadable(String reason) {
            return new Event(position, at, new EventContent.Unreadable(reason), record, traceparent);
        }
    }

    /**
     * A record without a usable position. It is parked and passed over. If its position is missing then, the next event shows
     * the gap, and the feed fills it.
     *
     * @param claimed the impossible position that it claims; null if it claims none
     */
    record Unplaced(@Override TopicRecord record, @Nullable Long claimed, String reason) implements Received {}
}
