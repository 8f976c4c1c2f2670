package id.desaterlindungi.reporting.progress.snapshot;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import id.desaterlindungi.reporting.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the totals, kept while the totals stay the same: a thousand viewers cost one query for each change. An answer is read
 * from one snapshot and kept whole, so it never mixes two positions; how late it is, is worked out anew each time.
 *
 * <p>PostgreSQL notifies this class when any replica has changed something, and the projection's row is read again when an answer is
 * asked for more than a second after the last time. So without the notification an answer is at most a second old.
 */
@ApplicationScoped
public class KeptAnswers {
    @ConfigMapping(prefix = "reporting.kept-answers")
    interface KeptAnswersSettings {
        /** How many are kept, counted in areas, steps or items of them: each takes about half a kilobyte. 0 keeps none. */
        @WithDefault("40000")
        @WithConverter(AboveZero.OfLong.class)
        long most();
    }

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** @param turn one more with each change of the totals */
    private record Reading(long turn, long heard, Mark mark, Moment moment, long nanos) {}

    private record Request(long turn, List<Object> parameters) {}

    private record Kept(Moment moment, @Nullable Dated<?> answer) {
        int size() {
            return answer == null ? 1 : answer.size();
        }
    }

    /** @param tag of the answer, the same in each replica while the figures are the same */
    public record Told<T>(T answer, String tag) {}

    private final Snapshots snapshots;
    private final AsyncCache<Request, Kept> kept;
    private final AtomicLong heard = new AtomicLong();
    private volatile @Nullable Reading latest;

    KeptAnswers(Snapshots snapshots, KeptAnswersSettings settings, ProjectionNews news) {
        this.snapshots = snapshots;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(settings.most())
                .weigher((Request _, Kept one) -> one.size())
                .buildAsync();
        news.onNews(heard::incrementAndGet);
    }

    /**
     * @param request everything that the answer depends on but the totals, as values that are equal if they mean the same
     * @param reading empty where the request names what there is not; that is not kept
     */
    public <T extends Dated<T>> Optional<Told<T>> answer(
            List<Object> request, Function<Snapshot, Optional<T>> reading) {
        var now = reading();
        var one = shared(new Request(now.turn(), request), reading);
        if (one.answer() == null) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // What was kept for this request is what its reading gave.
        var answer = (T) one.answer();
        var confirmed = one.moment()
                .confirmed(
                        now.moment().completeAt(),
                        now.moment().after(Duration.ofNanos(System.nanoTime() - now.nanos())));
        return Optional.of(new Told<>(answer.with(confirmed), now.mark().id()));
    }

    /** Whoever asks first reads; the others wait for what is read, and read themselves if that failed. */
    private <T extends Dated<T>> Kept shared(Request request, Function<Snapshot, Optional<T>> reading) {
        var own = new CompletableFuture<@Nullable Kept>();
        var found = kept.get(request, (_, _) -> own);
        if (found != own) {
            var shared = found.join();
            return shared == null ? read(reading) : shared;
        }
        try {
            var read = read(reading);
            if (read.answer() == null) {
                kept.synchronous().invalidate(request);
            }
            own.complete(read);
            return read;
        } finally {
            own.complete(null); // Without effect if it is complete; else nothing is kept.
        }
    }

    private <T extends Dated<T>> Kept read(Function<Snapshot, Optional<T>> reading) {
        return snapshots.read(
                snapshot -> new Kept(snapshot.moment(), reading.apply(snapshot).orElse(null)));
    }

    /** While it stays the same, so do the answers. */
    public Mark mark() {
        return reading().mark();
    }

    /** As of which moment answers are given now. */
    public AsOf asOf() {
        return reading().moment().asOf();
    }

    /** The projection's row, not more than a second old and not from before the last news. */
    private Reading reading() {
        var known = latest;
        return known != null && isFresh(known) ? known : readAgain();
    }

    private boolean isFresh(Reading reading) {
        return reading.heard() == heard.get() && System.nanoTime() - reading.nanos() < LONGEST.toNanos();
    }

    private synchronized Reading readAgain() {
        var known = latest;
        if (known != null && isFresh(known)) {
            return known;
        }
        var before = heard.get(); // What is heard from here on is not in this reading for certain.
        var nanos = System.nanoTime();
        var reading = snapshots.read(snapshot -> {
            var mark = Mark.of(snapshot);
            var same = known != null && known.heard() == before && known.mark().equals(mark);
            var turn = known == null ? 0 : same ? known.turn() : known.turn() + 1;
            return new Reading(turn, before, mark, snapshot.moment(), nanos);
        });
        if (known != null && known.turn() != reading.turn()) {
            kept.synchronous().invalidateAll();
        }
        latest = reading;
        return reading;
    }
}
