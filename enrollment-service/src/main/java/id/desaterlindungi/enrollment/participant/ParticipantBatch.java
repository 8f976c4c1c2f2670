package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.participant.BatchAnswer.Result;
import id.desaterlindungi.enrollment.participant.BatchRequest.Operation;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Outcome;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.Refusal;
import id.desaterlindungi.enrollment.participant.EnrollmentSet.TooMuchToTell;
import id.desaterlindungi.enrollment.problem.Failure;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.Problem;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Works off what a device sends together. The enrollments are one set and one transaction, in which the database keeps out
 * the rows that it refuses; every other operation has a transaction of its own. So no bad item harms another, be it one
 * that cannot even be read.
 *
 * <p>What is done is kept under its operation id with its answer, in the same transaction. A refused operation is judged
 * again when it comes again.
 */
@ApplicationScoped
class ParticipantBatch {
    private static final Pattern OPERATION_ID = Pattern.compile("[!-~]{1,100}");

    private final Register register;
    private final EnrollmentSet set;
    private final Idempotency idempotency;
    private final Json json;
    private final Access access;

    ParticipantBatch(Register register, EnrollmentSet set, Idempotency idempotency, Json json, Access access) {
        this.register = register;
        this.set = set;
        this.idempotency = idempotency;
        this.json = json;
        this.access = access;
    }

    /** @throws ProblemException 422 where the batch as a whole cannot be read as one: nothing of it is done then */
    BatchAnswer run(BatchRequest request, Messages messages) {
        var sent = byId(request);
        var results = new HashMap<String, Result>();
        Function<ProblemException, Problem> told = refusal -> Problem.of(refusal, messages);
        var operations = new ArrayList<Operation>();
        sent.forEach((id, operation) -> {
            try {
                operations.add(read(operation));
            } catch (ProblemException refusal) {
                results.put(id, Result.refused(id, told.apply(refusal)));
            }
        });
        results.putAll(enrollAll(
                operations.stream()
                        .filter(operation -> operation.enrollment() != null)
                        .toList(),
                told));
        access.done();
        operations.stream()
                .filter(operation -> operation.enrollment() == null)
                .forEach(operation -> results.put(id(operation), change(operation, messages)));
        return BatchAnswer.of(sent.keySet().stream()
                .map(id -> Objects.requireNonNull(results.get(id)))
                .toList());
    }

    /** In the order sent. Without an id of its own an operation could get no result, so there each fault is everybody's. */
    private static Map<String, JsonNode> byId(BatchRequest request) {
        var operations = request.operations();
        if (operations == null || operations.isEmpty() || operations.size() > BatchRequest.MOST) {
            throw refused(List.of(Finding.at("/operations", "batch-size", 1, BatchRequest.MOST)));
        }
        var byId = new LinkedHashMap<String, JsonNode>();
        var errors = new ArrayList<Finding>();
        for (var i = 0; i < operations.size(); i++) {
            var operation = operations.get(i);
            var id = operation == null ? null : operation.path("operationId").textValue();
            if (operation == null || id == null || !OPERATION_ID.matcher(id).matches()) {
                errors.add(Finding.at("/operations/" + i + "/operationId", "operation-id-format"));
            } else if (byId.put(id, operation) != null) {
                errors.add(Finding.at("/operations/" + i + "/operationId", "operation-id-repeated"));
            }
        }
        if (!errors.isEmpty()) {
            throw refused(errors);
        }
        return byId;
    }

    private Operation read(JsonNode sent) {
        var operation = json.sent(sent, Operation.class);
        var errors = new ArrayList<Finding>();
        var kinds = Stream.of(operation.enrollment(), operation.correction(), operation.transfer(), operation.status())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            errors.add(Finding.at("", "operation-kind"));
        }
        for (var field : List.of("participantId", "version")) {
            if (operation.enrollment() != null && sent.hasNonNull(field)) {
                errors.add(Finding.at("/" + field, "field-not-enrolled"));
            }
            if (operation.enrollment() == null && !sent.hasNonNull(field)) {
                errors.add(Finding.at("/" + field, "field-missing"));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable("operation-refused", errors);
        }
        return operation;
    }

    /** What would tell too much is undone. Some told and the rest refused, the rest would be told too, beside those who are enrolled. */
    private Map<String, Result> enrollAll(Collection<Operation> operations, Function<ProblemException, Problem> told) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> enrollAll(operations, told, register.wasToldEnough()));
        } catch (TooMuchToTell e) {
            return QuarkusTransaction.requiringNew().call(() -> {
                register.tellNoMoreToday();
                return enrollAll(operations, told, true);
            });
        }
    }

    private Map<String, Result> enrollAll(
            Collection<Operation> operations, Function<ProblemException, Problem> told, boolean toldEnough) {
        var results = new HashMap<String, Result>();
        var fresh = fresh(operations, results, told);
        var accepted = new LinkedHashMap<Operation, Enrollment>();
        for (var operation : fresh) {
            switch (register.verdict(Objects.requireNonNull(operation.enrollment()))) {
                case Verdict.Accepted _
                when toldEnough ->
                    results.put(
                            id(operation),
                            Result.refused(id(operation), told.apply(access.refusedForToday(Tellings.Kind.ELSEWHERE))));
                case Verdict.Accepted(var enrollment) -> accepted.put(operation, enrollment);
                case Verdict.Refused(var errors) ->
                    results.put(id(operation), Result.refused(id(operation), told.apply(Register.refused(errors))));
            }
        }
        var outcomes = set.enroll(List.copyOf(accepted.values()));
        if (!register.mayTell(outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(Outcome.Refused.class::cast)
                .filter(refused -> refused.why() == Refusal.NIK_REGISTERED)
                .map(Outcome.Refused::person)
                .toList())) {
            throw new TooMuchToTell();
        }
        var outcome = outcomes.iterator();
        var done = new ArrayList<Idempotency.Kept>();
        for (var operation : accepted.keySet()) {
            var result = switch (outcome.next()) {
                case Outcome.Enrolled(var participant) -> {
                    access.of(participant.id(), participant.villageCode());
                    yield Result.done(id(operation), 201, participant);
                }
                case Outcome.Refused refused ->
                    Result.refused(id(operation), told.apply(Register.refused(refused.why())));
            };
            results.put(id(operation), result);
            if (result.succeeded()) {
                done.add(Idempotency.Kept.within(key(operation), json.write(operation), json.write(result)));
            }
        }
        if (!done.isEmpty()) {
            idempotency.keep(done);
        }
        return results;
    }

    private Result change(Operation operation, Messages messages) {
        Function<ProblemException, Problem> told = refusal -> Problem.of(refusal, messages);
        try {
            var changed = register.told(() -> QuarkusTransaction.requiringNew().call(() -> {
                var results = new HashMap<String, Result>();
                if (fresh(List.of(operation), results, told).isEmpty()) {
                    return Objects.requireNonNull(results.get(id(operation)));
                }
                var result = Result.done(id(operation), 200, changed(operation));
                idempotency.keep(
                        List.of(Idempotency.Kept.within(key(operation), json.write(operation), json.write(result))));
                return result;
            }));
            access.done();
            return changed;
        } catch (ProblemException refusal) {
            access.undone();
            return Result.refused(id(operation), told.apply(refusal));
        } catch (RuntimeException e) {
            access.undone();
            var problem = Failure.told(e, messages);
            if (problem.status() == Status.SERVICE_UNAVAILABLE.getStatusCode()) {
                throw e; // Nor could the rest be done; what is done is answered as before when the batch comes again.
            }
            return Result.refused(id(operation), problem);
        }
    }

    private Participant changed(Operation operation) {
        var id = Objects.requireNonNull(operation.participantId());
        var version = IfMatch.of(Objects.requireNonNull(operation.version()));
        if (operation.correction() != null) {
            return register.correct(id, version, operation.correction().deepCopy());
        }
        if (operation.transfer() != null) {
            return register.transfer(id, version, operation.transfer());
        }
        return register.moveTo(id, version, Objects.requireNonNull(operation.status()));
    }

    /** Those that nobody has done yet; the others get their result. */
    private List<Operation> fresh(
            Collection<Operation> operations, Map<String, Result> results, Function<ProblemException, Problem> told) {
        var keys = operations.stream().map(this::key).toList();
        if (keys.isEmpty()) {
            return List.of();
        }
        var locked = idempotency.lock(keys);
        var kept = idempotency.kept(keys);
        var fresh = new ArrayList<Operation>();
        for (var operation : operations) {
            var before = kept.get(key(operation));
            if (before == null && locked.contains(key(operation))) {
                fresh.add(operation);
            } else if (before == null) {
                results.put(id(operation), Result.refused(id(operation), told.apply(Idempotency.inProgress())));
            } else if (before.request().equals(json.write(operation))) {
                var result = json.read(before.answer(), Result.class);
                access.again(Objects.requireNonNull(result.participantId()));
                results.put(id(operation), result);
            } else {
                results.put(
                        id(operation),
                        Result.refused(
                                id(operation),
                                told.apply(ProblemException.unprocessable("idempotency-key-reused", List.of()))));
            }
        }
        return fresh;
    }

    private static String id(Operation operation) {
        return Objects.requireNonNull(operation.operationId());
    }

    /** Apart from the keys of single requests, which have no space in them. */
    private Idempotency.Key key(Operation operation) {
        return idempotency.keyWithin("operation " + id(operation));
    }

    private static ProblemException refused(List<Finding> errors) {
        return ProblemException.unprocessable("batch-refused", errors);
    }
}
