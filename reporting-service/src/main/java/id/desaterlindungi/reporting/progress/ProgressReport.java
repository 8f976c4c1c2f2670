package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.goal.Goal;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.RegisterFigures;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads the figures. Each answer comes from one statement, so from one snapshot: its parts add up, at the position it tells. */
@Singleton
class ProgressReport {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    /** One column for each status: {@code registered, active, …}. */
    private static final String BY_STATUS = Arrays.stream(Status.values())
            .map(status -> "coalesce(sum(total.people) filter (where total.status = '%s'), 0) as %s"
                    .formatted(status, column(status)))
            .collect(Collectors.joining(",\n       "));

    /** The figures of the areas that {@code %s} selects, by code. */
    private static final String FIGURES = """
            select area.code, area.name,
                   %s,
                   %s,
                   coalesce(sum(total.people) filter (where total.origin = 'CARRIED_OVER'), 0) as carried_over,
                   projection.position, projection.event_at, projection.folded_at, projection.complete_at,
                   projection.parked, projection.reconciled_at, projection.matched, projection.waiting_for,
                   clock_timestamp() as now
              from projection
             cross join area
              left join goal on goal.area_code = area.code and goal.superseded_at is null
              left join area_total total on total.generation = projection.generation and total.area_code = area.code
             where projection.state = 'LIVE' and (%%s)
             group by area.code, goal.area_code, goal.version, projection.generation
             order by area.code
            """.formatted(Goal.COLUMNS, BY_STATUS);

    private final Jdbi jdbi;

    ProgressReport(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How far the figures are: what a listener needs to know to ask for them again. */
    record Mark(
            long position,
            long parked,
            @Nullable Instant reconciledAt,
            @Nullable Boolean matched) {
        /** The last two also change where a rebuild puts other figures in the place of those at the same position. */
        static Mark of(AsOf asOf) {
            return new Mark(asOf.position(), asOf.parked(), asOf.reconciledAt(), asOf.matched());
        }
    }

    /** The children of an area at a level, and the area itself in the same snapshot. */
    record Children(AreaProgress parent, List<AreaProgress> items, boolean more, AsOf asOf) {}

    AsOf asOf() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select position, event_at, folded_at, complete_at, parked, reconciled_at, matched, waiting_for,
                               clock_timestamp() as now
                          from projection where state = 'LIVE'
                        """).map((row, _) -> asOf(row)).one());
    }

    Mark mark() {
        return Mark.of(asOf());
    }

    Optional<Level> levelOf(String areaCode) {
        return jdbi.withHandle(handle -> handle.createQuery("select kind from area where code = :code")
                .bind("code", areaCode)
                .map((row, _) -> AreaKind.of(row.getString("kind")).level())
                .findOne());
    }

    Optional<Headline> headline(String areaCode) {
        return Optional.ofNullable(headlines(List.of(areaCode)).get(areaCode));
    }

    /** By code; a code that is no area's is absent. */
    Map<String, Headline> headlines(Collection<String> areaCodes) {
        return jdbi
                .withHandle(handle ->
                        figures(handle, "area.code = any(:codes)", Map.of("codes", areaCodes.toArray(String[]::new))))
                .stream()
                .map(row -> Headline.of(row.progress(), row.asOf()))
                .collect(Collectors.toMap(headline -> headline.area().code(), Function.identity()));
    }

    /**
     * @param level below the parent's own
     * @param after code of the last area of the page before, empty for the first
     */
    Children children(String parentCode, Level level, String after, int limit) {
        String[] kinds = Arrays.stream(AreaKind.values())
                .filter(kind -> kind.level() == level)
                .map(AreaKind::label)
                .toArray(String[]::new);
        // '/' is the character after '.': the range holds exactly the codes that begin with the parent's.
        List<Row> rows = jdbi.withHandle(handle ->
                figures(handle, """
                area.code = :parent
                   or area.code in (select code from area
                                     where code > :after and code > :parent || '.' and code < :parent || '/'
                                       and kind = any(:kinds)
                                     order by code
                                     limit :rows)
                """, Map.of("parent", parentCode, "after", after, "kinds", kinds, "rows", limit + 1)));
        List<AreaProgress> items = rows.stream().skip(1).map(Row::progress).toList();
        boolean more = items.size() > limit;
        return new Children(
                rows.getFirst().progress(),
                more ? items.subList(0, limit) : items,
                more,
                rows.getFirst().asOf());
    }

    private record Row(AreaProgress progress, AsOf asOf) {}

    private static List<Row> figures(Handle handle, String which, Map<String, ?> parameters) {
        LocalDate today = LocalDate.now(JAKARTA);
        return handle.createQuery(FIGURES.formatted(which))
                .bindMap(parameters)
                .map((row, _) -> read(row, today))
                .list();
    }

    private static Row read(ResultSet row, LocalDate today) throws SQLException {
        Map<Status, Long> byStatus = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            long people = row.getLong(column(status));
            if (people != 0) {
                byStatus.put(status, people);
            }
        }
        var register = RegisterFigures.of(byStatus, row.getLong("carried_over"));
        var area = new AreaName(row.getString("code"), row.getString("name"));
        return new Row(AreaProgress.of(area, Goal.read(row), register, today), asOf(row));
    }

    private static AsOf asOf(ResultSet row) throws SQLException {
        return AsOf.of(
                        row.getLong("position"),
                        instant(row, "event_at"),
                        instant(row, "folded_at"),
                        instant(row, "complete_at"),
                        row.getObject("now", OffsetDateTime.class).toInstant(),
                        row.getLong("parked"))
                .with(
                        instant(row, "reconciled_at"),
                        row.getObject("matched", Boolean.class),
                        row.getObject("waiting_for", Long.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String column(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
