package id.desaterlindungi.enrollment.breach;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Moment;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Breaches and what was done about each. */
@ApplicationScoped
class Breaches {
    static final int LONGEST_TEXT = 2_000;

    private static final long MOST_PEOPLE = 1_000_000_000;

    /** The day of the law: whoever takes down what was noticed before has mistaken the year. */
    private static final LocalDate LAW = LocalDate.of(2022, 10, 17);

    private static final String REFUSED = "breach-refused";
    private static final String TOO_LONG = "text-too-long";

    /** Microseconds since 1970 and an id: where a page ended. */
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,16}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Its clock runs still: {@link BreachStep#isTold} in SQL. */
    static final String UNTOLD = """
            not exists (
                select from breach_step s
                where s.breach_id = b.id
                having bool_or(s.step = 'NO_NOTICE_DUE') or bool_or(s.step = 'PERSONS_TOLD') and bool_or(s.step = 'AUTHORITY_TOLD'))
            """;

    private final Jdbi jdbi;
    private final BreachSettings settings;
    private final Clock clock;
    private final Caller caller;

    Breaches(Jdbi jdbi, BreachSettings settings, Clock clock, Caller caller) {
        this.jdbi = jdbi;
        this.settings = settings;
        this.clock = clock;
        this.caller = caller;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @throws ProblemException 422 with all that does not fit */
    @Transactional(TxType.MANDATORY)
    BreachView record(NewBreach breach) {
        var now = now();
        var fields = new Fields();
        var kind = fields.code("/kind", breach.kind(), BreachKind.class);
        var summary = fields.lines("/summary", breach.summary(), LONGEST_TEXT, TOO_LONG);
        var people = breach.people() == null ? null : fields.number("/people", breach.people(), 0, MOST_PEOPLE);
        var noticed = breach.noticedAt() == null
                ? now
                : fields.required("/noticedAt", breach.noticedAt(), Moment::read, "moment-format");
        if (noticed != null && noticed.isAfter(now)) {
            fields.add(Finding.at("/noticedAt", "moment-future"));
        } else if (noticed != null
                && noticed.isBefore(LAW.atStartOfDay(BusinessClock.JAKARTA).toInstant())) {
            fields.add(Finding.at("/noticedAt", "moment-early", LAW));
        }
        if (kind == null
                || summary == null
                || noticed == null
                || !fields.errors().isEmpty()) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        var id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into breach (id, kind, summary, people, noticed_at, due_at, recorded_by)
                        values (:id, :kind, :summary, :people, :noticed, :due, :actor)
                        """)
                .bind("id", id)
                .bind("kind", kind.name())
                .bind("summary", summary)
                .bind("people", people)
                .bind("noticed", noticed.atOffset(ZoneOffset.UTC))
                .bind("due", noticed.plus(settings.toldWithin()).atOffset(ZoneOffset.UTC))
                .bind("actor", caller.subject())
                .execute());
        return get(id);
    }

    /** @throws ProblemException 409 for a step that was taken, or may not follow; 412 for another version; 422 with all that does not fit */
    @Transactional(TxType.MANDATORY)
    BreachView take(UUID id, IfMatch ifMatch, StepRequest request) {
        var breach = jdbi.withHandle(handle -> one(handle, id, "for no key update"));
        ifMatch.require(breach.version());
        var now = now();
        var fields = new Fields();
        var step = fields.code("/step", request.step(), BreachStep.class);
        var at = request.at() == null ? now : fields.required("/at", request.at(), Moment::read, "moment-format");
        if (at != null && at.isAfter(now)) {
            fields.add(Finding.at("/at", "moment-future"));
        } else if (at != null && at.isBefore(breach.noticedAt())) {
            fields.add(Finding.at("/at", "moment-before-breach"));
        }
        var note = request.note() == null ? null : fields.lines("/note", request.note(), LONGEST_TEXT, TOO_LONG);
        if (step == null || at == null || !fields.errors().isEmpty()) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        var done = breach.done();
        if (done.contains(BreachStep.CLOSED)) {
            throw ProblemException.conflict("breach-closed");
        }
        if (done.contains(step) || !step.mayFollow(done)) {
            throw ProblemException.conflict(
                    "breach-step-refused",
                    Finding.at("/step", done.contains(step) ? "breach-step-taken" : "breach-step-early", step));
        }
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            insert into breach_step (breach_id, step, at, note, recorded_by) values (:id, :step, :at, :note, :actor)
                            """)
                    .bind("id", id)
                    .bind("step", step.name())
                    .bind("at", at.atOffset(ZoneOffset.UTC))
                    .bind("note", note)
                    .bind("actor", caller.subject())
                    .execute();
            handle.createUpdate("update breach set version = version + 1 where id = :id")
                    .bind("id", id)
                    .execute();
        });
        return get(id);
    }

    /** @throws ProblemException 404 for one that is not there */
    BreachView get(UUID id) {
        return jdbi.withHandle(handle -> one(handle, id, ""));
    }

    private BreachView one(Handle handle, UUID id, String lock) {
        return views(handle, "b.id = :id", Map.of("id", id), lock).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("breach-not-found"));
    }

    static PageRequest page(@Nullable String cursor, int limit, @Nullable Boolean overdue) {
        return PageRequest.of(cursor, limit, overdue).keyed(PLACE);
    }

    static String place(BreachView one) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, one.noticedAt()) + "." + one.id();
    }

    /** The latest first. */
    List<BreachView> page(@Nullable Boolean overdue, PageRequest page) {
        var condition = new StringBuilder("true");
        var values = new HashMap<String, Object>();
        if (overdue != null) {
            condition
                    .append(overdue ? " and" : " and not")
                    .append(" (b.due_at < :now and ")
                    .append(UNTOLD)
                    .append(')');
            values.put("now", now().atOffset(ZoneOffset.UTC));
        }
        if (!page.after().isEmpty()) {
            var place = page.after().split("\\.", 2);
            condition.append(" and (b.noticed_at, b.id) < (:afterAt, :afterId)");
            values.put(
                    "afterAt",
                    Instant.EPOCH
                            .plus(Long.parseLong(place[0]), ChronoUnit.MICROS)
                            .atOffset(ZoneOffset.UTC));
            values.put("afterId", UUID.fromString(place[1]));
        }
        values.put("most", page.limit() + 1);
        return jdbi.withHandle(handle ->
                views(handle, condition.toString(), values, "order by b.noticed_at desc, b.id desc limit :most"));
    }

    private List<BreachView> views(Handle handle, String condition, Map<String, Object> values, String rest) {
        var found = handle.createQuery("""
                        select b.id, b.version, b.kind, b.summary, b.people, b.noticed_at, b.due_at, b.recorded_by, b.recorded_at
                        from breach b where %s %s
                        """.formatted(condition, rest))
                .bindMap(values)
                .map((row, _) -> view(row))
                .list();
        var steps = steps(handle, found.stream().map(BreachView::id).toArray(UUID[]::new));
        var now = now();
        return found.stream()
                .map(one -> {
                    var taken = steps.getOrDefault(one.id(), List.of()).stream()
                            .map(Taken::step)
                            .toList();
                    var with = with(one, taken, false);
                    return with(one, taken, now.isAfter(one.dueAt()) && !BreachStep.isTold(with.done()));
                })
                .toList();
    }

    private static BreachView view(ResultSet row) throws SQLException {
        return new BreachView(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                BreachKind.valueOf(row.getString("kind")),
                row.getString("summary"),
                row.getObject("people", Long.class),
                moment(row, "noticed_at"),
                moment(row, "due_at"),
                false,
                row.getString("recorded_by"),
                moment(row, "recorded_at"),
                List.of());
    }

    private static BreachView with(BreachView one, List<BreachView.Step> steps, boolean overdue) {
        return new BreachView(
                one.id(),
                one.version(),
                one.kind(),
                one.summary(),
                one.people(),
                one.noticedAt(),
                one.dueAt(),
                overdue,
                one.recordedBy(),
                one.recordedAt(),
                steps);
    }

    private record Taken(UUID breach, BreachView.Step step) {}

    private static Map<UUID, List<Taken>> steps(Handle handle, UUID[] breaches) {
        return handle
                .createQuery("""
                        select breach_id, step, at, note, recorded_by, recorded_at
                        from breach_step where breach_id = any(:ids) order by at, recorded_at
                        """)
                .bind("ids", breaches)
                .map((row, _) -> new Taken(
                        row.getObject("breach_id", UUID.class),
                        new BreachView.Step(
                                BreachStep.valueOf(row.getString("step")),
                                moment(row, "at"),
                                row.getString("note"),
                                row.getString("recorded_by"),
                                moment(row, "recorded_at"))))
                .stream()
                .collect(Collectors.groupingBy(Taken::breach));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
