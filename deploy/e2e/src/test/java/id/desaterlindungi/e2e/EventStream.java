package id.desaterlindungi.e2e;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Server-sent events as they come, packed or not. */
final class EventStream implements AutoCloseable {
    private static final String DATA = "data:";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<Void> listening;

    /**
     * Listens in the background.
     *
     * @param stream where, perhaps through a proxy
     * @param encodings what this client can unpack, as a browser's {@code Accept-Encoding}
     * @param data is told each event's data
     */
    EventStream(URI stream, String token, String encodings, Consumer<String> data) {
        var request = HttpRequest.newBuilder(stream)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", encodings)
                .build();
        listening = client.sendAsync(request, BodyHandlers.ofInputStream())
                .thenAcceptAsync(response -> hear(response, data), Thread::startVirtualThread);
    }

    /** Whether the service has ended it. */
    boolean isOver() {
        return listening.isDone();
    }

    private static void hear(HttpResponse<InputStream> response, Consumer<String> data) {
        try (var lines = new BufferedReader(new InputStreamReader(unpacked(response), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> line.startsWith(DATA))
                    .forEach(line -> data.accept(line.substring(DATA.length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream unpacked(HttpResponse<InputStream> response) throws IOException {
        var encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
        return encoding.equals("gzip") ? new AtOnce(new GZIPInputStream(response.body())) : response.body();
    }

    /** What unpacks says that there is always more, for which a reader would wait before it hands on what it has. */
    private static final class AtOnce extends FilterInputStream {
        AtOnce(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 0;
        }
    }

    @Override
    public void close() {
        listening.cancel(true);
        client.shutdownNow();
    }
}
