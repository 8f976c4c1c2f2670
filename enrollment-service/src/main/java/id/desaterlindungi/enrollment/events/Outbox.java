package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.background.Signal;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change writes its events here, in its own transaction: the database keeps both or neither. */
@ApplicationScoped
public class Outbox {
    /** The actor of events that the service causes by itself. */
    public static final String SERVICE = "enrollment-service";

    private final EntityManager entities;
    private final TransactionSynchronizationRegistry transaction;
    private final CurrentIdentityAssociation caller;
    private final Json json;
    private final Signal written = new Signal();

    Outbox(
            EntityManager entities,
            TransactionSynchronizationRegistry transaction,
            CurrentIdentityAssociation caller,
            Json json) {
        this.entities = entities;
        this.transaction = transaction;
        this.caller = caller;
        this.json = json;
    }

    /** Raised when a transaction of this process has committed rows of the outbox. */
    Signal written() {
        return written;
    }

    @Transactional(TxType.MANDATORY)
    public void append(Event event) {
        append(List.of(event));
    }

    @Transactional(TxType.MANDATORY)
    public void append(List<Event> events) {
        append(events, actor());
    }

    /** @param actor who caused the events, if it was not the caller of a request */
    @Transactional(TxType.MANDATORY)
    public void append(List<Event> events, String actor) {
        if (events.isEmpty()) {
            return;
        }
        entities.createNativeQuery("""
                        insert into outbox (type, subject, actor, traceparent, data)
                        select type, subject, :actor, cast(:traceparent as text), cast(data as json)
                        from unnest(cast(:types as text[]), cast(:subjects as text[]), cast(:datas as text[]))
                            with ordinality as event (type, subject, data, place)
                        order by place
                        """)
                .setParameter("types", events.stream().map(Event::type).toArray(String[]::new))
                .setParameter("subjects", events.stream().map(Event::subject).toArray(String[]::new))
                .setParameter(
                        "datas",
                        events.stream().map(event -> json.write(event.data())).toArray(String[]::new))
                .setParameter("actor", actor)
                .setParameter("traceparent", traceparent())
                .executeUpdate();
        transaction.registerInterposedSynchronization(new WakeSequencer(written));
    }

    /** Who causes events at this moment: the subject of the caller's token, or the service itself outside a request. */
    public String actor() {
        var identity = caller.getIdentity();
        return identity.isAnonymous() ? SERVICE : identity.getPrincipal().getName();
    }

    static @Nullable String traceparent() {
        var headers = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, (map, name, value) -> {
            if (map != null) {
                map.put(name, value);
            }
        });
        return headers.get("traceparent");
    }

    private record WakeSequencer(Signal written) implements Synchronization {
        @Override
        public void beforeCompletion() {
            // Only a committed row is a reason to wake.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                written.raise();
            }
        }
    }
}
