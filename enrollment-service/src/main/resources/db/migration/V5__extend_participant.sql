-- The whole record, and what is needed to find people in it.
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Upper case without accents, as names are matched. Two-argument unaccent names its dictionary and so never changes.
create function searchable(name text) returns text
    language sql immutable strict parallel safe
    return upper(public.unaccent('public.unaccent'::regdictionary, name));

alter table participant
    add column kpj text,
    add column monthly_income text,
    add column group_name text,
    add column group_kind text,
    add column covered_from date,
    add column covered_until date,
    add column end_reason text,
    add column name_search text collate "C" generated always as (searchable(name)) stored;
update participant set covered_from = enrolled_on;
alter table participant
    alter column covered_from set not null,
    add constraint uq_participant_kpj unique (kpj),
    add constraint ck_participant_kpj check (kpj ~ '^[0-9A-Z]{11}$'),
    add constraint ck_participant_monthly_income check (monthly_income in (
        'UNDER_1_MILLION', 'FROM_1_TO_2_MILLION', 'FROM_2_TO_3_5_MILLION', 'OVER_3_5_MILLION')),
    add constraint ck_participant_group check (
        (group_name is null) = (group_kind is null) and length(group_name) between 1 and 150),
    add constraint ck_participant_group_kind check (group_kind in (
        'KELOMPOK_TANI', 'KELOMPOK_NELAYAN', 'KOPERASI', 'BUMDES', 'PEMERINTAH_DESA', 'PERUSAHAAN', 'PROYEK', 'LAINNYA')),
    add constraint ck_participant_covered_from check (covered_from >= enrolled_on),
    add constraint ck_participant_covered_until check (covered_until >= covered_from),
    add constraint ck_participant_end_reason check (
        (status = 'ENDED') = (end_reason is not null)
        and end_reason in ('DIED', 'WITHDREW', 'LEFT_PROVINCE', 'DUPLICATE'));

-- Lists go through one of these, in its order; the rest of a filter is looked at row by row.
drop index ix_participant_village_code;
create index ix_participant_village_code_id on participant (village_code, id);
create index ix_participant_name_search_id on participant (name_search, id);
create index ix_participant_enrolled_on_id on participant (enrolled_on, id);
create index ix_participant_covered_until_id on participant (covered_until, id) where covered_until is not null;
create index ix_participant_with_warnings on participant (id) where warnings <> '{}';
create index ix_participant_name_trigrams on participant using gin (name_search gin_trgm_ops);

-- Who saw a whole NIK, of whom, when and what for. Written, never changed.
create table nik_disclosure (
    id uuid not null default uuidv7(),
    participant_id uuid not null,
    actor text not null,
    purpose text not null,
    disclosed_at timestamptz not null default now(),
    constraint pk_nik_disclosure primary key (id),
    constraint fk_nik_disclosure_participant_id foreign key (participant_id) references participant (id),
    constraint ck_nik_disclosure_purpose check (length(purpose) between 10 and 500)
);
create index ix_nik_disclosure_participant_id on nik_disclosure (participant_id, id);

grant select, insert on nik_disclosure to ${app-role};
