package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.events.Received.Event;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends the trace of a request where its effect shows: one span for each event whose request was sampled. */
@ApplicationScoped
class FoldTrace {
    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return Set.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals("traceparent") ? traceparent : null;
        }
    };

    private final Tracer tracer;

    FoldTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    void record(List<Event> events, Instant start, Instant end) {
        for (var event : events) {
            var traceparent = event.traceparent();
            if (traceparent == null) {
                continue;
            }
            var parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, TRACEPARENT);
            tracer.spanBuilder("enrollment.events process")
                    .setSpanKind(SpanKind.CONSUMER)
                    .setParent(parent)
                    .setStartTimestamp(start)
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.operation.type", "process")
                    .setAttribute("desaterlindungi.position", event.position())
                    .startSpan()
                    .end(end);
        }
    }
}
