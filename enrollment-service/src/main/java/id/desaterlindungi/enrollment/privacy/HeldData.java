package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.audit.PersonAccess;
import id.desaterlindungi.enrollment.events.EventLog;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.HistoryEntry;
import id.desaterlindungi.enrollment.participant.codes.EndReason;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.disclosure.DisclosurePurpose;
import id.desaterlindungi.enrollment.privacy.PersonFile.Line;
import id.desaterlindungi.enrollment.privacy.PersonFile.Section;
import id.desaterlindungi.enrollment.privacy.Traces.Somebody;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Gathers all that is held of one person. On the caller's own connection, but for what others keep of the same person: lists, answers,
 * and the record of who looked.
 */
@ApplicationScoped
class HeldData {
    /** Of the history and of who looked, at once. */
    private static final int PAGE = PageRequest.MAX_LIMIT;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Jdbi jdbi;
    private final Jdbi workers;
    private final List<Traces> traces;
    private final EventLog log;
    private final AccessRecords accesses;
    private final EnrollmentCheck check;
    private final Seal seal;
    private final Json json;
    private final Semaphore looking = new Semaphore(1);

    HeldData(
            Jdbi jdbi,
            @Workers Jdbi workers,
            @All List<Traces> traces,
            EventLog log,
            AccessRecords accesses,
            EnrollmentCheck check,
            Seal seal,
            Json json) {
        this.jdbi = jdbi;
        this.workers = workers;
        this.traces = List.copyOf(traces);
        this.log = log;
        this.accesses = accesses;
        this.check = check;
        this.seal = seal;
        this.json = json;
    }

    /**
     * What is held of somebody.
     *
     * @param version of the participant that was read
     * @param nik whole
     */
    record Held(int version, Nik nik, List<Section> sections) {
        Held {
            sections = List.copyOf(sections);
        }
    }

    private record Kept(int version, Nik nik, Somebody somebody, Section section) {}

    /** Outside any transaction: who looked is read past the caller's connection. @param participant one of the caller's own */
    Held of(UUID participant, Messages messages) {
        var words = new PlainWords(messages);
        var record = record(participant, messages, words);
        var sections = new ArrayList<Section>();
        sections.add(record.section);
        sections.add(new Section(words.text("held.section.history"), history(participant, words)));
        sections.add(new Section(words.text("held.section.requests"), requests(participant, words)));
        sections.add(new Section(words.text("held.section.transfers"), transfers(participant, words)));
        sections.add(new Section(words.text("held.section.disclosures"), disclosures(participant, words)));
        sections.add(new Section(words.text("held.section.traces"), traces(record.somebody, words)));
        sections.add(new Section(words.text("held.section.access"), access(participant, words)));
        sections.add(new Section(
                words.text("held.section.rest"),
                List.of(new Line(words.text("held.rest.label"), words.text("held.rest.value")))));
        return new Held(record.version, record.nik, sections);
    }

    private Kept record(UUID participant, Messages messages, PlainWords words) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select p.*, a.name as village_name
                        from participant p join area a on a.code = p.village_code
                        where p.id = :id
                        """)
                .bind("id", participant)
                .map((row, _) -> {
                    var nik = new Nik(seal.open(row.getBytes("nik_sealed"), participant, "nik"));
                    return new Kept(
                            row.getInt("version"),
                            nik,
                            new Somebody(participant, nik),
                            new Section(
                                    words.text("held.section.record"), lines(row, participant, nik, messages, words)));
                })
                .findOne()
                .orElseThrow(IfMatch::stale)); // Just moved away.
    }

    /** Each column that says something, of which a test knows all. */
    private List<Line> lines(ResultSet row, UUID id, Nik nik, Messages messages, PlainWords words) throws SQLException {
        var lines = new ArrayList<Line>();
        lines.add(new Line(words.text("held.field.id"), id.toString()));
        lines.add(new Line(words.field("nik"), nik.digits()));
        lines.add(new Line(words.field("name"), row.getString("name")));
        lines.add(new Line(words.field("birthDate"), row.getString("birth_date")));
        lines.add(new Line(words.field("sex"), words.value("sex", row.getString("sex"))));
        lines.add(new Line(
                words.field("villageCode"),
                row.getString("village_name") + " (" + row.getString("village_code") + ")"));
        var phone = row.getBytes("phone_sealed");
        add(lines, words.field("phone"), phone == null ? null : seal.open(phone, id, "phone"));
        add(lines, words.field("kpj"), row.getString("kpj"));
        coded(lines, "segment", row.getString("segment"), words);
        coded(lines, "occupation", row.getString("occupation"), words);
        coded(lines, "monthlyIncome", row.getString("monthly_income"), words);
        coded(lines, "fundingSource", row.getString("funding_source"), words);
        coded(
                lines,
                "programmes",
                String.join(", ", (String[]) row.getArray("programmes").getArray()),
                words);
        add(lines, words.field("groupName"), row.getString("group_name"));
        coded(lines, "groupKind", row.getString("group_kind"), words);
        coded(lines, "origin", row.getString("origin"), words);
        coded(lines, "status", row.getString("status"), words);
        var ended = row.getString("end_reason");
        add(lines, words.text("held.field.endReason"), ended == null ? null : words.code(EndReason.valueOf(ended)));
        lines.add(new Line(words.field("enrolledOn"), row.getString("enrolled_on")));
        lines.add(new Line(words.field("coveredFrom"), row.getString("covered_from")));
        add(lines, words.field("coveredUntil"), row.getString("covered_until"));
        add(
                lines,
                words.text("held.field.warnings"),
                Arrays.stream((String[]) row.getArray("warnings").getArray())
                        .map(code -> messages.of(check.warning(code)).message())
                        .collect(Collectors.joining(" ")));
        lines.add(new Line(
                words.text("held.field.createdAt"),
                words.moment(row.getObject("created_at", OffsetDateTime.class).toInstant())));
        lines.add(new Line(words.text("held.field.version"), String.valueOf(row.getInt("version"))));
        var restricted = row.getObject("restricted_at", OffsetDateTime.class);
        if (restricted != null) {
            lines.add(new Line(
                    words.field("restriction"),
                    words.text(
                            "held.restricted",
                            words.moment(restricted.toInstant()),
                            words.code(RestrictionReason.valueOf(row.getString("restriction_reason"))),
                            row.getString("restricted_by"))));
        }
        return lines;
    }

    private static void coded(List<Line> lines, String field, @Nullable String code, PlainWords words) {
        if (code != null) {
            lines.add(new Line(words.field(field), words.value(field, code)));
        }
    }

    private static void add(List<Line> lines, String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.add(new Line(label, value));
        }
    }

    private List<Line> history(UUID participant, PlainWords words) {
        var lines = new ArrayList<Line>();
        var after = 0L;
        List<HistoryEntry> page;
        do {
            page = log.of(participant.toString(), after, PAGE).stream()
                    .map(event -> HistoryEntry.of(event, json))
                    .toList();
            for (var entry : page) {
                lines.add(new Line(words.moment(entry.at()), told(entry, words)));
                after = entry.position();
            }
        } while (page.size() == PAGE);
        return lines;
    }

    private static String told(HistoryEntry entry, PlainWords words) {
        var told = new StringBuilder(words.text(
                "held.history",
                words.text("held.event." + entry.type().split("\\.")[3]),
                entry.actor(),
                entry.on().toString()));
        if (entry.reason() != null) {
            told.append("; ").append(words.reason(entry.reason()));
        }
        for (var change : entry.changes()) {
            told.append("; ").append(words.field(change.field()));
            if (change.after() != null) {
                told.append(": ");
                if (change.before() != null) {
                    told.append(words.value(change.field(), change.before())).append(" → ");
                }
                told.append(words.value(change.field(), change.after()));
            }
        }
        return told.toString();
    }

    private List<Line> requests(UUID participant, PlainWords words) {
        return DataSubjectRequests.ofPerson(jdbi, participant).stream()
                .map(one -> new Line(
                        words.moment(one.receivedAt()),
                        words.text(
                                "held.request",
                                words.code(one.kind()),
                                words.code(one.state()),
                                one.recordedBy(),
                                words.code(one.identityCheck()),
                                one.note() == null ? "-" : one.note(),
                                one.refusalReason() == null ? "-" : words.code(one.refusalReason()),
                                one.closingNote() == null ? "-" : one.closingNote())))
                .toList();
    }

    /** Those that the caller's areas may see: where the person is or was, and where the person was to go. */
    private List<Line> transfers(UUID participant, PlainWords words) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select requested_at, village_code, reason, explanation, return_reason,
                            case when state = 'OPEN' and expires_at <= statement_timestamp() then 'EXPIRED' else state end as state
                        from transfer_request where participant_id = :id order by id
                        """)
                .bind("id", participant)
                .map((row, _) -> {
                    var returned = row.getString("return_reason");
                    return new Line(
                            words.moment(row.getObject("requested_at", OffsetDateTime.class)
                                    .toInstant()),
                            words.text(
                                    "held.transfer",
                                    row.getString("village_code"),
                                    words.reason(row.getString("reason")),
                                    row.getString("explanation"),
                                    words.text("held.transfer-state." + row.getString("state")),
                                    returned == null ? "-" : returned));
                })
                .list());
    }

    private List<Line> disclosures(UUID participant, PlainWords words) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select disclosed_at, actor, purpose_code, purpose from nik_disclosure where participant_id = :id order by id
                        """)
                .bind("id", participant)
                .map((row, _) -> {
                    var code = row.getString("purpose_code");
                    return new Line(
                            words.moment(row.getObject("disclosed_at", OffsetDateTime.class)
                                    .toInstant()),
                            words.text(
                                    "held.disclosure",
                                    row.getString("actor"),
                                    code == null ? "-" : words.code(DisclosurePurpose.valueOf(code)),
                                    row.getString("purpose")));
                })
                .list());
    }

    /** One person at a time: each look goes through all lists that are kept. @throws ProblemException 503 where others take too long */
    private List<Line> traces(Somebody somebody, PlainWords words) {
        try {
            if (!looking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemException.of(Status.SERVICE_UNAVAILABLE, "exports-busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(Status.SERVICE_UNAVAILABLE, "exports-busy");
        }
        try {
            return workers.inTransaction(handle -> traces.stream()
                    .flatMap(one -> one.of(handle, somebody).stream())
                    .map(trace -> new Line(
                            words.text(trace.key() + ".label"),
                            words.text(trace.key(), trace.arguments().toArray())))
                    .toList());
        } finally {
            looking.release();
        }
    }

    private List<Line> access(UUID participant, PlainWords words) {
        var lines = new ArrayList<Line>();
        Function<PersonAccess, Line> told = one -> new Line(
                words.moment(one.at()),
                words.text("held.access", words.operation(one.operation()), one.actor(), words.role(one.role()))
                        + (one.purpose() == null
                                ? ""
                                : "; " + words.code(DisclosurePurpose.valueOf(one.purpose())) + ": "
                                        + one.explanation()));
        String cursor = null;
        List<PersonAccess> page;
        do {
            var request = AccessRecords.page(cursor, PAGE, participant);
            var found = accesses.of(participant, request);
            page = found.subList(0, Math.min(PAGE, found.size()));
            page.forEach(one -> lines.add(told.apply(one)));
            cursor = found.size() > PAGE ? request.cursorAfter(page.getLast().place()) : null;
        } while (cursor != null);
        return lines;
    }
}
