package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.participant.codes.Nik;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * What is kept of people for a time outside of their record. Whoever keeps such has one of these, so that the person is told of it, and
 * that it goes when the person is erased.
 */
public interface Traces {
    /** Somebody of the register, with the NIK by which it is found where there is no id. */
    record Somebody(UUID id, Nik nik) {}

    /** One thing that is kept. @param key of the text that tells it @param arguments of that text */
    record Trace(String key, List<Object> arguments) {
        public Trace {
            arguments = List.copyOf(arguments);
        }
    }

    /** @param handle that sees all rows, in a transaction */
    List<Trace> of(Handle handle, Somebody person);

    /** In the transaction of the handle, which sees all rows and has locked the people: in short time, since others wait. */
    void erase(Handle handle, List<Somebody> people);

    /**
     * What takes long, before anybody is locked.
     *
     * @param handle as of {@link #erase}
     * @return does the rest as {@link #erase}, of those of the people who are erased in the end
     */
    default BiConsumer<Handle, List<Somebody>> look(Handle handle, List<Somebody> people) {
        return this::erase;
    }
}
