package id.desaterlindungi.reporting.http.connection;

import id.desaterlindungi.reporting.access.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Answers that go on: each keeps a connection, of which every caller has a share. */
@ApplicationScoped
public class Streams {
    private final Shares places;
    private final Caller caller;

    Streams(HttpSettings settings, Caller caller, MeterRegistry metrics) {
        this.places = new Shares(settings.streams(), settings.streamsOfOne(), "streams-busy");
        this.caller = caller;
        Gauge.builder("http.streams", places, Shares::taken)
                .description("Streams on their way to their readers")
                .register(metrics);
    }

    /**
     * Rights are looked at when a stream begins. So it ends with its token: whoever reconnects is asked again.
     *
     * @throws id.desaterlindungi.reporting.problem.ProblemException 429 or 503 where there is no place, before the stream begins
     */
    public <T> Multi<T> begin(Multi<T> stream) {
        var name = caller.subject();
        places.take(name, 1);
        return caller.until()
                .map(until -> stream.select().first(left(until)))
                .orElse(stream)
                .onTermination()
                .invoke(() -> places.giveBack(name, 1));
    }

    private static Duration left(Instant until) {
        var left = Duration.between(Instant.now(), until);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }
}
