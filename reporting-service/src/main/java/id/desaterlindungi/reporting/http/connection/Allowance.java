package id.desaterlindungi.reporting.http.connection;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one caller may still do of what is counted: ask, and be refused. It comes back steadily, all of it within a minute. */
final class Allowance {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Of a minute. */
    record Quota(long requests, long failures) {}

    private final Quota quota;
    private final TimeMeter clock;
    private final Bucket requests;
    /** Made at the first failure: most callers have none. */
    private volatile @Nullable Bucket failures;

    Allowance(Quota quota, TimeMeter clock) {
        this.quota = quota;
        this.clock = clock;
        this.requests = bucket(quota.requests());
    }

    /**
     * Where a caller stands with one of the limits.
     *
     * @param limit {@code requests} or {@code failures}
     * @param seconds until there is something again where nothing is left, else until all of it is there
     */
    record Standing(String limit, long most, long left, boolean allows, long seconds) {
        /** Before that nobody has to slow down, and answers stay small. */
        boolean isWorthTelling() {
            return left < most / 2;
        }

        /** As drafts of the IETF from the eighth on write them (draft-ietf-httpapi-ratelimit-headers). */
        Map<String, String> headers() {
            return Map.of(
                    "RateLimit-Policy", '"' + limit + "\";q=" + most + ";w=" + WINDOW.toSeconds(),
                    "RateLimit", '"' + limit + "\";r=" + left + ";t=" + seconds);
        }
    }

    /** Whether a further failure would be one too many. */
    boolean isFailing() {
        var bucket = failures;
        return bucket != null && bucket.getAvailableTokens() < 1;
    }

    /** Takes a request, unless too many were refused. */
    Standing ask() {
        var failed = failures;
        if (failed != null && isFailing()) {
            return new Standing(
                    "failures",
                    quota.failures(),
                    0,
                    false,
                    seconds(failed.estimateAbilityToConsume(1).getNanosToWaitForRefill()));
        }
        var probe = requests.tryConsumeAndReturnRemaining(1);
        var allows = probe.isConsumed();
        return new Standing(
                "requests",
                quota.requests(),
                probe.getRemainingTokens(),
                allows,
                seconds(allows ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill()));
    }

    /** A request of this caller was refused. */
    void failed() {
        var bucket = failures;
        if (bucket == null) {
            synchronized (this) {
                bucket = failures == null ? bucket(quota.failures()) : failures;
                failures = bucket;
            }
        }
        bucket.tryConsume(1);
    }

    private Bucket bucket(long most) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, WINDOW))
                .withCustomTimePrecision(clock)
                .build();
    }

    private static long seconds(long nanos) {
        return Math.max(1, Math.ceilDiv(nanos, SECOND));
    }
}
