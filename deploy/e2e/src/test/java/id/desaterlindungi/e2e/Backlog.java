package id.desaterlindungi.e2e;

import java.sql.SQLException;

/** Many people in the register at once, past the service: as rows, each with its event in the outbox. */
final class Backlog {

    private Backlog() {}

    static void add(DesaSystem system, int people) throws SQLException {
        try (var register = system.stack().postgres().connect("enrollment", "enrollment_owner")) {
            Sql.execute(register, """
                    with enrolled as (
                        insert into participant
                            (id, version, nik_index, nik_index_key, nik_sealed, name, birth_date, sex, village_code, segment,
                             occupation, funding_source, programmes, origin, status, enrolled_on, covered_from, warnings,
                             created_at)
                        select id, 1, sha256(uuid_send(id)), 0, 'none', 'Ujicoba Tumpukan',
                               date '1970-01-01' + number %% 9000, case when number %% 3 = 0 then 'F' else 'M' end,
                               villages[1 + number %% cardinality(villages)], 'BPU',
                               (array['PETANI', 'NELAYAN', 'PEDAGANG'])[1 + number %% 3], 'ADD', '{JKK,JKM}',
                               case when number %% 10 = 0 then 'CARRIED_OVER' else 'NEW' end, 'ACTIVE', '2026-03-02', '2026-03-02', '{}',
                               now()
                        from (select uuidv7() as id, number from generate_series(1, %d) as number) numbered
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
                    """.formatted(people));
        }
    }
}
