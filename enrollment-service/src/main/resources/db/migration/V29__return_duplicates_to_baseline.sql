-- A record that ended as a duplicate is nobody's place in the baseline. docs/decisions/0011-duplicates-carried-over.md
with returned as (
    update participant set origin = 'NEW', version = version + 1
    where end_reason = 'DUPLICATE' and origin = 'CARRIED_OVER'
    returning *
), facets as (
    select id, version, jsonb_build_object(
        'villageCode', village_code, 'status', status, 'segment', segment, 'occupation', occupation,
        'fundingSource', funding_source, 'programmes', programmes, 'sex', sex,
        'birthYear', extract(year from birth_date)::integer, 'origin', origin) as after
    from returned
)
insert into outbox (type, subject, actor, data)
select 'id.desaterlindungi.participant.corrected.v1', id, 'enrollment-service', jsonb_build_object(
    'participantId', id, 'version', version, 'on', (now() at time zone 'Asia/Jakarta')::date,
    'before', after || '{"origin": "CARRIED_OVER"}', 'after', after)
from facets
order by id;

alter table participant add constraint ck_participant_duplicate_origin check (end_reason <> 'DUPLICATE' or origin = 'NEW');
