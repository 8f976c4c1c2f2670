package id.desaterlindungi.reporting.http.connection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers that go on: each keeps a connection, of which every caller has a share. */
@ApplicationScoped
public class Streams {
    private final Shares places;
    private final SecurityIdentity caller;

    Streams(HttpSettings settings, SecurityIdentity caller, MeterRegistry metrics) {
        this.places = new Shares(settings.streams(), settings.streamsOfOne(), "streams-busy");
        this.caller = caller;
        Gauge.builder("http.streams", places, Shares::taken)
                .description("Streams on their way to their readers")
                .register(metrics);
    }

    /** @throws id.desaterlindungi.reporting.problem.ProblemException 429 or 503 where there is no place, before the stream begins */
    public <T> Multi<T> begin(Multi<T> stream) {
        var name = caller.getPrincipal().getName();
        places.take(name, 1);
        return stream.onTermination().invoke(() -> places.giveBack(name, 1));
    }
}
