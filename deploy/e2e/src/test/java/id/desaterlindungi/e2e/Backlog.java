package id.desaterlindungi.e2e;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.UUID;

/** Many people in the register at once, past the service: as rows, each with its event in the outbox. */
final class Backlog {
    private Backlog() {}

    /** Each one's NIK opens, for what reads whole villages later. */
    static void add(DesaSystem system, int people) throws SQLException {
        var sealing = sealing(system.stack().keysets().sealing());
        var ids = new UUID[people];
        var niks = new byte[people][];
        for (var i = 0; i < people; i++) {
            ids[i] = UUID.randomUUID();
            niks[i] = seal(sealing, "1601070101709%03d".formatted(i % 1000), ids[i]);
        }
        try (var register = system.stack().postgres().connect("enrollment", "enrollment_owner");
                var statement = register.prepareStatement("""
                    with enrolled as (
                        insert into participant
                            (id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment,
                             occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, warnings,
                             created_at)
                        select id, 1, sha256(uuid_send(id)), 0, nik, 'Ujicoba Tumpukan',
                               date '1970-01-01' + number % 9000, case when number % 3 = 0 then 'F' else 'M' end,
                               villages[1 + number % cardinality(villages)], 'BPU',
                               (array['PETANI', 'NELAYAN', 'PEDAGANG'])[1 + number % 3], 'ADD', '{JKK,JKM}',
                               case when number % 10 = 0 then 'CARRIED_OVER' else 'NEW' end, 'ACTIVE', '2026-03-02', '2026-03-02', '{}',
                               now()
                        from (select id, nik, number::integer as number
                              from unnest(?, ?) with ordinality as one (id, nik, number)) numbered
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
            statement.executeUpdate();
        }
    }

    private static Aead sealing(Path keyset) {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(keyset), InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The stack's keyset cannot be read", e);
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
