package id.desaterlindungi.reporting.progress.disclosure;

import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * By how much the people that the register covers in an area became more in 30 days, where the public may know it. See decision 18.
 * <ul>
 *   <li>The 30 days end with a week. So they stay the same for a week: from the changes of two days nobody learns what one day
 *       brought.
 *   <li>The changes of the parts of a sum are told all or none, as their numbers are: only where the numbers themselves are told, and
 *       neither a part's number before the 30 days, nor after them, nor its change is 1 to 4 people; and nothing inside a part whose
 *       change is not told.
 * </ul>
 */
public final class PublicChanges {
    private static final int DAYS = 30;

    private final Map<String, Long> changes;
    private final Map<String, Long> all;

    /** How many there were before the 30 days, and at their end. */
    record Stock(long before, long after) {
        long change() {
            return after - before;
        }

        boolean few() {
            return PublicFigures.few(before) || PublicFigures.few(after) || PublicFigures.few(Math.abs(change()));
        }
    }

    /** @param parentCode empty for the province */
    record Area(String code, String parentCode, Stock covered) {}

    private PublicChanges(Map<String, Long> changes, Map<String, Long> all) {
        this.changes = changes;
        this.all = all;
    }

    /** The last day of the 30: that of the last whole week, a Sunday. */
    public static LocalDate lastDay(LocalDate today) {
        return today.with(TemporalAdjusters.previous(DayOfWeek.SUNDAY));
    }

    /** The first day of the 30. */
    public static LocalDate firstDay(LocalDate lastDay) {
        return lastDay.minusDays(DAYS - 1L);
    }

    /**
     * @param carriedOver of the province: the weeks of its way to the goal (baseline, less these, and the covered) tell their change
     *     to who knows by how much the covered changed
     */
    static PublicChanges of(Collection<Area> all, Stock carriedOver, PublicFigures figures) {
        var parts = new HashMap<String, List<Area>>();
        all.forEach(area ->
                parts.computeIfAbsent(area.parentCode(), _ -> new ArrayList<>()).add(area));
        var told = new HashMap<String, Long>();
        if (!carriedOver.few()) {
            tell("", parts, figures, told);
        }
        return new PublicChanges(
                told,
                all.stream()
                        .collect(Collectors.toMap(
                                Area::code, area -> area.covered().change())));
    }

    private static void tell(
            String whole, Map<String, List<Area>> parts, PublicFigures figures, Map<String, Long> told) {
        var here = parts.getOrDefault(whole, List.of());
        if (here.stream()
                .anyMatch(area -> !figures.tells(area.code()) || area.covered().few())) {
            return;
        }
        here.forEach(area -> {
            told.put(area.code(), area.covered().change());
            tell(area.code(), parts, figures, told);
        });
    }

    /** None of them while totals of an older release do not say what happened when. */
    public static PublicChanges read(Snapshot snapshot, PublicFigures figures) {
        if (!snapshot.hasFlows()) {
            return new PublicChanges(Map.of(), Map.of());
        }
        record Row(Area area, Stock carriedOver) {}
        var last = lastDay(snapshot.today());
        var rows = snapshot.query("""
                        select area.code, coalesce(area.parent_code, '') as parent_code,
                               total.covered - moved.covered_later as covered, moved.covered as covered_change,
                               total.carried_over - moved.carried_over_later as carried_over,
                               moved.carried_over as carried_over_change
                          from area
                         cross join lateral (
                               select coalesce(sum(people) filter (where status = any(:covered)), 0) as covered,
                                      coalesce(sum(people) filter (where origin = 'CARRIED_OVER'), 0) as carried_over
                                 from area_total
                                where area_total.generation = :generation and area_total.area_code = area.code) total
                         cross join lateral (
                               select coalesce(sum(covered) filter (where day > :last), 0) as covered_later,
                                      coalesce(sum(covered) filter (where day <= :last), 0) as covered,
                                      coalesce(sum(carried_over) filter (where day > :last), 0) as carried_over_later,
                                      coalesce(sum(carried_over) filter (where day <= :last), 0) as carried_over
                                 from flow
                                where flow.generation = :generation and flow.area_code = area.code and flow.day > :before) moved
                        """)
                .bind("covered", Status.namesOfCovered())
                .bind("last", last)
                .bind("before", last.minusDays(DAYS))
                .map((row, _) -> new Row(
                        new Area(
                                row.getString("code"),
                                row.getString("parent_code"),
                                stock(row.getLong("covered"), row.getLong("covered_change"))),
                        stock(row.getLong("carried_over"), row.getLong("carried_over_change"))))
                .list();
        return of(
                rows.stream().map(Row::area).toList(),
                rows.stream()
                        .filter(row -> row.area().parentCode().isEmpty())
                        .map(Row::carriedOver)
                        .findFirst()
                        .orElse(new Stock(0, 0)),
                figures);
    }

    private static Stock stock(long after, long change) {
        return new Stock(after - change, after);
    }

    /** Null where it is not told. */
    public @Nullable Long of(String areaCode) {
        return changes.get(areaCode);
    }

    /** For whoever may see all of the area; null while totals of an older release do not say. */
    public @Nullable Long inFull(String areaCode) {
        return all.get(areaCode);
    }
}
