package id.desaterlindungi.reporting.coverage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.area.Level;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an event says, as far as it concerns the totals. */
sealed interface Content {

    /** A participant counted one way before and another way after; {@code before} is null for an enrollment. */
    record ParticipantChange(@Nullable Facets before, Facets after) implements Content {
        public ParticipantChange {
            Objects.requireNonNull(after, "after");
        }
    }

    /** A village that was not there before, by the split of another: people may be in it from the next event on. */
    record VillageRegistered(String villageCode, String name, After after) implements Content {
        private static final Pattern VILLAGE = Pattern.compile("([0-9]{2}\\.){3}[0-9]{4}");

        record After(AreaKind kind) {
            @JsonCreator
            static After of(@JsonProperty("kind") String kind) {
                return new After(AreaKind.of(Objects.requireNonNull(kind, "kind")));
            }
        }

        public VillageRegistered {
            if (name.isBlank() || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("name");
            }
            if (!VILLAGE.matcher(villageCode).matches() || after.kind().level() != Level.VILLAGE) {
                throw new IllegalArgumentException("villageCode");
            }
        }

        String districtCode() {
            return villageCode.substring(0, villageCode.lastIndexOf('.'));
        }
    }

    /** A type that this release does not know, or does not count: its position passes, nothing else happens. */
    record Ignored() implements Content {}

    /** Says something that cannot be read; to be parked with the reason, which names no value of the body. */
    record Unreadable(String reason) implements Content {}
}
