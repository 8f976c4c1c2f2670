package id.desaterlindungi.enrollment.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.enrollment.access.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing that waits is lost without a word. */
class AccessQueueTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Exception> fault = new AtomicReference<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void writesWhatWaitsBeforeItEnds() {
        var queue = queue(10_000, NEVER);
        IntStream.range(0, 2_500).forEach(i -> queue.add(record("one-" + i)));

        queue.close();
        queue.add(record("after"));
        queue.keep(record("after that"));

        assertThat(written).hasSize(2_502).doesNotHaveDuplicates().contains("one-0", "one-2499", "after", "after that");
        assertThat(metrics.get("enrollment.access.waiting").gauge().value()).isZero();
    }

    @Test
    void writesAtOnceWhatFindsNoPlace() {
        try (var queue = queue(1, NEVER)) {
            queue.add(record("waits"));
            queue.add(record("finds no place"));
            queue.keep(record("is done"));

            assertThat(written).contains("finds no place").doesNotContain("is done");
        }
        assertThat(written).containsExactlyInAnyOrder("waits", "finds no place", "is done");
    }

    @Test
    void failsWhoseRecordFindsNeitherPlaceNorDatabase() {
        var queue = queue(0, NEVER);
        fault.set(new SQLTransientConnectionException());

        assertThatThrownBy(() -> queue.add(record("read"))).hasCauseInstanceOf(SQLException.class);
        queue.add(record("refused anyway").refused(404, 0));
        assertThat(failures()).isEqualTo(2);

        fault.set(null);
        queue.close();
        assertThat(written).isEmpty();
    }

    @Test
    void keepsAllWhileTheDatabaseIsAway() {
        fault.set(new SQLTransientConnectionException());
        try (var queue = queue(100, AT_ONCE)) {
            IntStream.range(0, 50).forEach(i -> queue.add(record("one-" + i)));
            await().until(() -> failures() > 1);

            fault.set(null);

            await().untilAsserted(() -> assertThat(written).hasSize(50).doesNotHaveDuplicates());
        }
    }

    @Test
    void letsOneThatIsRefusedHarmNoOther() {
        try (var queue = queue(100, NEVER)) {
            List.of("first", "refused", "last").forEach(one -> queue.add(record(one)));
        }

        assertThat(written).containsExactly("first", "last");
        assertThat(failures()).isEqualTo(2);
    }

    /** Of a commit whose answer was lost nobody has to be told. */
    @Test
    void takesWhatIsThereForWritten() {
        fault.set(new SQLException("unique", "23505"));
        try (var queue = queue(100, NEVER)) {
            queue.add(record("one"));
            queue.add(record("other"));
        }

        assertThat(failures()).isZero();
        assertThat(metrics.get("enrollment.access.waiting").gauge().value()).isZero();
    }

    private double failures() {
        return metrics.get("enrollment.access.failures").counter().count();
    }

    private AccessQueue queue(int most, Duration gathering) {
        return new AccessQueue(this::write, most, gathering, metrics);
    }

    private void write(List<AccessRecord> records) {
        var failing = fault.get();
        if (failing != null) {
            throw new IllegalStateException(failing);
        }
        if (records.stream().anyMatch(one -> one.who().actor().equals("refused"))) {
            throw new IllegalStateException("refused");
        }
        records.forEach(one -> written.add(one.who().actor()));
    }

    private static AccessRecord record(String actor) {
        return AccessRecord.ofWork(actor, "getParticipant", Scope.NOWHERE, "{}", 1, 0);
    }
}
