package id.desaterlindungi.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener of {@code /v1/progress/stream}. */
final class ProgressStream implements AutoCloseable {
    /** @param nanoTime when it came */
    record Told(JsonNode headline, long nanoTime) {
        long position() {
            return headline.path("asOf").path("position").asLong();
        }
    }

    private final JsonMapper json = new JsonMapper();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final EventStream stream;

    /** Returns when the first headline has come. */
    ProgressStream(DesaSystem system) {
        this(system.reporting(), system.token());
    }

    /** Returns when the first headline has come. */
    ProgressStream(Service reporting, String token) {
        this(reporting.url(), token, "identity");
    }

    /**
     * Returns when the first headline has come.
     *
     * @param reporting where it is asked, perhaps through a proxy
     * @param encodings what this client can unpack
     */
    ProgressStream(URI reporting, String token, String encodings) {
        stream = new EventStream(reporting.resolve("/v1/progress/stream"), token, encodings, this::hear);
        await("the first headline").atMost(DesaSystem.ANSWER_LIMIT).until(() -> !told.isEmpty());
    }

    Told last() {
        return told.getLast();
    }

    Told awaitPosition(long position) {
        return await("position %d on the stream".formatted(position))
                .atMost(DesaSystem.ANSWER_LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> first(position), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Told> first(long position) {
        return told.stream().filter(one -> one.position() >= position).findFirst();
    }

    private void hear(String headline) {
        try {
            told.add(new Told(json.readTree(headline), System.nanoTime()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
