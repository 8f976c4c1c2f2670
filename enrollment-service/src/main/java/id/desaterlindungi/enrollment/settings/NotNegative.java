package id.desaterlindungi.enrollment.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that means something at 0, and nothing below: then the service does not start, and says why. */
public final class NotNegative {
    private NotNegative() {}

    private static void require(int sign) {
        if (sign < 0) {
            throw new IllegalArgumentException("must not be negative");
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
}
