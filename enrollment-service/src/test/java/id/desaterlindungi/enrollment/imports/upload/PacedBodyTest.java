package id.desaterlindungi.enrollment.imports.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.enrollment.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
    private final AtomicLong now = new AtomicLong(-5);

    @Test
    void comesAtAnyPaceForAWhileAndThenAtOneThatIsKeptUp() throws IOException {
        var body = body(10_000);
        after(60);
        assertThat(body.read()).isZero();
        after(2);

        assertThat(body.read(new byte[2_000])).isEqualTo(2_000);

        after(1);
        assertThatThrownBy(body::read)
                .isInstanceOf(ProblemException.class)
                .hasFieldOrPropertyWithValue("status", 408)
                .hasFieldOrPropertyWithValue("code", "body-slow");
    }

    @Test
    void mayEndLate() throws IOException {
        var body = body(1);
        assertThat(body.read()).isZero();
        after(600);

        assertThat(body.read(new byte[10])).isEqualTo(-1);
    }

    private PacedBody body(int bytes) {
        return new PacedBody(new ByteArrayInputStream(new byte[bytes]), Duration.ofMinutes(1), 1_000, now::get);
    }

    private void after(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
