package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.fold.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.fold.Cell.Combination;
import id.desaterlindungi.reporting.coverage.fold.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.fold.Cell.Flow;
import id.desaterlindungi.reporting.coverage.fold.Deltas.Happened;
import id.desaterlindungi.reporting.coverage.fold.Ledger.Group;
import id.desaterlindungi.reporting.coverage.fold.Ledger.Keys;
import id.desaterlindungi.reporting.coverage.fold.Numbering.Order;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes down what each event changes, in 24 bytes for a new person: a batch may have millions of them. What it comes to is
 * added up once, by {@link #deltas}.
 */
final class Tally {
    private static final List<Status> STATUSES = List.of(Status.values());
    private static final List<FlowKind> KINDS = List.of(FlowKind.values());
    /** The contract's first day and year; its last ones are within {@link #DAY_BITS} and {@link #YEAR_BITS} from there. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    private static final int COMBINATION_BITS = 24;
    private static final int STATUS_BITS = 4;
    private static final int YEAR_BITS = 8;
    private static final int DAY_BITS = 17;
    private static final int KIND_BITS = 4;
    /** A person more, or less. */
    private static final int SIGN_BITS = 1;
    /** From -1 to 1, and one more. */
    private static final int CHANGE_BITS = 2;
    /** Whether the areas above see it too, whether it is an event of its own, and the two changes. */
    private static final int HAPPENED_BITS = 2 + 2 * CHANGE_BITS;

    private final Numbering<String> areas = new Numbering<>();
    private final Numbering<Combination> combinations = new Numbering<>();
    private final Map<String, List<String>> lineages = new HashMap<>();
    /** By area and combination. */
    private final Ledger coverage = new Ledger(SIGN_BITS);
    /** By area, status and year. */
    private final Ledger birthYears = new Ledger(SIGN_BITS);
    /** By area, day and kind. */
    private final Ledger flows = new Ledger(HAPPENED_BITS);

    /**
     * @param lineage codes of the facets' village and of each area above it, up to the province
     * @param less whether they are a person less
     */
    void add(Facets facets, List<String> lineage, boolean less) {
        long area = areas.of(facets.villageCode());
        var sign = less ? 1 : 0;
        coverage.add((area << COMBINATION_BITS | combinations.of(Combination.of(facets))) << SIGN_BITS | sign);
        var year = facets.birthYear() - FIRST_DAY.getYear();
        birthYears.add(((area << STATUS_BITS | facets.status().ordinal()) << YEAR_BITS | year) << SIGN_BITS | sign);
        if (lineages.putIfAbsent(facets.villageCode(), lineage) == null) {
            lineage.forEach(areas::of);
        }
    }

    /** In a village and each area above it; {@link #add} has told which those are. */
    void happened(String villageCode, LocalDate day, FlowKind kind, Happened what) {
        happened(villageCode, day, kind, what, 1);
    }

    /** In these areas and no others. */
    void happened(List<String> areas, LocalDate day, FlowKind kind, Happened what) {
        for (var area : areas) {
            happened(area, day, kind, what, 0);
        }
    }

    /** @param what of one event */
    private void happened(String areaCode, LocalDate day, FlowKind kind, Happened what, long alsoAbove) {
        long area = areas.of(areaCode);
        var passed = day.toEpochDay() - FIRST_DAY.toEpochDay();
        var key = (area << DAY_BITS | passed) << KIND_BITS | kind.ordinal();
        var changes = what.covered() + 1 << CHANGE_BITS | what.carriedOver() + 1;
        flows.add(key << HAPPENED_BITS | alsoAbove << HAPPENED_BITS - 1 | what.people() << 2 * CHANGE_BITS | changes);
    }

    /** How much has come together, in units of eight bytes. */
    int size() {
        return coverage.size() + birthYears.size() + flows.size();
    }

    /** What all of it comes to. Nothing is added from now on. */
    Deltas deltas() {
        var area = areas.order();
        var combination = combinations.order();
        coverage.close(entry -> combination.inPlace(
                area.inPlace(entry, COMBINATION_BITS + SIGN_BITS, Long.SIZE), SIGN_BITS, COMBINATION_BITS + SIGN_BITS));
        birthYears.close(entry -> area.inPlace(entry, STATUS_BITS + YEAR_BITS + SIGN_BITS, Long.SIZE));
        flows.close(entry -> area.inPlace(entry, DAY_BITS + KIND_BITS + HAPPENED_BITS, Long.SIZE));
        return new Deltas(
                lineages,
                () -> coverage.groups((key, entries, from, to) -> Map.entry(
                        new Coverage(area.item(key >> COMBINATION_BITS), combination.item(low(key, COMBINATION_BITS))),
                        people(entries, from, to))),
                () -> birthYears.groups((key, entries, from, to) -> Map.entry(
                        new BirthYear(
                                area.item(key >> STATUS_BITS + YEAR_BITS),
                                STATUSES.get(low(key >> YEAR_BITS, STATUS_BITS)),
                                FIRST_DAY.getYear() + low(key, YEAR_BITS)),
                        people(entries, from, to))),
                () -> flows(area));
    }

    /** Area by area. For one above the villages the entries of them all are put together: that needs no map of millions of keys. */
    private Stream<Entry<Flow, Happened>> flows(Order<String> area) {
        var below = below(area);
        Group<Entry<Flow, Happened>> flow = (key, entries, from, to) -> Map.entry(
                new Flow(
                        area.item(key >> DAY_BITS + KIND_BITS),
                        FIRST_DAY.plusDays(low(key >> KIND_BITS, DAY_BITS)),
                        KINDS.get(low(key, KIND_BITS))),
                happened(entries, from, to));
        return IntStream.range(0, below.size()).boxed().flatMap(place -> {
            var villages = below.get(place);
            if (villages.isEmpty()) {
                return flows.groups(daysOf(place), flow);
            }
            var all = Stream.concat(Stream.of(place), villages.stream())
                    .map(Tally::daysOf)
                    .toList();
            return flows.moved(all, entry -> movedTo(place, entry)).groups(flow);
        });
    }

    /** By the place of an area those of the villages in it. */
    private List<List<Integer>> below(Order<String> area) {
        var places = new HashMap<String, Integer>();
        var below = new ArrayList<List<Integer>>();
        for (var code : area.items()) {
            places.put(code, below.size());
            below.add(new ArrayList<>());
        }
        lineages.forEach((village, lineage) -> lineage.stream()
                .filter(code -> !code.equals(village))
                .forEach(code -> below.get(Objects.requireNonNull(places.get(code)))
                        .add(Objects.requireNonNull(places.get(village)))));
        return below;
    }

    private static Keys daysOf(long area) {
        return new Keys(area << DAY_BITS + KIND_BITS, area + 1 << DAY_BITS + KIND_BITS);
    }

    /** What happened in a village as what happened in an area above it, or in that area itself. */
    private static long movedTo(long area, long entry) {
        var bits = DAY_BITS + KIND_BITS + HAPPENED_BITS;
        var isSeen = entry >>> bits == area || low(entry >> HAPPENED_BITS - 1, 1) == 1;
        return isSeen ? area << bits | entry & (1L << bits) - 1 : -1;
    }

    private static int low(long bits, int count) {
        return (int) (bits & (1L << count) - 1);
    }

    private static long people(long[] entries, int from, int to) {
        var people = 0L;
        for (var i = from; i < to; i++) {
            people += low(entries[i], SIGN_BITS) == 0 ? 1 : -1;
        }
        return people;
    }

    private static Happened happened(long[] entries, int from, int to) {
        var people = 0;
        var covered = 0;
        var carriedOver = 0;
        for (var i = from; i < to; i++) {
            var entry = entries[i];
            people += low(entry >> 2 * CHANGE_BITS, 1);
            covered += low(entry >> CHANGE_BITS, CHANGE_BITS) - 1;
            carriedOver += low(entry, CHANGE_BITS) - 1;
        }
        return new Happened(people, covered, carriedOver);
    }
}
