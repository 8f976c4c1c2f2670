package id.desaterlindungi.enrollment.census;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.events.Sequencer;
import id.desaterlindungi.enrollment.events.Sequencer.Placed;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Counts the register by village and status, and appends the counts to the log, right after the last change that they include. */
@ApplicationScoped
class Census {
    private static final Logger LOG = Logger.getLogger(Census.class);
    private static final List<ParticipantStatus> STATUSES = List.of(ParticipantStatus.values());

    private final Jdbi jdbi;
    private final Sequencer sequencer;
    private final CensusSettings settings;
    private final Timer timer;

    Census(@Workers Jdbi jdbi, Sequencer sequencer, CensusSettings settings, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.sequencer = sequencer;
        this.settings = settings;
        this.timer = Timer.builder("enrollment.census")
                .description("One census, from the request to the event in the log")
                .register(metrics);
    }

    /** A census and where it stands. */
    record Taken(Placed placed, CensusEvent counts) {}

    @ActivateRequestContext
    Taken take() throws InterruptedException {
        return observe(false).orElseThrow();
    }

    /** One replica takes it. The others see that it is taken, before they wait for the lock or after it. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @ActivateRequestContext
    void takeWhenDue() throws InterruptedException {
        if (jdbi.withHandle(this::due)) {
            observe(true)
                    .ifPresent(taken -> LOG.infof(
                            "Census taken position=%d people=%d",
                            taken.placed().position(), taken.counts().people()));
        }
    }

    private Optional<Taken> observe(boolean whenDue) throws InterruptedException {
        var sample = Timer.start();
        var placed = sequencer.observe(handle -> whenDue && !due(handle)
                ? Optional.empty()
                : Optional.of(new Event(CensusEvent.TYPE, CensusEvent.SUBJECT, count(handle))));
        placed.ifPresent(one -> sample.stop(timer));
        return placed.map(one -> new Taken(one, (CensusEvent) one.event().data()));
    }

    /** By the database's clock, which all replicas share. An empty log needs no census. */
    private boolean due(Handle handle) {
        return handle.createQuery("""
                        select coalesce(
                            (select recorded_at from event_log where subject = :subject order by position desc limit 1),
                            (select recorded_at from event_log order by position limit 1)) <= now() - :every * interval '1 s'
                        """)
                .bind("subject", CensusEvent.SUBJECT)
                .bind("every", settings.every().toSeconds())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    private record Count(String village, ParticipantStatus status, long people) {}

    private static CensusEvent count(Handle handle) {
        var counts = handle.createQuery("""
                        select village_code, status, count(*) as people from participant group by village_code, status
                        """)
                .map((row, _) -> new Count(
                        row.getString("village_code"),
                        ParticipantStatus.valueOf(row.getString("status")),
                        row.getLong("people")))
                .list();
        var villages = new TreeMap<String, List<Long>>();
        var totals = none();
        for (var count : counts) {
            var column = STATUSES.indexOf(count.status());
            villages.computeIfAbsent(count.village(), village -> none()).set(column, count.people());
            totals.set(column, totals.get(column) + count.people());
        }
        return handle.createQuery("select uuidv7() as id, (now() at time zone 'Asia/Jakarta')::date as on_day")
                .map((row, _) -> new CensusEvent(
                        row.getObject("id", UUID.class),
                        row.getObject("on_day", LocalDate.class),
                        STATUSES,
                        totals,
                        villages))
                .one();
    }

    private static List<Long> none() {
        return new ArrayList<>(Collections.nCopies(STATUSES.size(), 0L));
    }
}
