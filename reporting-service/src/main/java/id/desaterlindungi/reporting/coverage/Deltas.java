package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.coverage.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.Cell.Coverage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** What a batch of events changes in the totals, added up: a cell that many events touch is written once. */
final class Deltas {

    private final Map<Coverage, Long> coverage = new HashMap<>();
    private final Map<BirthYear, Long> birthYears = new HashMap<>();
    private final Map<AreaTotal, Long> areaTotals = new HashMap<>();

    /** @param lineage codes of the facets' village and of each area above it */
    void add(Facets facets, List<String> lineage, long people) {
        coverage.merge(Coverage.of(facets), people, Long::sum);
        birthYears.merge(new BirthYear(facets.villageCode(), facets.status(), facets.birthYear()), people, Long::sum);
        for (String area : lineage) {
            areaTotals.merge(new AreaTotal(area, facets.status(), facets.origin()), people, Long::sum);
        }
    }

    List<Entry<Coverage, Long>> coverage() {
        return changed(coverage, Coverage.ORDER);
    }

    List<Entry<BirthYear, Long>> birthYears() {
        return changed(birthYears, BirthYear.ORDER);
    }

    List<Entry<AreaTotal, Long>> areaTotals() {
        return changed(areaTotals, AreaTotal.ORDER);
    }

    private static <K> List<Entry<K, Long>> changed(Map<K, Long> deltas, Comparator<K> order) {
        return deltas.entrySet().stream()
                .filter(delta -> delta.getValue() != 0)
                .sorted(Entry.comparingByKey(order))
                .toList();
    }
}
