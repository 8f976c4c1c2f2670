package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.ProgressResource.PROVINCE;

import id.desaterlindungi.reporting.access.Scope;
import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.Funding.Budgets;
import id.desaterlindungi.reporting.progress.disclosure.PublicChanges;
import id.desaterlindungi.reporting.progress.disclosure.PublicFigures;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Mark;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what pages show. To anybody these are the figures for the public of the API, and beside them what says nothing of a few people
 * (decision 18). To an office they are, in the areas of its reach and those that these lie in, the figures that the API tells it
 * (decision 21), and the public's elsewhere. All of an answer is read from one snapshot.
 */
@ApplicationScoped
public class PageReader {
    private static final int WEEKS = 52;
    private static final int DAYS_OF_WEEK = 7;

    private final Snapshots snapshots;
    private final ProgressReader reader;
    private final HeadlineStream stream;
    private volatile @Nullable OfMark ofMark;

    PageReader(Snapshots snapshots, ProgressReader reader, HeadlineStream stream) {
        this.snapshots = snapshots;
        this.reader = reader;
        this.stream = stream;
    }

    /**
     * An area, as of one moment.
     *
     * @param mark of the moment: the id that {@link #moves} tells when the figures move to it
     * @param above the areas that it lies in, the province first
     * @param budgets what its villages set aside this year; null while totals of an older release do not say
     * @param change of the covered of the register in 30 days; null where it is not told
     * @param changesUntil the last of those days
     */
    public record Place(
            String mark,
            AreaProgress area,
            Level level,
            List<AreaName> above,
            @Nullable Budgets budgets,
            AsOf asOf,
            LocalDate today,
            @Nullable Long change,
            LocalDate changesUntil) {}

    /**
     * A part of an area.
     *
     * @param kind of the area, as {@code desa}
     * @param parentName of the area next above, which need not be the one that is listed
     * @param closed a village that is no more
     * @param change of the covered of the register in 30 days; null where it is not told
     */
    public record Part(
            AreaProgress area,
            String kind,
            String parentName,
            @Nullable Budgets budgets,
            boolean closed,
            @Nullable Long change) {
        /** Of the register; null where it is not told. */
        public @Nullable Long covered() {
            return area.register().covered();
        }
    }

    /** What the public is told of the totals of one mark; read once for all pages of it. */
    private record OfMark(String mark, PublicFigures figures, PublicChanges changes) {}

    /** What somebody is told of them, whose reach it is. */
    private record Told(OfMark publicly, Scope reach) {
        boolean inFull(String areaCode) {
            return reach.meets(areaCode);
        }

        AreaProgress of(AreaProgress area) {
            return inFull(area.area().code()) ? area : area.forPublic(publicly.figures());
        }

        @Nullable
        Long change(String areaCode) {
            return inFull(areaCode)
                    ? publicly.changes().inFull(areaCode)
                    : publicly.changes().of(areaCode);
        }
    }

    /** How many were covered at the end of a day. */
    public record Point(LocalDate day, long covered) {}

    /**
     * @param weeks the ends of whole weeks until yesterday, the oldest first; empty where the goal's figures are not told
     * @param forecast null there too
     * @param people by each of the facets that the public is told
     * @param inFull empty for who sees public figures
     */
    public record Province(
            Place place,
            List<Part> parts,
            List<Point> weeks,
            @Nullable Forecast forecast,
            List<Breakdown> people,
            Optional<InFull> inFull) {}

    /**
     * What an office is told of an area beside what anybody may see.
     *
     * @param people by facets; empty, as all but the area is, while totals of an older release do not say
     * @param ages the covered people by the year of birth
     * @param weeks the ends of whole weeks until yesterday, the oldest first: of all covered where the area has a goal, else of the
     *     register's
     */
    public record InFull(
            AreaProgress area,
            List<Breakdown> people,
            Map<Integer, Long> ages,
            List<Point> weeks,
            @Nullable Forecast forecast) {}

    /**
     * @param province whose way to the goal is told in every area
     * @param level of the parts
     * @param inFull empty for who sees public figures
     */
    public record Within(Place place, AreaProgress province, Level level, List<Part> parts, Optional<InFull> inFull) {}

    /** @param above the areas that the village lies in, the province first */
    public record Found(AreaProgress area, List<AreaName> above) {}

    /** Tells each time when the figures have moved, at most five times a second: an event {@code moved} with the mark as its id. */
    public Multi<OutboundSseEvent> moves(@Nullable String known) {
        return stream.moves(reader.marked(List.of(PROVINCE)).getFirst(), known);
    }

    /** The whole of it, and nothing of its parts; as the public sees it. */
    public Place whole() {
        return snapshots.read(snapshot -> place(
                snapshot,
                ProgressReader.area(snapshot, PROVINCE).orElseThrow(),
                Level.PROVINCE,
                told(snapshot, Scope.NOWHERE)));
    }

    /** @param reach of who looks; nowhere for the public */
    public Province province(Scope reach) {
        return snapshots.read(snapshot -> {
            var all = ProgressReader.below(snapshot, PROVINCE, Level.REGENCY);
            var told = told(snapshot, reach);
            var whole = all.getFirst();
            var place = place(snapshot, whole, Level.PROVINCE, told);
            var goalTold = place.area().covered() != null && snapshot.hasFlows();
            var inFull = inFull(snapshot, whole, told);
            return new Province(
                    place,
                    parts(snapshot, all, Level.REGENCY, told),
                    inFull.map(InFull::weeks).orElseGet(() -> goalTold ? toldWeeks(snapshot, place.area()) : List.of()),
                    goalTold ? ForecastReader.of(snapshot, whole) : null,
                    inFull.map(InFull::people)
                            .orElseGet(() -> snapshot.hasFlows()
                                    ? facets(facet -> BreakdownReader.forPublic(snapshot, PROVINCE, facet))
                                    : List.of()),
                    inFull);
        });
    }

    private static List<Breakdown> facets(Function<Facet, Breakdown> reading) {
        return Facet.PUBLIC.stream().sorted().map(reading).toList();
    }

    private static Optional<InFull> inFull(Snapshot snapshot, AreaProgress area, Told told) {
        var code = area.area().code();
        if (!told.inFull(code)) {
            return Optional.empty();
        }
        if (!snapshot.hasFlows()) {
            return Optional.of(new InFull(area, List.of(), Map.of(), List.of(), null));
        }
        var ages = new TreeMap<Integer, Long>();
        breakdown(snapshot, code, Facet.BIRTH_YEAR)
                .items()
                .forEach(item -> ages.merge(
                        Integer.valueOf(String.valueOf(item.values().get(Facet.BIRTH_YEAR.label()))),
                        item.covered(),
                        Long::sum));
        return Optional.of(new InFull(
                area,
                facets(facet -> breakdown(snapshot, code, facet)),
                ages,
                weeks(snapshot, area),
                ForecastReader.of(snapshot, area)));
    }

    private static Breakdown breakdown(Snapshot snapshot, String code, Facet facet) {
        return BreakdownReader.read(snapshot, code, List.of(facet), Map.of()).orElseThrow();
    }

    /** By code; one that is no area's is left out. */
    public List<AreaName> names(List<String> codes) {
        return snapshots.read(snapshot -> named(snapshot, codes));
    }

    /**
     * @param level of the parts; that below the area's own where it is null. A village has no parts
     * @param reach of who looks; nowhere for the public
     * @return empty for a code that is no area's, and for a level that is not below it
     */
    public Optional<Within> area(String code, @Nullable Level level, Scope reach) {
        return snapshots.read(snapshot -> level(snapshot, code)
                .filter(own -> level == null || level.compareTo(own) > 0)
                .map(own -> within(
                        snapshot,
                        code,
                        own,
                        level == null ? Level.values()[Math.min(own.ordinal() + 1, 3)] : level,
                        told(snapshot, reach))));
    }

    /** The province and all its areas of a level below it, as the public sees them. */
    public Within within(Level level) {
        return area(PROVINCE, level, Scope.NOWHERE).orElseThrow();
    }

    private static Within within(Snapshot snapshot, String code, Level own, Level below, Told told) {
        List<AreaProgress> all = own == Level.VILLAGE
                ? ProgressReader.area(snapshot, code).stream().toList()
                : ProgressReader.below(snapshot, code, below);
        var place = place(snapshot, all.getFirst(), own, told);
        var province = told.of(ProgressReader.area(snapshot, PROVINCE).orElseThrow());
        return new Within(
                place, province, below, parts(snapshot, all, below, told), inFull(snapshot, all.getFirst(), told));
    }

    private Told told(Snapshot snapshot, Scope reach) {
        var mark = Mark.of(snapshot).id();
        var known = ofMark;
        if (known == null || !known.mark().equals(mark)) {
            var figures = reader.publicFigures(snapshot);
            known = new OfMark(mark, figures, PublicChanges.read(snapshot, figures));
            ofMark = known;
        }
        return new Told(known, reach);
    }

    /** Villages whose name has a text in it, whichever its case, by code. */
    public List<Found> villages(String within, String text, int limit, Scope reach) {
        return snapshots.read(snapshot -> {
            var told = told(snapshot, reach);
            var found = ProgressReader.figures(
                    snapshot,
                    """
                    starts_with(area.code || '.', :within || '.') and area.kind = any(:kinds)
                        and position(lower(:text) in lower(area.name)) > 0
                    """,
                    Map.of("within", within, "kinds", ProgressReader.kinds(Level.VILLAGE), "text", text),
                    false,
                    limit);
            var names = names(snapshot, found);
            return found.stream()
                    .map(area -> new Found(told.of(area), above(area.area().code(), names)))
                    .toList();
        });
    }

    private static Map<String, AreaName> names(Snapshot snapshot, List<AreaProgress> areas) {
        var codes = areas.stream()
                .flatMap(area -> codesAbove(area.area().code()).stream())
                .distinct()
                .toList();
        return named(snapshot, codes).stream().collect(Collectors.toMap(AreaName::code, name -> name));
    }

    private static List<AreaName> named(Snapshot snapshot, List<String> codes) {
        return snapshot.handle()
                .createQuery("select code, name from area where code = any(:codes) order by code")
                .bind("codes", codes.toArray(String[]::new))
                .map((row, _) -> new AreaName(row.getString("code"), row.getString("name")))
                .list();
    }

    private static List<AreaName> above(String code, Map<String, AreaName> names) {
        return codesAbove(code).stream()
                .flatMap(one -> Optional.ofNullable(names.get(one)).stream())
                .toList();
    }

    private static List<String> codesAbove(String code) {
        return Arrays.stream(Level.values())
                .map(Level::codeLength)
                .filter(length -> length < code.length())
                .map(length -> code.substring(0, length))
                .toList();
    }

    private static Optional<Level> level(Snapshot snapshot, String code) {
        return snapshot.handle()
                .createQuery("select kind from area where code = :code")
                .bind("code", code)
                .map((row, _) -> AreaKind.of(row.getString("kind")).level())
                .findOne();
    }

    private static Place place(Snapshot snapshot, AreaProgress area, Level level, Told told) {
        var code = area.area().code();
        return new Place(
                told.publicly().mark(),
                told.of(area),
                level,
                above(code, names(snapshot, List.of(area))),
                budgets(snapshot, code, level).get(code),
                snapshot.asOf(),
                snapshot.today(),
                told.change(code),
                PublicChanges.lastDay(snapshot.today()));
    }

    /** @param all the area itself first */
    private static List<Part> parts(Snapshot snapshot, List<AreaProgress> all, Level level, Told told) {
        if (all.size() < 2) {
            return List.of();
        }
        var whole = all.getFirst().area().code();
        var budgets = budgets(snapshot, whole, level);
        record Kind(String kind, String parentName) {}
        var kinds = new HashMap<String, Kind>();
        snapshot.handle()
                .createQuery("""
                        select area.code, area.kind, parent.name as parent_name
                          from area
                          join area parent on parent.code = area.parent_code
                         where starts_with(area.code, :within || '.')
                        """)
                .bind("within", whole)
                .map((row, _) ->
                        kinds.put(row.getString("code"), new Kind(row.getString("kind"), row.getString("parent_name"))))
                .list();
        return all.stream()
                .skip(1)
                .map(area -> new Part(
                        told.of(area),
                        kinds.getOrDefault(area.area().code(), new Kind("", "")).kind(),
                        kinds.getOrDefault(area.area().code(), new Kind("", "")).parentName(),
                        budgets.get(area.area().code()),
                        isClosed(area, snapshot.today()),
                        told.change(area.area().code())))
                .toList();
    }

    private static boolean isClosed(AreaProgress area, LocalDate today) {
        var village = area.village();
        return village != null
                && village.closedOn() != null
                && !village.closedOn().isAfter(today);
    }

    /** What a village's government sets aside is public, and says nothing of its people. */
    private static Map<String, Budgets> budgets(Snapshot snapshot, String within, Level level) {
        var budgets = new HashMap<String, Budgets>();
        if (snapshot.hasFlows()) {
            FundingReader.budgets(
                            snapshot, within, snapshot.today().getYear(), Funding.LEAST_MONTHLY, level.codeLength())
                    .forEach(part -> budgets.put(part.area().code(), part.budgets()));
        }
        return budgets;
    }

    /**
     * An end of a week is left out where it differs from the last one told by 1 to 4 people: the weeks are joined until they differ by
     * more, or not at all.
     */
    private static List<Point> toldWeeks(Snapshot snapshot, AreaProgress province) {
        var ends = new ArrayList<Point>();
        for (var point : weeks(snapshot, province)) {
            if (ends.isEmpty()
                    || !PublicFigures.few(
                            Math.abs(point.covered() - ends.getLast().covered()))) {
                ends.add(point);
            }
        }
        return ends;
    }

    /** Goes back from now, week by week. */
    private static List<Point> weeks(Snapshot snapshot, AreaProgress area) {
        var yesterday = snapshot.today().minusDays(1);
        var first = yesterday.minusDays((long) WEEKS * DAYS_OF_WEEK);
        var since = HistoryReader.since(snapshot, area.area().code(), first.plusDays(1));
        // Who is carried over leaves the baseline; where there is none, the register grows by them too.
        var now = area.covered();
        var all = now == null ? Objects.requireNonNullElse(area.register().covered(), 0L) : now;
        var ends = new ArrayList<Point>();
        for (var day = first; !day.isAfter(yesterday); day = day.plusDays(DAYS_OF_WEEK)) {
            var end = day;
            var later = since.stream()
                    .filter(one -> one.day().isAfter(end))
                    .mapToLong(one -> one.flow().covered() - (now == null ? 0 : one.carriedOver()))
                    .sum();
            ends.add(new Point(day, all - later));
        }
        return ends;
    }
}
