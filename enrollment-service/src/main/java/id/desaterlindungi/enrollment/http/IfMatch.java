package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version that a change was made for, as the caller last saw it in an ETag. */
public final class IfMatch {
    public static final String HEADER = "If-Match";
    private static final Pattern TAGS = Pattern.compile("(W/)?\"[^\"]*\"([ \\t]*,[ \\t]*(W/)?\"[^\"]*\")*");
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*,[ \\t]*");

    private IfMatch() {}

    /**
     * Takes a list of tags, one of which is to fit, but not {@code *}: that names no version, and the change would be made for
     * one that the caller never saw.
     *
     * @throws ProblemException 428 where there is none, or none but {@code *}; 412 where the header names other versions, or
     *     none of ours at all
     */
    public static void require(@Nullable String header, int current) {
        var tags = named(header);
        // A weak tag never fits (RFC 9110, 13.1.1).
        if (!TAGS.matcher(tags).matches() || !SEPARATOR.splitAsStream(tags).anyMatch(("\"" + current + "\"")::equals)) {
            throw stale();
        }
    }

    /**
     * For a change that is made already: asked for again, perhaps since the first answer was lost, it is answered as it was
     * then, whichever version is named (RFC 9110, 13.1.1).
     *
     * @throws ProblemException 428 as above
     */
    public static void requireAny(@Nullable String header) {
        named(header);
    }

    private static String named(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            throw ProblemException.of(Status.PRECONDITION_REQUIRED, "precondition-required");
        }
        return header.strip();
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
