package id.desaterlindungi.enrollment.keys;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows that are found by an index, and what is done with some of them at once, in the order of their key. */
interface IndexedRows {
    /** The last row that was looked at. */
    record Place(UUID row, long number) {
        static final Place FIRST = new Place(new UUID(0, 0), 0);
    }

    /**
     * What was done in a step.
     *
     * @param last the last row looked at; empty at the end
     * @param skipped rows that were left to the next pass
     * @param unopened rows of these whose value no key at hand opens
     */
    record Done(Optional<Place> last, int lookedAt, int changed, int skipped, int unopened) {}

    /** Adds the second index, by the key that comes next. */
    Done fill(Handle handle, Place after, int next);

    /** Puts the second index into the place of the first. @param key that it is by */
    Done move(Handle handle, Place after, int key);

    /** Takes away the second index. */
    Done clear(Handle handle, Place after);
}
