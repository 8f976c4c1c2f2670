package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.coverage.events.EventContent.BudgetAmounts;
import id.desaterlindungi.reporting.coverage.events.EventContent.CensusTaken;
import id.desaterlindungi.reporting.coverage.events.EventContent.Change;
import id.desaterlindungi.reporting.coverage.events.EventContent.Ignored;
import id.desaterlindungi.reporting.coverage.events.EventContent.ParticipantChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.Unreadable;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageBudgeted;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageFacts;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.events.Received;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.Unplaced;
import id.desaterlindungi.reporting.coverage.fold.Deltas.Happened;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch takes the totals from a position, in memory: repeats dropped, the deltas of the rest added up, what cannot be
 * counted set aside, and a stop before the first missing position. Knows no database, so every history can be tried on it.
 */
final class Folding {
    private static final String VILLAGE_UNKNOWN = "the village is not among the areas known here";
    /** More than the requests of a second; a backlog of sampled ones must not fill the memory. */
    private static final int MOST_TRACED = 10_000;

    /** A missing stretch: everything after one position and before another. */
    record Gap(long after, Event found) {}

    /** Set aside with the reason. */
    record Parked(Received received, String reason) {}

    /**
     * A village after the batch.
     *
     * @param workersOn the estimate's day; null where there is none, or where an event before this batch brought it
     * @param on day of the last of the batch's events about it
     */
    record VillageFact(VillageFacts facts, @Nullable LocalDate workersOn, LocalDate on) {}

    record BudgetYear(String villageCode, int year) {
        static final Comparator<BudgetYear> ORDER =
                Comparator.comparing(BudgetYear::villageCode).thenComparingInt(BudgetYear::year);
    }

    /** The last census of the batch. */
    record Census(Event event, CensusTaken counts) {}

    private final long began;
    private final Function<String, List<String>> lineages;
    private final Map<String, VillageChange> registered = new LinkedHashMap<>();
    private final Map<String, VillageFact> facts = new TreeMap<>();
    private final Map<BudgetYear, BudgetAmounts> budgets = new TreeMap<>(BudgetYear.ORDER);
    private final Tally tally = new Tally();
    private @Nullable Deltas deltas;
    private final List<Event> traced = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private long position;
    private int folded;
    private int repeats;
    private @Nullable Instant firstAt;
    private @Nullable Instant eventAt;
    private @Nullable Gap gap;
    private @Nullable Census census;

    private Folding(long position, Function<String, List<String>> lineages) {
        this.began = position;
        this.position = position;
        this.lineages = lineages;
    }

    /** @param lineages from an area's code to the codes of it and the areas above it; empty for an unknown area */
    static Folding from(long position, Function<String, List<String>> lineages) {
        return new Folding(position, lineages);
    }

    /** A batch that is whole. */
    static Folding of(long position, List<? extends Received> batch, Function<String, List<String>> lineages) {
        var folding = from(position, lineages);
        for (var received : batch) {
            if (!folding.take(received)) {
                break;
            }
        }
        return folding;
    }

    /** @return whether it goes on: not where a position is missing before this one */
    boolean take(Received received) {
        switch (received) {
            case Unplaced unplaced -> parked.add(new Parked(unplaced, unplaced.reason()));
            case Event event -> take(event);
        }
        return gap == null;
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
            case VillageChange village -> tell(event, village);
            case VillageBudgeted budgeted -> budget(event, budgeted);
            case Unreadable unreadable -> parked.add(new Parked(event, unreadable.reason()));
            case CensusTaken counts -> census = new Census(event, counts);
            case Ignored _ -> {}
        }
        position = event.position();
        eventAt = event.at();
        if (folded++ == 0) {
            firstAt = event.at();
        }
        if (event.traceparent() != null && traced.size() < MOST_TRACED) {
            traced.add(event);
        }
    }

    private void tell(Event event, VillageChange village) {
        var code = village.villageCode();
        if (lineage(code).isEmpty()) {
            if (village.registered() == null) {
                parked.add(new Parked(event, VILLAGE_UNKNOWN));
                return;
            }
            if (lineages.apply(village.districtCode()).isEmpty()) {
                parked.add(new Parked(event, "the district is not among the areas known here"));
                return;
            }
            registered.put(code, village);
        }
        var workersOn = village.workersOn();
        var earlier = facts.get(code);
        if (workersOn == null && village.after().workers() != null && earlier != null) {
            workersOn = earlier.workersOn();
        }
        facts.put(code, new VillageFact(village.after(), workersOn, village.on()));
    }

    private void budget(Event event, VillageBudgeted budgeted) {
        if (lineage(budgeted.villageCode()).isEmpty()) {
            parked.add(new Parked(event, VILLAGE_UNKNOWN));
            return;
        }
        budgets.put(new BudgetYear(budgeted.villageCode(), budgeted.year()), budgeted.after());
    }

    private List<String> lineage(String villageCode) {
        var village = registered.get(villageCode);
        return village == null
                ? lineages.apply(villageCode)
                : Stream.concat(Stream.of(villageCode), lineages.apply(village.districtCode()).stream())
                        .toList();
    }

    private void count(Event event, ParticipantChange change) {
        var before = change.before();
        var after = change.after();
        var entered = lineage(after.villageCode());
        List<String> left = before == null ? List.of() : lineage(before.villageCode());
        if (entered.isEmpty() || (before != null && left.isEmpty())) {
            parked.add(new Parked(event, VILLAGE_UNKNOWN));
            return;
        }
        tally.add(after, entered, false);
        if (before == null) {
            tally.happened(after.villageCode(), change.on(), FlowKind.ENROLLED, Happened.in(after));
            return;
        }
        tally.add(before, left, true);
        FlowKind kind =
                change.change() == Change.CORRECTED ? FlowKind.CORRECTED : FlowKind.of(before.status(), after.status());
        if (before.villageCode().equals(after.villageCode())) {
            tally.happened(after.villageCode(), change.on(), kind, Happened.of(before, after));
        } else {
            move(change, before, left, entered, kind);
        }
    }

    /**
     * Out of the areas that hold the old village and not the new one, into those that hold the new one and not the old. Those
     * that hold both see the person neither come nor go, only what else has changed. A correction is one wherever the person is
     * from now on; where the person never was, only the figures change.
     */
    private void move(ParticipantChange change, Facets before, List<String> left, List<String> entered, FlowKind kind) {
        var corrected = change.change() == Change.CORRECTED;
        var out = Happened.out(before);
        tally.happened(
                without(left, entered),
                change.on(),
                corrected ? FlowKind.CORRECTED : FlowKind.TRANSFERRED_OUT,
                corrected ? out.unseen() : out);
        tally.happened(
                without(entered, left),
                change.on(),
                corrected ? FlowKind.CORRECTED : FlowKind.TRANSFERRED_IN,
                Happened.in(change.after()));
        if (corrected
                || before.status() != change.after().status()
                || before.origin() != change.after().origin()) {
            var both = entered.stream().filter(left::contains).toList();
            tally.happened(both, change.on(), kind, Happened.of(before, change.after()));
        }
    }

    private static List<String> without(List<String> areas, List<String> others) {
        return areas.stream().filter(area -> !others.contains(area)).toList();
    }

    /** Villages that were not known before this batch, in order. */
    Collection<VillageChange> registered() {
        return registered.values();
    }

    /** Villages that the batch tells something about, by code: the last word on each. */
    Map<String, VillageFact> facts() {
        return facts;
    }

    Map<BudgetYear, BudgetAmounts> budgets() {
        return budgets;
    }

    /** What the events change. None is taken after this. */
    Deltas deltas() {
        var added = deltas;
        if (added == null) {
            added = tally.deltas();
            deltas = added;
        }
        return added;
    }

    /** How much of what the events change is in memory, in units of eight bytes. */
    int size() {
        return tally.size();
    }

    /** How many events took the position on; among them those that were parked. */
    int folded() {
        return folded;
    }

    /** Of those the ones whose request is traced, as many as are worth keeping. */
    List<Event> traced() {
        return traced;
    }

    /** Time of the first event that took the position on; null when it did not move. */
    @Nullable
    Instant firstAt() {
        return firstAt;
    }

    List<Parked> parked() {
        return parked;
    }

    /** The position that it began at. */
    long began() {
        return began;
    }

    long position() {
        return position;
    }

    int repeats() {
        return repeats;
    }

    /** Whether nothing has come of it that would have to be written. */
    boolean isEmpty() {
        return folded == 0 && parked.isEmpty();
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

    /** What the register counted at the new position; null unless a census was the last to move it. */
    @Nullable
    Census census() {
        var last = census;
        return last != null && last.event().position() == position ? last : null;
    }
}
