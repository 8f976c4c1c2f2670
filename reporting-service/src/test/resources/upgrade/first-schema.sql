-- What stood in the first schema (V6) of totals at work. Written once and never changed: a migration has to get along with it.
update projection
   set position = 7, topic_offset = 9, event_at = now(), first_event_at = now(), folded_at = now(), complete_at = now(), parked = 1,
       reconciled_at = now(), matched = true
 where generation = 0;
update projection set state = 'BUILDING', shape = 3, position = 3, waiting_for = 4 where generation = 1;
insert into facets (status, segment, occupation, funding_source, programmes, sex, origin)
values ('ACTIVE', 'BPU', 'PETANI', 'ADD', 'JKK+JKM', 'F', 'NEW'), ('LAPSED', 'PU', 'LAINNYA', 'PEMBERI_KERJA', 'JKK+JKM', 'M', 'CARRIED_OVER');
insert into coverage_count (generation, village_code, facets_id, people)
select generation, '16.01.07.2001', id, id from facets, generate_series(0, 1) as generation;
insert into area_count (generation, area_code, facets_id, people)
select generation, area_code, id, id from facets, generate_series(0, 1) as generation, unnest(array['16', '16.01']) as area_code;
insert into birth_year_cell (generation, village_code, status, birth_year, people)
values (0, '16.01.07.2001', 'ACTIVE', 1900, 1), (1, '16.01.07.2001', 'LAPSED', 2026, 2);
insert into area_birth_year_cell (generation, area_code, status, birth_year, people)
values (0, '16', 'ACTIVE', 1900, 1), (1, '16.01', 'LAPSED', 2026, 2);
insert into area_total (generation, area_code, status, origin, people)
values (0, '16', 'ACTIVE', 'NEW', 1), (0, '16.01.07', 'LAPSED', 'CARRIED_OVER', 2), (1, '16', 'ACTIVE', 'NEW', 1);
insert into flow (generation, area_code, day, kind, people, covered, carried_over)
values (0, '16', '2026-03-02', 'ENROLLED', 2, 1, 1), (1, '16', '1900-01-01', 'CORRECTED', 1, 0, -1);
insert into village_fact (
    generation, village_code, workers, workers_on, head_present, sadar, parent_village, valid_from, valid_until, successors)
values (0, '16.01.07.2001', 120, '2026-01-02', true, true, '16.01.07.2002', '1900-01-01', '2100-12-31', '{16.01.07.2003}'),
       (1, '16.01.07.2001', null, null, false, false, null, null, null, '{}');
insert into village_budget (
    generation, village_code, year, add_total, add_social_security, dana_desa_social_security, workers)
values (0, '16.01.07.2001', 2015, 900000000, 12000000, 0, 60), (1, '16.01.07.2001', 2100, 0, 0, 0, 0);
insert into parked_event (generation, position, topic_offset, recorded_at, reason)
values (0, 5, 6, now(), 'uji'), (1, null, null, null, 'uji');

insert into reconciliation (position, census_id, taken_at, generation, people, parked, differences, villages)
values (3, uuidv7(), now(), 0, 2, 0, 0, 0), (6, uuidv7(), now(), 0, 2, 1, 1, 1);
insert into reconciliation_difference (position, totals, area_code, status, register, reported)
values (6, 'coverage_cell', '16.01.07.2001', 'ACTIVE', 1, 2);
insert into rebuild (source, reason, requested_by, started_at, finished_at, position, failure)
values ('TOPIC', 'SHAPE', 'reporting-service', now(), now(), 3, null), ('FEED', 'REQUESTED', 'uji', now(), null, null, 'uji');
update goal set superseded_at = now() where area_code = '16';
insert into goal (area_code, version, target, baseline, stated_on, due_on, workforce, workforce_derived, source, recorded_by)
values ('16', 2, 1000, 10, '2026-01-01', '2027-12-31', null, null, 'Uji', 'uji');
