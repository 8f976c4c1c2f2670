package id.desaterlindungi.reporting.http.connection;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.Problem;
import id.desaterlindungi.reporting.problem.ProblemWriter;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is answered below the operations: requests that are no HTTP, that proxies and servers could read in two ways, or that no
 * route takes. They get the same shape of problem as all others.
 */
@ApplicationScoped
class BareRequests {
    /** Before every other route, those of the framework included. */
    private static final int FIRST = Integer.MIN_VALUE;

    /** A name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 3986, 3.2.2). */
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._~-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");

    /** In the path and the query of an address (RFC 3986, 2): no control character, and after each percent sign two digits. */
    private static final Pattern ADDRESS = Pattern.compile("(?:[^%\\p{Cntrl} \\\\]|%(?!00)[0-9A-Fa-f]{2})*+");

    private static final Map<Integer, String> CODES = Map.of(
            404, "not-found",
            405, "method-not-allowed",
            413, "body-too-large",
            414, "uri-too-long",
            431, "headers-too-large");

    private final ProblemWriter problems;
    private final long longestBody;

    /** @param longestBody of any operation, beyond which the server itself would refuse a body, without a word */
    BareRequests(
            ProblemWriter problems,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10240K")
                    MemorySize longestBody) {
        this.problems = problems;
        this.longestBody = longestBody.asLongValue();
    }

    void guard(@Observes Router router) {
        router.route().order(FIRST).handler(this::check).failureHandler(this::failed);
        CODES.forEach((status, code) -> router.errorHandler(status, failed -> answer(failed.request(), status, code)));
        router.errorHandler(400, failed -> answer(failed.request(), 400, "bad-request"));
    }

    /** Whether the server takes it for no request, or for none with an address. */
    static boolean isUnreadable(HttpServerRequest request) {
        return request.decoderResult().isFailure() || !isAddress(request);
    }

    private static boolean isAddress(HttpServerRequest request) {
        try {
            return ADDRESS.matcher(new URI(request.uri()).toString()).matches();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Answers a request that {@link #isUnreadable}. */
    void unreadable(HttpServerRequest request) {
        switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ -> refuse(request, 414, "uri-too-long");
            case TooLongHttpHeaderException _ -> refuse(request, 431, "headers-too-large");
            case null -> refuse(request, 400, "parameters-refused", Finding.at("", "address-format"));
            default -> refuse(request, 400, "bad-request");
        }
    }

    /**
     * To a request whose body breaks off: its parts do not hold together, so that where it ends is not certain.
     *
     * @param languages its header Accept-Language
     */
    FullHttpResponse brokenBody(@Nullable String languages) {
        var problem = problems.write(400, "bad-request", languages);
        var response = new DefaultFullHttpResponse(
                io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                HttpResponseStatus.BAD_REQUEST,
                Unpooled.wrappedBuffer(problem.body()));
        headers(problem).forEach(response.headers()::add);
        response.headers().add(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        return response;
    }

    private void check(RoutingContext context) {
        var request = context.request();
        var fault = fault(request);
        if (fault.isPresent()) {
            refuse(request, 400, "parameters-refused", fault.get());
        } else if (length(request) > longestBody) {
            refuse(request, 413, "body-too-large");
        } else {
            context.next();
        }
    }

    private static Optional<Finding> fault(HttpServerRequest request) {
        var hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.size() > 1
                || hosts.isEmpty() && request.version() != HttpVersion.HTTP_1_0
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            return Optional.of(Finding.at("Host", "host-one"));
        }
        var encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!encodings.isEmpty()
                && !(encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked"))) {
            return Optional.of(Finding.at("Transfer-Encoding", "transfer-encoding-chunked"));
        }
        return Optional.empty();
    }

    private static long length(HttpServerRequest request) {
        var length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length); // The server has refused what is no number.
    }

    /** By a route that is none of the operations', such as those of the framework, or before any. */
    private void failed(RoutingContext context) {
        var status = context.statusCode();
        var code = CODES.get(status);
        if (status == 400) {
            refuse(
                    context.request(),
                    400,
                    "parameters-refused",
                    fault(context.request()).stream().toArray(Finding[]::new));
        } else if (code != null) {
            answer(context.request(), status, code);
        } else {
            context.next();
        }
    }

    /** And closes the connection: where this request ends, and whether another begins there, is not certain. */
    private void refuse(HttpServerRequest request, int status, String code, Finding... findings) {
        var response = request.response();
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).endHandler(_ -> response.close());
        answer(request, status, code, findings);
    }

    void answer(HttpServerRequest request, int status, String code, Finding... findings) {
        var response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        var problem = problems.write(status, code, request.headers().get(HttpHeaders.ACCEPT_LANGUAGE), findings);
        response.setStatusCode(problem.status());
        headers(problem).forEach(response::putHeader);
        if (status == 405) {
            response.putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS"); // The framework's own routes are read alone.
        }
        response.end(request.method() == HttpMethod.HEAD ? Buffer.buffer() : Buffer.buffer(problem.body()));
    }

    private static Map<String, String> headers(ProblemWriter.Written problem) {
        return Map.of(
                "Content-Type",
                Problem.MEDIA_TYPE,
                "Content-Language",
                problem.language().toLanguageTag(),
                "Content-Length",
                String.valueOf(problem.body().length),
                "Vary",
                "Accept-Language",
                // As every answer says; but what the server cannot read reaches no route that would add it.
                "X-Content-Type-Options",
                "nosniff",
                "Cache-Control",
                "no-store");
    }
}
