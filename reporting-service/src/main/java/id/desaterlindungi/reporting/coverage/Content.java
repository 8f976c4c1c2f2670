package id.desaterlindungi.reporting.coverage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an event says, as far as it concerns the totals. */
sealed interface Content {

    /** A participant counted one way before and another way after; {@code before} is null for an enrollment. */
    record ParticipantChange(@Nullable Facets before, Facets after) implements Content {
        public ParticipantChange {
            Objects.requireNonNull(after, "after");
        }
    }

    /** A type that this release does not know, or does not count: its position passes, nothing else happens. */
    record Ignored() implements Content {}

    /** Says something that cannot be read; to be parked with the reason, which names no value of the body. */
    record Unreadable(String reason) implements Content {}
}
