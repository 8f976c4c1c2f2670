package id.desaterlindungi.reporting.http.connection;

import id.desaterlindungi.reporting.access.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.MultiSelectFirstUntilOtherOp;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Optional;

/** Answers that go on: each keeps a connection, of which every caller has a share. */
@ApplicationScoped
public class Streams {
    private final Shares places;
    private final Caller caller;
    private final BroadcastProcessor<Boolean> closing = BroadcastProcessor.create();

    Streams(HttpSettings settings, Caller caller, MeterRegistry metrics) {
        this.places = new Shares(settings.streams(), settings.streamsOfOne(), "streams-busy");
        this.caller = caller;
        Gauge.builder("http.streams", places, Shares::taken)
                .description("Streams on their way to their readers")
                .register(metrics);
    }

    /** @throws id.desaterlindungi.reporting.problem.ProblemException 429 or 503 where there is no place, before the stream begins */
    public <T> Multi<T> begin(Multi<T> stream) {
        var name = caller.subject();
        places.take(name, 1);
        return stream.plug(open -> new MultiSelectFirstUntilOtherOp<>(open, closing))
                .onTermination()
                .invoke(() -> places.giveBack(name, 1));
    }

    /**
     * The process is about to end, but not before its requests are answered, and a stream would never be: it ends now. Its reader
     * comes again, and finds another replica.
     */
    void close(@Observes ShutdownDelayInitiatedEvent event) {
        closing.onComplete();
    }

    /**
     * When a stream that begins now has to end: with its token. Rights are looked at when it begins, so whoever reconnects is asked
     * again.
     */
    public Optional<Instant> until() {
        return caller.until();
    }
}
