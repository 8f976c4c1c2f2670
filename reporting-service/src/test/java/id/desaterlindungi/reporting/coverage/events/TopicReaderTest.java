package id.desaterlindungi.reporting.coverage.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** How much is read into one batch. */
class TopicReaderTest {
    private static final TopicPartition PARTITION = new TopicPartition("enrollment.events", 0);
    private static final int IN_ONE_POLL = 10;
    private static final String CENSUS = """
            {"censusId":"0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e","statuses":["ACTIVE"],"villages":{%s}}""".formatted(IntStream.range(0, 3_000)
            .mapToObj(village -> "\"16.01.%02d.2%03d\":[1]".formatted(village / 1_000, village % 1_000))
            .collect(Collectors.joining(",")));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());

    @Test
    void takesNoMoreThanABatchAndLeavesTheRestForTheNext() {
        fill(100, "id.desaterlindungi.unknown.v1", "{}");

        assertThat(gather(45)).hasSize(50);
        assertThat(gather(45)).hasSize(50);
        assertThat(gather(45)).isEmpty();
    }

    @Test
    void takesFewerOfWhatIsLarge() {
        fill(200, "id.desaterlindungi.register.census.v1", CENSUS);

        // 64 MiB at 250 bytes for each of 3,000 villages: 90 of them.
        assertThat(gather(1_000_000))
                .hasSize(90)
                .allMatch(received -> ((Received.Event) received).content() instanceof EventContent.CensusTaken);
        assertThat(gather(1_000_000)).hasSize(90);
        assertThat(gather(1_000_000)).hasSize(20);
    }

    /** Then it is held in memory by whoever folds it, in as small pieces as it comes. */
    @Test
    void takesOnePollAtATimeWhileManyFollow() {
        fill(60, "id.desaterlindungi.unknown.v1", "{}");

        assertThat(gather(45, 20)).hasSize(10);
        assertThat(gather(45, 20)).hasSize(10);
        assertThat(gather(45, 20)).hasSize(10);
        assertThat(gather(45, 20)).hasSize(10);
        assertThat(gather(45, 20)).hasSize(20);
    }

    private void fill(int records, String type, String body) {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records));
        consumer.setMaxPollRecords(IN_ONE_POLL);
        for (var offset = 0; offset < records; offset++) {
            var headers = new RecordHeaders();
            Map.of("ce_sequence", Integer.toString(offset + 1), "ce_time", "2026-11-22T01:02:03Z", "ce_type", type)
                    .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
            consumer.addRecord(new ConsumerRecord<>(
                    PARTITION.topic(),
                    0,
                    offset,
                    0L,
                    TimestampType.CREATE_TIME,
                    0,
                    body.length(),
                    new byte[0],
                    body.getBytes(StandardCharsets.UTF_8),
                    headers,
                    Optional.empty()));
        }
    }

    private List<Received> gather(int batch) {
        return gather(batch, 1_000_000);
    }

    private List<Received> gather(int batch, long backlog) {
        return TopicReader.gather(consumer, PARTITION, consumer.poll(Duration.ZERO), batch, backlog);
    }
}
