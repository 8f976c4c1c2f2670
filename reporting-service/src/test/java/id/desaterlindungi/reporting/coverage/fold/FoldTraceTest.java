package id.desaterlindungi.reporting.coverage.fold;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.coverage.events.EventContent;
import id.desaterlindungi.reporting.coverage.events.Received;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldTraceTest {
    private static final Instant START = Instant.parse("2026-11-22T01:23:45Z");

    @Test
    void endsTheTraceOfASampledRequestWhereItsEffectIsCommitted() {
        var spans = new ArrayList<SpanData>();
        try (var provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(into(spans)))
                .build()) {
            var sampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

            new FoldTrace(provider.get("test"))
                    .record(
                            List.of(
                                    new Received.Event(7, START, new EventContent.Ignored(), null, sampled),
                                    new Received.Event(8, START, new EventContent.Ignored(), null, null)),
                            START,
                            START.plusMillis(20));
        }

        assertThat(spans).hasSize(1);
        var span = spans.getFirst();
        assertThat(span.getName()).isEqualTo("enrollment.events process");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(20_000_000);
    }

    private static SpanExporter into(List<SpanData> spans) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> ended) {
                spans.addAll(ended);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
