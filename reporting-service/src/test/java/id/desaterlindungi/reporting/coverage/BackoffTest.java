package id.desaterlindungi.reporting.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waitsTwiceAsLongEachTimeButNeverLongerThanTheLongest() {
        var backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(5));

        assertThat(Stream.generate(backoff::next).limit(4).map(Duration::toSeconds))
                .containsExactly(2L, 4L, 5L, 5L);
    }

    @Test
    void beginsAnewAfterASuccess() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).hasMillis(100);
    }

    @Test
    void keepsToALongestThatIsShorterThanTheFirst() {
        var backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMillis(200));

        assertThat(backoff.next()).hasMillis(200);
    }
}
