package id.desaterlindungi.reporting.coverage.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventTimeTest {
    @Property(tries = 1_000)
    void readsWhatTheRegisterWrites(@ForAll long seed) {
        var random = new Random(seed);
        var unit = List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS)
                .get(random.nextInt(4));
        var time = Instant.ofEpochSecond(
                        random.nextLong(-62_135_596_800L, 253_402_300_799L), random.nextInt(1_000_000_000))
                .truncatedTo(unit);

        assertThat(EventTime.read(time.toString())).isEqualTo(time);
    }

    /** One letter of a time is another, is missing, or comes twice. */
    @Property(tries = 5_000)
    void readsAsTheStandardLibraryDoes(@ForAll long seed, @ForAll @IntRange(max = 2) int what) {
        var random = new Random(seed);
        var times = List.of("2026-11-22T01:23:45Z", "2028-02-29T23:59:59.123456Z", "2026-11-22T01:23:45.5+07:00");
        var text = new StringBuilder(times.get(random.nextInt(times.size())));
        var at = random.nextInt(text.length());
        var letter = "0123456789-:.TZ+ tz\u0663".charAt(random.nextInt(20));
        switch (what) {
            case 0 -> text.setCharAt(at, letter);
            case 1 -> text.deleteCharAt(at);
            default -> text.insert(at, letter);
        }

        assertThat(EventTime.read(text.toString())).as(text.toString()).isEqualTo(parsed(text.toString()));
    }

    @Test
    void leavesYearsOutsideTheTotalsAlone() {
        assertThat(EventTime.read("0000-12-31T23:59:59Z")).isNull();
        assertThat(EventTime.read("0001-01-01T00:00:00Z")).isNotNull();
        assertThat(EventTime.read("9999-12-31T23:59:59.999999Z")).isNotNull();
        assertThat(EventTime.read("9999-12-31T23:59:59.9999999Z")).isNull();
        assertThat(EventTime.read(null)).isNull();
        assertThat(EventTime.read("")).isNull();
    }

    private static @Nullable Instant parsed(String text) {
        try {
            var time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(EventTime.EARLIEST) || time.isAfter(EventTime.LATEST) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
