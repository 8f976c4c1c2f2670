package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.fold.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.fold.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.fold.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.fold.Cell.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a batch of events changes in the totals, added up: a cell that many events touch is written once. Areas above the
 * villages are added up from them, not event by event. Rows are made while they are read: there may be millions of them.
 */
final class Deltas {
    private final Map<String, List<String>> lineages;
    private final Supplier<Stream<Entry<Coverage, Long>>> coverage;
    private final Supplier<Stream<Entry<BirthYear, Long>>> birthYears;
    private final Supplier<Stream<Entry<Flow, Happened>>> flows;

    /**
     * @param lineages of each village, codes of it and of each area above it, up to the province
     * @param coverage of villages, in the order of their keys
     * @param birthYears of villages, in the order of their keys
     * @param flows of villages and of the areas above them, in the order of their keys
     */
    Deltas(
            Map<String, List<String>> lineages,
            Supplier<Stream<Entry<Coverage, Long>>> coverage,
            Supplier<Stream<Entry<BirthYear, Long>>> birthYears,
            Supplier<Stream<Entry<Flow, Happened>>> flows) {
        this.lineages = lineages;
        this.coverage = coverage;
        this.birthYears = birthYears;
        this.flows = flows;
    }

    /**
     * What happened in an area on a day, of one kind.
     *
     * @param people how many such events
     * @param covered net change of the covered
     * @param carriedOver net change of those who were covered before the register
     */
    record Happened(long people, long covered, long carriedOver) {
        static Happened of(Facets before, Facets after) {
            return new Happened(1, covered(after) - covered(before), carriedOver(after) - carriedOver(before));
        }

        static Happened in(Facets after) {
            return new Happened(1, covered(after), carriedOver(after));
        }

        static Happened out(Facets before) {
            return new Happened(1, -covered(before), -carriedOver(before));
        }

        Happened unseen() {
            return new Happened(0, covered, carriedOver);
        }

        private boolean changes() {
            return people != 0 || covered != 0 || carriedOver != 0;
        }

        private static long covered(Facets facets) {
            return facets.status().covered() ? 1 : 0;
        }

        private static long carriedOver(Facets facets) {
            return facets.origin() == Origin.CARRIED_OVER ? 1 : 0;
        }
    }

    Stream<Entry<Coverage, Long>> coverage() {
        return coverage.get().filter(cell -> cell.getValue() != 0);
    }

    /** Of the province and the regencies and cities alone: two levels above the districts, whose villages are few. */
    Stream<Entry<Coverage, Long>> areaCells() {
        var cells = new HashMap<Coverage, Long>();
        coverage().forEach(delta -> {
            var cell = delta.getKey();
            for (var area : aboveDistricts(cell.areaCode())) {
                cells.merge(cell.in(area), delta.getValue(), Long::sum);
            }
        });
        return changed(cells);
    }

    Stream<Entry<BirthYear, Long>> birthYears() {
        return birthYears.get().filter(cell -> cell.getValue() != 0);
    }

    /** Of the same areas. */
    Stream<Entry<BirthYear, Long>> areaBirthYears() {
        var cells = new HashMap<BirthYear, Long>();
        birthYears().forEach(delta -> {
            var cell = delta.getKey();
            for (var area : aboveDistricts(cell.areaCode())) {
                cells.merge(new BirthYear(area, cell.status(), cell.birthYear()), delta.getValue(), Long::sum);
            }
        });
        return changed(cells);
    }

    private List<String> aboveDistricts(String villageCode) {
        var lineage = lineage(villageCode);
        return lineage.subList(Math.min(2, lineage.size()), lineage.size());
    }

    Stream<Entry<AreaTotal, Long>> areaTotals() {
        var villages = new HashMap<AreaTotal, Long>();
        coverage().forEach(delta -> {
            var cell = delta.getKey();
            var combination = cell.combination();
            villages.merge(
                    new AreaTotal(cell.areaCode(), combination.status(), combination.origin()),
                    delta.getValue(),
                    Long::sum);
        });
        var totals = new HashMap<AreaTotal, Long>();
        villages.forEach((total, people) -> {
            for (var area : lineage(total.areaCode())) {
                totals.merge(new AreaTotal(area, total.status(), total.origin()), people, Long::sum);
            }
        });
        return changed(totals);
    }

    Stream<Entry<Flow, Happened>> flows() {
        return flows.get().filter(flow -> flow.getValue().changes());
    }

    private List<String> lineage(String villageCode) {
        return lineages.getOrDefault(villageCode, List.of());
    }

    private static <K extends Comparable<K>> Stream<Entry<K, Long>> changed(Map<K, Long> deltas) {
        return deltas.entrySet().stream().filter(delta -> delta.getValue() != 0).sorted(Entry.comparingByKey());
    }
}
