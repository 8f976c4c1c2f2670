package id.desaterlindungi.enrollment.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {
    @Test
    void goesOnAfterAnError() throws InterruptedException {
        var again = new CountDownLatch(3);

        try (var loop = Loop.start("test", new Signal(), Duration.ofSeconds(30), () -> {
            again.countDown();
            if (again.getCount() > 0) {
                throw new OutOfMemoryError("as one step can");
            }
            return false;
        })) {
            assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.isAlive()).isTrue();
        }
    }
}
