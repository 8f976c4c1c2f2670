package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * How much of what lies beyond a caller's own areas, or beneath a mask, each caller is told in a day of western Indonesia. Counted in
 * the database, so that all replicas count together.
 *
 * <p>Who has been told as much as anybody may gets no further answer to such a question, whatever the answer would be. Otherwise
 * the refusal would be one.
 */
@ApplicationScoped
public class Tellings {
    /** What is told. */
    public enum Kind {
        /** A whole NIK. */
        DISCLOSED("disclosures-reached"),
        /** That somebody is registered outside the caller's areas; to who asks for a transfer also that nobody is. */
        ELSEWHERE("elsewhere-reached");

        private final String reached;

        Kind(String reached) {
            this.reached = reached;
        }
    }

    private final AuditSettings settings;
    private final Clock clock;

    Tellings(AuditSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Counts what is to be told. In the transaction of the handle, and the last that it locks: others of this caller wait for its end.
     *
     * @return how many of these may be told
     */
    public int take(Handle handle, Kind kind, String actor, int wanted) {
        if (wanted == 0) {
            return 0;
        }
        return handle.createQuery("""
                        insert into telling as t (kind, actor, day, told) values (:kind, :actor, :today, least(:wanted, :most))
                        on conflict (kind, actor, day)
                            do update set told = greatest(t.told, least(t.told + :wanted, :most))
                        returning new.told - coalesce(old.told, 0)
                        """)
                .bind("kind", kind)
                .bind("actor", actor)
                .bind("today", BusinessClock.today(clock))
                .bind("wanted", wanted)
                .bind("most", most(kind))
                .mapTo(Integer.class)
                .one();
    }

    /** Those of the callers who have been told as much as anybody may. */
    Set<String> reached(Handle handle, Kind kind, Collection<String> actors) {
        return handle.createQuery("""
                        select actor from telling
                        where kind = :kind and actor = any(:actors) and day = :today and told >= :most
                        """)
                .bind("kind", kind)
                .bind("actors", actors.toArray(String[]::new))
                .bind("today", BusinessClock.today(clock))
                .bind("most", most(kind))
                .mapTo(String.class)
                .set();
    }

    /** Those who are told no more today of people who are registered elsewhere. Who has the province has no elsewhere. */
    public <T> List<T> toldEnough(
            Handle handle, Collection<T> asking, Function<T, String> actor, Function<T, Scope> areas) {
        var limited = asking.stream()
                .filter(one -> !areas.apply(one).holds(Scope.PROVINCE))
                .toList();
        if (limited.isEmpty()) {
            return List.of();
        }
        var reached =
                reached(handle, Kind.ELSEWHERE, limited.stream().map(actor).toList());
        return limited.stream()
                .filter(one -> reached.contains(actor.apply(one)))
                .toList();
    }

    public boolean toldEnough(Handle handle, String actor, Scope areas) {
        return !toldEnough(handle, List.of(actor), one -> one, _ -> areas).isEmpty();
    }

    private int most(Kind kind) {
        return switch (kind) {
            case DISCLOSED -> settings.disclosuresADay();
            case ELSEWHERE -> settings.elsewhereADay();
        };
    }

    /** 429, until tomorrow. */
    public ProblemException refusal(Kind kind) {
        return ProblemException.of(Status.TOO_MANY_REQUESTS, kind.reached, most(kind));
    }

    /** Until the next day begins. */
    Duration untilTomorrow() {
        var now = clock.instant().atZone(BusinessClock.JAKARTA);
        return Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(BusinessClock.JAKARTA));
    }
}
