package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.coverage.Arrival.Event;
import id.desaterlindungi.reporting.coverage.Arrival.TopicRecord;
import id.desaterlindungi.reporting.coverage.Arrival.Unplaced;
import id.desaterlindungi.reporting.coverage.Cell.AreaTotal;
import id.desaterlindungi.reporting.coverage.Cell.BirthYear;
import id.desaterlindungi.reporting.coverage.Cell.Coverage;
import id.desaterlindungi.reporting.coverage.Content.VillageRegistered;
import id.desaterlindungi.reporting.coverage.Folding.Gap;
import id.desaterlindungi.reporting.coverage.Folding.Parked;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Function;
import java.util.function.ToIntFunction;
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

    private static final String CHECK_VIOLATION = "23514";

    private final Jdbi jdbi;
    private final Areas areas;

    CoverageProjection(Jdbi jdbi, Areas areas) {
        this.jdbi = jdbi;
        this.areas = areas;
    }

    /** What became of a batch. {@code folded} are the events that moved the position, among them those that were parked. */
    record Outcome(
            long position,
            List<Event> folded,
            int repeats,
            int parked,
            @Nullable Gap gap) {}

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
        return jdbi.withHandle(handle -> handle.createQuery("select topic_offset from projection")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Folds in one transaction up to the end or to the first missing position. An event whose {@code before} was never
     * counted would take a cell below zero; then the batch is folded event by event, so that it alone is parked.
     */
    Outcome fold(List<? extends Arrival> arrivals, Reach reach) {
        try {
            return foldTogether(arrivals, reach);
        } catch (UnableToExecuteStatementException e) {
            if (!belowZero(e)) {
                throw e;
            }
            return foldSingly(arrivals, reach);
        }
    }

    /** The consumer has seen that the topic holds nothing beyond the stored offset. */
    void complete() {
        jdbi.useHandle(handle -> handle.execute("update projection set complete_at = clock_timestamp()"));
    }

    private Outcome foldSingly(List<? extends Arrival> arrivals, Reach reach) {
        List<Event> folded = new ArrayList<>();
        int repeats = 0;
        int parked = 0;
        long position = 0;
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            Reach step = i == arrivals.size() - 1 ? reach : stepOf(arrival);
            Outcome one;
            try {
                one = foldTogether(List.of(arrival), step);
            } catch (UnableToExecuteStatementException e) {
                if (!belowZero(e) || !(arrival instanceof Event event)) {
                    throw e;
                }
                one = foldTogether(List.of(event.unreadable("it would take a total below zero")), step);
            }
            folded.addAll(one.folded());
            repeats += one.repeats();
            parked += one.parked();
            position = one.position();
            if (one.gap() != null) {
                return new Outcome(position, folded, repeats, parked, one.gap());
            }
        }
        return new Outcome(position, folded, repeats, parked, null);
    }

    private static Reach stepOf(Arrival arrival) {
        TopicRecord record = arrival.record();
        return record == null ? new Reach.Feed() : new Reach.Topic(record.offset() + 1, false);
    }

    private static boolean belowZero(UnableToExecuteStatementException e) {
        return e.getCause() instanceof SQLException cause && CHECK_VIOLATION.equals(cause.getSQLState());
    }

    private Outcome foldTogether(List<? extends Arrival> arrivals, Reach reach) {
        var registered = new ArrayList<VillageRegistered>();
        Outcome outcome = jdbi.inTransaction(handle -> {
            long position = handle.createQuery("select position from projection for update")
                    .mapTo(Long.class)
                    .one();
            // Each area is asked for once in a batch, known or not.
            var asked = new HashMap<String, List<String>>();
            Folding folding = Folding.of(position, arrivals, code -> asked.computeIfAbsent(code, areas::lineage));
            registered.addAll(folding.registered());
            register(handle, registered);
            addToCoverage(handle, folding.deltas().coverage());
            addToBirthYears(handle, folding.deltas().birthYears());
            addToAreaTotals(handle, folding.deltas().areaTotals());
            int parked = 0;
            for (Parked one : folding.parked()) {
                parked += park(handle, one);
            }
            advance(handle, folding, reach, parked);
            return new Outcome(folding.position(), folding.folded(), folding.repeats(), parked, folding.gap());
        });
        if (!registered.isEmpty()) {
            areas.forget();
        }
        return outcome;
    }

    private static void register(Handle handle, List<VillageRegistered> villages) {
        for (VillageRegistered village : villages) {
            handle.createUpdate("""
                            insert into area (code, parent_code, kind, name)
                            values (:code, :district, :kind, :name)
                                on conflict on constraint pk_area do nothing
                            """)
                    .bind("code", village.villageCode())
                    .bind("district", village.districtCode())
                    .bind("kind", village.after().kind().label())
                    .bind("name", village.name())
                    .execute();
        }
    }

    // merge, not insert .. on conflict: a check constraint sees the proposed row before the conflict is found, so that
    // no
    // subtraction could pass it. Nobody else writes meanwhile: the projection's row is locked.

    private static void addToCoverage(Handle handle, List<Entry<Coverage, Long>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        merge into coverage_cell as cell
                        using unnest(:village, :status, :segment, :occupation, :fundingSource, :programmes, :sex, :origin,
                                     :people)
                           as delta (village_code, status, segment, occupation, funding_source, programmes, sex, origin,
                                     people)
                           on cell.village_code = delta.village_code
                          and cell.status = delta.status
                          and cell.segment = delta.segment
                          and cell.occupation = delta.occupation
                          and cell.funding_source = delta.funding_source
                          and cell.programmes = delta.programmes
                          and cell.sex = delta.sex
                          and cell.origin = delta.origin
                         when matched and cell.people + delta.people = 0 then delete
                         when matched then update set people = cell.people + delta.people
                         when not matched then insert values
                              (delta.village_code, delta.status, delta.segment, delta.occupation, delta.funding_source,
                               delta.programmes, delta.sex, delta.origin, delta.people)
                        """)
                .bind("village", texts(deltas, Coverage::villageCode))
                .bind("status", texts(deltas, cell -> cell.status().name()))
                .bind("segment", texts(deltas, cell -> cell.segment().name()))
                .bind("occupation", texts(deltas, cell -> cell.occupation().name()))
                .bind(
                        "fundingSource",
                        texts(deltas, cell -> cell.fundingSource().name()))
                .bind("programmes", texts(deltas, Coverage::programmes))
                .bind("sex", texts(deltas, cell -> cell.sex().name()))
                .bind("origin", texts(deltas, cell -> cell.origin().name()))
                .bind("people", people(deltas))
                .execute();
    }

    private static void addToBirthYears(Handle handle, List<Entry<BirthYear, Long>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        merge into birth_year_cell as cell
                        using unnest(:village, :status, :birthYear, :people)
                           as delta (village_code, status, birth_year, people)
                           on cell.village_code = delta.village_code
                          and cell.status = delta.status
                          and cell.birth_year = delta.birth_year
                         when matched and cell.people + delta.people = 0 then delete
                         when matched then update set people = cell.people + delta.people
                         when not matched then insert values
                              (delta.village_code, delta.status, delta.birth_year, delta.people)
                        """)
                .bind("village", texts(deltas, BirthYear::villageCode))
                .bind("status", texts(deltas, cell -> cell.status().name()))
                .bind("birthYear", integers(deltas, BirthYear::birthYear))
                .bind("people", people(deltas))
                .execute();
    }

    private static void addToAreaTotals(Handle handle, List<Entry<AreaTotal, Long>> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        merge into area_total as total
                        using unnest(:area, :status, :origin, :people)
                           as delta (area_code, status, origin, people)
                           on total.area_code = delta.area_code
                          and total.status = delta.status
                          and total.origin = delta.origin
                         when matched and total.people + delta.people = 0 then delete
                         when matched then update set people = total.people + delta.people
                         when not matched then insert values
                              (delta.area_code, delta.status, delta.origin, delta.people)
                        """)
                .bind("area", texts(deltas, AreaTotal::areaCode))
                .bind("status", texts(deltas, total -> total.status().name()))
                .bind("origin", texts(deltas, total -> total.origin().name()))
                .bind("people", people(deltas))
                .execute();
    }

    /** Number of rows written: 0 for a record without a position that is read again. */
    private static int park(Handle handle, Parked parked) {
        TopicRecord record = parked.arrival().record();
        Long position = switch (parked.arrival()) {
            case Event event -> event.position();
            case Unplaced unplaced -> unplaced.claimed();
        };
        return handle.createUpdate("""
                        insert into parked_event (position, topic_offset, recorded_at, reason)
                        values (:position, :offset, :recordedAt, :reason)
                            on conflict on constraint uq_parked_event_topic_offset_recorded_at do nothing
                        """)
                .bind("position", position)
                .bind("offset", record == null ? null : Long.valueOf(record.offset()))
                .bind("recordedAt", record == null ? null : record.recordedAt().atOffset(ZoneOffset.UTC))
                .bind("reason", parked.reason())
                .execute();
    }

    /** Not past a gap: a restart then reads the event behind it again. */
    private static void advance(Handle handle, Folding folding, Reach reach, int parked) {
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
                               parked = parked + :parked
                        """)
                .bind("position", folding.position())
                .bind("offset", offset)
                .bind("eventAt", eventAt)
                .bind("complete", complete)
                .bind("parked", parked)
                .execute();
    }

    private static <K> String[] texts(List<Entry<K, Long>> deltas, Function<K, String> column) {
        return deltas.stream().map(delta -> column.apply(delta.getKey())).toArray(String[]::new);
    }

    private static <K> Integer[] integers(List<Entry<K, Long>> deltas, ToIntFunction<K> column) {
        return deltas.stream().map(delta -> column.applyAsInt(delta.getKey())).toArray(Integer[]::new);
    }

    private static <K> Long[] people(List<Entry<K, Long>> deltas) {
        return deltas.stream().map(Entry::getValue).toArray(Long[]::new);
    }
}
