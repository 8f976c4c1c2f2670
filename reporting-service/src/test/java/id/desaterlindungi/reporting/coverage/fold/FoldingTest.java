package id.desaterlindungi.reporting.coverage.fold;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.events.EventContent.Change;
import id.desaterlindungi.reporting.coverage.events.EventContent.Ignored;
import id.desaterlindungi.reporting.coverage.events.EventContent.ParticipantChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.Unreadable;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageFacts;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.fold.Cell.Flow;
import id.desaterlindungi.reporting.coverage.fold.Deltas.Happened;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Any history, in any pieces and with any repeats, against a plain recount of the people at its end. */
class FoldingTest {
    private static final List<String> VILLAGES =
            List.of("16.01.07.2001", "16.01.07.2002", "16.01.08.2001", "16.71.01.1001");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final Instant NOW = Instant.parse("2026-11-22T01:23:45Z");

    @Property(tries = 300)
    void everySplitOfEveryHistoryEqualsARecount(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) {
        var random = new Random(seed);
        var people = new HashMap<Integer, Facets>();
        var history = history(random, length, people);

        var totals = new Totals();
        while (totals.position < length) {
            // From anywhere at or before the place reached: a repeat; to anywhere after it: a batch of any size.
            var from = random.nextInt((int) totals.position + 1);
            var to = (int) Math.min(length, totals.position + 1 + random.nextInt(50));
            totals.fold(history.subList(from, to));
        }
        totals.fold(history);

        var recount = new Totals();
        people.values().forEach(facets -> recount.add(facets));
        assertThat(totals.coverage).isEqualTo(recount.coverage);
        assertThat(totals.birthYears).isEqualTo(recount.birthYears);
        assertThat(totals.areaTotals).isEqualTo(recount.areaTotals);
        assertThat(totals.areaCells).isEqualTo(recount.areaCells);
        assertThat(totals.areaBirthYears).isEqualTo(recount.areaBirthYears);
        assertThat(totals.stock(Happened::covered)).isEqualTo(recount.covered());
        assertThat(totals.stock(Happened::carriedOver)).isEqualTo(recount.carriedOver());
        assertThat(totals.flows).isEqualTo(Totals.of(history).flows);
        assertThat(totals.areaTotals.entrySet().stream()
                        .filter(total -> total.getKey().areaCode().equals("16"))
                        .mapToLong(Entry::getValue)
                        .sum())
                .isEqualTo(people.size());
    }

    @Property(tries = 200)
    void whatHappenedInAnAreasPartsHappenedInIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int length) {
        var history = history(new Random(seed), length, new HashMap<>());
        var totals = Totals.of(history);

        assertThat(Folding.of(0, history, FoldingTest::lineage).deltas().flows().map(Entry::getKey))
                .as("in the order of the rows")
                .isSorted()
                .doesNotHaveDuplicates();
        var parts = new HashMap<Flow, Happened>();
        totals.flows.forEach((flow, happened) -> {
            if (flow.areaCode().length() > 2) {
                var parent = lineage(flow.areaCode()).get(1);
                parts.merge(new Flow(parent, flow.day(), flow.kind()), happened, FoldingTest::plus);
            }
        });
        totals.flows.forEach((flow, happened) -> {
            if (flow.areaCode().length() < 13) {
                switch (flow.kind()) {
                    // Within the area they have come from nowhere and gone nowhere.
                    case TRANSFERRED_IN, TRANSFERRED_OUT ->
                        assertThat(happened.people())
                                .isLessThanOrEqualTo(parts.get(flow).people());
                    case ENROLLED -> assertThat(happened).isEqualTo(parts.get(flow));
                    // Where somebody moved and changed at once, the change is seen only where the move is not.
                    case ACTIVATED, GRACE, LAPSED, ENDED, REINSTATED -> {}
                    case CORRECTED ->
                        assertThat(happened.people())
                                .isGreaterThanOrEqualTo(
                                        parts.containsKey(flow)
                                                ? parts.get(flow).people()
                                                : 0);
                }
            }
        });
        assertThat(byDay(totals.flows, 1, 2)).isEqualTo(byDay(totals.flows, 0, 2));
        assertThat(byDay(totals.flows, 2, 5)).isEqualTo(byDay(totals.flows, 0, 5));
        assertThat(byDay(totals.flows, 3, 8)).isEqualTo(byDay(totals.flows, 0, 8));
    }

    private static Happened plus(Happened one, Happened other) {
        return new Happened(
                one.people() + other.people(),
                one.covered() + other.covered(),
                one.carriedOver() + other.carriedOver());
    }

    /** Net changes of each area whose code has a length, by day, from the flows of the areas that lie {@code below} it. */
    private static Map<String, Long> byDay(Map<Flow, Happened> flows, int below, int length) {
        var from = below == 0 ? length : length == 8 ? 13 : length + 3;
        var net = new HashMap<String, Long>();
        flows.forEach((flow, happened) -> {
            if (flow.areaCode().length() == from) {
                net.merge(flow.areaCode().substring(0, length) + flow.day(), happened.covered(), Long::sum);
            }
        });
        net.values().removeIf(covered -> covered == 0);
        return net;
    }

    @Example
    void aTransferIsSeenOnlyWhereItCrossesABorder() {
        var here = with("16.01.07.2001", Status.ACTIVE);
        var there = with("16.01.08.2001", Status.ACTIVE);
        var totals = Totals.of(List.of(enrolled(1, here), changed(2, Change.TRANSFERRED, here, there)));

        assertThat(totals.flows)
                .containsEntry(flow("16.01.07.2001", FlowKind.TRANSFERRED_OUT), new Happened(1, -1, 0))
                .containsEntry(flow("16.01.07", FlowKind.TRANSFERRED_OUT), new Happened(1, -1, 0))
                .containsEntry(flow("16.01.08", FlowKind.TRANSFERRED_IN), new Happened(1, 1, 0))
                .containsEntry(flow("16.01.08.2001", FlowKind.TRANSFERRED_IN), new Happened(1, 1, 0))
                .containsEntry(flow("16.01", FlowKind.ENROLLED), new Happened(1, 1, 0));
        assertThat(totals.flows.keySet())
                .filteredOn(flow -> flow.areaCode().length() <= 5)
                .allMatch(flow -> flow.kind() == FlowKind.ENROLLED);
    }

    @Example
    void aChangeOfStatusIsNamedByWhatItLeadsTo() {
        var registered = with("16.01.07.2001", Status.REGISTERED);
        var active = with("16.01.07.2001", Status.ACTIVE);
        var grace = with("16.01.07.2001", Status.GRACE);
        var lapsed = with("16.01.07.2001", Status.LAPSED);
        var ended = with("16.01.07.2001", Status.ENDED);
        var totals = Totals.of(List.of(
                enrolled(1, registered),
                changed(2, Change.STATUS_CHANGED, registered, active),
                changed(3, Change.STATUS_CHANGED, active, grace),
                changed(4, Change.STATUS_CHANGED, grace, active),
                changed(5, Change.STATUS_CHANGED, active, lapsed),
                changed(6, Change.STATUS_CHANGED, lapsed, active),
                changed(7, Change.STATUS_CHANGED, active, ended),
                changed(8, Change.CORRECTED, ended, ended)));

        assertThat(ofTheProvince(totals))
                .containsOnly(
                        Map.entry(FlowKind.ENROLLED, new Happened(1, 0, 0)),
                        Map.entry(FlowKind.ACTIVATED, new Happened(2, 1, 0)),
                        Map.entry(FlowKind.GRACE, new Happened(1, 0, 0)),
                        Map.entry(FlowKind.LAPSED, new Happened(1, -1, 0)),
                        Map.entry(FlowKind.REINSTATED, new Happened(1, 1, 0)),
                        Map.entry(FlowKind.ENDED, new Happened(1, -1, 0)),
                        Map.entry(FlowKind.CORRECTED, new Happened(1, 0, 0)));
    }

    /** A death that was recorded in error counts until it is taken back, to whatever the membership is then. */
    @Example
    void anEndThatIsTakenBackIsAReinstatement() {
        var active = with("16.01.07.2001", Status.ACTIVE);
        var ended = with("16.01.07.2001", Status.ENDED);
        var covered = Map.of(
                Status.REGISTERED, 0L,
                Status.ACTIVE, 1L,
                Status.GRACE, 1L,
                Status.LAPSED, 0L);

        covered.forEach((status, now) -> {
            var back = with("16.01.07.2001", status);
            var totals = Totals.of(List.of(
                    enrolled(1, active),
                    changed(2, Change.STATUS_CHANGED, active, ended),
                    changed(3, Change.STATUS_CHANGED, ended, back)));

            assertThat(ofTheProvince(totals))
                    .containsOnly(
                            Map.entry(FlowKind.ENROLLED, new Happened(1, 1, 0)),
                            Map.entry(FlowKind.ENDED, new Happened(1, -1, 0)),
                            Map.entry(FlowKind.REINSTATED, new Happened(1, now, 0)));
            assertThat(totals.stock(Happened::covered))
                    .isEqualTo(Totals.of(List.of(enrolled(1, back))).stock(Happened::covered));
        });
    }

    private static Map<FlowKind, Happened> ofTheProvince(Totals totals) {
        var province = new EnumMap<FlowKind, Happened>(FlowKind.class);
        totals.flows.forEach((flow, happened) -> {
            if (flow.areaCode().equals("16")) {
                province.put(flow.kind(), happened);
            }
        });
        return province;
    }

    private static Flow flow(String area, FlowKind kind) {
        return new Flow(area, DAY, kind);
    }

    private static Facets with(String village, Status status) {
        return new Facets(
                village,
                status,
                Segment.BPU,
                Occupation.PETANI,
                FundingSource.ADD,
                List.of(Programme.JKK, Programme.JKM),
                Sex.F,
                1984,
                Origin.NEW);
    }

    @Example
    void theLastWordOnAVillageCountsInAnyPieces() {
        var facts = List.of(told(1, null, null), told(2, null, 100L), told(3, 100L, 100L), told(4, 100L, 120L));

        var whole = Folding.of(0, facts, FoldingTest::lineage).facts().get("16.01.07.2001");
        var tail = Folding.of(2, facts, FoldingTest::lineage).facts().get("16.01.07.2001");
        var same =
                Folding.of(2, facts.subList(2, 3), FoldingTest::lineage).facts().get("16.01.07.2001");

        assertThat(whole).isEqualTo(tail);
        assertThat(whole.facts().workers()).isEqualTo(120);
        assertThat(whole.workersOn()).isEqualTo(DAY.plusDays(4));
        assertThat(same.workersOn()).as("an event before this batch brought it").isNull();
    }

    private static Event told(long position, @Nullable Long before, @Nullable Long after) {
        var change = new VillageChange("16.01.07.2001", DAY.plusDays(position), null, facts(before), facts(after));
        return new Event(position, NOW, change, null, null);
    }

    private static VillageFacts facts(@Nullable Long workers) {
        return new VillageFacts(AreaKind.DESA, workers, true, false, null, null, null, List.of());
    }

    @Property(tries = 100)
    void stopsBeforeTheFirstMissingPositionWhicheverIsMissing(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 100) int length) {
        var random = new Random(seed);
        var history = history(random, length, new HashMap<>());
        var missing = random.nextInt(length - 1);
        var delivered = new ArrayList<>(history);
        delivered.remove(missing);

        var folding = Folding.of(0, delivered, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(missing);
        assertThat(folding.gap()).isEqualTo(new Folding.Gap(missing, history.get(missing + 1)));
    }

    @Example
    void aParkedEventTakesThePositionOnAndCountsNothing() {
        var events = List.of(
                new Event(1, NOW, new Unreadable("the body is not JSON"), null, null),
                new Event(2, NOW, new Ignored(), null, null),
                enrolled(3, facets(new Random(1), "16.99.99.2001")),
                enrolled(4, facets(new Random(1), VILLAGES.getFirst())));

        var folding = Folding.of(0, events, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(4);
        assertThat(folding.parked())
                .extracting(parked -> ((Event) parked.received()).position())
                .containsExactly(1L, 3L);
        assertThat(folding.deltas().coverage()).hasSize(1);
    }

    @Example
    void countsPeopleInAVillageFromTheEventThatRegistersItOn() {
        var events = List.of(
                enrolled(1, facets(new Random(1), "16.01.07.2099")),
                registered(2, "16.01.07.2099"),
                enrolled(3, facets(new Random(1), "16.01.07.2099")),
                registered(4, "16.01.07.2099"),
                registered(5, "16.01.07.2001"),
                registered(6, "16.88.01.2001"));

        var folding = Folding.of(0, events, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(6);
        assertThat(folding.parked())
                .extracting(parked -> ((Event) parked.received()).position())
                .containsExactly(1L, 6L);
        assertThat(folding.registered()).extracting(VillageChange::villageCode).containsExactly("16.01.07.2099");
        assertThat(folding.deltas().areaTotals())
                .extracting(total -> total.getKey().areaCode())
                .containsExactlyInAnyOrder("16", "16.01", "16.01.07", "16.01.07.2099");
    }

    private static Event registered(long position, String code) {
        var village = new VillageChange(code, DAY, "Desa Baru", null, facts((Long) null));
        return new Event(position, NOW, village, null, null);
    }

    @Example
    void aChangeThatLeavesACellAsItWasWritesNothing() {
        var facets = facets(new Random(1), VILLAGES.getFirst());
        var events = List.of(enrolled(1, facets), changed(2, Change.CORRECTED, facets, facets));

        var folding = Folding.of(1, events, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(2);
        assertThat(folding.deltas().coverage()).isEmpty();
        assertThat(folding.deltas().areaTotals()).isEmpty();
    }

    private static List<Event> history(Random random, int length, Map<Integer, Facets> people) {
        var history = new ArrayList<Event>(length);
        for (var position = 1; position <= length; position++) {
            var day = DAY.plusDays(random.nextInt(5));
            if (people.isEmpty() || random.nextInt(3) == 0) {
                var after = facets(random, VILLAGES.get(random.nextInt(VILLAGES.size())));
                people.put(people.size(), after);
                history.add(participant(position, Change.ENROLLED, day, null, after));
            } else if (random.nextInt(10) == 0) {
                history.add(new Event(position, NOW, new Ignored(), null, null));
            } else {
                var one = random.nextInt(people.size());
                var after = facets(random, VILLAGES.get(random.nextInt(VILLAGES.size())));
                var change = Change.values()[1 + random.nextInt(3)];
                history.add(participant(position, change, day, people.put(one, after), after));
            }
        }
        return history;
    }

    private static Event enrolled(long position, Facets after) {
        return participant(position, Change.ENROLLED, DAY, null, after);
    }

    private static Event changed(long position, Change change, Facets before, Facets after) {
        return participant(position, change, DAY, before, after);
    }

    private static Event participant(
            long position, Change change, LocalDate on, @Nullable Facets before, Facets after) {
        return new Event(position, NOW, new ParticipantChange(change, on, before, after), null, null);
    }

    private static Facets facets(Random random, String village) {
        return new Facets(
                village,
                any(random, Status.class),
                any(random, Segment.class),
                any(random, Occupation.class),
                any(random, FundingSource.class),
                List.copyOf(EnumSet.of(Programme.JKK, any(random, Programme.class))),
                any(random, Sex.class),
                1960 + random.nextInt(3),
                any(random, Origin.class));
    }

    private static <E extends Enum<E>> E any(Random random, Class<E> type) {
        var values = type.getEnumConstants();
        return values[random.nextInt(Math.min(values.length, 3))];
    }

    private static List<String> lineage(String area) {
        if (VILLAGES.contains(area)) {
            return List.of(area, area.substring(0, 8), area.substring(0, 5), "16");
        }
        return switch (area) {
            case "16.01.07", "16.01.08", "16.71.01" -> List.of(area, area.substring(0, 5), "16");
            case "16.01", "16.71" -> List.of(area, "16");
            default -> List.of();
        };
    }

    /** The tables, as maps. */
    private static final class Totals {
        private final Map<Cell.Coverage, Long> coverage = new HashMap<>();
        private final Map<Cell.BirthYear, Long> birthYears = new HashMap<>();
        private final Map<Cell.AreaTotal, Long> areaTotals = new HashMap<>();
        private final Map<Cell.Coverage, Long> areaCells = new HashMap<>();
        private final Map<Cell.BirthYear, Long> areaBirthYears = new HashMap<>();
        private final Map<Flow, Happened> flows = new HashMap<>();
        private long position;

        static Totals of(List<Event> history) {
            var totals = new Totals();
            totals.fold(history);
            return totals;
        }

        /** By area, the flows' net changes summed up. */
        Map<String, Long> stock(ToLongFunction<Happened> net) {
            var stock = new HashMap<String, Long>();
            flows.forEach((flow, happened) -> stock.merge(flow.areaCode(), net.applyAsLong(happened), Long::sum));
            stock.values().removeIf(people -> people == 0);
            return stock;
        }

        Map<String, Long> covered() {
            return by(total -> total.status().covered());
        }

        Map<String, Long> carriedOver() {
            return by(total -> total.origin() == Origin.CARRIED_OVER);
        }

        private Map<String, Long> by(Predicate<Cell.AreaTotal> which) {
            var people = new HashMap<String, Long>();
            areaTotals.forEach((total, number) -> {
                if (which.test(total)) {
                    people.merge(total.areaCode(), number, Long::sum);
                }
            });
            return people;
        }

        void fold(List<Event> batch) {
            var folding = Folding.of(position, batch, FoldingTest::lineage);
            assertThat(folding.gap()).isNull();
            folding.deltas().coverage().forEach(delta -> add(coverage, delta));
            folding.deltas().birthYears().forEach(delta -> add(birthYears, delta));
            folding.deltas().areaTotals().forEach(delta -> add(areaTotals, delta));
            folding.deltas().areaCells().forEach(delta -> add(areaCells, delta));
            folding.deltas().areaBirthYears().forEach(delta -> add(areaBirthYears, delta));
            folding.deltas().flows().forEach(delta -> flows.merge(delta.getKey(), delta.getValue(), FoldingTest::plus));
            position = folding.position();
        }

        void add(Facets facets) {
            add(coverage, Map.entry(Cell.Coverage.of(facets), 1L));
            add(
                    birthYears,
                    Map.entry(new Cell.BirthYear(facets.villageCode(), facets.status(), facets.birthYear()), 1L));
            for (var area : lineage(facets.villageCode())) {
                add(areaTotals, Map.entry(new Cell.AreaTotal(area, facets.status(), facets.origin()), 1L));
                if (area.length() <= 5) {
                    add(areaCells, Map.entry(Cell.Coverage.of(facets).in(area), 1L));
                    add(areaBirthYears, Map.entry(new Cell.BirthYear(area, facets.status(), facets.birthYear()), 1L));
                }
            }
        }

        private static <K> void add(Map<K, Long> totals, Entry<K, Long> delta) {
            totals.merge(delta.getKey(), delta.getValue(), Totals::sum);
        }

        private static @Nullable Long sum(Long one, Long other) {
            var sum = one + other;
            assertThat(sum).isNotNegative();
            return sum == 0 ? null : sum;
        }
    }
}
