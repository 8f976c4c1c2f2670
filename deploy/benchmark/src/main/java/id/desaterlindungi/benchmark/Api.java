package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One service, as somebody calls it. */
final class Api {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;
    private final URI service;
    private final String role;
    private final @Nullable String areas;
    private volatile String token;

    private Api(LocalStack stack, URI service, String role, @Nullable String areas) {
        this.stack = stack;
        this.service = service;
        this.role = role;
        this.areas = areas;
        this.token = stack.token(role, areas);
    }

    /** As the branch, who may see and do most. */
    Api(LocalStack stack, URI service) {
        this(stack, service, "branch", "16");
    }

    /** The same, for who runs the system. */
    Api asOperator() {
        return new Api(stack, service, "operator", null);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)).GET());
    }

    /** As anybody, with what a browser can unpack. */
    HttpResponse<byte[]> getOpenly(String path) {
        return sent(
                HttpRequest.newBuilder(service.resolve(path))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Of an answer's body as a browser gets it. */
    int packedSize(String path) {
        return getOpenly(path).body().length;
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Once more with a new token where the one at hand has run out. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        var answer = sendOnce(request);
        if (answer.statusCode() != 401) {
            return answer;
        }
        token = stack.token(role, areas);
        return sendOnce(request);
    }

    private HttpResponse<String> sendOnce(HttpRequest.Builder request) {
        return sent(
                request.setHeader("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> sent(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
