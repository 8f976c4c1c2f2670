package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.progress.ProgressReader.Marked;
import id.desaterlindungi.reporting.progress.snapshot.Mark;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners when the figures change, and when they become late. PostgreSQL notifies this class when any replica has folded
 * events, or when a goal was stated. One thread then reads the projection's row, and one query serves all listeners of all
 * areas. A listener that reads slowly gets the latest figures when it reads, and none of those in between.
 */
@ApplicationScoped
class HeadlineStream {
    private static final Logger LOG = Logger.getLogger(HeadlineStream.class);
    /** Listeners are told at most five times a second. */
    private static final Duration TICK = Duration.ofMillis(200);

    /** The row is also read without a notification: one can be lost, and figures become late when none comes. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RECONNECT = Duration.ofSeconds(2);
    /** After so many unread heartbeats a listener counts as gone. */
    private static final int UNREAD = 4;

    private static final OutboundSseEvent BEAT =
            new OutboundSseEventImpl.BuilderImpl().comment("still here").build();

    private final ProgressReader reader;
    private final ObjectMapper json;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean joined = new AtomicBoolean();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("headline-ticker").daemon().factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile long tickedAt = System.nanoTime() - TICK.toNanos();
    private @Nullable Mark sent;
    private boolean failing;

    HeadlineStream(ProgressReader reader, ObjectMapper json, MeterRegistry metrics, ProjectionNews news) {
        this.reader = reader;
        this.json = json;
        Gauge.builder("reporting.stream.listeners", listeners, Set::size)
                .description("Open connections that follow the figures")
                .register(metrics);
        news.onNews(this::tickSoon);
    }

    void start(@Observes StartupEvent event) {
        var _ = ticker.scheduleWithFixedDelay(this::tickSoon, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        var _ = ticker.scheduleAtFixedRate(
                this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        ticker.shutdownNow();
        listeners.forEach(Listener::end);
    }

    /**
     * @param first what the listener gets at once
     * @param known the id of the last event that the listener has; if it is that of the first event, the listener hears nothing before
     *     something changes
     * @param until when the stream ends by itself; empty for never
     */
    Multi<OutboundSseEvent> from(Marked first, @Nullable String known, Optional<Instant> until) {
        return from(first, known, until, false);
    }

    /** For the public: an event tells only that the figures have moved, and its id which they are. */
    Multi<OutboundSseEvent> moves(Marked first, @Nullable String known) {
        return from(first, known, Optional.empty(), true);
    }

    private Multi<OutboundSseEvent> from(
            Marked first, @Nullable String known, Optional<Instant> until, boolean movesOnly) {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            var listener = new Listener(first.headline().area().code(), emitter, movesOnly);
                            // In this order a listener that is already gone is removed at once.
                            listeners.add(listener);
                            var end = until.map(moment -> ticker.schedule(
                                    listener::end,
                                    Duration.between(Instant.now(), moment).toMillis(),
                                    TimeUnit.MILLISECONDS));
                            emitter.onTermination(() -> {
                                listeners.remove(listener);
                                end.ifPresent(timer -> timer.cancel(false));
                            });
                            var mark = first.mark();
                            if (mark.id().equals(known)) {
                                listener.told = mark;
                            } else {
                                listener.tell(mark, movesOnly ? move(mark) : event(mark, first.headline()));
                            }
                            // The figures may have moved between that reading and now.
                            joined.set(true);
                            tickSoon();
                        },
                        BackPressureStrategy.LATEST);
    }

    /** Several notifications within a tick count as one. */
    private void tickSoon() {
        if (due.compareAndSet(false, true) && !ticker.isShutdown()) {
            var wait = TICK.toNanos() - (System.nanoTime() - tickedAt);
            var _ = ticker.schedule(this::tick, Math.max(wait, 0), TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        due.set(false);
        tickedAt = System.nanoTime();
        if (listeners.isEmpty()) {
            return;
        }
        try {
            var someoneJoined = joined.getAndSet(false);
            if (reader.mark().equals(sent) && !someoneJoined) {
                return;
            }
            var areas = listeners.stream().map(listener -> listener.area).collect(Collectors.toSet());
            for (var marked : reader.marked(areas)) {
                var mark = marked.mark();
                var event = event(mark, marked.headline());
                var move = move(mark);
                for (var listener : listeners) {
                    if (listener.area.equals(marked.headline().area().code())) {
                        listener.tell(mark, listener.movesOnly ? move : event);
                    }
                }
                sent = mark;
            }
            failing = false;
        } catch (RuntimeException e) {
            joined.set(true);
            tickSoon();
            if (!failing) {
                LOG.warnf("Headlines not read, tried again error=%s", e);
            }
            failing = true;
        }
    }

    private void beat() {
        listeners.forEach(Listener::beat);
    }

    private static OutboundSseEvent move(Mark mark) {
        return new OutboundSseEventImpl.BuilderImpl()
                .id(mark.id())
                .name("moved")
                .reconnectDelay(RECONNECT.toMillis())
                .data(String.class, Long.toString(mark.position()))
                .build();
    }

    private OutboundSseEvent event(Mark mark, Headline headline) {
        try {
            return new OutboundSseEventImpl.BuilderImpl()
                    .id(mark.id())
                    .name("headline")
                    .reconnectDelay(RECONNECT.toMillis())
                    // Written once for all listeners. It has no media type of its own: that would become a line of the
                    // event.
                    .data(String.class, json.writeValueAsString(headline))
                    .build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Listener {
        private final String area;
        private final MultiEmitter<? super OutboundSseEvent> emitter;
        private final boolean movesOnly;
        private @Nullable Mark told;
        private int unread;

        Listener(String area, MultiEmitter<? super OutboundSseEvent> emitter, boolean movesOnly) {
            this.area = area;
            this.emitter = emitter;
            this.movesOnly = movesOnly;
        }

        /** Two threads may tell, so it must neither tell the same figures twice nor go back to older ones. */
        synchronized void tell(Mark mark, OutboundSseEvent event) {
            if (told != null && (mark.equals(told) || mark.isBefore(told))) {
                return;
            }
            told = mark;
            emitter.emit(event);
        }

        /** A listener with unread figures gets no heartbeat: it would replace them. */
        synchronized void beat() {
            if (emitter.requested() > 0) {
                unread = 0;
                emitter.emit(BEAT);
            } else if (++unread == UNREAD) {
                emitter.fail(new IllegalStateException("listener does not read"));
            }
        }

        void end() {
            emitter.complete();
        }
    }
}
