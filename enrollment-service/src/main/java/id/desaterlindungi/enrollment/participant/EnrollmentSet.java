package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Enrolls many people in one statement. Rows that the database refuses stay out and harm no other. */
@ApplicationScoped
public class EnrollmentSet {
    private final Session session;
    private final Outbox outbox;
    private final EnrollmentCheck check;
    private final Seal seal;
    private final Clock clock;

    EnrollmentSet(Session session, Outbox outbox, EnrollmentCheck check, Seal seal, Clock clock) {
        this.session = session;
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

        record Refused(Refusal why) implements Outcome {}
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
        var enrolled = session.doReturningWork(connection -> insert(connection, people, now));
        outbox.append(
                people.stream()
                        .filter(person -> enrolled.contains(person.id()))
                        .map(Participant::enrolled)
                        .toList(),
                actor);
        var left = people.stream()
                .filter(person -> !enrolled.contains(person.id()))
                .toList();
        var villages = left.isEmpty()
                ? Map.<String, Boolean>of()
                : session.doReturningWork(connection -> villages(connection, left));
        var niks =
                left.isEmpty() ? Set.<UUID>of() : session.doReturningWork(connection -> withKnownNik(connection, left));
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
                                                    : Refusal.KPJ_REGISTERED);
                })
                .toList();
    }

    private static Set<UUID> insert(Connection connection, List<Participant> unsorted, Instant now)
            throws SQLException {
        // Everybody inserts in the order of the index, so that two sets with the same people wait and never deadlock.
        var people = unsorted.stream()
                .sorted(Comparator.comparing(Participant::nikIndex, Arrays::compareUnsigned))
                .toList();
        // The lock that the foreign key takes too, taken first: who comes after a closure stays out alone.
        try (var insert = connection.prepareStatement("""
                with open as materialized (
                    select code from village where open_code = any(?) order by code for key share)
                insert into participant (
                    id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date, sex, village_code,
                    segment, occupation, funding_source, programmes, monthly_income, group_name, group_kind, origin, status,
                    enrolled_on, covered_from, covered_until, warnings, created_at)
                select p.id, 1, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date, sex, village_code,
                    segment, occupation, funding_source, string_to_array(programmes, ','), monthly_income, group_name,
                    group_kind, origin, status, enrolled_on, covered_from, covered_until,
                    string_to_array(warnings, ','), ?
                from unnest(
                    ?::uuid[], ?::bytea[], ?::bigint[], ?::bytea[], ?::bytea[], ?::text[], ?::text[], ?::date[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::date[], ?::date[], ?::date[], ?::text[]) with ordinality as p (
                    id, nik_index, nik_index_key, nik_sealed, phone_sealed, kpj, name, birth_date, sex, village_code,
                    segment, occupation, funding_source, programmes, monthly_income, group_name, group_kind, origin, status,
                    enrolled_on, covered_from, covered_until, warnings, place)
                where p.village_code in (select code from open)
                order by place
                on conflict do nothing
                returning id
                """)) {
            var columns = new Columns(connection, people);
            insert.setArray(1, columns.texts(Participant::villageCode));
            insert.setObject(2, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            insert.setArray(3, columns.of("uuid", Participant::id));
            insert.setArray(4, columns.bytes(Participant::nikIndex));
            insert.setArray(5, columns.of("bigint", Participant::nikIndexKey));
            insert.setArray(6, columns.bytes(Participant::nikSealed));
            insert.setArray(7, columns.bytes(Participant::phoneSealed));
            insert.setArray(8, columns.texts(Participant::kpj));
            insert.setArray(9, columns.texts(Participant::name));
            insert.setArray(10, columns.of("date", Participant::birthDate));
            insert.setArray(11, columns.texts(Participant::sex));
            insert.setArray(12, columns.texts(Participant::villageCode));
            insert.setArray(13, columns.texts(Participant::segment));
            insert.setArray(14, columns.texts(Participant::occupation));
            insert.setArray(15, columns.texts(Participant::fundingSource));
            insert.setArray(16, columns.texts(person -> joined(person.programmes())));
            insert.setArray(17, columns.texts(Participant::monthlyIncome));
            insert.setArray(18, columns.texts(Participant::groupName));
            insert.setArray(19, columns.texts(Participant::groupKind));
            insert.setArray(20, columns.texts(Participant::origin));
            insert.setArray(21, columns.texts(Participant::status));
            insert.setArray(22, columns.of("date", Participant::enrolledOn));
            insert.setArray(23, columns.of("date", Participant::coveredFrom));
            insert.setArray(24, columns.of("date", Participant::coveredUntil));
            insert.setArray(25, columns.texts(person -> joined(person.warnings())));
            var ids = new HashSet<UUID>();
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    /** Those that there are, and whether they are open. */
    private static Map<String, Boolean> villages(Connection connection, List<Participant> people) throws SQLException {
        try (var query =
                connection.prepareStatement("select code, open_code is not null from village where code = any(?)")) {
            query.setArray(1, new Columns(connection, people).texts(Participant::villageCode));
            var villages = new HashMap<String, Boolean>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    villages.put(rows.getString(1), rows.getBoolean(2));
                }
            }
            return villages;
        }
    }

    private static Set<UUID> withKnownNik(Connection connection, List<Participant> people) throws SQLException {
        try (var query = connection.prepareStatement("""
                select given.id
                from unnest(?::uuid[], ?::bytea[]) as given (id, nik_index)
                join participant using (nik_index)
                """)) {
            var columns = new Columns(connection, people);
            query.setArray(1, columns.of("uuid", Participant::id));
            query.setArray(2, columns.bytes(Participant::nikIndex));
            var ids = new HashSet<UUID>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    private static String joined(List<?> codes) {
        return codes.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** The people of a set, column by column. */
    private record Columns(Connection connection, List<Participant> people) {
        Array of(String type, Function<Participant, @Nullable Object> value) throws SQLException {
            return connection.createArrayOf(type, people.stream().map(value).toArray());
        }

        /** As strings the driver sends them in binary; as objects it would write them out, and PostgreSQL read them. */
        Array texts(Function<Participant, @Nullable Object> value) throws SQLException {
            var texts = new @Nullable String[people.size()];
            for (var i = 0; i < texts.length; i++) {
                var one = value.apply(people.get(i));
                texts[i] = one instanceof Enum<?> constant ? constant.name() : (String) one;
            }
            return connection.createArrayOf("text", texts);
        }

        Array bytes(Function<Participant, byte @Nullable []> value) throws SQLException {
            var values = new byte[people.size()][];
            for (var i = 0; i < values.length; i++) {
                values[i] = value.apply(people.get(i));
            }
            return connection.createArrayOf("bytea", values);
        }
    }
}
