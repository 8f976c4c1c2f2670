package id.desaterlindungi.enrollment.events;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The log as readers see it. */
@ApplicationScoped
public class EventLog {
    private final Jdbi jdbi;
    private final String source;

    EventLog(Jdbi jdbi, EventSettings settings) {
        this.jdbi = jdbi;
        this.source = settings.source();
    }

    /** The next events after a position, in order. */
    List<LoggedEvent> after(long position, int limit) {
        return jdbi.withHandle(handle -> after(handle, position, limit));
    }

    List<LoggedEvent> after(Handle handle, long position, int limit) {
        return handle.createQuery("""
                        select position, event_id, type, subject, recorded_at, traceparent, data
                        from event_log
                        where position > :position
                        order by position
                        limit :limit
                        """)
                .bind("position", position)
                .bind("limit", limit)
                .map((row, context) -> LoggedEvent.from(row, source))
                .list();
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
