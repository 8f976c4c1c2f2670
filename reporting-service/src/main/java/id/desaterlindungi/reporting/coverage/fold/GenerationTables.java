package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.events.EventContent.BudgetAmounts;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.Unplaced;
import id.desaterlindungi.reporting.coverage.fold.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.fold.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.fold.Cell.Combination;
import id.desaterlindungi.reporting.coverage.fold.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.fold.Cell.Flow;
import id.desaterlindungi.reporting.coverage.fold.Deltas.Happened;
import id.desaterlindungi.reporting.coverage.fold.Folding.BudgetYear;
import id.desaterlindungi.reporting.coverage.fold.Folding.Parked;
import id.desaterlindungi.reporting.coverage.fold.Folding.VillageFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.postgresql.PGConnection;

/**
 * Writes what a batch of events changes into one generation's tables. Nobody else writes to them meanwhile: the caller holds the
 * lock of the projection's row.
 *
 * <p>It names the generation's own partitions, which is faster than the partitioned table. It merges and does not insert .. on
 * conflict: there the check constraint sees the proposed row before the conflict is found, and would refuse any subtraction.
 */
@ApplicationScoped
class GenerationTables {
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

    private final CombinationIds combinations;

    GenerationTables(CombinationIds combinations) {
        this.combinations = combinations;
    }

    /** Rows that are sorted and only need to be written. */
    private interface Write {
        void on(Handle handle);
    }

    /** Empties a generation's totals, all but its row in the projection, whose lock the caller holds. */
    static void clear(Handle handle, int generation) {
        handle.execute(TOTALS.stream()
                .map(table -> table + "_" + generation)
                .collect(Collectors.joining(", ", "truncate ", "")));
    }

    /**
     * @param empty whether the generation holds nothing yet
     * @throws RuntimeException also where a total would be below zero; its cause is the database's own exception
     */
    void add(Handle handle, int generation, Deltas deltas, boolean empty) {
        if (empty) {
            GenerationCopy.takeTime(handle);
        }
        var ids = combinations.idsOf(
                deltas.coverage().map(delta -> delta.getKey().combination()).collect(Collectors.toSet()));
        if (empty) {
            new GenerationCopy(handle, generation, ids).write(deltas);
        } else {
            merge(handle, generation, deltas, ids);
        }
    }

    private static void merge(Handle handle, int generation, Deltas deltas, Map<Combination, Integer> ids) {
        // Each is put in order while PostgreSQL is busy with the one before.
        var writes = Stream.<Supplier<Write>>of(
                        () -> cells("coverage_count", "village_code", generation, deltas.coverage(), ids),
                        () -> birthYears("birth_year_cell", "village_code", generation, deltas.birthYears()),
                        () -> flows(generation, deltas.flows()),
                        () -> cells("area_count", "area_code", generation, deltas.areaCells(), ids),
                        () -> birthYears("area_birth_year_cell", "area_code", generation, deltas.areaBirthYears()),
                        () -> areaTotals(generation, deltas.areaTotals()))
                .map(CompletableFuture::supplyAsync)
                .toList();
        // Each row is looked up by its key. To read a table whole, and join it with the batch, only looks cheaper on
        // paper, above all while no statistics know yet how much the table holds.
        handle.execute("""
                set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off
                """);
        writes.forEach(write -> write.join().on(handle));
        handle.execute("""
                set local enable_hashjoin = on; set local enable_mergejoin = on; set local enable_seqscan = on
                """);
    }

    private static Write cells(
            String table,
            String area,
            int generation,
            Stream<Entry<Coverage, Long>> rows,
            Map<Combination, Integer> ids) {
        var deltas = rows.toList();
        return people(
                table,
                generation,
                List.of(
                        new Key(area, texts(deltas, Coverage::areaCode)),
                        new Key(
                                "facets_id",
                                integers(deltas, cell -> Objects.requireNonNull(ids.get(cell.combination()))))),
                deltas);
    }

    private static Write birthYears(String table, String area, int generation, Stream<Entry<BirthYear, Long>> rows) {
        var deltas = rows.toList();
        return people(
                table,
                generation,
                List.of(
                        new Key(area, texts(deltas, BirthYear::areaCode)),
                        new Key("status", texts(deltas, cell -> cell.status().name())),
                        new Key("birth_year", integers(deltas, BirthYear::birthYear))),
                deltas);
    }

    private static Write areaTotals(int generation, Stream<Entry<AreaTotal, Long>> rows) {
        var deltas = rows.toList();
        return people(
                "area_total",
                generation,
                List.of(
                        new Key("area_code", texts(deltas, AreaTotal::areaCode)),
                        new Key("status", texts(deltas, total -> total.status().name())),
                        new Key("origin", texts(deltas, total -> total.origin().name()))),
                deltas);
    }

    /** @param values of each of the deltas, in their order */
    private record Key(String column, Argument values) {}

    /**
     * Adds to the people of each kind, or subtracts from them. A row that comes to nobody is deleted.
     *
     * @param key of the table's rows, beside the generation
     */
    private static <K> Write people(String table, int generation, List<Key> key, List<Entry<K, Long>> deltas) {
        if (deltas.isEmpty()) {
            return _ -> {};
        }
        var people = people(deltas);
        var sql = """
                merge into %1$s_%4$d as cell
                using unnest(%2$s, :people) as delta (%3$s, people)
                   on cell.generation = %4$d
                  and %5$s
                 when matched and cell.people + delta.people = 0 then delete
                 when matched then update set people = cell.people + delta.people
                 when not matched then insert (generation, %3$s, people) values (%4$d, %6$s, delta.people)
                """.formatted(
                        table,
                        each(key, ":%s", ", "),
                        each(key, "%s", ", "),
                        generation,
                        each(key, "cell.%1$s = delta.%1$s", " and "),
                        each(key, "delta.%s", ", "));
        return handle -> {
            var merge = handle.createUpdate(sql).bind("people", people);
            key.forEach(one -> merge.bind(one.column(), one.values()));
            merge.execute();
        };
    }

    private static String each(List<Key> key, String form, String between) {
        return key.stream().map(one -> form.formatted(one.column())).collect(Collectors.joining(between));
    }

    private static Write flows(int generation, Stream<Entry<Flow, Happened>> rows) {
        var deltas = rows.toList();
        if (deltas.isEmpty()) {
            return _ -> {};
        }
        var areas = texts(deltas, Flow::areaCode);
        var days = integers(deltas, flow -> Math.toIntExact(flow.day().toEpochDay()));
        var kinds = texts(deltas, flow -> flow.kind().name());
        var people = numbers(deltas, Happened::people);
        var covered = numbers(deltas, Happened::covered);
        var carriedOver = numbers(deltas, Happened::carriedOver);
        return handle -> handle.createUpdate("""
                        merge into flow_%1$d as flow
                        using (select area_code, date '1970-01-01' + epoch_day as day, kind, people, covered, carried_over
                                 from unnest(:area, :day, :kind, :people, :covered, :carriedOver)
                                   as given (area_code, epoch_day, kind, people, covered, carried_over)) as delta
                           on flow.generation = %1$d
                          and flow.area_code = delta.area_code
                          and flow.day = delta.day
                          and flow.kind = delta.kind
                         when matched then update set
                              people = flow.people + delta.people,
                              covered = flow.covered + delta.covered,
                              carried_over = flow.carried_over + delta.carried_over
                         when not matched then insert
                              (generation, area_code, day, kind, people, covered, carried_over)
                              values (%1$d, delta.area_code, delta.day, delta.kind, delta.people, delta.covered,
                                      delta.carried_over)
                        """.formatted(generation))
                .bind("area", areas)
                .bind("day", days)
                .bind("kind", kinds)
                .bind("people", people)
                .bind("covered", covered)
                .bind("carriedOver", carriedOver)
                .execute();
    }

    static void keepFacts(Handle handle, int generation, Map<String, VillageFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
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

    static void keepBudgets(Handle handle, int generation, Map<BudgetYear, BudgetAmounts> budgets) {
        if (budgets.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
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
    static int park(Handle handle, int generation, Parked parked) {
        var record = parked.received().record();
        Long position = switch (parked.received()) {
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

    // As arrays of Java's own element types the driver sends them in binary.
    // Jdbi would hand it objects, which go as text.

    private static <K> Argument texts(List<? extends Entry<K, ?>> deltas, Function<K, String> column) {
        var texts = deltas.stream().map(delta -> column.apply(delta.getKey())).toArray(String[]::new);
        return array("text", texts);
    }

    private static <K> Argument integers(List<? extends Entry<K, ?>> deltas, ToIntFunction<K> column) {
        return array(
                "int4",
                deltas.stream()
                        .mapToInt(delta -> column.applyAsInt(delta.getKey()))
                        .toArray());
    }

    private static Argument numbers(List<Entry<Flow, Happened>> deltas, ToLongFunction<Happened> column) {
        return array(
                "int8",
                deltas.stream()
                        .mapToLong(delta -> column.applyAsLong(delta.getValue()))
                        .toArray());
    }

    private static <K> Argument people(List<Entry<K, Long>> deltas) {
        return array("int8", deltas.stream().mapToLong(Entry::getValue).toArray());
    }

    private static Argument array(String type, Object elements) {
        return (position, statement, _) -> statement.setArray(
                position, statement.getConnection().unwrap(PGConnection.class).createArrayOf(type, elements));
    }
}
