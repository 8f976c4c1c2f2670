package id.desaterlindungi.enrollment.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignalTest {
    @Test
    void isRaisedByManyAtOnce() throws Exception {
        var signal = new Signal();
        var seen = signal.now();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var raised = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        for (var n = 0; n < 2_000; n++) {
                            signal.raise();
                        }
                    }))
                    .toList();
            for (var one : raised) {
                one.get();
            }
        }

        var begin = System.nanoTime();
        signal.await(seen, Duration.ofSeconds(10));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
}
