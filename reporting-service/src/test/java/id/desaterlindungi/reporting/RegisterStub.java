package id.desaterlindungi.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpExchange;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the enrollment service as the contract shows it: an event log with positions, a topic, and the HTTP feed. What
 * it emits as an event of a known type is checked against the contract's schema first.
 */
@Singleton
public class RegisterStub {
    public static final String TOPIC = "enrollment.events";
    public static final String ENROLLED = "id.desaterlindungi.participant.enrolled.v1";
    public static final String CORRECTED = "id.desaterlindungi.participant.corrected.v1";
    public static final String TRANSFERRED = "id.desaterlindungi.participant.transferred.v1";
    public static final String STATUS_CHANGED = "id.desaterlindungi.participant.status-changed.v1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema PARTICIPANT = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(contract("schemas/participant.v1.schema.json"), InputFormat.JSON);
    private static final Schema CENSUS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(contract("schemas/census.v1.schema.json"), InputFormat.JSON);
    private static final String FEED = "/v1/events";
    private static final Pattern QUERY = Pattern.compile("after=(\\d+)&limit=(\\d+)");

    private final List<Event> log = new CopyOnWriteArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KeptAnswers answers;
    private volatile boolean feedAvailable = true;

    /** One line of the event log. */
    public record Event(
            long position,
            String type,
            Instant time,
            JsonNode data,
            @Nullable String traceparent) {}

    RegisterStub(@ConfigProperty(name = "kafka.bootstrap.servers") String brokers, KeptAnswers answers)
            throws InterruptedException, ExecutionException {
        this.answers = answers;
        try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        FeedAddress.serve(FEED, this::answer);
    }

    @PreDestroy
    void close() {
        producer.close();
        FeedAddress.leave(FEED);
    }

    public static String contract(String file) {
        var path = "/contract/" + file;
        try (var stream = Objects.requireNonNull(RegisterStub.class.getResourceAsStream(path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The facets of the contract's example, in another village. */
    public static ObjectNode person(String villageCode) {
        try {
            var example = (ObjectNode) JSON.readTree(contract("examples/participant.enrolled.v1.json"))
                    .get("after");
            return example.put("villageCode", villageCode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends to the log and publishes. */
    public Event enroll(ObjectNode after) {
        return publish(append(ENROLLED, null, after));
    }

    public Event change(String type, ObjectNode before, ObjectNode after) {
        return publish(append(type, before, after));
    }

    /** Appends to the log, and so to the feed, alone. */
    public Event append(String type, @Nullable ObjectNode before, ObjectNode after) {
        return append(type, before, after, LocalDate.of(2026, 11, 22));
    }

    public Event append(String type, @Nullable ObjectNode before, ObjectNode after, LocalDate on) {
        var data = JSON.createObjectNode()
                .put("participantId", UUID.randomUUID().toString())
                .put("version", before == null ? 1 : 2)
                .put("on", on.toString());
        data.set("before", before);
        data.set("after", after);
        assertThat(PARTICIPANT.validate(data.toString(), InputFormat.JSON)).isEmpty();
        return appendData(type, data, null);
    }

    /** Appends a census to the log. @param people by village and then by status, as the register counts them */
    public Event appendCensus(Map<String, Map<String, Long>> people) {
        var statuses = List.of("REGISTERED", "ACTIVE", "GRACE", "LAPSED", "ENDED");
        var data = JSON.createObjectNode()
                .put("censusId", UUID.randomUUID().toString())
                .put("on", "2026-11-22");
        var columns = data.putArray("statuses");
        statuses.forEach(columns::add);
        var totals = data.putArray("totals");
        statuses.forEach(status -> totals.add(people.values().stream()
                .mapToLong(village -> village.getOrDefault(status, 0L))
                .sum()));
        var villages = data.putObject("villages");
        people.forEach((code, village) -> {
            var row = villages.putArray(code);
            statuses.forEach(status -> row.add(village.getOrDefault(status, 0L)));
        });
        assertThat(CENSUS.validate(data.toString(), InputFormat.JSON)).isEmpty();
        return appendData("id.desaterlindungi.register.census.v1", data, null);
    }

    public synchronized Event appendData(String type, JsonNode data, @Nullable String traceparent) {
        var event = new Event(log.size() + 1, type, Instant.now(), data, traceparent);
        log.add(event);
        return event;
    }

    public Event publish(Event event) {
        publish(headers(event), event.data().toString());
        return event;
    }

    public void publish(Map<String, String> headers, String body) {
        var message = new ProducerRecord<byte[], byte[]>(TOPIC, body.getBytes(StandardCharsets.UTF_8));
        headers.forEach(
                (name, value) -> message.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8))));
        var sent = producer.send(message);
        producer.flush();
        try {
            sent.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, String> headers(Event event) {
        var headers = new java.util.LinkedHashMap<>(Map.of(
                "ce_specversion", "1.0",
                "ce_id", UUID.randomUUID().toString(),
                "ce_source", "urn:desaterlindungi:enrollment:16",
                "ce_type", event.type(),
                "ce_time", event.time().toString(),
                "ce_subject", event.data().path("participantId").asText("none"),
                "ce_sequence", Long.toString(event.position()),
                "content-type", "application/json"));
        if (event.traceparent() != null) {
            headers.put("traceparent", event.traceparent());
        }
        return headers;
    }

    public void feedAvailable(boolean available) {
        feedAvailable = available;
    }

    public long position() {
        return log.size();
    }

    /** Until the totals are at the log's end. */
    public void awaitFolded() {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(folded()).isEqualTo(position()));
    }

    /** The position of what is answered now, which is that of the totals or a moment behind. */
    public long folded() {
        return answers.asOf().position();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = QUERY.matcher(exchange.getRequestURI().getQuery());
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (!feedAvailable) {
                exchange.sendResponseHeaders(503, -1);
            } else if (authorization == null || !authorization.startsWith("Bearer ")) {
                exchange.sendResponseHeaders(401, -1);
            } else if (!query.matches()) {
                exchange.sendResponseHeaders(400, -1);
            } else {
                var body = batch(Long.parseLong(query.group(1)), Integer.parseInt(query.group(2)));
                exchange.getResponseHeaders().add("Content-Type", "application/cloudevents-batch+json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private byte[] batch(long after, int limit) throws IOException {
        var items = new ArrayList<ObjectNode>();
        for (var event : log.stream().skip(after).limit(limit).toList()) {
            var item = JSON.createObjectNode()
                    .put("specversion", "1.0")
                    .put("id", UUID.randomUUID().toString())
                    .put("source", "urn:desaterlindungi:enrollment:16")
                    .put("type", event.type())
                    .put("time", event.time().toString())
                    .put("subject", event.data().path("participantId").asText("none"))
                    .put("sequence", Long.toString(event.position()))
                    .put("datacontenttype", "application/json");
            item.set("data", event.data());
            items.add(item);
        }
        return JSON.writeValueAsBytes(items);
    }
}
