package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.Breakdown.Count;
import id.desaterlindungi.reporting.progress.Breakdown.Item;
import id.desaterlindungi.reporting.progress.disclosure.PublicFigures;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers.Told;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds up cells. The province, regencies and cities have summed cells of their own; elsewhere those of the villages are added. */
@ApplicationScoped
class BreakdownReader {
    private final KeptAnswers answers;

    BreakdownReader(KeptAnswers answers) {
        this.answers = answers;
    }

    private record Area(AreaName name, Level level) {}

    /** @param filters values that the counted people have; a facet of {@code by} may be among them */
    Optional<Told<Breakdown>> breakdown(String within, List<Facet> by, Map<Facet, String> filters) {
        return answers.answer(
                List.of("breakdown", within, by, Map.copyOf(filters)), snapshot -> read(snapshot, within, by, filters));
    }

    static Optional<Breakdown> read(Snapshot snapshot, String within, List<Facet> by, Map<Facet, String> filters) {
        return area(snapshot, within).map(area -> read(snapshot, area, by, filters));
    }

    /** The whole province by one facet. The total and the items count covered people alone. */
    Told<Breakdown> publicBreakdown(String province, Facet by) {
        return answers.answer(
                        List.of("public breakdown", province, by),
                        snapshot -> Optional.of(forPublic(snapshot, province, by)))
                .orElseThrow();
    }

    static Breakdown forPublic(Snapshot snapshot, String province, Facet by) {
        var area = area(snapshot, province).orElseThrow();
        var all = read(snapshot, area, List.of(by), Map.of());
        var covered = all.items().stream().mapToLong(Item::covered).sum();
        var told = !PublicFigures.few(covered)
                && PublicFigures.tellable(
                        all.items().stream().map(Item::covered).toList());
        var items = all.items().stream()
                .filter(item -> told && item.covered() > 0)
                .map(item -> new Item(item.values(), null, item.covered()))
                .toList();
        var total = new Count(null, PublicFigures.few(covered) ? null : covered);
        return new Breakdown(area.name(), all.by(), Map.of(), items, total, !told, snapshot.asOf());
    }

    private static Optional<Area> area(Snapshot snapshot, String code) {
        return snapshot.handle()
                .createQuery("select code, name, kind from area where code = :code")
                .bind("code", code)
                .map((row, _) -> new Area(
                        new AreaName(row.getString("code"), row.getString("name")),
                        AreaKind.of(row.getString("kind")).level()))
                .findOne();
    }

    private static Breakdown read(Snapshot snapshot, Area area, List<Facet> by, Map<Facet, String> filters) {
        var birthYears = by.contains(Facet.BIRTH_YEAR) || filters.containsKey(Facet.BIRTH_YEAR);
        var above = area.level() == Level.PROVINCE || area.level() == Level.REGENCY;
        if (above) {
            snapshot.requireFlows();
        }
        var table =
                birthYears ? above ? "area_birth_year_cell" : "birth_year_cell" : above ? "area_cell" : "coverage_cell";
        // '/' is the character after '.': the range holds exactly the codes that begin with the district's.
        var where = above
                ? "area_code = :within"
                : area.level() == Level.VILLAGE
                        ? "village_code = :within"
                        : "village_code > :within || '.' and village_code < :within || '/'";
        var columns = by.stream().map(Facet::column).collect(Collectors.joining(", "));
        var restricted = filters.keySet().stream()
                .map(facet -> " and %1$s = cast(:%1$s as %2$s)"
                        .formatted(facet.column(), facet == Facet.BIRTH_YEAR ? "integer" : "text"))
                .collect(Collectors.joining());
        var query = snapshot.query("""
                        select %1$s, sum(people) as people,
                               coalesce(sum(people) filter (where status = any(:covered)), 0) as covered
                          from %2$s
                         where generation = :generation and %3$s%4$s
                         group by %1$s
                         order by %1$s
                        """.formatted(columns, table, where, restricted))
                .bind("within", area.name().code())
                .bind("covered", Status.namesOfCovered());
        filters.forEach((facet, value) -> query.bind(facet.column(), value));
        var items = query.map((row, _) -> item(row, by)).list();
        var total = new Count(
                items.stream()
                        .mapToLong(item -> item.people() == null ? 0 : item.people())
                        .sum(),
                items.stream().mapToLong(Item::covered).sum());
        var restrictions = new LinkedHashMap<String, String>();
        filters.forEach((facet, value) -> restrictions.put(facet.label(), value));
        return new Breakdown(
                area.name(), by.stream().map(Facet::label).toList(), restrictions, items, total, null, snapshot.asOf());
    }

    private static Item item(ResultSet row, List<Facet> by) throws SQLException {
        var values = new LinkedHashMap<String, String>();
        for (var facet : by) {
            values.put(facet.label(), row.getString(facet.column()));
        }
        return new Item(values, row.getLong("people"), row.getLong("covered"));
    }
}
