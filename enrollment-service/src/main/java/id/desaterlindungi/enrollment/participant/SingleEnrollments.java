package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Reach;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.AccessRecord;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.background.Gathering;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Outcome;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Refusal;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.TooMuchToTell;
import id.desaterlindungi.enrollment.problem.Failure;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.enrollment.settings.AboveZero;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * People who are enrolled one by one, each by a request, are written in sets: one transaction for all who came while the one
 * before was being written. All that can fail for one of them alone is done before it joins a set: its rules, its seals, its
 * answer. In the set each has its own verdict, its own key, its own actor and trace.
 */
@ApplicationScoped
class SingleEnrollments {
    @ConfigMapping(prefix = "enrollment.sets")
    interface SetSettings {
        /** Transactions at once, the second only where one takes long; each holds a connection. */
        @WithDefault("2")
        @WithConverter(AboveZero.OfInteger.class)
        int writers();

        /** People in one transaction. */
        @WithDefault("200")
        @WithConverter(AboveZero.OfInteger.class)
        int most();

        /** How many may wait for the next set: about as many as are written in a second. Others are answered 503. */
        @WithDefault("2000")
        @WithConverter(AboveZero.OfInteger.class)
        int waiting();

        /** How long anybody waits for a set to begin. */
        @WithDefault("5s")
        @WithConverter(AboveZero.OfDuration.class)
        Duration longestWait();
    }

    /**
     * A person who is ready to be written.
     *
     * @param reach the person's village if it is one of the caller's, and nothing more
     * @param areas of the caller
     * @param access as it is recorded if the person is enrolled
     * @param kept the answer under the request's key; null where it has none
     */
    private record Single(
            Participant person,
            Reach reach,
            Scope areas,
            AccessRecord access,
            Outbox.Row event,
            Idempotency.@Nullable Kept kept,
            Response answer) {}

    private sealed interface Verdict {
        /** @param recorded whether the access is on record in the same transaction */
        record Answered(Response answer, boolean recorded) implements Verdict {}

        record Refused(ProblemException why) implements Verdict {}

        /** In the register, and not where the caller may see it: told, or not told any more today. On record either way. */
        record Elsewhere(boolean told) implements Verdict {}
    }

    private static final int TOLD = Status.CONFLICT.getStatusCode();
    private static final int NOT_TOLD = Status.TOO_MANY_REQUESTS.getStatusCode();

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Change change;
    private final AccessRecords accesses;
    private final Tellings tellings;
    private final Access access;
    private final Caller caller;
    private final EnrollmentCheck check;
    private final Seal seal;
    private final Clock clock;
    private final DistributionSummary sizes;
    private final Gathering<Single, Verdict> sets;

    SingleEnrollments(
            Jdbi jdbi,
            Outbox outbox,
            Idempotency idempotency,
            Change change,
            AccessRecords accesses,
            Tellings tellings,
            Access access,
            Caller caller,
            EnrollmentCheck check,
            Seal seal,
            Clock clock,
            SetSettings settings,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.change = change;
        this.accesses = accesses;
        this.tellings = tellings;
        this.access = access;
        this.caller = caller;
        this.check = check;
        this.seal = seal;
        this.clock = clock;
        this.sizes = DistributionSummary.builder("enrollment.sets.people")
                .description("People written in one transaction, of those who come one by one")
                .register(metrics);
        this.sets = new Gathering<>(
                "enrollment-set",
                new Gathering.Bounds(settings.writers(), settings.most(), settings.waiting(), settings.longestWait()),
                this::write,
                Failure::meetsOthersToo);
        Gauge.builder("enrollment.sets.waiting", sets, Gathering::waiting)
                .description("Requests that wait for the next set")
                .register(metrics);
    }

    /**
     * @param key of the request; null where the caller gave none
     * @param answering what is answered if the person is enrolled
     * @throws ProblemException 409 where the NIK or KPJ is in the register, or a request with that key is still running; 422
     *     for a village that is unknown or closed, or a key that came with another request; 429 where the caller was told often
     *     enough today who is registered elsewhere; 503 where too many wait
     */
    Response enroll(
            @Nullable String key,
            EnrollmentRequest request,
            Enrollment enrollment,
            Function<Participant, Response> answering) {
        var person = Participant.enroll(enrollment, seal, check.today(), Instant.now(clock));
        var answer = answering.apply(person);
        var kept = key == null ? null : idempotency.kept(idempotency.key(key), request, answer);
        var village = person.villageCode();
        var areas = caller.scope();
        var own = areas.holds(village) ? Scope.of(List.of(village)) : Scope.NOWHERE;
        access.within(village);
        var single = new Single(
                person,
                Reach.of(own, caller.subject()),
                areas,
                access.record(answer.getStatus()).naming(person.id()),
                outbox.row(person.enrolled()),
                kept,
                change.written(answer));
        try {
            return switch (sets.join(single)) {
                case Verdict.Answered(var told, var recorded) -> {
                    if (recorded) {
                        access.isWritten(told.getStatus());
                    }
                    yield told;
                }
                case Verdict.Refused(var why) -> throw why;
                case Verdict.Elsewhere(var told) -> throw elsewhere(told);
            };
        } catch (Gathering.Full e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private ProblemException elsewhere(boolean told) {
        access.isWritten(told ? TOLD : NOT_TOLD);
        return told ? Register.refused(Refusal.NIK_REGISTERED) : access.refusedForToday(Tellings.Kind.ELSEWHERE);
    }

    private static ProblemException busy() {
        return ProblemException.of(Status.SERVICE_UNAVAILABLE, "enrollments-busy");
    }

    private List<Verdict> write(List<Single> set) {
        sizes.record(set.size());
        var verdicts = Reach.together(set.stream().map(Single::reach).toList())
                .call(() -> jdbi.inTransaction(handle -> write(handle, set)));
        outbox.wakeSequencer();
        return verdicts;
    }

    /** In this order all take their locks: keys, villages, people, outbox, what each caller was told. */
    private List<Verdict> write(Handle handle, List<Single> set) {
        EnrollmentSet.keepPlans(handle);
        var verdicts = judgedByKey(handle, set);
        var records = new ArrayList<AccessRecord>();
        refuseWhoWasToldEnough(handle, set, verdicts, records);
        var fresh = set.stream().filter(one -> !verdicts.containsKey(one)).toList();
        if (!fresh.isEmpty()) {
            var outcomes = EnrollmentSet.write(
                    handle, fresh.stream().map(Single::person).toList(), Instant.now(clock));
            var enrolled = new ArrayList<Single>();
            var registered = new ArrayList<Single>();
            for (var i = 0; i < fresh.size(); i++) {
                var one = fresh.get(i);
                switch (outcomes.get(i)) {
                    case Outcome.Enrolled _ -> {
                        enrolled.add(one);
                        records.add(one.access());
                        verdicts.put(one, new Verdict.Answered(one.answer(), true));
                    }
                    case Outcome.Refused refused -> {
                        verdicts.put(one, new Verdict.Refused(Register.refused(refused.why())));
                        if (refused.why() == Refusal.NIK_REGISTERED) {
                            registered.add(one);
                        }
                    }
                }
            }
            if (!enrolled.isEmpty()) {
                outbox.append(handle, enrolled.stream().map(Single::event).toList());
                keep(handle, enrolled);
            }
            tellWhoIsElsewhere(handle, set, registered, verdicts, records);
        }
        accesses.write(handle, records);
        return set.stream().map(verdicts::get).map(Objects::requireNonNull).toList();
    }

    private void refuseWhoWasToldEnough(
            Handle handle, List<Single> set, Map<Single, Verdict> verdicts, List<AccessRecord> records) {
        var asking = set.stream().filter(one -> !verdicts.containsKey(one)).toList();
        tellings.toldEnough(handle, asking, SingleEnrollments::actor, Single::areas)
                .forEach(one -> {
                    verdicts.put(one, new Verdict.Elsewhere(false));
                    records.add(one.access().refused(NOT_TOLD, 0));
                });
    }

    /**
     * By caller, in one order for all transactions.
     *
     * @throws TooMuchToTell where that is not all of several: beside who is enrolled, a refusal would tell it of the rest too. Each of
     *     the set then comes alone, and after the last that may be told no other is looked up
     */
    private void tellWhoIsElsewhere(
            Handle handle,
            List<Single> set,
            List<Single> registered,
            Map<Single, Verdict> verdicts,
            List<AccessRecord> records) {
        if (registered.isEmpty()) {
            return;
        }
        var outside = new HashSet<UUID>();
        registered.stream()
                .collect(Collectors.groupingBy(Single::areas))
                .forEach((areas, those) -> outside.addAll(EnrollmentSet.outside(
                        handle, those.stream().map(Single::person).toList(), areas)));
        registered.stream()
                .filter(one -> outside.contains(one.person().id()))
                .collect(Collectors.groupingBy(SingleEnrollments::actor, TreeMap::new, Collectors.toList()))
                .forEach((actor, asked) -> {
                    var told = tellings.take(handle, Tellings.Kind.ELSEWHERE, actor, asked.size());
                    if (told < asked.size() && set.size() > 1) {
                        throw new TooMuchToTell();
                    }
                    for (var i = 0; i < asked.size(); i++) {
                        var one = asked.get(i);
                        verdicts.put(one, new Verdict.Elsewhere(i < told));
                        records.add(
                                i < told
                                        ? one.access().refused(TOLD, 1)
                                        : one.access().refused(NOT_TOLD, 0));
                    }
                });
    }

    private static String actor(Single one) {
        return one.event().actor();
    }

    /** Those who came before with their key, and those whose key somebody is at, who may be in this set. */
    private Map<Single, Verdict> judgedByKey(Handle handle, List<Single> set) {
        var verdicts = new IdentityHashMap<Single, Verdict>();
        var firsts = new LinkedHashMap<Idempotency.Key, Single>();
        for (var one : set) {
            if (one.kept() != null && firsts.putIfAbsent(one.kept().key(), one) != null) {
                verdicts.put(one, new Verdict.Refused(Idempotency.inProgress()));
            }
        }
        if (firsts.isEmpty()) {
            return verdicts;
        }
        var locked = idempotency.lock(handle, firsts.keySet());
        var answered = idempotency.kept(handle, locked);
        firsts.forEach((key, one) -> {
            if (!locked.contains(key)) {
                verdicts.put(one, new Verdict.Refused(Idempotency.inProgress()));
            } else if (answered.containsKey(key)) {
                verdicts.put(one, again(answered.get(key), one));
            }
        });
        return verdicts;
    }

    private Verdict again(Idempotency.Kept first, Single one) {
        try {
            var request = Objects.requireNonNull(one.kept()).request();
            return new Verdict.Answered(change.written(idempotency.replay(first, request)), false);
        } catch (ProblemException reused) {
            return new Verdict.Refused(reused);
        }
    }

    private void keep(Handle handle, List<Single> enrolled) {
        var kept = enrolled.stream().map(Single::kept).filter(Objects::nonNull).toList();
        if (!kept.isEmpty()) {
            idempotency.keep(handle, kept);
        }
    }

    @PreDestroy
    void close() {
        sets.close();
    }
}
