package id.desaterlindungi.e2e;

import id.desaterlindungi.local.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands on the topic, read as any consumer would. */
final class Topic {
    private static final TopicPartition EVENTS = new TopicPartition(KafkaBroker.EVENTS, 0);

    private Topic() {}

    /** Positions of all records in the topic's order, those after the given one; a repeat is there again. */
    static List<Long> positionsAfter(DesaSystem system, long position) {
        var positions = new ArrayList<Long>();
        read(system, event -> positions.add(position(event)));
        positions.removeIf(one -> one <= position);
        return positions;
    }

    static long position(ConsumerRecord<byte[], byte[]> event) {
        return Long.parseLong(header(event, "ce_sequence"));
    }

    static String header(ConsumerRecord<byte[], byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** All records in the topic's order. */
    static void read(DesaSystem system, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        var broker = Map.<String, Object>of(
                "bootstrap.servers", system.stack().kafka().bootstrapServers());
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(broker, bytes, bytes)) {
            consumer.assign(List.of(EVENTS));
            consumer.seekToBeginning(List.of(EVENTS));
            long end = consumer.endOffsets(List.of(EVENTS)).get(EVENTS);
            while (consumer.position(EVENTS) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(each);
            }
        }
    }
}
