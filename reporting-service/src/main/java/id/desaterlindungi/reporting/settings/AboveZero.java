package id.desaterlindungi.reporting.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that would stop or empty something at 0: then the service does not start, and says why. */
public final class AboveZero {
    private AboveZero() {}

    private static void require(int sign) {
        if (sign <= 0) {
            throw new IllegalArgumentException("has to be above 0");
        }
    }

    /** A whole number. */
    public static final class OfInteger implements Converter<Integer> {
        private static final long serialVersionUID = 1;

        @Override
        public Integer convert(String text) {
            var number = Integer.parseInt(text.strip());
            require(Integer.signum(number));
            return number;
        }
    }

    /** A whole number. */
    public static final class OfLong implements Converter<Long> {
        private static final long serialVersionUID = 1;

        @Override
        public Long convert(String text) {
            var number = Long.parseLong(text.strip());
            require(Long.signum(number));
            return number;
        }
    }

    /** A time. */
    public static final class OfDuration implements Converter<Duration> {
        private static final long serialVersionUID = 1;

        @Override
        public Duration convert(String text) {
            var time = DurationConverter.parseDuration(text);
            require(time.compareTo(Duration.ZERO));
            return time;
        }
    }

    /** Bytes. */
    public static final class OfMemory implements Converter<MemorySize> {
        private static final long serialVersionUID = 1;

        @Override
        public MemorySize convert(String text) {
            var size = new MemorySizeConverter().convert(text);
            require(size.asBigInteger().signum());
            return size;
        }
    }
}
