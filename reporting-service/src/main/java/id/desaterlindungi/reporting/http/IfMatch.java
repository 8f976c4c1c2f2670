package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which version a change is made for: what the caller last saw in an ETag. */
public sealed interface IfMatch {
    String HEADER = "If-Match";

    /** No header was sent. */
    record Absent() implements IfMatch {}

    /** {@code *}: names no version, and the change would be made for one that the caller never saw. */
    record Any() implements IfMatch {}

    /** @param tags what stands in their quotes, one of which is to fit */
    record Versions(Set<String> tags) implements IfMatch {
        private static final String TAG = "(?:W/)?+\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"";
        private static final Pattern ONE = Pattern.compile(TAG);

        /** Possessive: a header of thousands of tags would need as deep a stack. Commas may stand alone (RFC 9110, 5.6.1). */
        private static final Pattern TAGS =
                Pattern.compile("(?:[ \\t]*+,)*+[ \\t]*+" + TAG + "(?:[ \\t]*+,(?:[ \\t]*+" + TAG + ")?+)*+[ \\t]*+");

        public Versions {
            tags = Set.copyOf(tags);
        }

        private static Versions in(String header) {
            if (!TAGS.matcher(header).matches()) {
                throw ProblemException.badRequest("if-match-malformed", Finding.at(HEADER, "if-match-format"));
            }
            return new Versions(
                    ONE.matcher(header).results().map(tag -> tag.group(1)).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** @throws ProblemException 400 for a header that is no list of tags, such as a number without its quotes */
    static IfMatch of(@Nullable String header) {
        if (header == null) {
            return new Absent();
        }
        var tags = header.strip();
        if (tags.equals("*")) {
            return new Any();
        }
        return Versions.in(tags);
    }

    /** Of a change that names its version otherwise than in a header. */
    static IfMatch of(int version) {
        return new Versions(Set.of(String.valueOf(version)));
    }

    /** Under which a version is answered, to be named when it is changed. */
    static EntityTag tag(int version) {
        return new EntityTag(String.valueOf(version));
    }

    /**
     * Lets pass only a change that was made for the version that is there.
     *
     * @throws ProblemException 428 where none is named; 412 where others are
     */
    default void require(int current) {
        // A weak tag fits too, against RFC 9110, 13.1.1: proxies that compress make it of ours, and a version has one
        // content.
        if (!named().contains(String.valueOf(current))) {
            throw stale();
        }
    }

    /**
     * For a change that is made already: asked for again, perhaps since the first answer was lost, it is answered as it was
     * then, whichever version is named (RFC 9110, 13.1.1).
     *
     * @throws ProblemException 428 where none is named
     */
    default void requireAny() {
        named();
    }

    /**
     * For a change that creates what is not there yet.
     *
     * @param ifNoneMatch the header {@code If-None-Match}, which may ask for a new one by {@code *}
     * @throws ProblemException 412 where a version was named, as there is none
     */
    default void requireNone(@Nullable String ifNoneMatch) {
        if (!(this instanceof Absent)
                || (ifNoneMatch != null && !ifNoneMatch.strip().equals("*"))) {
            throw stale();
        }
    }

    /** 412, also for a change that lost against another one at the same moment. */
    static ProblemException stale() {
        return ProblemException.of(Status.PRECONDITION_FAILED, "version-stale");
    }

    private Set<String> named() {
        return switch (this) {
            case Versions(var tags) -> tags;
            case Absent _, Any _ -> throw ProblemException.of(Status.PRECONDITION_REQUIRED, "precondition-required");
        };
    }
}
