package id.desaterlindungi.enrollment.http.connection;

import id.desaterlindungi.enrollment.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;

/**
 * Takes a request's body into memory before any thread begins to work on it, so that a body on its way holds nothing but its own
 * bytes. It is held to a size, to a pace, and to the share of its caller. What is refused here is answered by {@link RefusedBody}.
 *
 * <p>Without a valid token nothing is read: the operation then answers 401 by itself.
 */
@ApplicationScoped
class BodyGate {
    /** Below the 200 of authentication: it has to be there before. */
    private static final int PRIORITY = 100;

    private static final double NANOS = 1e9;
    private static final String CONTINUE = "100-continue";
    private static final String IDENTITY = "identity";
    private static final String ANYTHING = "*";
    /** How long what is left of a body is thrown away, so that its sender comes to read the answer. */
    private static final Duration LINGERING = Duration.ofSeconds(2);

    private final long most;
    private final List<String> streams;
    private final Shares memory;
    private final double freeSeconds;
    private final double leastPace;

    BodyGate(HttpSettings settings, MeterRegistry metrics) {
        this.most = settings.maxBody().asLongValue();
        this.streams = settings.streamedBodies().orElse(List.of());
        this.memory = new Shares(
                settings.bodies().asLongValue(), settings.bodiesOfOne().asLongValue(), "bodies-busy");
        this.freeSeconds = settings.freeTime().toNanos() / NANOS;
        this.leastPace = settings.leastPace().asLongValue();
        Gauge.builder("http.bodies", memory, Shares::taken)
                .baseUnit("bytes")
                .description("Request bodies in memory")
                .register(metrics);
    }

    void open(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext exchange) {
        var request = exchange.request();
        if (!hasBody(request)) {
            exchange.next();
            return;
        }
        endUnread(exchange);
        if (isEncoded(request)) {
            refuse(exchange, ProblemException.of(Status.UNSUPPORTED_MEDIA_TYPE, "body-encoded"));
        } else if (isStreamed(request.method() + " " + request.path())) {
            exchange.next();
        } else if (length(request) > most) {
            refuse(exchange, tooLarge());
        } else {
            var context = exchange.vertx().getOrCreateContext();
            QuarkusHttpUser.getSecurityIdentity(exchange, null)
                    .subscribe()
                    .with(
                            caller -> on(context, () -> receive(exchange, caller, context)),
                            _ -> on(context, exchange::next));
        }
    }

    private void receive(RoutingContext exchange, SecurityIdentity caller, Context context) {
        if (caller.isAnonymous()) {
            exchange.next();
            return;
        }
        var body = new Body(exchange, caller.getPrincipal().getName(), context);
        if (CONTINUE.equalsIgnoreCase(exchange.request().getHeader(HttpHeaders.EXPECT))) {
            exchange.response().writeContinue();
        }
        body.receive();
    }

    /** Pipelined requests come on another context than that on which they are handled. */
    private static void on(Context context, Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(_ -> work.run());
        }
    }

    private boolean isStreamed(String operation) {
        return streams.stream()
                .anyMatch(one -> one.endsWith(ANYTHING)
                        ? operation.startsWith(one.substring(0, one.length() - ANYTHING.length()))
                        : operation.equals(one));
    }

    static boolean hasBody(HttpServerRequest request) {
        return length(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** As a long: what is refused for its length may well be beyond an int. That it is one number, the server has seen to. */
    private static long length(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static boolean isEncoded(HttpServerRequest request) {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase(IDENTITY);
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(Status.REQUEST_ENTITY_TOO_LARGE, "body-too-large");
    }

    private static void refuse(RoutingContext exchange, ProblemException problem) {
        exchange.put(RefusedBody.PROBLEM, problem);
        exchange.next();
    }

    /** A connection on which a body was answered before it was read is of no more use, and says so. */
    static void endUnread(RoutingContext exchange) {
        var request = exchange.request();
        exchange.addHeadersEndHandler(_ -> {
            if (!isRead(exchange)) {
                exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        exchange.addEndHandler(_ -> {
            if (!isRead(exchange)) {
                var connection = request.connection();
                request.handler(_ -> {});
                request.endHandler(_ -> connection.close());
                request.resume();
                exchange.vertx().setTimer(LINGERING.toMillis(), _ -> connection.close());
            }
        });
    }

    /** The operations' framework pauses each request, and a paused one tells that it has not ended, whatever has come of it. */
    private static boolean isRead(RoutingContext exchange) {
        return exchange.body().buffer() != null || exchange.request().isEnded();
    }

    /** One body on its way. All of it happens on the event loop of its connection. */
    private final class Body {
        private final RoutingContext exchange;
        private final String caller;
        private final Context context;
        private final long began = System.nanoTime();
        private Buffer bytes = Buffer.buffer();
        private long timer;
        private boolean over;

        Body(RoutingContext exchange, String caller, Context context) {
            this.exchange = exchange;
            this.caller = caller;
            this.context = context;
        }

        void receive() {
            var request = exchange.request();
            request.pause();
            request.handler(this::take);
            request.endHandler(_ -> on(context, this::whole));
            request.exceptionHandler(_ -> on(context, this::lost));
            watch();
            request.resume();
        }

        private void take(Buffer part) {
            if (over) {
                return;
            }
            if (bytes.length() + part.length() > most) {
                refuse(tooLarge());
                return;
            }
            try {
                memory.take(caller, part.length());
                bytes.appendBuffer(part);
            } catch (ProblemException busy) {
                refuse(busy);
            }
        }

        /** Looks again at the moment when the bytes that are here now would be too few. */
        private void watch() {
            var seconds = freeSeconds + bytes.length() / leastPace - (System.nanoTime() - began) / NANOS;
            timer = exchange.vertx().setTimer(Math.max(1, (long) Math.ceil(seconds * 1000)), _ -> {
                var late = (System.nanoTime() - began) / NANOS - freeSeconds;
                if (bytes.length() < late * leastPace) {
                    refuse(ProblemException.of(Status.REQUEST_TIMEOUT, "body-slow"));
                } else {
                    watch();
                }
            });
        }

        private void whole() {
            if (end()) {
                var taken = bytes.length();
                exchange.addEndHandler(_ -> memory.giveBack(caller, taken));
                ((RoutingContextInternal) exchange).setBody(bytes);
                exchange.next();
            }
        }

        private void refuse(ProblemException problem) {
            if (end()) {
                drop();
                exchange.request().pause();
                BodyGate.refuse(exchange, problem);
            }
        }

        /** The connection is gone, and with it whoever would hear the answer. */
        private void lost() {
            if (end()) {
                drop();
            }
        }

        private void drop() {
            memory.giveBack(caller, bytes.length());
            bytes = Buffer.buffer();
        }

        /** @return whether it was still on its way */
        private boolean end() {
            exchange.vertx().cancelTimer(timer);
            var first = !over;
            over = true;
            return first;
        }
    }
}
