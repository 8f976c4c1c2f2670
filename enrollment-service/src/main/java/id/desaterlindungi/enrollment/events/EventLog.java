package id.desaterlindungi.enrollment.events;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;

/** The log as readers see it. */
@ApplicationScoped
public class EventLog {
    /** A change is about 600 characters; a census of a full register two hundred times as much. */
    private static final int MOST_CHARACTERS = 8_000_000;

    private static final int FETCHED = 100;

    private final Jdbi jdbi;
    private final String source;

    EventLog(Jdbi jdbi, EventSettings settings) {
        this.jdbi = jdbi;
        this.source = settings.source();
    }

    /**
     * The next events after a position, in order: up to the limit, or to a size that is kind to whoever holds them. Empty
     * only where there is none.
     */
    List<LoggedEvent> after(long position, int limit) {
        return jdbi.inTransaction(handle -> after(handle, position, limit));
    }

    /** @param handle in a transaction: without one the whole answer would be fetched before the first row is looked at */
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
                .map((row, context) -> LoggedEvent.from(row, source))
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
                .map((row, context) -> new RecordedEvent(
                        row.getLong("position"),
                        row.getString("type"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        row.getString("actor"),
                        row.getString("data")))
                .list());
    }
}
