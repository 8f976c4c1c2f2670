package id.desaterlindungi.enrollment.http.connection;

import io.quarkus.arc.Arc;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Has {@link BareRequests} answer what the HTTP server cannot read, in place of its own answer without a body. The server that
 * Quarkus makes is out of reach, and a connection can be told who answers. Tracing is the one that hears of each request before
 * the server has chosen its handler (decision 0016 of enrollment-service).
 */
public class UnreadableRequests implements VertxServiceProvider {
    @Override
    public void init(VertxBuilder builder) {
        var tracing = builder.tracer();
        builder.tracer(tracing == null || isOff() ? new Listening<>(VertxTracer.NOOP) : new Listening<>(tracing));
    }

    /** Even a span that nobody records collects what it would say. */
    private static boolean isOff() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.otel.sdk.disabled", Boolean.class)
                .orElse(false);
    }

    private static void answer(HttpServerRequest unreadable) {
        try (var answers = Arc.container().instance(BareRequests.class)) {
            answers.get().unreadable(unreadable);
        }
    }

    private static final class Listening<I, O> implements VertxTracer<I, O> {
        private final VertxTracer<I, O> tracing;

        Listening(VertxTracer<I, O> tracing) {
            this.tracing = tracing;
        }

        @Override
        public <R> I receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tags) {
            if (request instanceof HttpServerRequest received
                    && BareRequests.isUnreadable(received)
                    && received.connection() instanceof HttpServerConnection connection) {
                // For good: the answer closes the connection.
                connection.handler(UnreadableRequests::answer).invalidRequestHandler(UnreadableRequests::answer);
            }
            return tracing.receiveRequest(context, kind, policy, request, operation, headers, tags);
        }

        @Override
        public <R> void sendResponse(
                Context context,
                @Nullable R response,
                @Nullable I payload,
                @Nullable Throwable failure,
                TagExtractor<R> tags) {
            tracing.sendResponse(context, response, payload, failure, tags);
        }

        @Override
        public <R> O sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tags) {
            return tracing.sendRequest(context, kind, policy, request, operation, headers, tags);
        }

        @Override
        public <R> void receiveResponse(
                Context context,
                @Nullable R response,
                @Nullable O payload,
                @Nullable Throwable failure,
                TagExtractor<R> tags) {
            tracing.receiveResponse(context, response, payload, failure, tags);
        }

        @Override
        public void close() {
            tracing.close();
        }
    }
}
