package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version that a change was made for, as the caller last saw it in an ETag. */
public final class IfMatch {
    public static final String HEADER = "If-Match";
    private static final Pattern STRONG = Pattern.compile("\"([1-9][0-9]{0,8})\"");

    private IfMatch() {}

    /**
     * @throws ProblemException 428 where there is none; 412 where the header names another version, or none of ours at all
     */
    public static void require(@Nullable String header, int current) {
        if (header == null) {
            throw ProblemException.of(Status.PRECONDITION_REQUIRED, "precondition-required");
        }
        var named = STRONG.matcher(header.strip());
        if (!named.matches() || Integer.parseInt(named.group(1)) != current) {
            throw stale();
        }
    }

    /**
     * For a change that creates what is not there yet.
     *
     * @param ifNoneMatch the header {@code If-None-Match}, which may ask for a new one by {@code *}
     * @throws ProblemException 412 where a version was named, as there is none
     */
    public static void requireNone(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null || (ifNoneMatch != null && !ifNoneMatch.strip().equals("*"))) {
            throw stale();
        }
    }

    /** 412, also for a change that lost against another one at the same moment. */
    public static ProblemException stale() {
        return ProblemException.of(Status.PRECONDITION_FAILED, "version-stale");
    }
}
