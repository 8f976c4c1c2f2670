package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.participant.ParticipantOrder.Place;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.NativeQuery;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads of many participants at once. */
@ApplicationScoped
class ParticipantReader {
    private static final int FETCH_SIZE = 1_000;

    /** The longest file, at the speed of this service; the database's snapshot stays open as long. */
    private static final int LONGEST_SECONDS = 900;

    private final Session session;
    private final SessionFactory sessions;
    private final Jdbi jdbi;

    ParticipantReader(Session session, SessionFactory sessions, Jdbi jdbi) {
        this.session = session;
        this.sessions = sessions;
        this.jdbi = jdbi;
    }

    /** @param after where the page before ended; null for the first one */
    @Transactional
    List<Participant> page(
            ParticipantFilter filter, ParticipantOrder order, boolean descending, @Nullable Place after, int most) {
        var query = session.createNativeQuery(
                """
                        select * from participant
                        where %s and %s and %s
                        order by %s
                        limit :limit
                        """.formatted(
                                filter.where(),
                                order.where(),
                                after == null ? "true" : order.after(descending),
                                order.orderBy(descending)),
                Participant.class);
        filter.values().forEach(query::setParameter);
        if (after != null) {
            query.setParameter("afterId", after.id());
        }
        if (after != null && order != ParticipantOrder.ID) {
            query.setParameter("afterValue", after.value());
        }
        return query.setParameter("limit", most).setReadOnly(true).list();
    }

    /** Hands over all of a selection, one by one, by village and id, in the memory of a few rows: no session keeps them. */
    void each(ParticipantFilter filter, Consumer<Participant> action) {
        QuarkusTransaction.requiringNew().timeout(LONGEST_SECONDS).run(() -> {
            try (var reading = sessions.openStatelessSession()) {
                NativeQuery<Participant> query = reading.createNativeQuery(
                        "select * from participant where %s order by village_code, id".formatted(filter.where()),
                        Participant.class);
                filter.values().forEach(query::setParameter);
                try (var rows = query.setFetchSize(FETCH_SIZE).getResultStream()) {
                    rows.forEach(action);
                }
            }
        });
    }

    long count(ParticipantFilter filter) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from participant where " + filter.where())
                .bindMap(filter.values())
                .mapTo(Long.class)
                .one());
    }

    @Schema(name = "ParticipantCount")
    record Count(
            @Schema(required = true, examples = "ACTIVE") String code,

            @Schema(required = true, examples = "1900") long people) {}

    /** @param column one of {@link ParticipantCounts}, never a caller's text */
    List<Count> counts(String column, ParticipantFilter filter) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select %1$s as code, count(*) as people from participant where %2$s group by %1$s order by %1$s
                        """.formatted(column, filter.where()))
                .bindMap(filter.values())
                .map((row, _) -> new Count(row.getString("code"), row.getLong("people")))
                .list());
    }
}
