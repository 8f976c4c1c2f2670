package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.KafkaBroker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of one partition on the system's broker into which nobody but a bare client writes; it goes when it is closed. */
final class BareTopic implements AutoCloseable {
    private static final String NAME = KafkaBroker.EVENTS + ".bare";
    private static final Duration POLL = Duration.ofMillis(2);
    /** About as long as an event with its headers. */
    private static final int LENGTH = 400;

    private final Bed bed;
    private final Admin admin;

    BareTopic(Bed bed) throws Exception {
        this.bed = bed;
        this.admin =
                Admin.create(Map.of("bootstrap.servers", bed.stack().kafka().bootstrapServers()));
        if (!admin.listTopics().names().get().contains(NAME)) {
            admin.createTopics(Set.of(new NewTopic(NAME, 1, (short) 1))).all().get();
        }
    }

    /** All that the system's topic holds, by a consumer that does nothing with it. @return records a second */
    static double consumeEvents(Bed bed) {
        var partition = new TopicPartition(KafkaBroker.EVENTS, 0);
        try (var consumer = consumer(bed)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            var begin = System.nanoTime();
            var records = 0L;
            while (consumer.position(partition) < end) {
                records += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return records / Bed.seconds(begin);
        }
    }

    /** @return records a second, until the broker has acknowledged all */
    double send(int records) {
        var body = new byte[LENGTH];
        try (var producer = producer()) {
            var begin = System.nanoTime();
            for (var i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(NAME, body));
            }
            producer.flush();
            return records / Bed.seconds(begin);
        }
    }

    /** At a rate, one by one. @return microseconds from sent until consumed */
    Histogram sendAndConsume(int rate, Duration length) throws Exception {
        var partition = new TopicPartition(NAME, 0);
        var late = new ConcurrentHistogram(3);
        var over = new AtomicBoolean();
        try (var producer = producer();
                var consumer = consumer(bed);
                var threads = Executors.newSingleThreadExecutor()) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition); // Now, and not when the first record has come.
            var consuming = threads.submit(() -> {
                while (!over.get()) {
                    for (var message : consumer.poll(POLL)) {
                        var sent = ByteBuffer.wrap(message.value()).getLong();
                        late.recordValue((System.nanoTime() - sent) / 1_000);
                    }
                }
            });
            var begin = System.nanoTime();
            var goesOn = Load.until(length);
            for (var i = 0; goesOn.getAsBoolean(); i++) {
                var due = begin + (long) (i * (1e9 / rate));
                for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                var body =
                        ByteBuffer.allocate(LENGTH).putLong(System.nanoTime()).array();
                producer.send(new ProducerRecord<>(NAME, body));
            }
            producer.flush();
            LockSupport.parkNanos(10 * POLL.toNanos());
            over.set(true);
            consuming.get();
        }
        return late;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bed.stack().kafka().bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Bed bed) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bed.stack().kafka().bootstrapServers());
        properties.put("max.poll.records", 5000);
        properties.put("max.partition.fetch.bytes", 8 * 1024 * 1024);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() throws Exception {
        admin.deleteTopics(Set.of(NAME)).all().get();
        admin.close();
    }
}
