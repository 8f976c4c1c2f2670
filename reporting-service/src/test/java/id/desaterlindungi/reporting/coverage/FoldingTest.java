package id.desaterlindungi.reporting.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.Content.Ignored;
import id.desaterlindungi.reporting.coverage.Content.ParticipantChange;
import id.desaterlindungi.reporting.coverage.Content.Unreadable;
import id.desaterlindungi.reporting.coverage.Content.VillageRegistered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Any history, in any pieces and with any repeats, against a plain recount of the people at its end. */
class FoldingTest {

    private static final List<String> VILLAGES =
            List.of("16.01.07.2001", "16.01.07.2002", "16.01.08.2001", "16.71.01.1001");
    private static final Instant NOW = Instant.parse("2026-11-22T01:23:45Z");

    @Property(tries = 300)
    void everySplitOfEveryHistoryEqualsARecount(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) {
        var random = new Random(seed);
        Map<Integer, Facets> people = new HashMap<>();
        List<Event> history = history(random, length, people);

        var totals = new Totals();
        while (totals.position < length) {
            // From anywhere at or before the place reached: a repeat; to anywhere after it: a batch of any size.
            int from = random.nextInt((int) totals.position + 1);
            int to = (int) Math.min(length, totals.position + 1 + random.nextInt(50));
            totals.fold(history.subList(from, to));
        }
        totals.fold(history);

        var recount = new Totals();
        people.values().forEach(facets -> recount.add(facets));
        assertThat(totals.coverage).isEqualTo(recount.coverage);
        assertThat(totals.birthYears).isEqualTo(recount.birthYears);
        assertThat(totals.areaTotals).isEqualTo(recount.areaTotals);
        assertThat(totals.areaTotals.entrySet().stream()
                        .filter(total -> total.getKey().areaCode().equals("16"))
                        .mapToLong(Entry::getValue)
                        .sum())
                .isEqualTo(people.size());
    }

    @Property(tries = 100)
    void stopsBeforeTheFirstMissingPositionWhicheverIsMissing(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 100) int length) {
        var random = new Random(seed);
        List<Event> history = history(random, length, new HashMap<>());
        int missing = random.nextInt(length - 1);
        var delivered = new ArrayList<>(history);
        delivered.remove(missing);

        Folding folding = Folding.of(0, delivered, FoldingTest::lineage);

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

        Folding folding = Folding.of(0, events, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(4);
        assertThat(folding.parked())
                .extracting(parked -> ((Event) parked.arrival()).position())
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

        Folding folding = Folding.of(0, events, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(6);
        assertThat(folding.parked())
                .extracting(parked -> ((Event) parked.arrival()).position())
                .containsExactly(1L, 6L);
        assertThat(folding.registered())
                .extracting(VillageRegistered::villageCode)
                .containsExactly("16.01.07.2099");
        assertThat(folding.deltas().areaTotals())
                .extracting(total -> total.getKey().areaCode())
                .containsExactlyInAnyOrder("16", "16.01", "16.01.07", "16.01.07.2099");
    }

    private static Event registered(long position, String code) {
        var village = new VillageRegistered(code, "Desa Baru", new VillageRegistered.After(AreaKind.DESA));
        return new Event(position, NOW, village, null, null);
    }

    @Example
    void aChangeThatLeavesACellAsItWasWritesNothing() {
        Facets facets = facets(new Random(1), VILLAGES.getFirst());
        var events = List.of(enrolled(1, facets), new Event(2, NOW, new ParticipantChange(facets, facets), null, null));

        Folding folding = Folding.of(1, events, FoldingTest::lineage);

        assertThat(folding.position()).isEqualTo(2);
        assertThat(folding.deltas().coverage()).isEmpty();
        assertThat(folding.deltas().areaTotals()).isEmpty();
    }

    private static List<Event> history(Random random, int length, Map<Integer, Facets> people) {
        List<Event> history = new ArrayList<>(length);
        for (int position = 1; position <= length; position++) {
            if (people.isEmpty() || random.nextInt(3) == 0) {
                Facets after = facets(random, VILLAGES.get(random.nextInt(VILLAGES.size())));
                people.put(people.size(), after);
                history.add(enrolled(position, after));
            } else if (random.nextInt(10) == 0) {
                history.add(new Event(position, NOW, new Ignored(), null, null));
            } else {
                int one = random.nextInt(people.size());
                Facets after = facets(random, VILLAGES.get(random.nextInt(VILLAGES.size())));
                history.add(new Event(position, NOW, new ParticipantChange(people.put(one, after), after), null, null));
            }
        }
        return history;
    }

    private static Event enrolled(long position, Facets after) {
        return new Event(position, NOW, new ParticipantChange(null, after), null, null);
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
        E[] values = type.getEnumConstants();
        return values[random.nextInt(Math.min(values.length, 3))];
    }

    private static List<String> lineage(String area) {
        if (VILLAGES.contains(area)) {
            return List.of(area, area.substring(0, 8), area.substring(0, 5), "16");
        }
        return area.equals("16.01.07") ? List.of(area, "16.01", "16") : List.of();
    }

    /** The tables, as maps. */
    private static final class Totals {

        private final Map<Cell.Coverage, Long> coverage = new HashMap<>();
        private final Map<Cell.BirthYear, Long> birthYears = new HashMap<>();
        private final Map<Cell.AreaTotal, Long> areaTotals = new HashMap<>();
        private long position;

        void fold(List<Event> batch) {
            Folding folding = Folding.of(position, batch, FoldingTest::lineage);
            assertThat(folding.gap()).isNull();
            folding.deltas().coverage().forEach(delta -> add(coverage, delta));
            folding.deltas().birthYears().forEach(delta -> add(birthYears, delta));
            folding.deltas().areaTotals().forEach(delta -> add(areaTotals, delta));
            position = folding.position();
        }

        void add(Facets facets) {
            add(coverage, Map.entry(Cell.Coverage.of(facets), 1L));
            add(
                    birthYears,
                    Map.entry(new Cell.BirthYear(facets.villageCode(), facets.status(), facets.birthYear()), 1L));
            for (String area : lineage(facets.villageCode())) {
                add(areaTotals, Map.entry(new Cell.AreaTotal(area, facets.status(), facets.origin()), 1L));
            }
        }

        private static <K> void add(Map<K, Long> totals, Entry<K, Long> delta) {
            totals.merge(delta.getKey(), delta.getValue(), Totals::sum);
        }

        private static @Nullable Long sum(Long one, Long other) {
            long sum = one + other;
            assertThat(sum).isNotNegative();
            return sum == 0 ? null : sum;
        }
    }
}
