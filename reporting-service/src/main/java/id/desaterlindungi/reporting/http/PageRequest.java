package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. A cursor names the last key of the page before and the query that it belongs to, so
 * that it is refused with any other.
 *
 * @param after the key after which the page begins; empty for the first page
 * @param limit items at most, 1 to 500
 * @param query fingerprint of everything else that was asked
 */
public record PageRequest(String after, int limit, String query) {
    public static final int MAX_LIMIT = 500;
    public static final String DEFAULT_LIMIT = "100";

    /** Keys of lists by the code of an area, and of lists by a number: a position, a year or a version. */
    public static final Pattern AREA_CODE = Pattern.compile("[0-9.]{2,13}");

    public static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** @param filters the list's other parameters, in a fixed order */
    public static PageRequest of(@Nullable String cursor, int limit, @Nullable Object... filters) {
        var query = HexFormat.of()
                .toHexDigits(Arrays.stream(filters)
                        .map(filter -> Objects.toString(filter, "\0"))
                        .toList()
                        .hashCode());
        return new PageRequest(cursor == null ? "" : keyOf(cursor, query), limit, query);
    }

    /** @throws ProblemException 400 for a key of another shape: a cursor that this list never gave */
    public PageRequest keyed(Pattern shape) {
        if (!after.isEmpty() && !shape.matcher(after).matches()) {
            throw ProblemException.parameters(Finding.at("cursor", "cursor-invalid"));
        }
        return this;
    }

    public String cursorAfter(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((query + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String keyOf(String cursor, String query) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(query) && text.length() > query.length()) {
                return text.substring(query.length());
            }
        } catch (IllegalArgumentException e) {
            // Answered below, as any other cursor that is not ours.
        }
        throw ProblemException.parameters(Finding.at("cursor", "cursor-invalid"));
    }
}
