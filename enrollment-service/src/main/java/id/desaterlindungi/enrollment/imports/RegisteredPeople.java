package id.desaterlindungi.enrollment.imports;

import static java.util.Objects.requireNonNull;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.codes.EndReason;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.sealing.Indexes;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which of some people are in the register, found by two statements. For somebody in the row's own village the finding says
 * whether a reinstatement is possible. For somebody elsewhere it says neither where nor with which status.
 */
final class RegisteredPeople {
    private record Known(
            String village,
            ParticipantStatus status,
            @Nullable EndReason ended) {
        /** The finding for a membership in the row's own village. */
        String code() {
            return switch (status) {
                case REGISTERED, ACTIVE, GRACE -> "nik-registered-here";
                case LAPSED, ENDED ->
                    status.next(ended).contains(ParticipantStatus.ACTIVE) ? "nik-lapsed-here" : "nik-ended-here";
            };
        }
    }

    /** By identity: comparing two people field by field would take longer than all the rest. */
    private final Map<Enrollment, Indexes> indexes;

    private final Map<ByteBuffer, Known> byNik;
    private final Set<String> kpjs;

    private RegisteredPeople(Map<Enrollment, Indexes> indexes, Map<ByteBuffer, Known> byNik, Set<String> kpjs) {
        this.indexes = indexes;
        this.byNik = byNik;
        this.kpjs = kpjs;
    }

    /** In a transaction that holds the keys of the index. */
    static RegisteredPeople among(Handle handle, List<Enrollment> people, Seal seal) {
        var indexes = new IdentityHashMap<Enrollment, Indexes>();
        people.forEach(person -> indexes.put(person, seal.indexes(person.nik().digits())));
        var byNik = new HashMap<ByteBuffer, Known>();
        handle.createQuery("""
                        select nik_index, village_code, status, end_reason
                        from participant where nik_index = any(:niks)
                        """)
                .bind("niks", ByteArrays.of(Indexes.each(people, indexes::get), Indexes.Of::index))
                .map((row, _) -> Map.entry(
                        ByteBuffer.wrap(row.getBytes("nik_index")),
                        new Known(
                                row.getString("village_code"),
                                ParticipantStatus.valueOf(row.getString("status")),
                                Optional.ofNullable(row.getString("end_reason"))
                                        .map(EndReason::valueOf)
                                        .orElse(null))))
                .forEach(known -> byNik.put(known.getKey(), known.getValue()));
        var kpjs = people.stream()
                .flatMap(person -> Stream.ofNullable(person.kpj()))
                .toList();
        return new RegisteredPeople(
                indexes,
                byNik,
                kpjs.isEmpty()
                        ? Set.of()
                        : handle.createQuery("select kpj from participant where kpj = any(:kpjs)")
                                .bindArray("kpjs", String.class, kpjs)
                                .mapTo(String.class)
                                .set());
    }

    /** @param person one of those that were looked for */
    Indexes nikIndexes(Enrollment person) {
        return requireNonNull(indexes.get(person));
    }

    private @Nullable Known known(Enrollment person) {
        return nikIndexes(person).values().stream()
                .map(index -> byNik.get(ByteBuffer.wrap(index)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Whether somebody is registered where who has these areas sees nobody. @param person one of those that were looked for */
    boolean isOutside(Scope areas, Enrollment person) {
        var known = known(person);
        return known != null && !areas.holds(known.village);
    }

    /** In place of why somebody cannot be enrolled, where the sender was told often enough today who is registered elsewhere. */
    static List<Finding> notLookedUp() {
        return List.of(Finding.at("/nik", "nik-not-looked-up"));
    }

    /** Why somebody cannot be enrolled; empty if nothing is against it. @param person one of those that were looked for */
    List<Finding> of(Enrollment person) {
        var findings = new ArrayList<Finding>();
        var known = known(person);
        if (known != null) {
            findings.add(
                    known.village.equals(person.villageCode())
                            ? Finding.at("/nik", known.code())
                            : Finding.at("/nik", "nik-registered-elsewhere"));
        }
        if (person.kpj() != null && kpjs.contains(person.kpj())) {
            findings.add(Finding.at("/kpj", "kpj-registered"));
        }
        return findings;
    }
}
