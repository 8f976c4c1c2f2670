package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.Backoff;
import id.desaterlindungi.reporting.coverage.RootCause;
import id.desaterlindungi.reporting.coverage.events.EventsSettings;
import id.desaterlindungi.reporting.coverage.events.Received;
import id.desaterlindungi.reporting.coverage.events.TopicReader;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic on a thread of its own, and has it folded on another. Where to read on stands in the database, next to the
 * totals; Kafka's own commits only let its tools see the lag. Whatever fails is tried again from there: nothing is skipped.
 */
@ApplicationScoped
class CoverageConsumer {
    private static final Logger LOG = Logger.getLogger(CoverageConsumer.class);
    private static final TargetGeneration LIVE = new TargetGeneration.Live();
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);
    private static final Duration BROKER_ANSWER = Duration.ofSeconds(5);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private final EventsSettings settings;
    private final Map<String, Object> broker;
    private final CoverageProjection projection;
    private final Intake intake;
    private final CoverageMetrics metrics;
    private final FoldTrace trace;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> open;
    private final FoldThread folding = new FoldThread("coverage-fold");
    private final Backlog backlog;
    /** How far Kafka's tools may see the group once the batch under way is folded and nothing is held. */
    private Map<TopicPartition, OffsetAndMetadata> underWay = Map.of();

    private boolean rewind;
    private final Backoff backoff;
    private int failures;
    private Instant completeAt = Instant.EPOCH;
    private Instant askedFeedAt = Instant.now();

    CoverageConsumer(
            EventsSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            CoverageProjection projection,
            Intake intake,
            HeldMemory memory,
            CoverageMetrics metrics,
            FoldTrace trace) {
        this.settings = settings;
        this.broker = broker;
        this.projection = projection;
        this.intake = intake;
        this.backlog = new Backlog(projection, intake, settings, memory);
        this.metrics = metrics;
        this.trace = trace;
        this.backoff = new Backoff(FIRST_BACKOFF, settings.maxBackoff());
        this.thread = Thread.ofPlatform().name("coverage-consumer").unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        var consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        thread.join(Duration.ofSeconds(15));
        folding.stop();
    }

    boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        // The shortest session that a broker allows by default: a killed replica's successor begins after it.
        Map<String, Object> group = Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                settings.group(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                2_000);
        while (!stopped()) {
            try (var consumer = TopicReader.open(settings, broker, group)) {
                open = consumer;
                read(consumer);
            } catch (WakeupException e) {
                LOG.debug("Woken to stop");
            } catch (KafkaException e) {
                metrics.failure();
                LOG.warnf("Kafka consumer gave up; opened again error=%s", e);
                await(settings.maxBackoff());
            } finally {
                open = null;
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        if (!awaitTopic(consumer)) {
            return;
        }
        consumer.subscribe(List.of(settings.topic()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                metrics.behind(0); // Whoever folds now tells how far behind it is.
                rewind = true; // What is held is another's to fold.
                LOG.infof("Stopped folding partitions=%s", partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // The seek follows in the next pass, which waits for a database that is away.
                rewind = true;
                LOG.infof("Folding partitions=%s", partitions);
            }
        });
        while (!stopped()) {
            try {
                pass(consumer);
                failures = 0;
                backoff.reset();
            } catch (KafkaException e) {
                throw e;
            } catch (RuntimeException e) {
                failures++;
                rewind = true;
                metrics.failure();
                var pause = backoff.next();
                LOG.warnf(
                        "Batch not folded, tried again failures=%d backoffMillis=%d error=%s",
                        failures, pause.toMillis(), RootCause.of(e));
                LOG.debug("Batch not folded", e);
                await(pause);
            }
        }
    }

    /** Asks for the list of topics, which stays quiet where a subscription would warn at every try. */
    private boolean awaitTopic(Consumer<?, ?> consumer) {
        var told = false;
        while (!stopped()) {
            try {
                if (consumer.listTopics(BROKER_ANSWER).containsKey(settings.topic())) {
                    return true;
                }
                if (!told) {
                    LOG.infof("Waiting for the topic topic=%s", settings.topic());
                    told = true;
                }
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                if (!told) {
                    LOG.warnf("Waiting for the broker topic=%s", settings.topic());
                    told = true;
                }
            }
            await(IDLE_CHECK);
        }
        return false;
    }

    private void pass(Consumer<byte[], byte[]> consumer) {
        if (rewind) {
            underWay = Map.of();
            folding.await();
            backlog.forget();
            var offset = projection.topicOffset();
            consumer.assignment().forEach(partition -> consumer.seek(partition, offset));
            rewind = false;
        }
        var records = consumer.poll(POLL);
        if (rewind) {
            // Assigned during this poll: what it brought was read from Kafka's own idea of the place, and comes again.
            return;
        }
        if (records.isEmpty()) {
            settle(consumer);
            backlog.idle(behind(consumer), this::report);
            settle(consumer);
            if (!backlog.holds()) {
                checkComplete(consumer);
            }
            return;
        }
        for (var partition : records.partitions()) {
            var gathered = TopicReader.gather(consumer, partition, records, settings.batch(), settings.backlog());
            if (rewind) {
                return;
            }
            fold(consumer, partition, gathered);
        }
    }

    /** Returns while the batch is being folded, unless it reaches the end of the topic. */
    private void fold(Consumer<byte[], byte[]> consumer, TopicPartition partition, List<Received> received) {
        var next = consumer.position(partition, BROKER_ANSWER);
        var behind = consumer.currentLag(partition).orElse(0);
        // What the last fetch saw is old by the time that the batch before is folded; the next look confirms it.
        var complete = behind == 0 && underWay.isEmpty();
        var source = new BatchSource.Topic(next, complete);
        settle(consumer);
        metrics.behind(behind + received.size() + backlog.events());
        folding.begin(() -> {
            var sample = Timer.start();
            backlog.fold(LIVE, received, source, behind, this::report);
            sample.stop(metrics.batch());
        });
        underWay = Map.of(partition, new OffsetAndMetadata(next));
        if (behind == 0) {
            settle(consumer);
            metrics.behind(0);
            completeAt = complete ? Instant.now() : completeAt;
        }
    }

    /** As the last fetches saw it. */
    private static long behind(Consumer<?, ?> consumer) {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    private void settle(Consumer<?, ?> consumer) {
        folding.await();
        if (!underWay.isEmpty() && !backlog.holds()) {
            consumer.commitAsync(underWay, null);
            underWay = Map.of();
        }
    }

    private void report(Outcome outcome) {
        trace.record(outcome.traced(), outcome.began(), Instant.now());
        metrics.folded(outcome.folded(), outcome.repeats());
        if (outcome.parked() > 0) {
            LOG.errorf("Events parked count=%d position=%d", outcome.parked(), outcome.position());
        }
        var differences = outcome.differences();
        if (differences != null && differences > 0) {
            LOG.errorf("Totals differ from the register position=%d differences=%d", outcome.position(), differences);
        }
    }

    private void checkComplete(Consumer<?, ?> consumer) {
        if (consumer.assignment().isEmpty()
                || Duration.between(completeAt, Instant.now()).compareTo(IDLE_CHECK) < 0) {
            return;
        }
        // Asks the broker: what the last fetch knew would look complete while the broker is away.
        for (var end : consumer.endOffsets(consumer.assignment(), BROKER_ANSWER).entrySet()) {
            var behind = end.getValue() - consumer.position(end.getKey(), BROKER_ANSWER);
            metrics.behind(Math.max(behind, 0));
            if (behind > 0) {
                return;
            }
            if (end.getValue() < projection.topicOffset()) {
                goOnFromFeed(end.getValue());
            }
        }
        projection.complete();
        completeAt = Instant.now();
        askFeed();
    }

    /** What the topic has lost at its end shows by no later event as long as none comes. The feed may be away; it is asked again. */
    private void askFeed() {
        if (Duration.between(askedFeedAt, Instant.now()).compareTo(settings.feedCheck()) < 0) {
            return;
        }
        askedFeedAt = Instant.now();
        try {
            takeAllFromFeed();
        } catch (RuntimeException e) {
            LOG.warnf("The feed could not be asked for lost events error=%s", RootCause.of(e));
        }
    }

    private void takeAllFromFeed() {
        for (var next = intake.takeFromFeed(LIVE, projection.position()); next.isPresent(); ) {
            report(next.get());
            next = intake.takeFromFeed(LIVE, next.get().position());
        }
    }

    /** The topic is shorter than what was read from it, so it was lost and made anew: what it lost may not come again. */
    private void goOnFromFeed(long offset) {
        LOG.warnf("The topic begins anew, going on from the feed offset=%d", offset);
        takeAllFromFeed();
        projection.beginAgainAt(offset);
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private void await(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }
}
