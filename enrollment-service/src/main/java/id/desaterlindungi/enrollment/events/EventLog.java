package id.desaterlindungi.enrollment.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.desaterlindungi.enrollment.background.Signal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/**
 * The log of all events, in the order of their positions: how it is read, and how far each stage of the events' way has come.
 */
@ApplicationScoped
public class EventLog {
    /** A change is about 600 characters; a census of a full register two hundred times as much. */
    private static final int MOST_CHARACTERS = 8_000_000;

    private static final int FETCHED = 100;

    /**
     * How far a stage has come: the last position that it has dealt with. Only the holder of the lock on the cursor's row moves
     * it, so that one replica at a time does the work of a stage.
     */
    enum Cursor {
        SEQUENCED,
        PUBLISHED;

        /** @return empty if another replica holds the lock */
        Optional<Long> lockIfFree(Handle handle) {
            return handle.createQuery("select position from event_cursor where stage = :stage for update skip locked")
                    .bind("stage", stage())
                    .mapTo(Long.class)
                    .findOne();
        }

        /** Waits while another replica holds the lock. */
        long lock(Handle handle) {
            return handle.createQuery("select position from event_cursor where stage = :stage for update")
                    .bind("stage", stage())
                    .mapTo(Long.class)
                    .one();
        }

        /** @param position the last one that is dealt with; the caller holds the lock */
        void move(Handle handle, long position) {
            handle.createUpdate("update event_cursor set position = :position where stage = :stage")
                    .bind("position", position)
                    .bind("stage", stage())
                    .execute();
        }

        private String stage() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event with its position, as a CloudEvent in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"specversion", "id", "source", "type", "time", "subject", "sequence"})
    @Schema(name = "CloudEvent", description = "CloudEvents 1.0; `data` is described by the contract's schemas")
    record LoggedEvent(
            @Schema(required = true, description = "The event's position, in decimal digits", examples = "1234")
            String sequence,

            @Schema(required = true) UUID id,

            @Schema(required = true, examples = "urn:desaterlindungi:enrollment:16")
            String source,

            @Schema(required = true, examples = "id.desaterlindungi.participant.enrolled.v1")
            String type,

            @Schema(required = true) Instant time,

            @Schema(required = true, examples = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
            String subject,

            @Nullable String traceparent,

            @Schema(required = true, type = SchemaType.OBJECT) @JsonRawValue
            String data) {
        static final String SPEC_VERSION = "1.0";
        static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

        private static LoggedEvent from(ResultSet row, String source) throws SQLException {
            return new LoggedEvent(
                    row.getString("position"),
                    row.getObject("event_id", UUID.class),
                    source,
                    row.getString("type"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    row.getString("subject"),
                    row.getString("traceparent"),
                    row.getString("data"));
        }

        @JsonProperty
        @Schema(required = true, examples = "1.0")
        String specversion() {
            return SPEC_VERSION;
        }

        @JsonProperty
        @Schema(required = true, examples = "application/json")
        String datacontenttype() {
            return "application/json";
        }
    }

    private final Jdbi jdbi;
    private final String source;
    private final Signal grown = new Signal();

    EventLog(Jdbi jdbi, EventSettings settings) {
        this.jdbi = jdbi;
        this.source = settings.source();
    }

    /** Raised when events got their positions in this process. */
    Signal grown() {
        return grown;
    }

    /**
     * The next events after a position, in order. It ends at the limit, or earlier where the events are so large that they
     * would fill the reader's memory. Empty only if there is no further event.
     */
    List<LoggedEvent> after(long position, int limit) {
        return jdbi.inTransaction(handle -> after(handle, position, limit));
    }

    /** @param handle in a transaction: without one the driver would fetch all rows before the first is read */
    List<LoggedEvent> after(Handle handle, long position, int limit) {
        try (var rows = rows(handle, position, limit)) {
            var events = new ArrayList<LoggedEvent>();
            var size = 0L;
            while (rows.hasNext() && size < MOST_CHARACTERS) {
                var event = rows.next();
                events.add(event);
                size += event.data().length();
            }
            return events;
        }
    }

    private ResultIterator<LoggedEvent> rows(Handle handle, long position, int limit) {
        return handle.createQuery("""
                        select position, event_id, type, subject, recorded_at, traceparent, data
                        from event_log
                        where position > :position
                        order by position
                        limit :limit
                        """)
                .bind("position", position)
                .bind("limit", limit)
                .setFetchSize(FETCHED)
                .map((row, _) -> LoggedEvent.from(row, source))
                .iterator();
    }

    /** What happened to one participant or village, oldest first. */
    public List<RecordedEvent> of(String subject, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select position, type, recorded_at, actor, data
                        from event_log
                        where subject = :subject and position > :after
                        order by position
                        limit :limit
                        """)
                .bind("subject", subject)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> new RecordedEvent(
                        row.getLong("position"),
                        row.getString("type"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        row.getString("actor"),
                        row.getString("data")))
                .list());
    }
}
