package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.area.AreaKind;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of {@code village.registered}, {@code updated} and {@code closed}, as {@code
 * contract/schemas/village.v1.schema.json} describes it.
 *
 * @param name the village's own name, with the event that brings it into being: consumers have no other source for it
 * @param on business date of the change in Asia/Jakarta
 * @param changed names of the fields that changed and are not countable, such as the head's name; never what they hold
 * @param before null for a new village
 */
record VillageEvent(
        String villageCode,
        int version,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name,
        LocalDate on,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changed,
        @Nullable Facets before,
        Facets after) {
    /** @param workers an estimate; null where there is none */
    record Facets(
            AreaKind kind,
            @Nullable Integer workers,
            boolean headPresent,
            boolean sadar,
            @Nullable String parentVillage,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil,
            List<String> successors) {}
}
