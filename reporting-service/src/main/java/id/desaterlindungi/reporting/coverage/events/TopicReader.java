package id.desaterlindungi.reporting.coverage.events;

import id.desaterlindungi.reporting.coverage.events.EventContent.CensusTaken;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How the topic is read, whoever folds it: in batches as large as memory allows, while more of it waits. */
public final class TopicReader {
    private static final int MOST_IN_ONE_POLL = 10_000;
    private static final Duration POLL = Duration.ofMillis(500);
    /** Also bounds what comes beyond a full batch: a census is a record of a hundred kilobytes. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;
    /** About what one event takes in memory, and a census for each of its villages. */
    private static final int EVENT_BYTES = 400;

    private static final int VILLAGE_BYTES = 250;
    /** Two batches are in memory at once, the one that is folded and the one that is read. */
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private TopicReader() {}

    /**
     * @param broker how it is reached, and what whoever runs the service wants otherwise
     * @param special what this reader needs beside what all need
     */
    public static Consumer<byte[], byte[]> open(
            EventsSettings settings, Map<String, Object> broker, Map<String, Object> special) {
        var properties = new HashMap<String, Object>(broker);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG); // Whose name is given, belongs to a group; nobody else does.
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(settings.batch(), MOST_IN_ONE_POLL));
        // A topic that was made anew is read from its start; positions tell what is a repeat.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        special.forEach(properties::putIfAbsent);
        return new KafkaConsumer<>(properties);
    }

    /**
     * What follows in the partition, up to a full batch or to the topic's end as the last fetch saw it: far behind, more of the
     * events fall on the same rows the more of them are folded together. So far behind that they are held in memory anyway, what one
     * poll brings is enough: it is gone before the collector has to move it.
     *
     * @param first what was polled already; without any, nothing is asked for
     * @param batch events, about at most
     * @param backlog as many events behind or more, what comes is held in memory
     */
    public static List<Received> gather(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            ConsumerRecords<byte[], byte[]> first,
            int batch,
            long backlog) {
        var gathered = new ArrayList<Received>();
        var bytes = 0L;
        var records = first.records(partition);
        while (!records.isEmpty()) {
            var read = EventReader.read(records);
            gathered.addAll(read);
            bytes += read.stream().mapToLong(TopicReader::bytes).sum();
            long behind = consumer.currentLag(partition).orElse(0);
            records = gathered.size() < batch && bytes < MOST_BYTES && behind > 0 && behind < backlog
                    ? consumer.poll(POLL).records(partition)
                    : List.of();
        }
        return gathered;
    }

    private static long bytes(Received received) {
        return received instanceof Event event && event.content() instanceof CensusTaken census
                ? (long) VILLAGE_BYTES * census.villages().size()
                : EVENT_BYTES;
    }
}
