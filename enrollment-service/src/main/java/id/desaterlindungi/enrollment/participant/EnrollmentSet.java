package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.sealing.Indexes;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Enrolls many people in one statement. Rows that the database refuses stay out and harm no other. */
@ApplicationScoped
public class EnrollmentSet {
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final EnrollmentCheck check;
    private final Seal seal;
    private final Clock clock;

    EnrollmentSet(Jdbi jdbi, Outbox outbox, EnrollmentCheck check, Seal seal, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.check = check;
        this.seal = seal;
        this.clock = clock;
    }

    public enum Refusal {
        VILLAGE_UNKNOWN,
        VILLAGE_CLOSED,
        NIK_REGISTERED,
        KPJ_REGISTERED
    }

    public sealed interface Outcome {
        record Enrolled(Participant participant) implements Outcome {}

        /** @param person as it would have been */
        record Refused(Refusal why, Participant person) implements Outcome {}
    }

    /** A set would tell of more people elsewhere than may be told of today, and is undone. */
    static final class TooMuchToTell extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** @return an outcome for each, in their order */
    @Transactional(TxType.MANDATORY)
    List<Outcome> enroll(List<Enrollment> enrollments) {
        return enroll(enrollments, outbox.actor());
    }

    /**
     * Outside a request.
     *
     * @param actor who has them enrolled, as the log keeps it
     * @return an outcome for each, in their order
     */
    @Transactional(TxType.MANDATORY)
    public List<Outcome> enroll(List<Enrollment> enrollments, String actor) {
        var now = Instant.now(clock);
        var people = enrollments.stream()
                .map(enrollment -> Participant.enroll(enrollment, seal, check.today(), now))
                .toList();
        if (people.isEmpty()) {
            return List.of();
        }
        var outcomes = jdbi.withHandle(handle -> {
            keepPlans(handle);
            return write(handle, people, now);
        });
        outbox.append(
                outcomes.stream()
                        .filter(Outcome.Enrolled.class::isInstance)
                        .map(outcome ->
                                ((Outcome.Enrolled) outcome).participant().enrolled())
                        .toList(),
                actor);
        return outcomes;
    }

    /**
     * From here on the transaction's statements keep their plans, and so do foreign keys and triggers, which were planned for each row
     * anew. All that a set that is good asks for, it asks for one by one, by the keys of an index: who came first, when the plan was made,
     * decides nothing. A list of keys in such a plan would be searched from its beginning for each row.
     */
    static void keepPlans(Handle handle) {
        handle.execute("set local plan_cache_mode = force_generic_plan");
    }

    /** The rows alone, in the transaction of the handle. @return an outcome for each, in their order */
    static List<Outcome> write(Handle handle, List<Participant> people, Instant now) {
        var enrolled = insert(handle, people, now);
        var left = people.stream()
                .filter(person -> !enrolled.contains(person.id()))
                .toList();
        if (!left.isEmpty()) {
            handle.execute(
                    "set local plan_cache_mode = force_custom_plan"); // What looks for many keys at once is planned for
            // them.
        }
        var villages = left.isEmpty() ? Map.<String, Boolean>of() : villages(handle, left);
        var niks = left.isEmpty() ? Set.<UUID>of() : withKnownNik(handle, left);
        return people.stream()
                .<Outcome>map(person -> {
                    if (enrolled.contains(person.id())) {
                        return new Outcome.Enrolled(person);
                    }
                    var open = villages.get(person.villageCode());
                    return new Outcome.Refused(
                            open == null
                                    ? Refusal.VILLAGE_UNKNOWN
                                    : !open
                                            ? Refusal.VILLAGE_CLOSED
                                            : niks.contains(person.id())
                                                    ? Refusal.NIK_REGISTERED
                                                    : Refusal.KPJ_REGISTERED,
                            person);
                })
                .toList();
    }

    private static Set<UUID> insert(Handle handle, List<Participant> people, Instant now) {
        var columns = new Columns(people);
        var indexKeys = indexKeys(people);
        // The lock that the foreign key takes too, taken first: who comes after a closure stays out alone. Before it
        // the one on the keys of
        // the index. Everybody inserts in the order of the index, so that two sets with the same people wait and never
        // deadlock.
        return handle.createQuery("""
                        with held as materialized (
                            select used, array_position(:indexKeys, used) as used_place, array_position(:indexKeys, next) as next_place
                            from hold_index_keys(:indexKeys)),
                        open as materialized (
                            select one.code
                            from (select code from unnest(:villages) as given (code) order by code) as wanted
                            cross join lateral (
                                select code from village
                                where village.code = wanted.code and open_code is not null for key share) as one)
                        insert into participant (
                            id, version, nik_index, nik_index_key, nik_index_next, nik_sealed, phone_sealed, kpj, name, birth_date, sex,
                            village_code, segment, occupation, funding_source, programmes, monthly_income, group_name,
                            group_kind, origin, status, enrolled_on, covered_from, covered_until, warnings, created_at)
                        select id, 1, substring(nik_indexes from 32 * used_place - 31 for 32) as nik_index, used,
                            substring(nik_indexes from 32 * next_place - 31 for 32), nik_sealed, phone_sealed, kpj, name, birth_date, sex,
                            village_code, segment, occupation, funding_source, string_to_array(programmes, ','),
                            monthly_income, group_name, group_kind, origin, status, enrolled_on, covered_from,
                            covered_until, string_to_array(warnings, ','), :now
                        from unnest(
                            :ids, :nikIndexes, :niksSealed, :phonesSealed, :kpjs, :names, :birthDates,
                            :sexes, :villageCodes, :segments, :occupations, :fundingSources, :programmes,
                            :monthlyIncomes, :groupNames, :groupKinds, :origins, :statuses, :enrolledOn, :coveredFrom,
                            :coveredUntil, :warnings) as p (
                            id, nik_indexes, nik_sealed, phone_sealed, kpj, name, birth_date,
                            sex, village_code, segment, occupation, funding_source, programmes,
                            monthly_income, group_name, group_kind, origin, status, enrolled_on, covered_from,
                            covered_until, warnings)
                        cross join held
                        where p.village_code in (select code from open)
                        order by nik_index
                        on conflict do nothing
                        returning id
                        """)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("ids", columns.of("uuid", Participant::id))
                .bindArray("indexKeys", Long.class, indexKeys)
                .bindArray("villages", String.class, villages(people))
                .bind("nikIndexes", columns.bytes(person -> person.nikIndexes().joined(indexKeys)))
                .bind("niksSealed", columns.bytes(Participant::nikSealed))
                .bind("phonesSealed", columns.bytes(Participant::phoneSealed))
                .bind("kpjs", columns.texts(Participant::kpj))
                .bind("names", columns.texts(Participant::name))
                .bind("birthDates", columns.of("date", Participant::birthDate))
                .bind("sexes", columns.texts(Participant::sex))
                .bind("villageCodes", columns.texts(Participant::villageCode))
                .bind("segments", columns.texts(Participant::segment))
                .bind("occupations", columns.texts(Participant::occupation))
                .bind("fundingSources", columns.texts(Participant::fundingSource))
                .bind("programmes", columns.texts(person -> joined(person.programmes())))
                .bind("monthlyIncomes", columns.texts(Participant::monthlyIncome))
                .bind("groupNames", columns.texts(Participant::groupName))
                .bind("groupKinds", columns.texts(Participant::groupKind))
                .bind("origins", columns.texts(Participant::origin))
                .bind("statuses", columns.texts(Participant::status))
                .bind("enrolledOn", columns.of("date", Participant::enrolledOn))
                .bind("coveredFrom", columns.of("date", Participant::coveredFrom))
                .bind("coveredUntil", columns.of("date", Participant::coveredUntil))
                .bind("warnings", columns.texts(person -> joined(person.warnings())))
                .mapTo(UUID.class)
                .set();
    }

    /** Those that each of them has an index by: files of keys may have changed between two of them. */
    private static List<Long> indexKeys(List<Participant> people) {
        var keys = people.getFirst().nikIndexes().keys();
        return people.stream().allMatch(person -> person.nikIndexes().keys().equals(keys))
                ? keys
                : keys.stream()
                        .filter(key -> people.stream()
                                .allMatch(person -> person.nikIndexes().keys().contains(key)))
                        .toList();
    }

    private static List<String> villages(List<Participant> people) {
        return people.stream().map(Participant::villageCode).distinct().toList();
    }

    /** Those that there are, and whether they are open. */
    private static Map<String, Boolean> villages(Handle handle, List<Participant> people) {
        return handle.createQuery("""
                        select code, open_code is not null as is_open from village where code = any(:codes)
                        """)
                .bindArray("codes", String.class, villages(people))
                .reduceRows(new HashMap<>(), (villages, row) -> {
                    villages.put(row.getColumn("code", String.class), row.getColumn("is_open", Boolean.class));
                    return villages;
                });
    }

    /** Wherever they are registered, which the caller's own rows would not tell. */
    private static Set<UUID> withKnownNik(Handle handle, List<Participant> people) {
        return asked(handle, """
                select given.id
                from unnest(:ids, :nikIndexes) as given (id, nik_index)
                join registered_niks(:nikIndexes) as known (nik_index) using (nik_index)
                """, people).mapTo(UUID.class).set();
    }

    /** Of people whose NIKs are in the register: the ids that those came with who are registered outside these areas. */
    static Set<UUID> outside(Handle handle, List<Participant> people, Scope areas) {
        return asked(handle, """
                select given.id
                from unnest(:ids, :nikIndexes) as given (id, nik_index)
                join niks_outside(:nikIndexes, string_to_array(:areas, ',')) as outside (nik_index) using (nik_index)
                """, people)
                .bind("areas", String.join(",", areas.codes()))
                .mapTo(UUID.class)
                .set();
    }

    /** Of each person every index: they are found by any of them. */
    private static Query asked(Handle handle, String sql, List<Participant> people) {
        var each = Indexes.each(people, Participant::nikIndexes);
        return handle.createQuery(sql)
                .bindArray(
                        "ids",
                        UUID.class,
                        each.stream().map(one -> one.value().id()).toList())
                .bind("nikIndexes", ByteArrays.of(each, Indexes.Of::index));
    }

    private static String joined(List<?> codes) {
        return codes.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** The people of a set, column by column. */
    private record Columns(List<Participant> people) {
        Argument of(String type, Function<Participant, @Nullable Object> value) {
            return array(type, people.stream().map(value).toArray());
        }

        /** As strings the driver sends them in binary; as objects it would write them out, and PostgreSQL read them. */
        Argument texts(Function<Participant, @Nullable Object> value) {
            var texts = new @Nullable String[people.size()];
            for (var i = 0; i < texts.length; i++) {
                var one = value.apply(people.get(i));
                texts[i] = one instanceof Enum<?> constant ? constant.name() : (String) one;
            }
            return array("text", texts);
        }

        Argument bytes(Function<Participant, byte @Nullable []> value) {
            return ByteArrays.of(people, value);
        }

        private static Argument array(String type, @Nullable Object[] values) {
            return (position, statement, _) ->
                    statement.setArray(position, statement.getConnection().createArrayOf(type, values));
        }
    }
}
