package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.Arrival.TopicRecord;
import id.desaterlindungi.reporting.coverage.Content.CensusTaken;
import id.desaterlindungi.reporting.coverage.Content.VillageChange;
import id.desaterlindungi.reporting.coverage.Folding.Census;
import id.desaterlindungi.reporting.coverage.Folding.Gap;
import id.desaterlindungi.reporting.coverage.Folding.Parked;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
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
@Singleton
class CoverageProjection {

    private static final Logger LOG = Logger.getLogger(CoverageProjection.class);
    private static final String UNCOMPARED = "uncompared";
    /** A day's. */
    private static final int MOST_COMPARED = 24;

    private static final String CHECK_VIOLATION = "23514";
    /** SQLSTATE class of values that the database does not take. */
    private static final String DATA_EXCEPTION = "22";

    private final Jdbi jdbi;
    private final Areas areas;
    private final GenerationTables tables;
    private final CoverageMetrics metrics;

    CoverageProjection(Jdbi jdbi, Areas areas, GenerationTables tables, CoverageMetrics metrics) {
        this.jdbi = jdbi;
        this.areas = areas;
        this.tables = tables;
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
        Outcome outcome = null;
        int from = 0;
        for (int end : censuses(target, arrivals)) {
            Outcome part = foldPart(target, arrivals.subList(from, end), stepOf(arrivals.get(end - 1)));
            outcome = outcome == null ? part : outcome.and(part);
            if (part.gap() != null) {
                return outcome;
            }
            from = end;
        }
        Outcome rest = foldPart(target, arrivals.subList(from, arrivals.size()), reach);
        return outcome == null ? rest : outcome.and(rest);
    }

    /**
     * Behind which events of the batch a transaction ends, so that what it reaches is compared with a census: the last few,
     * since a batch that catches up may hold those of a year. What is folded anew was compared when it was live, unless it
     * is ahead.
     */
    private List<Integer> censuses(Target target, List<? extends Arrival> arrivals) {
        long compared = target instanceof Target.Live ? 0 : position();
        List<Integer> ends = IntStream.range(1, arrivals.size())
                .filter(end -> arrivals.get(end - 1) instanceof Event event
                        && event.content() instanceof CensusTaken
                        && event.position() > compared)
                .boxed()
                .toList();
        return ends.subList(Math.max(0, ends.size() - MOST_COMPARED), ends.size());
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
        boolean belowZero =
                state.equals(CHECK_VIOLATION) && String.valueOf(e.getMessage()).contains("_people\"");
        return belowZero
                ? "it would take a total below zero"
                : state.equals(CHECK_VIOLATION) || state.startsWith(DATA_EXCEPTION)
                        ? "it holds a value that the totals cannot take"
                        : null;
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
            tables.add(handle, generation, folding.deltas());
            GenerationTables.keepFacts(handle, generation, folding.facts());
            GenerationTables.keepBudgets(handle, generation, folding.budgets());
            int parked = 0;
            int missing = 0;
            for (Parked one : folding.parked()) {
                int rows = GenerationTables.park(handle, generation, one);
                parked += rows;
                // What has no place is listed; the place, if it was one, is filled from the feed.
                missing += one.arrival() instanceof Event ? rows : 0;
            }
            advance(handle, generation, folding, reach, missing);
            Integer differences = compare(handle, generation, folding);
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

    /** @return null also where the comparison failed: what is folded stays, and the next census is compared again */
    private @Nullable Integer compare(Handle handle, int generation, Folding folding) {
        Census census = folding.census();
        // One in the middle of a transaction cannot be compared with what its end reaches.
        if (census == null
                || census.event().position() != folding.position()
                || census.event().position() <= positionOfLive(handle, generation)) {
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
}
