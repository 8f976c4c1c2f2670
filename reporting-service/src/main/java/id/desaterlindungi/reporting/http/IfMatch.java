package id.desaterlindungi.reporting.http;

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

    /** @param tags in their quotes, one of which is to fit; none where the header holds nothing that we could have sent */
    record Versions(Set<String> tags) implements IfMatch {
        /** Possessive: a header of thousands of tags would need as deep a stack. */
        private static final Pattern TAGS = Pattern.compile("(W/)?\"[^\"]*\"([ \\t]*,[ \\t]*(W/)?\"[^\"]*\")*+");

        private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*,[ \\t]*");

        public Versions {
            tags = Set.copyOf(tags);
        }

        private static Versions in(String header) {
            return new Versions(
                    TAGS.matcher(header).matches()
                            ? SEPARATOR.splitAsStream(header).collect(Collectors.toUnmodifiableSet())
                            : Set.of());
        }
    }

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
        // A weak tag never fits (RFC 9110, 13.1.1).
        if (!named().contains(quoted(current))) {
            throw stale();
        }
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

    private static String quoted(int version) {
        return "\"" + version + "\"";
    }
}
