package id.desaterlindungi.enrollment.events;

import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How far the events have come on their way: the last position that is done with. Whoever holds the lock of a cursor's row moves
 * it, so that one at a time is at work across all replicas.
 */
enum EventCursor {
    SEQUENCED,
    PUBLISHED;

    /** @return empty where another has the lock */
    Optional<Long> lockIfFree(Handle handle) {
        return handle.createQuery("select position from event_cursor where stage = :stage for update skip locked")
                .bind("stage", stage())
                .mapTo(Long.class)
                .findOne();
    }

    /** Waits where another has the lock. */
    long lock(Handle handle) {
        return handle.createQuery("select position from event_cursor where stage = :stage for update")
                .bind("stage", stage())
                .mapTo(Long.class)
                .one();
    }

    /** @param position the last that is done with; the caller holds the lock */
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
