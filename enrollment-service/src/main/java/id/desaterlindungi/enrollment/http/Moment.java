package id.desaterlindungi.enrollment.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** A point in time as JSON writes it, with its offset (RFC 3339): {@code 2026-11-27T02:30:00Z}, {@code 2026-11-27T09:30:00+07:00}. */
public final class Moment {
    /** In ASCII digits, which Java asks for in no script. */
    private static final Pattern FORM = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})");

    private Moment() {}

    /** In microseconds, as the database keeps it. */
    public static Optional<Instant> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
