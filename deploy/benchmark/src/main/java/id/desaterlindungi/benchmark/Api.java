package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** One service as an operator calls it. */
final class Api {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;
    private final URI service;
    private volatile String token;

    Api(LocalStack stack, URI service) {
        this.stack = stack;
        this.service = service;
        this.token = stack.token("operator", null);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)).GET());
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
        token = stack.token("operator", null);
        return sendOnce(request);
    }

    private HttpResponse<String> sendOnce(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.setHeader("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
