package id.desaterlindungi.local.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Enrolls the sample through {@code POST /v1/participants}. An upload that was cut short goes on where it ended. */
public final class SampleUpload {
    private static final int AT_ONCE = 8;
    private static final int SHOWN_FAILURES = 10;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final JsonMapper json = new JsonMapper();
    private final URI participants;
    private final String token;
    private final AtomicInteger enrolled = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    public SampleUpload(URI enrollment, String token) {
        this.participants = enrollment.resolve("/v1/participants");
        this.token = token;
    }

    /**
     * Enrolls every row that is not in the register yet.
     *
     * @return how many people of the file are in the register now
     * @throws IllegalStateException naming the rows that were refused, by number and problem code only
     */
    public int upload(Path csv) throws IOException, InterruptedException {
        var people = read(csv);
        var free = new Semaphore(AT_ONCE);
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (var i = 0; i < people.size(); i++) {
                int row = i + 1;
                free.acquire();
                Thread.ofVirtual().start(() -> {
                    try {
                        enroll(client, row, people.get(row - 1));
                    } finally {
                        free.release();
                    }
                });
            }
            free.acquire(AT_ONCE);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " rows of the sample were not enrolled: "
                    + String.join(", ", failures.stream().limit(SHOWN_FAILURES).toList()));
        }
        return enrolled.get();
    }

    private void enroll(HttpClient client, int row, SamplePerson person) {
        try {
            var response = client.send(request(row, person), BodyHandlers.ofString());
            // Enrolled by an upload that was cut short, longer ago than the service remembers its answers.
            var known = response.statusCode() == CONFLICT && !problem(response).equals("request-in-progress");
            if (response.statusCode() == CREATED || known) {
                enrolled.incrementAndGet();
            } else {
                failures.add("row " + row + " " + response.statusCode() + " " + problem(response));
            }
        } catch (IOException e) {
            failures.add("row " + row + " without an answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add("row " + row + " interrupted");
        }
    }

    private HttpRequest request(int row, SamplePerson person) throws JsonProcessingException {
        // The same for each try of a row, and not made of anything in it.
        var key = UUID.nameUUIDFromBytes(("sample row " + row).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(participants)
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.toString())
                .POST(BodyPublishers.ofString(json.writeValueAsString(person.request())))
                .build();
    }

    private String problem(HttpResponse<String> response) {
        try {
            return json.readTree(response.body()).path("code").asText("without a code");
        } catch (JsonProcessingException e) {
            return "without a problem";
        }
    }

    private static List<SamplePerson> read(Path csv) throws IOException {
        try (var reader = CsvReader.builder().ofCsvRecord(csv)) {
            var people = new ArrayList<SamplePerson>();
            reader.stream().skip(1).forEach(row -> people.add(SamplePerson.of(row.getFields())));
            return people;
        }
    }
}
