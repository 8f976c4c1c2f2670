package id.desaterlindungi.enrollment.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AboveZeroTest {
    @ConfigMapping(prefix = "of")
    interface Sample {
        @WithConverter(AboveZero.OfInteger.class)
        int number();

        @WithConverter(AboveZero.OfLong.class)
        long longer();

        @WithConverter(AboveZero.OfDuration.class)
        Duration time();

        @WithConverter(AboveZero.OfMemory.class)
        MemorySize bytes();

        @WithConverter(NotNegative.OfInteger.class)
        int several();

        @WithConverter(NotNegative.OfDuration.class)
        Duration pause();
    }

    @Test
    void takesWhatASettingMaySay() {
        var sample = sample("of.number", "1");

        assertThat(sample.number()).isEqualTo(1);
        assertThat(sample.longer()).isEqualTo(1);
        assertThat(sample.time()).isEqualTo(Duration.ofMillis(1));
        assertThat(sample.bytes()).isEqualTo(new MemorySize(BigInteger.valueOf(1024)));
        assertThat(sample.several()).isZero();
        assertThat(sample.pause()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "of.number, 0, has to be above 0",
        "of.longer, -1, has to be above 0",
        "of.time, 0s, has to be above 0",
        "of.time, PT-1S, has to be above 0",
        "of.bytes, 0, has to be above 0",
        "of.several, -1, must not be negative",
        "of.pause, PT-1S, must not be negative",
        "of.number, 1.5, 1.5"
    })
    void refusesAnythingElseByItsName(String name, String value, String why) {
        assertThatThrownBy(() -> sample(name, value))
                .hasMessageContaining(name)
                .hasMessageContaining(value)
                .hasMessageContaining(why);
    }

    private static Sample sample(String name, String value) {
        return new SmallRyeConfigBuilder()
                .withMapping(Sample.class)
                .withDefaultValue("of.number", "1")
                .withDefaultValue("of.longer", "1")
                .withDefaultValue("of.time", "1ms")
                .withDefaultValue("of.bytes", "1K")
                .withDefaultValue("of.several", "0")
                .withDefaultValue("of.pause", "0")
                .withDefaultValue(name, value)
                .build()
                .getConfigMapping(Sample.class);
    }
}
