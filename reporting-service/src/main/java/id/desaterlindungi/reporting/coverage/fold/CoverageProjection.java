package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import id.desaterlindungi.reporting.coverage.events.EventContent.CensusTaken;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageChange;
import id.desaterlindungi.reporting.coverage.events.Received;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.TopicRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The totals in the database. A batch becomes part of them whole or not at all, together with the position that it reaches:
 * a batch that comes twice, in other pieces, or from two consumers at once counts once.
 */
@ApplicationScoped
class CoverageProjection {
    private static final Logger LOG = Logger.getLogger(CoverageProjection.class);
    private static final String UNCOMPARED = "uncompared";
    /** The register takes a census each hour; those of one day are enough to compare. */
    private static final int MOST_COMPARED = 24;

    private static final String CHECK_VIOLATION = "23514";
    /** SQLSTATE class of values that the database does not take. */
    private static final String DATA_EXCEPTION = "22";

    private final Jdbi jdbi;
    private final Areas areas;
    private final GenerationTables tables;
    private final CoverageMetrics metrics;
    private final ProjectionNews news;

    CoverageProjection(Jdbi jdbi, Areas areas, GenerationTables tables, CoverageMetrics metrics, ProjectionNews news) {
        this.jdbi = jdbi;
        this.areas = areas;
        this.tables = tables;
        this.metrics = metrics;
        this.news = news;
    }

    private record Place(int generation, long position) {}

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
    Outcome fold(TargetGeneration target, List<? extends Received> batch, BatchSource source) {
        Outcome outcome = null;
        var from = 0;
        for (var end : censuses(target, batch)) {
            var part = foldPart(target, batch.subList(from, end), stepOf(batch.get(end - 1)));
            outcome = outcome == null ? part : outcome.and(part);
            if (part.gap() != null) {
                return outcome;
            }
            from = end;
        }
        var rest = foldPart(target, batch.subList(from, batch.size()), source);
        return outcome == null ? rest : outcome.and(rest);
    }

    /**
     * Where to cut the batch so that a transaction ends right after a census and can be compared with it. Only after the last few
     * censuses: a batch that catches up may hold those of a year. A generation that is folded anew is compared only with
     * censuses that the live one has not reached: the others were compared when they came.
     */
    private List<Integer> censuses(TargetGeneration target, List<? extends Received> batch) {
        var compared = target instanceof TargetGeneration.Live ? 0 : position();
        var ends = IntStream.range(1, batch.size())
                .filter(end -> batch.get(end - 1) instanceof Event event
                        && event.content() instanceof CensusTaken
                        && event.position() > compared)
                .boxed()
                .toList();
        return ends.subList(Math.max(0, ends.size() - MOST_COMPARED), ends.size());
    }

    private Outcome foldPart(TargetGeneration target, List<? extends Received> batch, BatchSource source) {
        try {
            return foldTogether(target, batch, source);
        } catch (RuntimeException e) {
            if (!refuses(e)) {
                throw e;
            }
            return batch.size() == 1
                    ? foldTogether(target, List.of(park(batch.getFirst(), e)), source)
                    : foldHalves(target, batch, source);
        }
    }

    /** Who is at fault is found in a few steps, however large the batch. */
    private Outcome foldHalves(TargetGeneration target, List<? extends Received> batch, BatchSource source) {
        var middle = batch.size() / 2;
        var first = foldPart(target, batch.subList(0, middle), stepOf(batch.get(middle - 1)));
        return first.gap() != null ? first : first.and(foldPart(target, batch.subList(middle, batch.size()), source));
    }

    private static Received park(Received received, RuntimeException e) {
        var reason = reasonOf(e);
        if (received instanceof Event event && reason != null) {
            return event.unreadable(reason);
        }
        throw e;
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

    private static BatchSource stepOf(Received received) {
        var record = received.record();
        return record == null ? new BatchSource.Feed() : new BatchSource.Topic(record.offset() + 1, false);
    }

    /** Whether it is an event that the database does not take, and not the database that fails. */
    static boolean refuses(RuntimeException e) {
        return reasonOf(e) != null;
    }

    /** Why an event of the batch cannot be counted; null where the database failed for another reason, which passes. */
    private static @Nullable String reasonOf(RuntimeException e) {
        var state = e.getCause() instanceof SQLException cause ? cause.getSQLState() : null;
        if (state == null) {
            return null;
        }
        var belowZero =
                state.equals(CHECK_VIOLATION) && String.valueOf(e.getMessage()).contains("_people\"");
        return belowZero
                ? "it would take a total below zero"
                : state.equals(CHECK_VIOLATION) || state.startsWith(DATA_EXCEPTION)
                        ? "it holds a value that the totals cannot take"
                        : null;
    }

    private Outcome foldTogether(TargetGeneration target, List<? extends Received> batch, BatchSource source) {
        return write(target, source, position -> Folding.of(position, batch, lineages()));
    }

    /** Begins where the generation is now, without a lock: {@link #write} sees whether somebody else has folded meanwhile. */
    Folding begin(TargetGeneration target) {
        return Folding.from(jdbi.withHandle(handle -> place(handle, target, "").position()), lineages());
    }

    /**
     * @param end of the last event that the folding took
     * @throws IllegalStateException when somebody else has folded into the generation since {@link #begin}
     */
    Outcome write(TargetGeneration target, Folding folding, BatchSource end) {
        folding.deltas(); // Put in order while nobody waits for the transaction yet.
        return write(target, end, position -> {
            if (folding.began() != position) {
                throw new IllegalStateException("Folded from position %d by somebody else".formatted(folding.began()));
            }
            return folding;
        });
    }

    /** Asks for each area once in a batch, known or not. */
    private Function<String, List<String>> lineages() {
        var asked = new HashMap<String, List<String>>();
        return code -> asked.computeIfAbsent(code, areas::lineage);
    }

    private Outcome write(TargetGeneration target, BatchSource source, LongFunction<Folding> from) {
        var began = Instant.now();
        var registered = new ArrayList<VillageChange>();
        Outcome outcome = jdbi.inTransaction(handle -> {
            var place = lock(handle, target);
            var generation = place.generation();
            var folding = from.apply(place.position());
            registered.addAll(folding.registered());
            register(handle, registered);
            tables.add(handle, generation, folding.deltas(), place.position() == 0);
            GenerationTables.keepFacts(handle, generation, folding.facts());
            GenerationTables.keepBudgets(handle, generation, folding.budgets());
            var parked = 0;
            var missing = 0;
            for (var one : folding.parked()) {
                var rows = GenerationTables.park(handle, generation, one);
                parked += rows;
                // What has no place is listed; the place, if it was one, is filled from the feed.
                missing += one.received() instanceof Event ? rows : 0;
            }
            advance(handle, generation, folding, source, missing);
            var differences = compare(handle, generation, folding);
            if (target instanceof TargetGeneration.Live) {
                tell(handle, folding);
            }
            return new Outcome(
                    began,
                    folding.position(),
                    folding.folded(),
                    folding.traced(),
                    folding.repeats(),
                    parked,
                    folding.gap(),
                    differences);
        });
        if (!registered.isEmpty()) {
            areas.forget();
        }
        if (target instanceof TargetGeneration.Live) {
            news.changed();
        }
        return outcome;
    }

    /** @return null also where the comparison failed: what is folded stays, and the next census is compared again */
    private @Nullable Integer compare(Handle handle, int generation, Folding folding) {
        var census = folding.census();
        // One in the middle of a transaction cannot be compared with what its end reaches.
        if (census == null
                || census.event().position() != folding.position()
                || census.event().position() <= positionOfLive(handle, generation)) {
            return null;
        }
        handle.savepoint(UNCOMPARED);
        try {
            var differences = CensusComparison.keep(handle, generation, census);
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
        if (!folding.isEmpty()) {
            handle.execute("notify " + ProjectionNews.CHANNEL);
        }
    }

    /** Waits for whoever folds into the same generation. */
    private static Place lock(Handle handle, TargetGeneration target) {
        return place(handle, target, "for update");
    }

    private static Place place(Handle handle, TargetGeneration target, String lock) {
        var place = find(handle, target, lock);
        // None where another generation went live while this waited; the next statement sees which.
        return place.or(() -> find(handle, target, lock))
                .orElseThrow(() -> new IllegalStateException("There is no such generation: " + target));
    }

    private static Optional<Place> find(Handle handle, TargetGeneration target, String lock) {
        return handle.createQuery("""
                        select generation, position from projection
                         where case when :generation::smallint is null then state = 'LIVE' else generation = :generation end
                        """ + lock)
                .bind(
                        "generation",
                        switch (target) {
                            case TargetGeneration.Live _ -> null;
                            case TargetGeneration.Numbered one -> Integer.valueOf(one.number());
                        })
                .map((row, _) -> new Place(row.getInt("generation"), row.getLong("position")))
                .findOne();
    }

    private static void register(Handle handle, List<VillageChange> villages) {
        for (var village : villages) {
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

    /** Not past a gap: a restart then reads the event behind it again. */
    private static void advance(Handle handle, int generation, Folding folding, BatchSource source, int missing) {
        var gap = folding.gap();
        Long offset = switch (source) {
            case BatchSource.Feed _ -> null;
            case BatchSource.Topic topic -> {
                TopicRecord found = gap == null ? null : gap.found().record();
                yield found == null ? topic.nextOffset() : found.offset();
            }
        };
        var complete = gap == null && source instanceof BatchSource.Topic topic && topic.complete();
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
                .bind("shape", TotalsVersion.CURRENT)
                .bind("firstEventAt", inUtc(folding.firstAt()))
                .bind("position", folding.position())
                .bind("offset", offset)
                .bind("eventAt", inUtc(folding.eventAt()))
                .bind("complete", complete)
                .bind("parked", missing)
                .execute();
    }

    private static @Nullable OffsetDateTime inUtc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
