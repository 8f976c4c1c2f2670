package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.Arrival.TopicRecord;
import id.desaterlindungi.reporting.coverage.Arrival.Unplaced;
import id.desaterlindungi.reporting.coverage.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.Cell.Flow;
import id.desaterlindungi.reporting.coverage.Cell.Way;
import id.desaterlindungi.reporting.coverage.Content.BudgetAmounts;
import id.desaterlindungi.reporting.coverage.Content.CensusTaken;
import id.desaterlindungi.reporting.coverage.Content.VillageChange;
import id.desaterlindungi.reporting.coverage.Deltas.Happened;
import id.desaterlindungi.reporting.coverage.Folding.BudgetYear;
import id.desaterlindungi.reporting.coverage.Folding.Census;
import id.desaterlindungi.reporting.coverage.Folding.Gap;
import id.desaterlindungi.reporting.coverage.Folding.Parked;
import id.desaterlindungi.reporting.coverage.Folding.VillageFact;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The totals in the database. A batch becomes part of them whole or not at all, together with the position that it reaches:
 * a batch that comes twice, in other pieces, or from two consumers at once counts once.
 */
@Singleton
class CoverageProjection {

    private static final Logger LOG = Logger.getLogger(CoverageProjection.class);
    private static final String UNCOMPARED = "uncompared";
    private static final String CHECK_VIOLATION = "23514";
    /** SQLSTATE class of values that the database does not take. */
    private static final String DATA_EXCEPTION = "22";

    /** The tables that are parted by generation. */
    private static final List<String> TOTALS = List.of(
            "coverage_count",
            "area_count",
            "birth_year_cell",
            "area_birth_year_cell",
            "area_total",
            "flow",
            "village_fact",
            "village_budget",
            "parked_event");

    private final Jdbi jdbi;
    private final Areas areas;
    private final Ways ways;
    private final CoverageMetrics metrics;

    CoverageProjection(Jdbi jdbi, Areas areas, Ways ways, CoverageMetrics metrics) {
        this.jdbi = jdbi;
        this.areas = areas;
        this.ways = ways;
        this.metrics = metrics;
    }

    /**
     * What became of a batch.
     *
     * @param folded the events that moved the position, among them those that were parked
     * @param differences in how many numbers the totals differ from the last census in it; null without one
     */
    record Outcome(
            long position,
            List<Event> folded,
            int repeats,
            int parked,
            @Nullable Gap gap,
            @Nullable Integer differences) {

        Outcome and(Outcome next) {
            List<Event> both = new ArrayList<>(folded);
            both.addAll(next.folded());
            return new Outcome(
                    next.position(),
                    both,
                    repeats + next.repeats(),
                    parked + next.parked(),
                    next.gap(),
                    next.differences() == null ? differences : next.differences());
        }
    }

    /** Which of the generations is folded into. */
    sealed interface Target {

        /** The one that answers, whichever that is when its row is locked. */
        record Live() implements Target {}

        /** One that is folded anew beside it. */
        record Generation(int number) implements Target {}
    }

    private record Place(int generation, long position) {}

    /** The part of the topic that a batch covers. */
    sealed interface Reach {

        /**
         * Records of the topic.
         *
         * @param complete whether the topic held nothing more when they were read
         */
        record Topic(long nextOffset, boolean complete) implements Reach {}

        /** None: the batch came from the feed. */
        record Feed() implements Reach {}
    }

    long topicOffset() {
        return jdbi.withHandle(handle -> handle.createQuery("select topic_offset from projection where state = 'LIVE'")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Folds in one transaction up to the end or to the first missing position. An event whose {@code before} was never
     * counted would take a cell below zero, and one may hold a value that the database does not take; then the batch is folded
     * in ever smaller parts, so that it alone is parked.
     */
    Outcome fold(Target target, List<? extends Arrival> arrivals, Reach reach) {
        // A census is compared where it ends a transaction. One that is folded anew was compared when it was live,
        // unless the
        // new totals are ahead.
        long compared = target instanceof Target.Live ? 0 : position();
        for (int i = 0; i < arrivals.size() - 1; i++) {
            if (arrivals.get(i) instanceof Event event
                    && event.content() instanceof CensusTaken
                    && event.position() > compared) {
                Outcome first = foldPart(target, arrivals.subList(0, i + 1), stepOf(event));
                return first.gap() != null
                        ? first
                        : first.and(fold(target, arrivals.subList(i + 1, arrivals.size()), reach));
            }
        }
        return foldPart(target, arrivals, reach);
    }

    private Outcome foldPart(Target target, List<? extends Arrival> arrivals, Reach reach) {
        try {
            return foldTogether(target, arrivals, reach);
        } catch (UnableToExecuteStatementException e) {
            if (reasonOf(e) == null) {
                throw e;
            }
            return arrivals.size() == 1
                    ? foldTogether(target, List.of(park(arrivals.getFirst(), e)), reach)
                    : foldHalves(target, arrivals, reach);
        }
    }

    /** Who is at fault is found in a few steps, however large the batch. */
    private Outcome foldHalves(Target target, List<? extends Arrival> arrivals, Reach reach) {
        int middle = arrivals.size() / 2;
        Outcome first = foldPart(target, arrivals.subList(0, middle), stepOf(arrivals.get(middle - 1)));
        return first.gap() != null
                ? first
                : first.and(foldPart(target, arrivals.subList(middle, arrivals.size()), reach));
    }

    private static Arrival park(Arrival arrival, UnableToExecuteStatementException e) {
        String reason = reasonOf(e);
        if (arrival instanceof Event event && reason != null) {
            return event.unreadable(reason);
        }
        throw e;
    }

    /** Empties a generation's totals, all but its row in the projection, whose lock the caller holds. */
    static void clear(Handle handle, int generation) {
        handle.execute(TOTALS.stream()
                .map(table -> table + "_" + generation)
                .collect(Collectors.joining(", ", "truncate ", "")));
    }

    long position() {
        return jdbi.withHandle(handle -> handle.createQuery("select position from projection where state = 'LIVE'")
                .mapTo(Long.class)
                .one());
    }

    /** The offsets of the topic count anew. */
    void beginAgainAt(long topicOffset) {
        jdbi.useHandle(
                handle -> handle.createUpdate("update projection set topic_offset = :offset where state = 'LIVE'")
                        .bind("offset", topicOffset)
                        .execute());
    }

    /** The consumer has seen that the topic holds nothing beyond the stored offset. */
    void complete() {
        jdbi.useHandle(
                handle -> handle.execute("update projection set complete_at = clock_timestamp() where state = 'LIVE'"));
    }

    private static Reach stepOf(Arrival arrival) {
        TopicRecord record = arrival.record();
        return record == null ? new Reach.Feed() : new Reach.Topic(record.offset() + 1, false);
    }

    /** Why an event of the batch cannot be counted; null where the database failed for another reason, which passes. */
    private static @Nullable String reasonOf(UnableToExecuteStatementException e) {
        String state = e.getCause() instanceof SQLException cause ? cause.getSQLState() : null;
        if (state == null) {
            return null;
        }
        return state.equals(CHECK_VIOLATION)
                ? "it would take a total below zero"
                : state.startsWith(DATA_EXCEPTION) ? "it holds a value that the totals cannot take" : null;
    }

    private Outcome foldTogether(Target target, List<? extends Arrival> arrivals, Reach reach) {
        var registered = new ArrayList<VillageChange>();
        Outcome outcome = jdbi.inTransaction(handle -> {
            Place place = lock(handle, target);
            int generation = place.generation();
            // Each area is asked for once in a batch, known or not.
            var asked = new HashMap<String, List<String>>();
            Folding folding =
                    Folding.of(place.position(), arrivals, code -> asked.computeIfAbsent(code, areas::lineage));
            registered.addAll(folding.registered());
            register(handle, registered);
            add(handle, generation, folding.deltas());
            keepFacts(handle, generation, folding.facts());
            keepBudgets(handle, generation, folding.budgets());
            int parked = 0;
            int missing = 0;
            for (Parked one : folding.parked()) {
                int rows = park(handle, generation, one);
                parked += rows;
                // What has no place is listed; the place, if it was one, is filled from the feed.
                missing += one.arrival() instanceof Event ? rows : 0;
            }
            advance(handle, generation, folding, reach, missing);
            Integer differences = compare(handle, generation, folding.census());
            if (target instanceof Target.Live) {
                tell(handle, folding);
            }
            return new Outcome(
                    folding.position(), folding.folded(), folding.repeats(), parked, folding.gap(), differences);
        });
        if (!registered.isEmpty()) {
            areas.forget();
        }
        return outcome;
    }

    private void add(Handle handle, int generation, Deltas deltas) {
        // Each is put in order while PostgreSQL is busy with the one before.
        var areaCells = CompletableFuture.supplyAsync(deltas::areaCells);
        var birthYears = CompletableFuture.supplyAsync(deltas::birthYears);
        var areaBirthYears = CompletableFuture.supplyAsync(deltas::areaBirthYears);
        var areaTotals = CompletableFuture.supplyAsync(deltas::areaTotals);
        var flows = CompletableFuture.supplyAsync(deltas::flows);
        // Each row is looked up by its key. To read a table of a million cells whole, and join it with the batch, looks
        // cheaper on paper than it is.
        handle.execute("set local enable_hashjoin = off; set local enable_mergejoin = off");
        addToCells(handle, "coverage_count_" + generation, "village_code", generation, deltas.coverage());
        addToCells(handle, "area_count_" + generation, "area_code", generation, areaCells.join());
        addToBirthYears(handle, "birth_year_cell_" + generation, "village_code", generation, birthYears.join());
        addToBirthYears(handle, "area_birth_year_cell_" + generation, "area_code", generation, areaBirthYears.join());
        addToAreaTotals(handle, generation, areaTotals.join());
        addToFlows(handle, generation, flows.join());
        handle.execute("set local enable_hashjoin = on; set local enable_mergejoin = on");
    }

    /** @return null also where the comparison failed: what is folded stays, and the next census is compared again */
    private @Nullable Integer compare(Handle handle, int generation, @Nullable Census census) {
        if (census == null || census.event().position() <= positionOfLive(handle, generation)) {
            return null;
        }
        handle.savepoint(UNCOMPARED);
        try {
            int differences = CensusComparison.keep(handle, generation, census);
            handle.releaseSavepoint(UNCOMPARED);
            return differences;
        } catch (UnableToExecuteStatementException e) {
            // Fails in its turn where the connection is gone; then the batch is tried again.
            handle.rollbackToSavepoint(UNCOMPARED);
            metrics.notCompared();
            LOG.errorf(
                    "Totals not compared with the census position=%d error=%s",
                    census.event().position(), e.getMessage());
            return null;
        }
    }

    /** 0 for the live generation itself, whose every census is compared. */
    private static long positionOfLive(Handle handle, int generation) {
        return handle.createQuery(
                        "select coalesce(max(position), 0) from projection where state = 'LIVE' and generation <> ?")
                .bind(0, generation)
                .mapTo(Long.class)
                .one();
    }

    /** All replicas hear of it when the transaction commits. */
    private static void tell(Handle handle, Folding folding) {
        if (!folding.folded().isEmpty() || !folding.parked().isEmpty()) {
            handle.execute("notify " + ProjectionNews.CHANNEL);
        }
    }

    /** Waits for whoever folds into the same generation. */
    private static Place lock(Handle handle, Target target) {
        Optional<Place> place = locked(handle, target);
        // None where another generation went live while this waited; the next statement sees which.
        return place.or(() -> locked(handle, target))
                .orElseThrow(() -> new IllegalStateException("There is no such generation: " + target));
    }

    private static Optional<Place> locked(Handle handle, Target target) {
        return handle.createQuery("""
                        select generation, position from projection
                         where case when :generation::smallint is null then state = 'LIVE' else generation = :generation end
                           for update
                        """)
                .bind(
                        "generation",
                        switch (target) {
                            case Target.Live _ -> null;
                            case Target.Generation one -> Integer.valueOf(one.number());
                        })
                .map((row, _) -> new Place(row.getInt("generation"), row.getLong("position")))
                .findOne();
    }

    private static void register(Handle handle, List<VillageChange> villages) {
        for (VillageChange village : villages) {
            handle.createUpdate("""
                            insert into area (code, parent_code, kind, name)
                            values (:code, :district, :kind, :name)
                                on conflict on constraint pk_area do nothing
                            """)
                    .bind("code", village.villageCode())
                    .bind("district", village.districtCode())
                    .bind("kind", village.after().kind().label())
                    .bind("name", village.registered())
                    .execute();
        }
    }

    // merge, not insert .. on conflict: a check constraint sees the proposed row before the conflict is found, so that
    // no
    // subtraction could pass it. Nobody else writes meanwhile: the projection's row is locked. Into the generation's
    // own
    // tables, which spares the way through the table that they are parts of.

    private void addToCells(
            Handle handle, String table, String area, int generation, List<Entry<Coverage, Long>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        Map<Way, Integer> ids =
                ways.idsOf(deltas.stream().map(delta -> delta.getKey().way()).collect(Collectors.toSet()));
        handle.createUpdate("""
                        merge into %1$s as cell
                        using unnest(:area, :facets, :people) as delta (area_code, facets_id, people)
                           on cell.generation = %3$d
                          and cell.%2$s = delta.area_code
                          and cell.facets_id = delta.facets_id
                         when matched and cell.people + delta.people = 0 then delete
                         when matched then update set people = cell.people + delta.people
                         when not matched then insert values (%3$d, delta.area_code, delta.facets_id, delta.people)
                        """.formatted(table, area, generation))
                .bind("area", texts(deltas, Coverage::areaCode))
                .bind("facets", integers(deltas, cell -> Objects.requireNonNull(ids.get(cell.way()))))
                .bind("people", people(deltas))
                .execute();
    }

    private static void addToBirthYears(
            Handle handle, String table, String area, int generation, List<Entry<BirthYear, Long>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        merge into %1$s as cell
                        using unnest(:area, :status, :birthYear, :people)
                           as delta (area_code, status, birth_year, people)
                           on cell.generation = %3$d
                          and cell.%2$s = delta.area_code
                          and cell.status = delta.status
                          and cell.birth_year = delta.birth_year
                         when matched and cell.people + delta.people = 0 then delete
                         when matched then update set people = cell.people + delta.people
                         when not matched then insert values
                              (%3$d, delta.area_code, delta.status, delta.birth_year, delta.people)
                        """.formatted(table, area, generation))
                .bind("area", texts(deltas, BirthYear::areaCode))
                .bind("status", texts(deltas, cell -> cell.status().name()))
                .bind("birthYear", integers(deltas, BirthYear::birthYear))
                .bind("people", people(deltas))
                .execute();
    }

    private static void addToAreaTotals(Handle handle, int generation, List<Entry<AreaTotal, Long>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        merge into area_total_%1$d as total
                        using unnest(:area, :status, :origin, :people)
                           as delta (area_code, status, origin, people)
                           on total.generation = %1$d
                          and total.area_code = delta.area_code
                          and total.status = delta.status
                          and total.origin = delta.origin
                         when matched and total.people + delta.people = 0 then delete
                         when matched then update set people = total.people + delta.people
                         when not matched then insert values
                              (%1$d, delta.area_code, delta.status, delta.origin, delta.people)
                        """.formatted(generation))
                .bind("area", texts(deltas, AreaTotal::areaCode))
                .bind("status", texts(deltas, total -> total.status().name()))
                .bind("origin", texts(deltas, total -> total.origin().name()))
                .bind("people", people(deltas))
                .execute();
    }

    private static void addToFlows(Handle handle, int generation, List<Entry<Flow, Happened>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into flow_%1$d as flow (generation, area_code, day, kind, people, covered, carried_over)
                        select %1$d, delta.*
                          from unnest(:area, :day, :kind, :people, :covered, :carriedOver)
                            as delta (area_code, day, kind, people, covered, carried_over)
                            on conflict (generation, area_code, day, kind) do update
                           set people = flow.people + excluded.people,
                               covered = flow.covered + excluded.covered,
                               carried_over = flow.carried_over + excluded.carried_over
                        """.formatted(generation))
                .bind("area", texts(deltas, Flow::areaCode))
                .bind("day", deltas.stream().map(flow -> flow.getKey().day()).toArray(LocalDate[]::new))
                .bind("kind", texts(deltas, flow -> flow.kind().name()))
                .bind("people", numbers(deltas, Happened::people))
                .bind("covered", numbers(deltas, Happened::covered))
                .bind("carriedOver", numbers(deltas, Happened::carriedOver))
                .execute();
    }

    private static void keepFacts(Handle handle, int generation, Map<String, VillageFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                insert into village_fact_%1$d as fact
                       (generation, village_code, workers, workers_on, head_present, sadar, parent_village, valid_from,
                        valid_until, successors)
                values (%1$d, :village, :workers,
                        case when cast(:workers as bigint) is not null
                             then coalesce(cast(:workersOn as date), cast(:on as date)) end,
                        :headPresent, :sadar, :parentVillage, :validFrom, :validUntil, :successors)
                    on conflict (generation, village_code) do update
                   set workers = excluded.workers,
                       workers_on = case when excluded.workers is not null
                                         then coalesce(cast(:workersOn as date), fact.workers_on, cast(:on as date)) end,
                       head_present = excluded.head_present,
                       sadar = excluded.sadar,
                       parent_village = excluded.parent_village,
                       valid_from = excluded.valid_from,
                       valid_until = excluded.valid_until,
                       successors = excluded.successors
                """.formatted(generation));
        facts.forEach((village, fact) -> batch.bind("village", village)
                .bind("workers", fact.facts().workers())
                .bind("workersOn", fact.workersOn())
                .bind("on", fact.on())
                .bind("headPresent", fact.facts().headPresent())
                .bind("sadar", fact.facts().sadar())
                .bind("parentVillage", fact.facts().parentVillage())
                .bind("validFrom", fact.facts().validFrom())
                .bind("validUntil", fact.facts().validUntil())
                .bind("successors", fact.facts().successors().toArray(String[]::new))
                .add());
        batch.execute();
    }

    private static void keepBudgets(Handle handle, int generation, Map<BudgetYear, BudgetAmounts> budgets) {
        if (budgets.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                insert into village_budget_%1$d
                       (generation, village_code, year, add_total, add_social_security, dana_desa_social_security, workers)
                values (%1$d, :village, :year, :addTotal, :addSocialSecurity, :danaDesaSocialSecurity, :workers)
                    on conflict (generation, village_code, year) do update
                   set add_total = excluded.add_total,
                       add_social_security = excluded.add_social_security,
                       dana_desa_social_security = excluded.dana_desa_social_security,
                       workers = excluded.workers
                """.formatted(generation));
        budgets.forEach((key, amounts) -> batch.bind("village", key.villageCode())
                .bind("year", key.year())
                .bind("addTotal", amounts.addTotal())
                .bind("addSocialSecurity", amounts.addSocialSecurity())
                .bind("danaDesaSocialSecurity", amounts.danaDesaSocialSecurity())
                .bind("workers", amounts.workers())
                .add());
        batch.execute();
    }

    /** Number of rows written: 0 for a record without a position that is read again. */
    private static int park(Handle handle, int generation, Parked parked) {
        TopicRecord record = parked.arrival().record();
        Long position = switch (parked.arrival()) {
            case Event event -> event.position();
            case Unplaced unplaced -> unplaced.claimed();
        };
        return handle.createUpdate("""
                        insert into parked_event_%1$d (generation, position, topic_offset, recorded_at, reason)
                        values (%1$d, :position, :offset, :recordedAt, :reason)
                            on conflict (generation, topic_offset, recorded_at) do nothing
                        """.formatted(generation))
                .bind("position", position)
                .bind("offset", record == null ? null : Long.valueOf(record.offset()))
                .bind("recordedAt", record == null ? null : record.recordedAt().atOffset(ZoneOffset.UTC))
                .bind("reason", parked.reason())
                .execute();
    }

    /** Not past a gap: a restart then reads the event behind it again. */
    private static void advance(Handle handle, int generation, Folding folding, Reach reach, int missing) {
        Gap gap = folding.gap();
        Long offset = switch (reach) {
            case Reach.Feed _ -> null;
            case Reach.Topic topic -> {
                TopicRecord found = gap == null ? null : gap.found().record();
                yield found == null ? topic.nextOffset() : found.offset();
            }
        };
        boolean complete = gap == null && reach instanceof Reach.Topic topic && topic.complete();
        OffsetDateTime eventAt =
                folding.eventAt() == null ? null : folding.eventAt().atOffset(ZoneOffset.UTC);
        handle.createUpdate("""
                        update projection
                           set position = :position,
                               topic_offset = coalesce(:offset, topic_offset),
                               event_at = coalesce(:eventAt, event_at),
                               folded_at = case when position = :position then folded_at else clock_timestamp() end,
                               complete_at = case when :complete then clock_timestamp() else complete_at end,
                               parked = parked + :parked,
                               waiting_for = :waitingFor,
                               shape = case when position = 0 then :shape else shape end,
                               first_event_at = case when position = 0 then :firstEventAt else first_event_at end
                         where generation = :generation
                        """)
                .bind("generation", generation)
                .bind("waitingFor", gap == null ? null : Long.valueOf(folding.position() + 1))
                .bind("shape", Shape.CURRENT)
                .bind(
                        "firstEventAt",
                        folding.folded().isEmpty()
                                ? null
                                : folding.folded().getFirst().at().atOffset(ZoneOffset.UTC))
                .bind("position", folding.position())
                .bind("offset", offset)
                .bind("eventAt", eventAt)
                .bind("complete", complete)
                .bind("parked", missing)
                .execute();
    }

    private static <K> String[] texts(List<? extends Entry<K, ?>> deltas, Function<K, String> column) {
        return deltas.stream().map(delta -> column.apply(delta.getKey())).toArray(String[]::new);
    }

    private static <K> Integer[] integers(List<Entry<K, Long>> deltas, ToIntFunction<K> column) {
        return deltas.stream().map(delta -> column.applyAsInt(delta.getKey())).toArray(Integer[]::new);
    }

    private static Long[] numbers(List<Entry<Flow, Happened>> deltas, Function<Happened, Long> column) {
        return deltas.stream().map(delta -> column.apply(delta.getValue())).toArray(Long[]::new);
    }

    private static <K> Long[] people(List<Entry<K, Long>> deltas) {
        return deltas.stream().map(Entry::getValue).toArray(Long[]::new);
    }
}
