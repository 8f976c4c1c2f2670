package id.desaterlindungi.reporting.progress.snapshot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(description = "As of which moment the figures are.")
public record AsOf(
        @Schema(
                required = true,
                description =
                        "Position of the last event in the figures: every event up to it is counted, none after it.",
                examples = "2000")
        long position,

        @Schema(
                description = "Time of that event; null before the first.",
                nullable = true,
                examples = "2026-11-22T01:23:45Z")
        @Nullable
        Instant at,

        @Schema(description = """
                        How late the figures are, in seconds. While they hold everything on the topic: how long the last event \
                        took from its time until it was in the figures, or how long ago they were last known to be complete, \
                        whichever is less. While they are behind, or the topic is out of reach: \
                        how long ago they were last known to be complete. Null when that was never known.""", examples = "0.2", nullable = true) @Nullable
        BigDecimal lagSeconds,

        @Schema(
                required = true,
                description =
                        "Events that could not be read or counted, and so are missing from the figures until a rebuild.",
                examples = "0")
        long parked,

        @Schema(
                description =
                        "Time of the last census of the register that the figures were compared with. Null before the "
                                + "first, and after a rebuild until the next: the register takes one each hour, and on demand.",
                nullable = true,
                examples = "2026-11-22T01:00:00Z")
        @Nullable
        Instant reconciledAt,

        @Schema(
                description =
                        "Whether they were the same, village by village. Null whenever `reconciledAt` is null: a comparison "
                                + "from before a rebuild says nothing about the new totals.",
                nullable = true,
                examples = "true")
        @Nullable
        Boolean matched,

        @Schema(
                description =
                        "A position that is missing and being fetched; until it is there, the figures do not change. "
                                + "Normally null.",
                nullable = true)
        @Nullable
        Long waitingFor) {

    /** The consumer confirms once a second that nothing waits. Without a word for a few seconds it is not able to. */
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(5);

    /**
     * @param foldedAt when the last event was folded
     * @param completeAt when the figures last held everything on the topic for certain
     * @param now by the database's clock, like the other two
     */
    public static AsOf of(
            long position,
            @Nullable Instant at,
            @Nullable Instant foldedAt,
            @Nullable Instant completeAt,
            Instant now,
            long parked) {
        return new AsOf(position, at, lag(at, foldedAt, completeAt, now), parked, null, null, null);
    }

    public AsOf with(@Nullable Instant reconciledAt, @Nullable Boolean matched, @Nullable Long waitingFor) {
        return new AsOf(position, at, lagSeconds, parked, reconciledAt, matched, waitingFor);
    }

    /**
     * How late the figures are, in steps, so that it does not change every second: 0 up to 5 s, 1 up to 10 s, then one more for
     * each doubling; -1 if it was never known.
     */
    public int late() {
        return lagSeconds == null
                ? -1
                : Long.SIZE - Long.numberOfLeadingZeros(lagSeconds.longValue() / CONFIRMED_WITHIN.toSeconds());
    }

    private static @Nullable BigDecimal lag(
            @Nullable Instant at, @Nullable Instant foldedAt, @Nullable Instant completeAt, Instant now) {
        var complete = completeAt != null && !completeAt.isBefore(now.minus(CONFIRMED_WITHIN));
        if (complete) {
            // Once a late event is folded, after an outage or a rebuild, the figures are no longer late because of it.
            var confirmed = Duration.between(completeAt, now);
            Duration took = at == null || foldedAt == null ? Duration.ZERO : Duration.between(at, foldedAt);
            return seconds(took.compareTo(confirmed) < 0 ? took : confirmed);
        }
        // While catching up, the last folded event says more than a moment from before the service was stopped.
        Instant known = completeAt == null || (at != null && at.isAfter(completeAt)) ? at : completeAt;
        return known == null ? null : seconds(Duration.between(known, now));
    }

    private static BigDecimal seconds(Duration duration) {
        // The clocks of two machines differ: an event can seem to be folded before it happened.
        var millis = Math.max(duration.toMillis(), 0);
        return BigDecimal.valueOf(millis).divide(BigDecimal.valueOf(1000), 3, RoundingMode.HALF_UP);
    }
}
