package id.desaterlindungi.reporting.coverage.fold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Metrics of the replica that folds. What every replica can answer, such as the position and the parked events, is measured where
 * answers are read.
 */
@ApplicationScoped
class CoverageMetrics {
    private final AtomicLong behind = new AtomicLong();
    private final Counter folded;
    private final Counter repeats;
    private final Counter gaps;
    private final Counter fromFeed;
    private final Counter failures;
    private final Counter notCompared;
    private final Timer batch;

    CoverageMetrics(MeterRegistry registry) {
        Gauge.builder("reporting.projection.lag.events", behind, AtomicLong::doubleValue)
                .description("Records on the topic that are not folded yet; 0 on a replica that does not fold")
                .register(registry);
        folded = counter(registry, "reporting.events.folded", "Events that moved the position");
        repeats = counter(registry, "reporting.events.repeated", "Events that were dropped as repeats");
        gaps = counter(registry, "reporting.feed.gaps", "Stretches of missing positions, to be filled from the feed");
        fromFeed = counter(registry, "reporting.feed.events", "Events that were taken from the feed");
        failures = counter(registry, "reporting.fold.failures", "Batches to be tried again");
        notCompared = counter(
                registry, "reporting.reconciliation.failures", "Censuses that the totals could not be compared with");
        batch = Timer.builder("reporting.fold.batch")
                .description("From a batch in hand to its commit")
                .publishPercentileHistogram()
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void behind(long records) {
        behind.set(records);
    }

    void gap() {
        gaps.increment();
    }

    void fromFeed(int events) {
        fromFeed.increment(events);
    }

    void failure() {
        failures.increment();
    }

    void notCompared() {
        notCompared.increment();
    }

    /** @param events that moved the position @param dropped that came before */
    void folded(int events, int dropped) {
        folded.increment(events);
        repeats.increment(dropped);
    }

    Timer batch() {
        return batch;
    }
}
