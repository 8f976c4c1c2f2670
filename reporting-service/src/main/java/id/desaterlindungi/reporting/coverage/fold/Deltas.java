package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.fold.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.fold.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.fold.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.fold.Cell.Flow;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * What a batch of events changes in the totals, added up: a cell that many events touch is written once. Areas above the
 * villages are added up from them at the end, not event by event.
 */
final class Deltas {
    private final Map<Coverage, Long> coverage = new HashMap<>();
    private final Map<BirthYear, Long> birthYears = new HashMap<>();
    /** In villages alone, to be added up, and in areas as they are. */
    private final Map<Flow, Happened> villageFlows = new HashMap<>();

    private final Map<Flow, Happened> flows = new HashMap<>();
    private final Map<String, List<String>> lineages = new HashMap<>();

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

        Happened plus(Happened other) {
            return new Happened(people + other.people, covered + other.covered, carriedOver + other.carriedOver);
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

    /** @param lineage codes of the facets' village and of each area above it, up to the province */
    void add(Facets facets, List<String> lineage, long people) {
        coverage.merge(Coverage.of(facets), people, Long::sum);
        birthYears.merge(new BirthYear(facets.villageCode(), facets.status(), facets.birthYear()), people, Long::sum);
        lineages.put(facets.villageCode(), lineage);
    }

    /** In a village and each area above it; {@link #add} has told which those are. */
    void happened(String villageCode, LocalDate day, FlowKind kind, Happened what) {
        villageFlows.merge(new Flow(villageCode, day, kind), what, Happened::plus);
    }

    /** In these areas and no others. */
    void happened(List<String> areas, LocalDate day, FlowKind kind, Happened what) {
        for (var area : areas) {
            flows.merge(new Flow(area, day, kind), what, Happened::plus);
        }
    }

    List<Entry<Coverage, Long>> coverage() {
        return changed(coverage);
    }

    /** Of the province and the regencies and cities alone: two levels above the districts, whose villages are few. */
    List<Entry<Coverage, Long>> areaCells() {
        var cells = new HashMap<Coverage, Long>();
        coverage.forEach((cell, people) -> {
            for (var area : aboveDistricts(cell.areaCode())) {
                cells.merge(cell.in(area), people, Long::sum);
            }
        });
        return changed(cells);
    }

    /** Of the same areas. */
    List<Entry<BirthYear, Long>> areaBirthYears() {
        var cells = new HashMap<BirthYear, Long>();
        birthYears.forEach((cell, people) -> {
            for (var area : aboveDistricts(cell.areaCode())) {
                cells.merge(new BirthYear(area, cell.status(), cell.birthYear()), people, Long::sum);
            }
        });
        return changed(cells);
    }

    private List<String> aboveDistricts(String villageCode) {
        var lineage = lineage(villageCode);
        return lineage.subList(Math.min(2, lineage.size()), lineage.size());
    }

    List<Entry<BirthYear, Long>> birthYears() {
        return changed(birthYears);
    }

    List<Entry<AreaTotal, Long>> areaTotals() {
        var villages = new HashMap<AreaTotal, Long>();
        coverage.forEach((cell, people) -> villages.merge(
                new AreaTotal(
                        cell.areaCode(),
                        cell.combination().status(),
                        cell.combination().origin()),
                people,
                Long::sum));
        var totals = new HashMap<AreaTotal, Long>();
        villages.forEach((total, people) -> {
            for (var area : lineage(total.areaCode())) {
                totals.merge(new AreaTotal(area, total.status(), total.origin()), people, Long::sum);
            }
        });
        return changed(totals);
    }

    List<Entry<Flow, Happened>> flows() {
        var parents = new HashMap<String, String>();
        for (var lineage : lineages.values()) {
            for (var i = 1; i < lineage.size(); i++) {
                parents.put(lineage.get(i - 1), lineage.get(i));
            }
        }
        var all = new HashMap<Flow, Happened>(flows);
        // Level by level: each has far fewer rows than the one below it.
        for (var level = villageFlows; !level.isEmpty(); level = above(level, parents)) {
            level.forEach((flow, what) -> all.merge(flow, what, Happened::plus));
        }
        return all.entrySet().stream()
                .filter(flow -> flow.getValue().changes())
                .sorted(Entry.comparingByKey())
                .toList();
    }

    private static Map<Flow, Happened> above(Map<Flow, Happened> level, Map<String, String> parents) {
        var above = new HashMap<Flow, Happened>();
        level.forEach((flow, what) -> {
            var parent = parents.get(flow.areaCode());
            if (parent != null) {
                above.merge(new Flow(parent, flow.day(), flow.kind()), what, Happened::plus);
            }
        });
        return above;
    }

    private List<String> lineage(String villageCode) {
        return lineages.getOrDefault(villageCode, List.of());
    }

    private static <K extends Comparable<K>> List<Entry<K, Long>> changed(Map<K, Long> deltas) {
        return deltas.entrySet().stream()
                .filter(delta -> delta.getValue() != 0)
                .sorted(Entry.comparingByKey())
                .toList();
    }
}
