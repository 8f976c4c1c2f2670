package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.background.Loop;
import id.desaterlindungi.enrollment.events.EventLog.Cursor;
import id.desaterlindungi.enrollment.events.EventLog.LoggedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log to the topic, in order, each event at least once. The cursor moves when Kafka has acknowledged every event of a
 * batch. After a failure a new producer sends the batch again, and consumers drop by its position what they already have.
 *
 * <p>One replica at a time does this: the one that holds the lock on the cursor's row. While Kafka is away, the log only grows.
 */
@ApplicationScoped
class KafkaPublisher {
    /** While Kafka does not answer, the transaction with the cursor's lock stays open no longer than this. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final EventLog log;
    private final EventSettings settings;
    private final Map<String, Object> kafka;
    private @Nullable Loop loop;
    private @Nullable KafkaProducer<String, String> producer;

    KafkaPublisher(
            @Workers Jdbi jdbi,
            EventLog log,
            EventSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.jdbi = jdbi;
        this.log = log;
        this.settings = settings;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("kafka-publisher", log.grown(), settings.idle(), this::publish);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        discardProducer();
    }

    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("kafka-publisher")
                .status(loop == null || loop.isAlive())
                .build();
    }

    private boolean publish() throws InterruptedException {
        return jdbi.inTransaction(handle -> {
            var position = Cursor.PUBLISHED.lockIfFree(handle);
            if (position.isEmpty()) {
                return false;
            }
            var events = log.after(handle, position.get(), settings.batch());
            if (events.isEmpty()) {
                return false;
            }
            send(events);
            Cursor.PUBLISHED.move(handle, position.get() + events.size());
            return true;
        });
    }

    private void send(List<LoggedEvent> events) throws InterruptedException {
        try {
            var open = openProducer();
            var acks = new ArrayList<Future<RecordMetadata>>(events.size());
            for (var event : events) {
                var ack = open.send(recordOf(event));
                if (ack.isDone()) {
                    ack.get(); // If it failed at once, no later event may overtake it.
                }
                acks.add(ack);
            }
            for (var ack : acks) {
                ack.get();
            }
        } catch (ExecutionException e) {
            discardProducer();
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (KafkaException e) {
            discardProducer();
            throw e;
        }
    }

    private ProducerRecord<String, String> recordOf(LoggedEvent event) {
        var message = new ProducerRecord<>(settings.topic(), 0, event.subject(), event.data());
        header(message, "ce_specversion", LoggedEvent.SPEC_VERSION);
        header(message, "ce_id", event.id().toString());
        header(message, "ce_source", event.source());
        header(message, "ce_type", event.type());
        header(message, "ce_time", event.time().toString());
        header(message, "ce_subject", event.subject());
        header(message, "ce_sequence", event.sequence());
        header(message, "content-type", event.datacontenttype());
        if (event.traceparent() != null) {
            header(message, "traceparent", event.traceparent());
        }
        return message;
    }

    private static void header(ProducerRecord<String, String> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private KafkaProducer<String, String> openProducer() throws InterruptedException, ExecutionException {
        if (producer == null) {
            requireTopic();
            var config = new HashMap<>(kafka);
            config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
            config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis() / 2);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
            producer = new KafkaProducer<>(config);
        }
        return producer;
    }

    /** Makes the topic as the contract describes it. A topic with more partitions has no total order and is refused. */
    private void requireTopic() throws InterruptedException, ExecutionException {
        var config = new HashMap<>(kafka);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis() / 2);
        try (var admin = Admin.create(config)) {
            var topic = new NewTopic(settings.topic(), Optional.of(1), Optional.of(settings.replicationFactor()))
                    .configs(Map.of(
                            TopicConfig.RETENTION_MS_CONFIG,
                            "-1",
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE));
            try {
                admin.createTopics(List.of(topic)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            var partitions = admin.describeTopics(List.of(settings.topic()))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
            if (partitions != 1) {
                throw new IllegalStateException("The topic of the events has " + partitions + " partitions, not 1");
            }
        }
    }

    private void discardProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
