-- What stood in the first schema (V10) of a register at work. Nobody of these exists. Written once and never changed: a migration
-- has to get along with it.
update village
   set head_name = 'Uji Kades', head_phone_sealed = '\x01', office_contact = 'Kantor', office_phone_sealed = '\x02',
       workers_estimate = 120, workers_source = 'Uji', workers_as_of = '2026-01-02', sadar = true, notes = 'Uji', version = 3
 where code = '16.01.07.2001';
update village set valid_until = '2026-02-01', version = 2 where code = '16.01.07.2004';
insert into village_successor (village_code, successor_code, place)
values ('16.01.07.2004', '16.01.07.2001', 0), ('16.01.07.2004', '16.01.07.2002', 1);
insert into village_budget (
    id, village_code, budget_year, version, add_total, add_social_security, dana_desa_social_security, workers, source_document)
values (uuidv7(), '16.01.07.2001', 2026, 2, 900000000, 12000000, 0, 60, 'Uji');

insert into participant (
    id, version, nik_index, nik_index_key, nik_sealed, phone_sealed, name, birth_date, sex, village_code, kpj, segment, occupation,
    monthly_income, funding_source, programmes, group_name, group_kind, origin, status, end_reason, enrolled_on, covered_from,
    covered_until, warnings, created_at)
values
    ('019b0000-0000-7000-8000-000000000001', 4, sha256('1'), 1, '\x01', '\x02', 'Uji Lengkap', '1984-07-05', 'F', '16.01.07.2001',
     'UJI00000001', 'BPU', 'PETANI', 'UNDER_1_MILLION', 'ADD', '{JKK,JKM,JHT}', 'Uji Tani', 'KELOMPOK_TANI', 'CARRIED_OVER',
     'ACTIVE', null, '2026-03-02', '2026-04-01', '2100-12-31', '{NAME_LIKE_ANOTHER}', '2026-03-02T03:00:00Z'),
    ('019b0000-0000-7000-8000-000000000002', 1, sha256('2'), 1, '\x01', null, 'Uji Kurang', '1900-01-01', 'M', '16.71.01.1001',
     null, 'PU', 'LAINNYA', null, 'PEMBERI_KERJA', '{JKK,JKM}', null, null, 'NEW', 'REGISTERED', null, '2026-03-02', '2026-03-02',
     null, '{}', '2026-03-02T03:00:00Z'),
    ('019b0000-0000-7000-8000-000000000003', 2, sha256('3'), 2, '\x01', null, 'Uji Ganda', '1990-12-31', 'F', '16.01.07.2002',
     null, 'JAKON', 'BURUH', null, 'MANDIRI', '{JKK,JKM}', null, null, 'NEW', 'ENDED', 'DUPLICATE', '2026-03-02', '2026-03-02',
     null, '{}', '2026-03-02T03:00:00Z');
insert into nik_disclosure (participant_id, actor, purpose)
values ('019b0000-0000-7000-8000-000000000001', 'uji', 'Uji pencocokan data');

insert into event_log (position, event_id, type, subject, recorded_at, actor, traceparent, data)
values (1, uuidv7(), 'id.desaterlindungi.participant.enrolled.v1', '019b0000-0000-7000-8000-000000000001', now(), 'uji', null, '{}');
insert into outbox (type, subject, actor, data)
values ('id.desaterlindungi.participant.enrolled.v1', '019b0000-0000-7000-8000-000000000002', 'uji', '{}');
update event_cursor set position = 1;

insert into idempotent_request (id, caller, key, request_sealed, status, location, etag, answer_sealed)
values (uuidv7(), 'uji', 'uji-1', '\x01', 201, '/participants/x', '"1"', '\x02'),
       (uuidv7(), 'uji', 'uji-2', '\x01', 422, null, null, '\x02');

insert into import (
    id, state, version, actor, file_name, sha256, size_bytes, format, encoding, sheet, other_sheets, header_row, headers, fields,
    traits, defaults, defaults_sha256, row_count, skipped_rows, commit_when_checked, committed_by, findings, commit_began_at,
    committed_at, deleted_at, expired_at, cleared_at)
values
    ('019b0000-0000-7000-8000-0000000000a1', 'CHECKED', 2, 'uji', 'uji.csv', sha256('a'), 10, 'CSV', 'UTF-8', null, '{}', 1,
     '{NIK,Nama}', '{nik,name}', '{NIKS_ROUNDED}', '{}', sha256(''), 2, 0, false, null, '[]', null, null, null, null, null),
    ('019b0000-0000-7000-8000-0000000000a2', 'COMMITTED', 4, 'uji', null, sha256('b'), 10, 'XLSX', null, 'Uji', '{Lain}', 1,
     '{NIK}', '{nik}', '{}', '{}', sha256(''), 1, 1, true, 'uji', null, now(), now(), null, now(), now()),
    ('019b0000-0000-7000-8000-0000000000a3', 'DELETED', 3, 'uji', null, sha256('c'), 10, 'CSV', 'UTF-8', null, '{}', 1,
     '{NIK}', '{nik}', '{}', '{}', sha256(''), 1, 0, false, null, null, null, null, now(), now(), null);
insert into import_chunk (import_id, number, state, row_count, sealed, ok, warned, failed, enrolled, checked_at, committed_at)
values ('019b0000-0000-7000-8000-0000000000a1', 0, 'CHECKED', 2, '\x01', 1, 0, 1, 0, now(), null),
       ('019b0000-0000-7000-8000-0000000000a2', 0, 'COMMITTED', 1, null, 1, 0, 0, 1, now(), now()),
       ('019b0000-0000-7000-8000-0000000000a3', 0, 'STAGED', 1, '\x01', 0, 0, 0, 0, null, null);
insert into import_row (import_id, row_number, chunk_number, nik_index, kpj_index, verdict, findings)
values ('019b0000-0000-7000-8000-0000000000a1', 2, 0, sha256('4'), null, 'OK', null),
       ('019b0000-0000-7000-8000-0000000000a1', 3, 0, null, sha256('5'), 'FAILED', '[{"code": "nik-format"}]');
insert into import_report (import_id, actor, extent, form)
values ('019b0000-0000-7000-8000-0000000000a1', 'uji', 'FAILED', 'CSV');
