package id.desaterlindungi.e2e;

import id.desaterlindungi.local.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands on the topic, read as any consumer would. */
final class Topic {
    private static final TopicPartition EVENTS = new TopicPartition(KafkaBroker.EVENTS, 0);

    private Topic() {}

    /** Positions of all records in the topic's order, those after the given one; a repeat is there again. */
    static List<Long> positionsAfter(DesaSystem system, long position) {
        var broker = Map.<String, Object>of(
                "bootstrap.servers", system.stack().kafka().bootstrapServers());
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(broker, bytes, bytes)) {
            consumer.assign(List.of(EVENTS));
            consumer.seekToBeginning(List.of(EVENTS));
            long end = consumer.endOffsets(List.of(EVENTS)).get(EVENTS);
            var positions = new ArrayList<Long>();
            while (consumer.position(EVENTS) < end) {
                for (var event : consumer.poll(Duration.ofSeconds(1))) {
                    var sequence = event.headers().lastHeader("ce_sequence").value();
                    positions.add(Long.valueOf(new String(sequence, StandardCharsets.UTF_8)));
                }
            }
            positions.removeIf(one -> one <= position);
            return positions;
        }
    }
}
