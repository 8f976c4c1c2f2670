package id.desaterlindungi.reporting.coverage.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The time of an event (CloudEvents, {@code time}: RFC 3339). */
final class EventTime {
    /** Years of four digits; the database would refuse some of the others. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    /** 0 stands for any digit. */
    private static final String SECOND = "0000-00-00T00:00:00";

    private static final int MOST_DECIMALS = 9;

    private EventTime() {}

    /** @return null where it is none, or not within the years that the totals take */
    static @Nullable Instant read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var instant = inUtc(text) ? ofUtc(text) : OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** As the register writes it: a formatter takes longer over it than all else takes over the event. */
    private static boolean inUtc(String text) {
        var end = text.length() - 1;
        var decimals = end - SECOND.length() - 1;
        if (end < SECOND.length() || text.charAt(end) != 'Z' || decimals > MOST_DECIMALS) {
            return false;
        }
        for (var i = 0; i < SECOND.length(); i++) {
            if (SECOND.charAt(i) == '0' ? !isDigit(text, i) : text.charAt(i) != SECOND.charAt(i)) {
                return false;
            }
        }
        if (decimals < 0) {
            return true;
        }
        for (var i = SECOND.length() + 1; i < end; i++) {
            if (!isDigit(text, i)) {
                return false;
            }
        }
        return decimals > 0 && text.charAt(SECOND.length()) == '.';
    }

    private static boolean isDigit(String text, int i) {
        return text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }

    private static Instant ofUtc(String text) {
        var hour = number(text, 11, 13);
        var minute = number(text, 14, 16);
        var second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return OffsetDateTime.parse(text).toInstant();
        }
        var day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        var nanos = 0L;
        var decimals = Math.max(0, text.length() - SECOND.length() - 2);
        if (decimals > 0) {
            nanos = number(text, SECOND.length() + 1, text.length() - 1);
            for (var i = decimals; i < MOST_DECIMALS; i++) {
                nanos *= 10;
            }
        }
        return Instant.ofEpochSecond(((day * 24 + hour) * 60 + minute) * 60 + second, nanos);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
