package id.desaterlindungi.reporting.http.connection;

import id.desaterlindungi.reporting.access.RememberedTokens;
import id.desaterlindungi.reporting.access.Role;
import id.desaterlindungi.reporting.http.connection.Allowance.Standing;
import id.desaterlindungi.reporting.http.connection.Allowances.Kind;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;

/**
 * Sends a caller away who asks too much, or too much that is refused, before any thread works for it. It verifies no token itself: who
 * asks it knows by a token that was verified just before. A token that is new is counted for its address, and once too many from there
 * turned out bad, no new one from there is verified for a while.
 *
 * <p>Health and metrics have a port of their own and are not counted. A live stream is one request, however long it goes on.
 */
@ApplicationScoped
class Door {
    /** Below the 300 of the rules on other origins, whose headers a refusal needs too; above all else. */
    private static final int PRIORITY = 250;

    /** One token of theirs does the work of many. What shows figures to the public is a program too. */
    private static final Set<String> PROGRAMS =
            Set.of(Role.SERVICE.code(), Role.PUBLIC_FIGURES.code(), Role.OPERATOR.code());

    /** Somebody else was first, which is nobody's fault; and what was sent away is counted already. */
    private static final Set<Integer> NO_FAILURES = Set.of(409, 412, 429);

    private static final int NETWORK_BYTES = 8;

    private final RememberedTokens tokens;
    private final BareRequests answers;
    private final Allowances allowances;
    private final CallerAddress addresses;
    private final Counter sentAway;

    Door(
            DoorSettings settings,
            RememberedTokens tokens,
            CallerAddress addresses,
            BareRequests answers,
            MeterRegistry metrics) {
        this.tokens = tokens;
        this.answers = answers;
        this.allowances = new Allowances(settings, TimeMeter.SYSTEM_NANOTIME);
        this.addresses = addresses;
        this.sentAway = Counter.builder("http.requests.sent.away")
                .description("Requests of callers who ask too much")
                .register(metrics);
    }

    void open(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext exchange) {
        var address = allowances.of(Kind.ADDRESS, network(exchange.request()));
        var known = tokens.known(exchange).map(this::of);
        var standing = known.orElse(address).ask();
        if (!standing.allows()) {
            sendAway(exchange, standing);
            return;
        }
        if (standing.isWorthTelling()) {
            exchange.addHeadersEndHandler(_ -> standing.headers().forEach(exchange.response()::putHeader));
        }
        exchange.addEndHandler(_ -> {
            if (isFailure(exchange.response().getStatusCode())) {
                // A token that was new is verified by now, or was none.
                known.or(() -> tokens.known(exchange).map(this::of))
                        .orElse(address)
                        .failed();
            }
        });
        exchange.next();
    }

    private Allowance of(SecurityIdentity caller) {
        return allowances.of(kind(caller.getRoles()), caller.getPrincipal().getName());
    }

    static Kind kind(Set<String> roles) {
        return Collections.disjoint(roles, PROGRAMS) ? Kind.PERSON : Kind.PROGRAM;
    }

    private void sendAway(RoutingContext exchange, Standing standing) {
        sentAway.increment();
        if (BodyGate.hasBody(exchange.request())) {
            BodyGate.endUnread(exchange);
        }
        var response = exchange.response();
        standing.headers().forEach(response::putHeader);
        response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(standing.seconds()));
        answers.answer(exchange.request(), 429, standing.limit() + "-too-many");
    }

    static boolean isFailure(int status) {
        return status >= 400 && status < 500 && !NO_FAILURES.contains(status);
    }

    private String network(HttpServerRequest request) {
        return addresses.of(request).map(Door::network).orElse("");
    }

    /** Whoever has an IPv6 address has 2^64 of them. */
    static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
