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
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A change writes its events here, in its own transaction: the database keeps both or neither. */
@ApplicationScoped
public class Outbox {
    /** The actor of events that the service causes by itself. */
    public static final String SERVICE = "enrollment-service";

    private final Jdbi jdbi;
    private final EntityManager entities;
    private final TransactionSynchronizationRegistry transaction;
    private final CurrentIdentityAssociation caller;
    private final Json json;
    private final Signal written = new Signal();

    Outbox(
            Jdbi jdbi,
            EntityManager entities,
            TransactionSynchronizationRegistry transaction,
            CurrentIdentityAssociation caller,
            Json json) {
        this.jdbi = jdbi;
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
        entities.flush(); // What is told of must have gone well.
        var traceparent = traceparent();
        jdbi.useHandle(handle -> append(
                handle,
                events.stream()
                        .map(event ->
                                new Row(event.type(), event.subject(), actor, traceparent, json.write(event.data())))
                        .toList()));
        transaction.registerInterposedSynchronization(new WakeSequencer(written));
    }

    /** An event as it is kept, with who caused it in the course of what. */
    public record Row(
            String type,
            String subject,
            String actor,
            @Nullable String traceparent,
            String data) {}

    /** Of the request that is being answered. */
    public Row row(Event event) {
        return row(event, actor());
    }

    /** @param actor who caused the event, if it was not the caller of a request */
    public Row row(Event event, String actor) {
        return new Row(event.type(), event.subject(), actor, traceparent(), json.write(event.data()));
    }

    /** In the transaction of the handle, after which {@link #wakeSequencer} is due. */
    public void append(Handle handle, List<Row> rows) {
        handle.createUpdate("""
                        insert into outbox (type, subject, actor, traceparent, data)
                        select type, subject, actor, traceparent, cast(data as json)
                        from unnest(:types, :subjects, :actors, :traceparents, :datas)
                            with ordinality as event (type, subject, actor, traceparent, data, place)
                        order by place
                        """)
                .bind("types", texts(rows, Row::type))
                .bind("subjects", texts(rows, Row::subject))
                .bind("actors", texts(rows, Row::actor))
                .bind("traceparents", texts(rows, Row::traceparent))
                .bind("datas", texts(rows, Row::data))
                .execute();
    }

    private static String[] texts(List<Row> rows, Function<Row, @Nullable String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    /** After rows were committed. */
    public void wakeSequencer() {
        written.raise();
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
