package id.desaterlindungi.enrollment.imports;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import id.desaterlindungi.enrollment.sealing.KeySettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are staged under the key of when they were read. */
class StagingTest {
    @ParameterizedTest
    @CsvSource({"PT5M, PT10M30S", "PT5M, PT10M", "PT5M, PT0S", "PT0S, PT10M"})
    void startsNotWhereAllCouldBeSealedAnewMeanwhile(Duration settling, Duration settled) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Staging.requireSettled(Duration.ofMinutes(10), new Settings(settling, settled)))
                .withMessage(
                        "enrollment.keys.settled (%s) has to be more than PT30S longer than enrollment.imports.max-reading (PT10M)",
                        settled);
    }

    /** The second as the local system sets it, whose one process waits for nothing. */
    @ParameterizedTest
    @CsvSource({"PT5M, PT20M", "PT0S, PT0S"})
    void startsWhereNothingIsReadAnyMoreByThen(Duration settling, Duration settled) {
        assertThatNoException()
                .isThrownBy(() -> Staging.requireSettled(Duration.ofMinutes(10), new Settings(settling, settled)));
    }

    private record Settings(Duration settling, Duration settled) implements KeySettings {
        @Override
        public Path directory() {
            return Path.of("none");
        }

        @Override
        public Duration lookedFor() {
            return Duration.ofSeconds(10);
        }
    }
}
