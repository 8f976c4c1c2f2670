package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.events.EventContent.CensusTaken;
import id.desaterlindungi.reporting.coverage.events.EventsSettings;
import id.desaterlindungi.reporting.coverage.events.Received;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Folds one batch of the topic after another. Far from the topic's end it holds in memory what they come to, and writes it in one
 * transaction: the more events come together, the more of them fall on the same rows, and rows of a generation that is empty
 * need not be looked up.
 *
 * <p>What is held and not yet written is lost with the process, or when a batch fails; the position in the database does not
 * know of it, so it is read again. One belongs to one reader of the topic, and is used by one thread at a time.
 */
final class Backlog {
    private static final Logger LOG = Logger.getLogger(Backlog.class);
    /** A province has 1,485,000 people to enroll; more would make one COPY longer, and everything no faster. */
    private static final int MOST_EVENTS = 2_000_000;

    private static final int MOST_PARKED = 1_000;
    /** For more of a topic that has more: a broker that is slow must not end the one COPY that an empty generation gets. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A register takes a census each hour; those of older times were compared by whoever folded then, or need not be. */
    private static final Duration COMPARED = Duration.ofDays(1);

    private final CoverageProjection projection;
    private final Intake intake;
    private final long far;
    private final int batch;
    private final HeldMemory memory;
    private @Nullable Held held;
    /** How much of the memory that takes. */
    private long taken;

    private Instant heldAt = Instant.MIN;
    /** Offset after the last record that is held. */
    private long next;
    /** Events in one COPY, at most: fewer after one that failed, so that neither time nor memory can be short for ever. */
    private int most = MOST_EVENTS;
    /** Up to this offset each batch is folded by itself, since one of them has something that must be parked. */
    private long carefulUntil;

    Backlog(CoverageProjection projection, Intake intake, EventsSettings settings, HeldMemory memory) {
        this(projection, intake, settings.backlog(), settings.batch(), memory);
    }

    /**
     * @param far how many records behind waiting for them pays
     * @param batch most events in one transaction where rows have to be looked up
     * @param memory of all that is held in this process
     */
    Backlog(CoverageProjection projection, Intake intake, long far, int batch, HeldMemory memory) {
        this.projection = projection;
        this.intake = intake;
        this.far = far;
        this.batch = batch;
        this.memory = memory;
    }

    /** @param compared censuses after this position are compared with the totals */
    private record Held(TargetGeneration target, Folding folding, long compared) {}

    /**
     * @param behind records that follow the batch on the topic
     * @param report is told of each transaction
     * @throws RuntimeException while the database or the feed is away, or where the topic has to be read again from where the
     *     totals are
     */
    void fold(
            TargetGeneration target,
            List<Received> received,
            BatchSource.Topic source,
            long behind,
            Consumer<Outcome> report) {
        var rest = received;
        if (held != null || (behind >= far && source.nextOffset() > carefulUntil)) {
            rest = hold(target, received);
            take(Objects.requireNonNull(held).folding().size());
            if (rest.isEmpty() && behind > 0 && !full()) {
                return;
            }
            write(rest.isEmpty() ? source : new BatchSource.Topic(next, false), report);
        }
        if (!rest.isEmpty()) {
            for (var steps = intake.batch(target, rest, source); steps.hasNext(); ) {
                report.accept(steps.next());
            }
        }
    }

    /**
     * Nothing has come: writes what is held at the topic's end, or where nothing comes for long.
     *
     * @param behind records that are still to come, as far as is known
     */
    void idle(long behind, Consumer<Outcome> report) {
        if (behind <= 0 || heldAt.plus(PATIENCE).isBefore(Instant.now())) {
            write(report);
        }
    }

    /** Whether anything is held. */
    boolean holds() {
        return held != null;
    }

    /** How many events are held and not yet part of the totals. */
    int events() {
        return held == null ? 0 : held.folding().folded();
    }

    /** Writes what is held, if anything is. */
    void write(Consumer<Outcome> report) {
        write(new BatchSource.Topic(next, false), report);
    }

    /** Whoever reads the topic reads it again from where the totals are. */
    void forget() {
        held = null;
        take(0);
    }

    private void take(long units) {
        memory.take(units - taken);
        taken = units;
    }

    /** @return what cannot be held: all from the first missing position, or all after a census that is to be compared */
    private List<Received> hold(TargetGeneration target, List<Received> received) {
        heldAt = Instant.now();
        var now = held;
        if (now == null) {
            now = new Held(
                    target,
                    projection.begin(target),
                    target instanceof TargetGeneration.Live ? 0 : projection.position());
            held = now;
        }
        for (var i = 0; i < received.size(); i++) {
            var one = received.get(i);
            if (one instanceof Event event && event.position() > now.folding().position() + 1) {
                return received.subList(i, received.size());
            }
            now.folding().take(one);
            var record = one.record();
            next = record == null ? next : record.offset() + 1;
            if (isCompared(one, now.compared())) {
                return received.subList(i + 1, received.size());
            }
        }
        return List.of();
    }

    private static boolean isCompared(Received received, long after) {
        return received instanceof Event event
                && event.content() instanceof CensusTaken
                && event.position() > after
                && event.at().isAfter(Instant.now().minus(COMPARED));
    }

    private boolean full() {
        var folding = Objects.requireNonNull(held).folding();
        return folding.folded() >= (folding.began() == 0 ? most : batch)
                || (memory.isFull() && folding.folded() >= batch)
                || folding.parked().size() >= MOST_PARKED;
    }

    private void write(BatchSource.Topic end, Consumer<Outcome> report) {
        var now = held;
        if (now == null) {
            return;
        }
        held = null;
        if (now.folding().isEmpty() && now.folding().repeats() == 0) {
            return; // Of none of its records the offset is known: the first of them is behind a missing position.
        }
        try {
            report.accept(projection.write(now.target(), now.folding(), end));
            most = MOST_EVENTS;
        } catch (RuntimeException | Error e) {
            if (e instanceof RuntimeException refused && CoverageProjection.refuses(refused)) {
                carefulUntil = end.nextOffset();
                LOG.warnf("Something among many events cannot be counted, they are read again offset=%d", carefulUntil);
            } else {
                most = Math.max(batch, now.folding().folded() / 2);
                LOG.warnf(
                        "Many events not folded together, fewer are tried events=%d most=%d",
                        now.folding().folded(), most);
            }
            throw e;
        } finally {
            take(0);
        }
    }
}
