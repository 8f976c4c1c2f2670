package id.desaterlindungi.reporting.progress.disclosure;

import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which areas' covered people may be shown to the public. The parts of a sum are shown all or none: none if one of them is 1 to 4
 * people, and nothing inside a part that is not shown. So nobody can work out a withheld number from those that are shown, even
 * knowing this rule: a shown sum of at least 5 has at least two parts, and none of them is known. See decision 11.
 */
public final class PublicFigures {
    private static final int FEWEST = 5;

    private final Map<String, Area> areas;

    /** @param parentCode empty for the province */
    record Area(String code, String parentCode, long covered) {}

    private PublicFigures(Map<String, Area> areas) {
        this.areas = areas;
    }

    static PublicFigures of(Collection<Area> all) {
        var parts = new HashMap<String, List<Area>>();
        all.forEach(area ->
                parts.computeIfAbsent(area.parentCode(), _ -> new ArrayList<>()).add(area));
        var told = new HashMap<String, Area>();
        tell("", parts, told);
        return new PublicFigures(told);
    }

    private static void tell(String whole, Map<String, List<Area>> parts, Map<String, Area> told) {
        var here = parts.getOrDefault(whole, List.of());
        if (!tellable(here.stream().map(Area::covered).toList())) {
            return;
        }
        here.forEach(area -> {
            told.put(area.code(), area);
            tell(area.code(), parts, told);
        });
    }

    /** Whether the parts of a sum that the public knows may be shown. */
    public static boolean tellable(Collection<Long> parts) {
        return parts.stream().noneMatch(PublicFigures::few);
    }

    public static boolean few(long people) {
        return people > 0 && people < FEWEST;
    }

    public static PublicFigures read(Snapshot snapshot) {
        return of(snapshot.query("""
                        select area.code, coalesce(area.parent_code, '') as parent_code, coalesce(sum(total.people), 0) as covered
                          from area
                          left join area_total total
                            on total.generation = :generation and total.area_code = area.code
                           and total.status = any(:covered)
                         group by area.code
                        """)
                .bind("covered", Status.namesOfCovered())
                .map((row, _) -> new Area(row.getString("code"), row.getString("parent_code"), row.getLong("covered")))
                .list());
    }

    public boolean tells(String areaCode) {
        return areas.containsKey(areaCode);
    }
}
