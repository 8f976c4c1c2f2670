package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.audit.AccessRecord;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.privacy.Traces.Somebody;
import id.desaterlindungi.enrollment.problem.Failure;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases people whose membership ended long enough ago, some at a time in short transactions: whichever replica does it, and wherever
 * another one was killed, it goes on with the rest. Who is restricted, or has asked for something that is open, stays.
 */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final String OPERATION = "eraseEndedMemberships";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** All rows of lists are looked through once for so many. */
    private static final int AT_ONCE = 100;

    private final Jdbi workers;
    private final Erasures erasures;
    private final AccessRecords records;
    private final Outbox outbox;
    private final PrivacySettings settings;
    private final Clock clock;

    Retention(
            @Workers Jdbi workers,
            Erasures erasures,
            AccessRecords records,
            Outbox outbox,
            PrivacySettings settings,
            Clock clock) {
        this.workers = workers;
        this.erasures = erasures;
        this.records = records;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(every = "6h", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (settings.endedMonths() > 0) {
            eraseEndedBefore(clock.instant().atOffset(ZoneOffset.UTC).minusMonths(settings.endedMonths()));
        }
    }

    /** @return how many were erased */
    int eraseEndedBefore(OffsetDateTime end) {
        var erased = 0;
        var last = BEFORE_ALL;
        List<UUID> looked;
        do {
            var after = last;
            looked = workers.withHandle(handle -> candidates(handle, after));
            if (!looked.isEmpty()) {
                last = looked.getLast();
                erased += erase(looked, end);
            }
        } while (!looked.isEmpty());
        if (erased > 0) {
            LOG.infof("Erased after their time people=%d endedBefore=%s", erased, end);
        }
        return erased;
    }

    /** A set that fails is tried again one by one, so that whoever cannot be erased stays and holds up no other. */
    private int erase(List<UUID> candidates, OffsetDateTime end) {
        try {
            var erased = workers.inTransaction(handle -> erase(handle, candidates, end));
            outbox.wakeSequencer();
            return erased;
        } catch (RuntimeException e) {
            if (candidates.size() > 1 && !Failure.meetsOthersToo(e)) {
                return candidates.stream()
                        .mapToInt(one -> erase(List.of(one), end))
                        .sum();
            }
            LOG.warnf(
                    e,
                    "People past their time could not be erased, which is tried again from=%s",
                    candidates.getFirst());
            return 0;
        }
    }

    private static List<UUID> candidates(Handle handle, UUID after) {
        return handle.createQuery("""
                        select id from participant
                        where status = 'ENDED' and erased_at is null and id > :after
                        order by id
                        limit :most
                        """)
                .bind("after", after)
                .bind("most", AT_ONCE)
                .mapTo(UUID.class)
                .list();
    }

    /**
     * Whoever is being changed at this moment is left to the next run, and whose NIK does not open, to when it does. The end is when it was
     * recorded, not the day that was given.
     */
    private int erase(Handle handle, List<UUID> candidates, OffsetDateTime end) {
        var seen = due(handle, candidates, end);
        if (seen.isEmpty()) {
            return 0;
        }
        var looked = erasures.look(handle, seen.stream().map(Due::person).toList());
        var held = handle.createQuery("""
                        select id from participant where id = any(:ids) order by id for no key update skip locked
                        """)
                .bind("ids", seen.stream().map(one -> one.person.id()).toArray(UUID[]::new))
                .mapTo(UUID.class)
                .list();
        // Once more, as they are now that they are locked.
        var due = due(handle, held, end).stream().filter(seen::contains).toList();
        if (due.isEmpty()) {
            return 0;
        }
        erasures.erase(handle, looked, due.stream().map(Due::person).toList(), Outbox.SERVICE);
        records.write(
                handle,
                due.stream()
                        .map(one -> AccessRecord.ofWork(
                                        Outbox.SERVICE, OPERATION, Scope.of(List.of(one.village)), "{}", 1, 0)
                                .naming(one.person.id()))
                        .toList());
        return due.size();
    }

    private record Due(Somebody person, String village) {}

    private List<Due> due(Handle handle, List<UUID> candidates, OffsetDateTime end) {
        return handle
                .createQuery("""
                        select id, nik_sealed, village_code from participant p
                        where id = any(:ids) and status = 'ENDED' and erased_at is null and restricted_at is null
                          and not exists (select from data_subject_request where participant_id = p.id and state = 'OPEN')
                          and not exists (select from outbox where subject = cast(p.id as text))
                          and (select max(recorded_at) from event_log
                               where subject = cast(p.id as text) and type = 'id.desaterlindungi.participant.status-changed.v1') < :end
                        order by id
                        """)
                .bind("ids", candidates.toArray(UUID[]::new))
                .bind("end", end)
                .map((row, _) -> {
                    var village = row.getString("village_code");
                    return erasures.somebody(row).map(person -> new Due(person, village));
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
