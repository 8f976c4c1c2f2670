package id.desaterlindungi.reporting.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.Instants;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** How far both generations of the totals are, what could not be counted, and the rebuild. */
@ApplicationScoped
class ProjectionState {
    private final Jdbi jdbi;

    ProjectionState(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Generation")
    record Generation(
            @Schema(required = true, examples = "0") int generation,

            @Schema(
                    required = true,
                    description =
                            "LIVE: it answers. BUILDING: it is being folded anew. RETIRED: it answered before, and is kept "
                                    + "until the new one has matched a census. EMPTY",
                    examples = "LIVE")
            String state,

            @Schema(required = true, description = "What is counted: a number that grows with releases", examples = "2")
            int shape,

            @Schema(required = true, examples = "2000") long position,

            @Schema(
                    required = true,
                    description = "Offset of the next record to read from the topic",
                    examples = "2000")
            long topicOffset,

            @Schema(description = "Time of the event at the position") @Nullable
            Instant eventAt,

            @Schema(description = "When it was folded") @Nullable
            Instant foldedAt,

            @Schema(description = "When the totals last held everything on the topic") @Nullable
            Instant completeAt,

            @Schema(required = true, description = "Events that are missing from the totals", examples = "0")
            long parked,

            @Schema(description = "Position that is missing and being fetched") @Nullable
            Long waitingFor,

            @Schema(description = "Time of the last census compared with") @Nullable
            Instant reconciledAt,

            @Schema(description = "Whether it was the same") @Nullable
            Boolean matched) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Rebuild", description = "All events folded anew, beside the live totals.")
    record Rebuild(
            @Schema(required = true, description = "TOPIC or FEED", examples = "TOPIC")
            String source,

            @Schema(
                    required = true,
                    description = "REQUESTED, or SHAPE: the release counts more than the totals held",
                    examples = "REQUESTED")
            String reason,

            @Schema(required = true, examples = "operator") String requestedBy,
            @Schema(required = true) Instant requestedAt,

            @Schema(description = "When folding began; absent before") @Nullable
            Instant startedAt,

            @Schema(description = "When the new totals took the place of the old; absent before") @Nullable
            Instant finishedAt,

            @Schema(required = true, description = "How far it is", examples = "812000")
            long position,

            @Schema(required = true, description = "Position of the live totals, which move on", examples = "1485000")
            long of,

            @Schema(description = "Events a second since it began", examples = "41000.0") @Nullable
            BigDecimal rate,

            @Schema(description = "When it will be as far as the live totals are now, at that rate") @Nullable
            Instant estimatedEnd,

            @Schema(description = "Why the last try failed; it is tried again") @Nullable
            String failure) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ParkedEvent")
    record ParkedEvent(
            @Schema(required = true, examples = "1") long id,

            @Schema(description = "Absent if the record had no usable one", examples = "1234") @Nullable
            Long position,

            @Schema(description = "Offset in the topic; absent for an event from the feed", examples = "1233") @Nullable
            Long topicOffset,

            @Schema(required = true, examples = "the body is not JSON")
            String reason,

            @Schema(required = true) Instant parkedAt) {}

    /** One snapshot of it all. */
    record State(List<Generation> generations, Optional<Rebuild> rebuild, List<ParkedEvent> parked) {}

    /** @param after id of the last parked event of the page before */
    State read(long after, int limit) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> new State(generations(handle), rebuild(handle), parked(handle, after, limit)));
    }

    /** @return the rebuild, and whether it is a new one: one is at work at a time */
    Requested request(String source, String caller) {
        return jdbi.inTransaction(handle -> {
            var added = handle.createUpdate("""
                            insert into rebuild (source, reason, requested_by) values (:source, 'REQUESTED', :caller)
                                on conflict do nothing
                            """)
                    .bind("source", source)
                    .bind("caller", caller)
                    .execute();
            if (added == 1) {
                // Nothing reads it; the worker clears it before it begins.
                handle.execute("""
                        update projection set state = 'BUILDING', position = 0, topic_offset = 0, parked = 0
                         where state <> 'LIVE'
                        """);
                handle.execute("notify " + ProjectionNews.CHANNEL);
            }
            return new Requested(rebuild(handle).orElseThrow(), added == 1);
        });
    }

    record Requested(Rebuild rebuild, boolean isNew) {}

    private static List<Generation> generations(Handle handle) {
        return handle.createQuery("select * from projection order by generation")
                .map((row, _) -> new Generation(
                        row.getInt("generation"),
                        row.getString("state"),
                        row.getInt("shape"),
                        row.getLong("position"),
                        row.getLong("topic_offset"),
                        Instants.orNull(row, "event_at"),
                        Instants.orNull(row, "folded_at"),
                        Instants.orNull(row, "complete_at"),
                        row.getLong("parked"),
                        row.getObject("waiting_for", Long.class),
                        Instants.orNull(row, "reconciled_at"),
                        row.getObject("matched", Boolean.class)))
                .list();
    }

    /** The one at work, or else the last. */
    private static Optional<Rebuild> rebuild(Handle handle) {
        return handle.createQuery("""
                        select rebuild.*, clock_timestamp() as now,
                               (select position from projection where state = 'LIVE') as live,
                               coalesce(rebuild.position,
                                        (select position from projection where state = 'BUILDING'), 0) as reached
                          from rebuild
                         order by finished_at desc nulls first, id desc
                         limit 1
                        """).map((row, _) -> rebuild(row)).findOne();
    }

    private static Rebuild rebuild(ResultSet row) throws SQLException {
        var reached = row.getLong("reached");
        var started = Instants.orNull(row, "started_at");
        var finished = Instants.orNull(row, "finished_at");
        var now = Instants.of(row, "now");
        var of = finished == null ? row.getLong("live") : reached;
        BigDecimal rate = null;
        Instant end = null;
        if (started != null) {
            var seconds =
                    Math.max((finished == null ? now : finished).toEpochMilli() - started.toEpochMilli(), 1) / 1e3;
            rate = BigDecimal.valueOf(reached / seconds).setScale(1, RoundingMode.HALF_UP);
            if (finished == null && reached > 0) {
                end = now.plusMillis((long) (Math.max(of - reached, 0) * seconds / reached * 1e3));
            }
        }
        return new Rebuild(
                row.getString("source"),
                row.getString("reason"),
                row.getString("requested_by"),
                Instants.of(row, "requested_at"),
                started,
                finished,
                reached,
                of,
                rate,
                end,
                row.getString("failure"));
    }

    private static List<ParkedEvent> parked(Handle handle, long after, int limit) {
        return handle.createQuery("""
                        select id, position, topic_offset, reason, parked_at
                          from parked_event
                         where generation = (select generation from projection where state = 'LIVE') and id > :after
                         order by id
                         limit :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> new ParkedEvent(
                        row.getLong("id"),
                        row.getObject("position", Long.class),
                        row.getObject("topic_offset", Long.class),
                        row.getString("reason"),
                        Instants.of(row, "parked_at")))
                .list();
    }
}
