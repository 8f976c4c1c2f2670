package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.sealing.NikIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Who of some people is in the register, found by two statements. Told is that somebody is known, here or elsewhere, with or
 * without cover: never where else, nor anything more.
 */
record RegisterLook(Map<ByteBuffer, Known> byNik, Set<String> kpjs) {
    private record Known(String village, boolean lapsed) {}

    static RegisterLook at(Handle handle, List<Enrollment> people, NikIndex index) {
        var byNik = new HashMap<ByteBuffer, Known>();
        handle.createQuery("""
                        select nik_index, village_code, status in ('LAPSED', 'ENDED') as lapsed
                        from participant where nik_index = any(:niks)
                        """)
                .bind("niks", Bytes.of(people, person -> index.of(person.nik().digits())))
                .map((row, context) -> Map.entry(
                        ByteBuffer.wrap(row.getBytes("nik_index")),
                        new Known(row.getString("village_code"), row.getBoolean("lapsed"))))
                .forEach(known -> byNik.put(known.getKey(), known.getValue()));
        var kpjs = people.stream()
                .flatMap(person -> Stream.ofNullable(person.kpj()))
                .toList();
        return new RegisterLook(
                byNik,
                kpjs.isEmpty()
                        ? Set.of()
                        : handle.createQuery("select kpj from participant where kpj = any(:kpjs)")
                                .bindArray("kpjs", String.class, kpjs)
                                .mapTo(String.class)
                                .set());
    }

    /** What keeps this person out; empty for nothing. */
    List<Finding> of(Enrollment person, byte[] nikIndex) {
        var findings = new ArrayList<Finding>();
        var known = byNik.get(ByteBuffer.wrap(nikIndex));
        if (known != null) {
            var here = known.village.equals(person.villageCode());
            findings.add(
                    known.lapsed
                            ? here ? Finding.at("/nik", "nik-lapsed-here") : Finding.at("/nik", "nik-lapsed-elsewhere")
                            : here
                                    ? Finding.at("/nik", "nik-registered-here")
                                    : Finding.at("/nik", "nik-registered-elsewhere"));
        }
        if (person.kpj() != null && kpjs.contains(person.kpj())) {
            findings.add(Finding.at("/kpj", "kpj-registered"));
        }
        return findings;
    }
}
