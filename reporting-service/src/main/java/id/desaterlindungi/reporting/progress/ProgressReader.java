package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.access.Caller;
import id.desaterlindungi.reporting.access.Scope;
import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.goal.Goal;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.RegisterFigures;
import id.desaterlindungi.reporting.progress.AreaProgress.VillageFigures;
import id.desaterlindungi.reporting.progress.disclosure.PublicFigures;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers.Told;
import id.desaterlindungi.reporting.progress.snapshot.Mark;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the figures of areas. */
@ApplicationScoped
class ProgressReader {
    private static final int GROWTH_DAYS = 30;

    /** One column for each status: {@code registered, active, …}. */
    private static final String BY_STATUS = Arrays.stream(Status.values())
            .map(status ->
                    "coalesce(sum(people) filter (where status = '%s'), 0) as %s".formatted(status, column(status)))
            .collect(Collectors.joining(",\n       "));

    /** The figures of the areas that {@code %s} selects, by code. */
    private static final String FIGURES = """
            select area.code, area.name,
                   %s,
                   total.*,
                   fact.village_code, fact.workers, fact.workers_on, fact.head_present, fact.sadar, fact.valid_until,
                   case when :growth then
                        (select cast(coalesce(sum(flow.covered - flow.carried_over), 0) as bigint)
                           from flow
                          where flow.generation = :generation and flow.area_code = area.code
                            and flow.day > :growthAfter and flow.day <= :today)
                   end as growth
              from area
             cross join lateral (
                   select %s,
                          coalesce(sum(people) filter (where origin = 'CARRIED_OVER'), 0) as carried_over
                     from area_total
                    where area_total.generation = :generation and area_total.area_code = area.code) total
              left join goal on goal.area_code = area.code and goal.superseded_at is null
              left join village_fact fact on fact.generation = :generation and fact.village_code = area.code
             where %%s
             order by area.code
             limit :limit
            """.formatted(Goal.COLUMNS, BY_STATUS);

    // '/' is the character after '.': the range holds exactly the codes that begin with the parent's.
    private static final String CHILDREN = """
               area.code = :parent
            or (area.code > :parent || '.' and area.code < :parent || '/' and area.code > :after
                and area.kind = any(:kinds) %s %s)
            """;

    /** Only the areas in {@code :own}, and those that they lie in. */
    private static final String MEETING = """
            and exists (select from unnest(string_to_array(:own, ',')) own (code)
                         where starts_with(area.code || '.', own.code || '.')
                            or starts_with(own.code || '.', area.code || '.'))
            """;

    private final Snapshots snapshots;
    private final KeptAnswers answers;
    private final Caller caller;
    private volatile @Nullable Shown told;

    ProgressReader(Snapshots snapshots, KeptAnswers answers, Caller caller) {
        this.snapshots = snapshots;
        this.answers = answers;
        this.caller = caller;
    }

    /** An area's figures, and how far the figures of all areas are. */
    record Marked(Mark mark, Headline headline) {}

    /** Which areas may be shown to the public. It changes only when the totals do. */
    private record Shown(
            int generation, long position, @Nullable Instant at, PublicFigures figures) {}

    /** The children of an area at a level, and the area itself in the same snapshot. */
    record Children(AreaProgress parent, List<AreaProgress> items, boolean more, AsOf asOf) implements Dated<Children> {
        @Override
        public Children with(AsOf confirmed) {
            return new Children(parent, items, more, confirmed);
        }

        @Override
        public int size() {
            return 1 + items.size();
        }
    }

    /** Which of the villages are listed. */
    enum Having {
        /** Open villages with nobody in the register, whatever the status. */
        @JsonProperty("none")
        NONE("""
                and (fact.valid_until is null or fact.valid_until > :today)
                and not exists (select from area_total anybody
                                 where anybody.generation = :generation and anybody.area_code = area.code)
                """),
        /** Open desa (only desa get an ADD) that set aside nothing of this year's ADD for social security. */
        @JsonProperty("no-budget")
        NO_BUDGET("""
                and (fact.valid_until is null or fact.valid_until > :today)
                and area.kind = 'desa'
                and not exists (select from village_budget budget
                                 where budget.generation = :generation and budget.village_code = area.code
                                   and budget.year = extract(year from cast(:today as date)) and budget.add_social_security > 0)
                """);

        private final String condition;

        Having(String condition) {
            this.condition = condition;
        }
    }

    Mark mark() {
        return snapshots.read(Mark::of);
    }

    Optional<Told<Headline>> headline(String areaCode) {
        return answers.answer(
                List.of("headline", areaCode),
                snapshot -> area(snapshot, areaCode).map(progress -> Headline.of(progress, snapshot.asOf())));
    }

    Optional<Told<Headline>> publicHeadline(String areaCode) {
        return answers.answer(
                List.of("public headline", areaCode),
                snapshot -> area(snapshot, areaCode)
                        .map(progress -> Headline.of(progress.forPublic(publicFigures(snapshot)), snapshot.asOf())));
    }

    /** For the present totals; read once for all callers. */
    PublicFigures publicFigures(Snapshot snapshot) {
        var asOf = snapshot.asOf();
        var known = told;
        if (known == null
                || known.generation() != snapshot.generation()
                || known.position() != asOf.position()
                || !Objects.equals(known.at(), asOf.at())) {
            known = new Shown(snapshot.generation(), asOf.position(), asOf.at(), PublicFigures.read(snapshot));
            told = known;
        }
        return known.figures();
    }

    /** An unknown code is absent. */
    List<Marked> marked(Collection<String> areaCodes) {
        return snapshots.read(snapshot -> {
            var mark = Mark.of(snapshot);
            var codes = Map.of("codes", areaCodes.toArray(String[]::new));
            return figures(snapshot, "area.code = any(:codes)", codes, false, null).stream()
                    .map(progress -> new Marked(mark, Headline.of(progress, snapshot.asOf())))
                    .toList();
        });
    }

    static Optional<AreaProgress> area(Snapshot snapshot, String areaCode) {
        return figures(snapshot, "area.code = :code", Map.of("code", areaCode), false, null).stream()
                .findFirst();
    }

    /**
     * @param level a level below that of the parent
     * @param after {@link AreaOrder}'s key of the last area of the page before, empty for the first
     */
    Optional<Told<Children>> children(
            String parentCode,
            Level level,
            AreaOrder order,
            @Nullable Having having,
            String after,
            int limit,
            boolean forPublic) {
        var whole = forPublic || caller.scope().holds(Scope.PROVINCE);
        var own = whole ? "" : String.join(",", caller.scope().codes());
        var request = List.<Object>of(
                "children", parentCode, level, order, Optional.ofNullable(having), after, limit, forPublic, own);
        return answers.answer(
                request,
                snapshot -> children(snapshot, parentCode, level, order, having, after, limit, forPublic, own));
    }

    private Optional<Children> children(
            Snapshot snapshot,
            String parentCode,
            Level level,
            AreaOrder order,
            @Nullable Having having,
            String after,
            int limit,
            boolean forPublic,
            String own) {
        var whole = own.isEmpty();
        var growth = order.by() == AreaOrder.By.GROWTH;
        if (growth || having == Having.NO_BUDGET) {
            snapshot.requireFlows();
        }
        // By code an index finds the page; in any other order all areas must be read.
        var paged = order.isByCode();
        var found = figures(
                snapshot,
                CHILDREN.formatted(having == null ? "" : having.condition, whole ? "" : MEETING),
                children(parentCode, level, paged ? AreaOrder.codeOf(after) : "", own),
                growth,
                paged ? limit + 2 : null);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (forPublic) {
            var figures = publicFigures(snapshot);
            found = found.stream().map(area -> area.forPublic(figures)).toList();
        }
        var items = found.stream()
                .skip(1)
                .filter(area -> after.isEmpty() || order.isAfter(area, after))
                .sorted(order.comparator())
                .limit(limit + 1L)
                .toList();
        var more = items.size() > limit;
        return Optional.of(
                new Children(found.getFirst(), more ? items.subList(0, limit) : items, more, snapshot.asOf()));
    }

    /** All areas of a level within an area, by code, behind the area itself; for whoever may see all of them. */
    static List<AreaProgress> below(Snapshot snapshot, String parent, Level level) {
        return figures(snapshot, CHILDREN.formatted("", ""), children(parent, level, "", ""), false, null);
    }

    private static Map<String, Object> children(String parent, Level level, String after, String own) {
        var values = new HashMap<String, Object>(Map.of("parent", parent, "kinds", kinds(level), "after", after));
        if (!own.isEmpty()) {
            values.put("own", own);
        }
        return values;
    }

    static String[] kinds(Level level) {
        return Arrays.stream(AreaKind.values())
                .filter(kind -> kind.level() == level)
                .map(AreaKind::label)
                .toArray(String[]::new);
    }

    static List<AreaProgress> figures(
            Snapshot snapshot, String which, Map<String, ?> parameters, boolean growth, @Nullable Integer limit) {
        return snapshot.query(FIGURES.formatted(which))
                .bindMap(parameters)
                .bind("limit", limit)
                .bind("growth", growth)
                .bind("growthAfter", snapshot.today().minusDays(GROWTH_DAYS))
                .bind("today", snapshot.today())
                .map((row, _) -> read(row, snapshot.today()))
                .list();
    }

    private static AreaProgress read(ResultSet row, LocalDate today) throws SQLException {
        var byStatus = new EnumMap<Status, Long>(Status.class);
        for (var status : Status.values()) {
            var people = row.getLong(column(status));
            if (people != 0) {
                byStatus.put(status, people);
            }
        }
        var register = RegisterFigures.of(byStatus, row.getLong("carried_over"));
        var area = new AreaName(row.getString("code"), row.getString("name"));
        return AreaProgress.of(area, Goal.read(row), register, today)
                .with(row.getObject("growth", Long.class), village(row));
    }

    private static @Nullable VillageFigures village(ResultSet row) throws SQLException {
        if (row.getString("village_code") == null) {
            return null;
        }
        return new VillageFigures(
                row.getObject("workers", Long.class),
                row.getObject("workers_on", LocalDate.class),
                row.getBoolean("head_present"),
                row.getBoolean("sadar"),
                row.getObject("valid_until", LocalDate.class));
    }

    private static String column(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
