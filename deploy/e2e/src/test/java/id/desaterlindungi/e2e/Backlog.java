package id.desaterlindungi.e2e;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Many people in the register at once, past the service: as rows, each with its event in the outbox. */
final class Backlog {
    private Backlog() {}

    private static final int INDEX_BYTES = 32;
    private static final int SERIALS = 1_000;

    /** So far in this JVM: each has a NIK of their own, also beside those whom other tests make up. */
    private static final AtomicInteger MADE = new AtomicInteger();

    /** Each one's NIK opens, for what reads whole villages later, and is the one of the index. */
    static void add(DesaSystem system, int people) throws SQLException {
        var sealing = primitive(system.stack().keysets().sealing(), Aead.class);
        var index = primitive(system.stack().keysets().index(), PrfSet.class);
        var ids = new UUID[people];
        var niks = new byte[people][];
        var indexes = new byte[people][];
        for (var i = 0; i < people; i++) {
            var nik = nik(MADE.getAndIncrement());
            ids[i] = UUID.randomUUID();
            niks[i] = seal(sealing, nik, ids[i]);
            indexes[i] = index(index, nik);
        }
        try (var register = system.stack().postgres().connect("enrollment", "enrollment_owner");
                var statement = register.prepareStatement("""
                    with enrolled as (
                        insert into participant
                            (id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment,
                             occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, warnings,
                             created_at)
                        select id, 1, nik_index, used_key('NIK_INDEX'), nik, 'Ujicoba Tumpukan',
                               date '1970-01-01' + number % 9000, case when number % 3 = 0 then 'F' else 'M' end,
                               villages[1 + number % cardinality(villages)], 'BPU',
                               (array['PETANI', 'NELAYAN', 'PEDAGANG'])[1 + number % 3], 'ADD', '{JKK,JKM}',
                               case when number % 10 = 0 then 'CARRIED_OVER' else 'NEW' end, 'ACTIVE', '2026-03-02', '2026-03-02', '{}',
                               now()
                        from (select id, nik, nik_index, number::integer as number
                              from unnest(?, ?, ?) with ordinality as one (id, nik, nik_index, number)) numbered
                        cross join (select array_agg(open_code order by open_code) as villages from village
                                    where open_code is not null) every
                        returning *
                    )
                    insert into outbox (type, subject, actor, data)
                    select 'id.desaterlindungi.participant.enrolled.v1', id::text, 'backlog',
                           json_build_object(
                               'participantId', id, 'version', version, 'on', enrolled_on, 'before', null,
                               'after', json_build_object(
                                   'villageCode', village_code, 'status', status, 'segment', segment,
                                   'occupation', occupation, 'fundingSource', funding_source, 'programmes', programmes,
                                   'sex', sex, 'birthYear', extract(year from birth_date)::integer, 'origin', origin))
                    from enrolled
                    """)) {
            statement.setArray(1, register.createArrayOf("uuid", ids));
            statement.setArray(2, register.createArrayOf("bytea", niks));
            statement.setArray(3, register.createArrayOf("bytea", indexes));
            statement.executeUpdate();
        }
    }

    private static String nik(int number) {
        var birthDate = LocalDate.of(1940, 1, 1).plusDays(number / SERIALS);
        return "160107%02d%02d%02d9%03d"
                .formatted(
                        birthDate.getDayOfMonth(),
                        birthDate.getMonthValue(),
                        birthDate.getYear() % 100,
                        number % SERIALS);
    }

    private static <T> T primitive(Path keyset, Class<T> kind) {
        try {
            AeadConfig.register();
            PrfConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(keyset), InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), kind);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The stack's keyset cannot be read", e);
        }
    }

    private static byte[] index(PrfSet index, String nik) {
        try {
            return index.computePrimary(nik.getBytes(StandardCharsets.US_ASCII), INDEX_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A NIK could not be indexed", e);
        }
    }

    private static byte[] seal(Aead sealing, String nik, UUID row) {
        try {
            return sealing.encrypt(
                    nik.getBytes(StandardCharsets.UTF_8), (row + "/nik").getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A NIK could not be sealed", e);
        }
    }
}
