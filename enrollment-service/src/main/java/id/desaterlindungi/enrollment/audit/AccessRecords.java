package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.http.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Writes and reads the access record. */
@ApplicationScoped
public class AccessRecords {
    /** Microseconds since 1970 and an id: where a page ended. */
    static final Pattern PLACE = Pattern.compile("[0-9]{1,16}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Jdbi jdbi;
    private final Jdbi workers;
    private final Clock clock;

    /** @param workers for reading: a caller's own connection may add to the record and see nothing of it */
    AccessRecords(Jdbi jdbi, @Workers Jdbi workers, Clock clock) {
        this.jdbi = jdbi;
        this.workers = workers;
        this.clock = clock;
    }

    /** In the transaction that there is, or in one of its own. */
    public void write(List<AccessRecord> records) {
        jdbi.useHandle(handle -> write(handle, records));
    }

    /** In the transaction of the handle; adds up what was shown to whom, for the day. */
    public void write(Handle handle, List<AccessRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        with given as (
                            select *
                            from unnest(
                                :ids, :times, :actors, :clients, :roles, :addresses, :operations, :statuses, :areas, :participants,
                                :selections, :people, :shown, :elsewhere, :purposes, :explanations) as one (
                                id, at, actor, client, role, address, operation, status, area, participants,
                                selection, people, shown, elsewhere, purpose, explanation)
                        ), recorded as (
                            insert into access_record (
                                id, at, actor, client, role, address, operation, status, area, participants,
                                selection, people, elsewhere, purpose, explanation)
                            select id, cast(at as timestamptz), actor, client, role, address, operation, status, area, cast(participants as uuid[]),
                                   cast(selection as json), people, elsewhere, purpose, explanation
                            from given
                        )
                        insert into telling as t (kind, actor, day, told)
                        select 'SHOWN', actor, :today, sum(shown) from given where shown > 0 group by actor order by actor
                        on conflict (kind, actor, day) do update set told = t.told + excluded.told
                        """)
                .bind("ids", array(records, AccessRecord::id, UUID[]::new))
                .bind("times", texts(records, one -> one.at().toString()))
                .bind("actors", texts(records, one -> one.who().actor()))
                .bind("clients", texts(records, one -> one.who().client()))
                .bind("roles", texts(records, one -> one.who().role()))
                .bind("addresses", texts(records, one -> one.who().address()))
                .bind("operations", texts(records, AccessRecord::operation))
                .bind("statuses", array(records, AccessRecord::status, Integer[]::new))
                .bind("areas", texts(records, AccessRecord::area))
                .bind("participants", texts(records, AccessRecords::literal))
                .bind("selections", texts(records, AccessRecord::selection))
                .bind("people", array(records, AccessRecord::people, Long[]::new))
                .bind("shown", array(records, AccessRecord::shown, Long[]::new))
                .bind("elsewhere", array(records, AccessRecord::elsewhere, Integer[]::new))
                .bind(
                        "purposes",
                        texts(
                                records,
                                one -> one.purpose() == null
                                        ? null
                                        : one.purpose().code()))
                .bind(
                        "explanations",
                        texts(
                                records,
                                one -> one.purpose() == null
                                        ? null
                                        : one.purpose().explanation()))
                .bind("today", BusinessClock.today(clock))
                .execute();
    }

    /** An array within an array has to be a text. */
    private static String literal(AccessRecord one) {
        return one.participants().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static String[] texts(List<AccessRecord> records, Function<AccessRecord, @Nullable String> text) {
        return records.stream().map(text).toArray(String[]::new);
    }

    private static <T> T[] array(List<AccessRecord> records, Function<AccessRecord, T> value, IntFunction<T[]> made) {
        return records.stream().map(value).toArray(made);
    }

    /** What is asked for; null for what is not. @param from the first day @param to the last day */
    record Sought(
            @Nullable UUID participant,
            @Nullable String actor,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    /** Those that have to do with these areas, the latest first. */
    List<AccessView> page(Sought sought, Scope scope, PageRequest page) {
        return page(sought, scope, false, page);
    }

    /** What was done to a person, the latest first; without what was refused as a whole. */
    public List<PersonAccess> of(UUID participant, PageRequest page) {
        return page(new Sought(participant, null, null, null), Scope.of(List.of(Scope.PROVINCE)), true, page).stream()
                .map(PersonAccess::of)
                .toList();
    }

    public static PageRequest page(@Nullable String cursor, int limit, @Nullable Object... filters) {
        return PageRequest.of(cursor, limit, filters).keyed(PLACE);
    }

    private List<AccessView> page(Sought sought, Scope scope, boolean done, PageRequest page) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        if (sought.actor != null) {
            conditions.add("actor = :actor");
            values.put("actor", sought.actor);
        }
        if (sought.from != null) {
            conditions.add("at >= :from");
            values.put("from", startOf(sought.from));
        }
        if (sought.to != null) {
            conditions.add("at < :to");
            values.put("to", startOf(sought.to.plusDays(1)));
        }
        if (done) {
            conditions.add("(status < 400 or people > 0)");
        }
        if (!scope.holds(Scope.PROVINCE)) {
            conditions.add("""
                    exists (select from unnest(string_to_array(:own, ',')) own (code)
                            where starts_with(area || '.', own.code || '.') or starts_with(own.code || '.', area || '.'))""");
            values.put("own", String.join(",", scope.codes()));
        }
        if (!page.after().isEmpty()) {
            var place = page.after().split("\\.", 2);
            conditions.add("(at, id) < (:afterAt, :afterId)");
            values.put("afterAt", OffsetDateTime.ofInstant(instant(Long.parseLong(place[0])), ZoneOffset.UTC));
            values.put("afterId", UUID.fromString(place[1]));
        }
        var records = "access_record";
        if (sought.participant != null) {
            // Those of one person are few: they are found first and then sorted. In their order all others would be
            // looked through.
            records = "(select * from access_record where participants @> array[:participant] offset 0) of_one";
            values.put("participant", sought.participant);
        }
        var sql = """
                select id, at, actor, client, role, address, operation, status, area, participants, selection, people, elsewhere,
                       purpose, explanation
                from %s
                where %s
                order by at desc, id desc
                limit %d
                """.formatted(
                        records, conditions.isEmpty() ? "true" : String.join(" and ", conditions), page.limit() + 1);
        return workers.withHandle(handle -> handle.createQuery(sql)
                .bindMap(values)
                .map((row, _) -> view(row))
                .list());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static OffsetDateTime startOf(LocalDate day) {
        return day.atStartOfDay(BusinessClock.JAKARTA).toOffsetDateTime();
    }

    private static AccessView view(ResultSet row) throws SQLException {
        return new AccessView(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("client"),
                row.getString("role"),
                row.getString("address"),
                row.getString("operation"),
                row.getInt("status"),
                row.getString("area"),
                List.of((UUID[]) row.getArray("participants").getArray()),
                row.getString("selection"),
                row.getLong("people"),
                row.getInt("elsewhere"),
                row.getString("purpose"),
                row.getString("explanation"));
    }
}
