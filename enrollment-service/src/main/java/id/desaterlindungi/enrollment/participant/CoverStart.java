package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Moves those to ACTIVE whose first day of cover has come, each with an event, as {@link Participant#moveTo} would. */
@ApplicationScoped
class CoverStart {
    private static final Logger LOG = Logger.getLogger(CoverStart.class);

    /** People in one transaction: a tenth of a second, in which a change of one of them waits. */
    private static final int CHUNK = 1_000;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;
    private final Counter people;

    CoverStart(@Workers Jdbi jdbi, Outbox outbox, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
        this.people = Counter.builder("enrollment.cover.started")
                .description("People who became ACTIVE by themselves")
                .register(metrics);
    }

    /**
     * As the day begins in Jakarta; and at start and hourly for whom that run missed: enrolled a moment before it, changed at
     * that moment, corrected since, or while nothing ran.
     */
    @Scheduled(cron = "5 0 0 * * ?", timeZone = "Asia/Jakarta", concurrentExecution = ConcurrentExecution.SKIP)
    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        var today = BusinessClock.today(clock);
        var begun = 0;
        int chunk;
        do {
            chunk = QuarkusTransaction.requiringNew().call(() -> begin(today));
            people.increment(chunk);
            begun += chunk;
        } while (chunk == CHUNK);
        if (begun > 0) {
            LOG.infof("Cover begun on=%s people=%d", today, begun);
        }
    }

    /** Whoever is being changed, here or by another replica, is passed over: nobody waits, and so nobody deadlocks. */
    private int begin(LocalDate today) {
        List<Event> events = jdbi.withHandle(handle -> handle.createQuery("""
                        with due as materialized (
                            select id from participant
                            where status = 'REGISTERED' and covered_from <= :today
                            order by covered_from, id
                            limit :chunk
                            for no key update skip locked
                        ), begun as (
                            update participant set status = 'ACTIVE', version = version + 1
                            where id in (select id from due)
                            returning *
                        )
                        select id, version, covered_from, village_code, segment, occupation, funding_source, programmes, sex,
                               extract(year from birth_date)::integer as birth_year, origin
                        from begun
                        order by covered_from, id
                        """)
                .bind("today", today)
                .bind("chunk", CHUNK)
                .map((row, _) -> begun(row))
                .list());
        outbox.append(events, Outbox.SERVICE);
        return events.size();
    }

    private static Event begun(ResultSet row) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var village = row.getString("village_code");
        return new Event(
                Participant.TYPE + "status-changed.v1",
                id.toString(),
                new ParticipantEvent(
                        id,
                        row.getInt("version"),
                        row.getObject("covered_from", LocalDate.class),
                        null,
                        List.of(),
                        ParticipantEvent.Facets.of(row, village, ParticipantStatus.REGISTERED),
                        ParticipantEvent.Facets.of(row, village, ParticipantStatus.ACTIVE)));
    }
}
