package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.Arrival.Unplaced;
import id.desaterlindungi.reporting.coverage.Content.Ignored;
import id.desaterlindungi.reporting.coverage.Content.ParticipantChange;
import id.desaterlindungi.reporting.coverage.Content.Unreadable;
import id.desaterlindungi.reporting.coverage.Content.VillageRegistered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch takes the totals from a position, in memory: repeats dropped, the deltas of the rest added up, what cannot be
 * counted set aside, and a stop before the first missing position. Knows no database, so every history can be tried on it.
 */
final class Folding {

    /** A missing stretch: everything after one position and before another. */
    record Gap(long after, Event found) {}

    /** Set aside with the reason. */
    record Parked(Arrival arrival, String reason) {}

    private final Function<String, List<String>> lineages;
    private final Map<String, VillageRegistered> registered = new LinkedHashMap<>();
    private final Deltas deltas = new Deltas();
    private final List<Event> folded = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private long position;
    private int repeats;
    private @Nullable Instant eventAt;
    private @Nullable Gap gap;

    private Folding(long position, Function<String, List<String>> lineages) {
        this.position = position;
        this.lineages = lineages;
    }

    /** @param lineages from an area's code to the codes of it and the areas above it; empty for an unknown area */
    static Folding of(long position, List<? extends Arrival> arrivals, Function<String, List<String>> lineages) {
        Folding folding = new Folding(position, lineages);
        for (Arrival arrival : arrivals) {
            switch (arrival) {
                case Unplaced unplaced -> folding.parked.add(new Parked(unplaced, unplaced.reason()));
                case Event event -> folding.take(event);
            }
            if (folding.gap != null) {
                break;
            }
        }
        return folding;
    }

    private void take(Event event) {
        if (event.position() <= position) {
            repeats++;
            return;
        }
        if (event.position() != position + 1) {
            gap = new Gap(position, event);
            return;
        }
        switch (event.content()) {
            case ParticipantChange change -> count(event, change);
            case VillageRegistered village -> register(event, village);
            case Unreadable unreadable -> parked.add(new Parked(event, unreadable.reason()));
            case Ignored _ -> {}
        }
        position = event.position();
        eventAt = event.at();
        folded.add(event);
    }

    private void register(Event event, VillageRegistered village) {
        if (!lineage(village.villageCode()).isEmpty()) {
            return; // Known from an earlier fold of this event.
        }
        if (lineages.apply(village.districtCode()).isEmpty()) {
            parked.add(new Parked(event, "the district is not among the areas known here"));
            return;
        }
        registered.put(village.villageCode(), village);
    }

    private List<String> lineage(String villageCode) {
        VillageRegistered village = registered.get(villageCode);
        return village == null
                ? lineages.apply(villageCode)
                : Stream.concat(Stream.of(villageCode), lineages.apply(village.districtCode()).stream())
                        .toList();
    }

    private void count(Event event, ParticipantChange change) {
        Facets before = change.before();
        List<String> left = before == null ? List.of() : lineage(before.villageCode());
        List<String> entered = lineage(change.after().villageCode());
        if (entered.isEmpty() || (before != null && left.isEmpty())) {
            parked.add(new Parked(event, "the village is not among the areas known here"));
            return;
        }
        if (before != null) {
            deltas.add(before, left, -1);
        }
        deltas.add(change.after(), entered, 1);
    }

    /** Villages that were not known before this batch, in order. */
    Collection<VillageRegistered> registered() {
        return registered.values();
    }

    Deltas deltas() {
        return deltas;
    }

    /** Events that took the position on, in order; among them those that were parked. */
    List<Event> folded() {
        return folded;
    }

    List<Parked> parked() {
        return parked;
    }

    long position() {
        return position;
    }

    int repeats() {
        return repeats;
    }

    /** Time of the event at the new position; null when the position did not move. */
    @Nullable
    Instant eventAt() {
        return eventAt;
    }

    @Nullable
    Gap gap() {
        return gap;
    }
}
