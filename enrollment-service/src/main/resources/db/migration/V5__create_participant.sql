-- For names that are like one another, and for names without their accents.
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Upper case without accents, as names are matched. Two-argument unaccent names its dictionary and so never changes.
create function searchable(name text) returns text
    language sql immutable strict parallel safe
    return upper(public.unaccent('public.unaccent'::regdictionary, name));

create table participant (
    id uuid not null,
    version integer not null,
    -- HMAC-SHA-256 of the NIK under the key named beside it: finds and tells apart people without showing a NIK.
    nik_index bytea not null,
    nik_index_key bigint not null,
    -- Sealed values are bound to this row's id: copied into another row they do not open.
    nik_sealed bytea not null,
    phone_sealed bytea,
    name text not null,
    name_search text collate "C" generated always as (searchable(name)) stored,
    birth_date date not null,
    sex text not null,
    village_code text collate "C" not null,
    kpj text,
    segment text not null,
    occupation text not null,
    monthly_income text,
    funding_source text not null,
    programmes text[] not null,
    group_name text,
    group_kind text,
    origin text not null,
    status text not null,
    end_reason text,
    enrolled_on date not null,
    covered_from date not null,
    covered_until date,
    warnings text[] not null,
    created_at timestamptz not null,
    constraint pk_participant primary key (id),
    constraint uq_participant_nik_index unique (nik_index),
    constraint uq_participant_kpj unique (kpj),
    -- An open village only: docs/decisions/0005-closed-villages.md
    constraint fk_participant_village_code foreign key (village_code) references village (open_code),
    constraint ck_participant_version check (version > 0),
    constraint ck_participant_nik_index check (octet_length(nik_index) = 32),
    constraint ck_participant_name check (length(name) between 1 and 150),
    constraint ck_participant_name_line check (is_line(name)),
    constraint ck_participant_birth_date check (birth_date between '1900-01-01' and enrolled_on),
    constraint ck_participant_sex check (sex in ('F', 'M')),
    constraint ck_participant_kpj check (kpj ~ '^[0-9A-Z]{11}$'),
    constraint ck_participant_segment check (segment in ('PU', 'BPU', 'JAKON', 'PMI')),
    constraint ck_participant_occupation check (occupation in (
        'KEPALA_DESA', 'PERANGKAT_DESA', 'BPD', 'RT_RW', 'LINMAS', 'KADER_POSYANDU', 'PKK', 'BUMDES', 'GURU_NGAJI',
        'PETANI', 'PEKEBUN', 'NELAYAN', 'PETERNAK', 'PEDAGANG', 'BURUH', 'PENGRAJIN', 'PENGEMUDI',
        'PEKERJA_RENTAN_LAIN', 'LAINNYA')),
    constraint ck_participant_monthly_income check (monthly_income in (
        'UNDER_1_MILLION', 'FROM_1_TO_2_MILLION', 'FROM_2_TO_3_5_MILLION', 'OVER_3_5_MILLION')),
    constraint ck_participant_funding_source check (funding_source in (
        'ADD', 'DANA_DESA', 'APBD_KABUPATEN', 'APBD_PROVINSI', 'APBN', 'DBH_SAWIT', 'CSR', 'MANDIRI', 'PEMBERI_KERJA')),
    -- JKK and JKM always; own-account and construction workers and migrants never JP or JKP, construction no JHT.
    constraint ck_participant_programmes check (
        programmes @> '{JKK,JKM}'
        and case segment
            when 'PU' then programmes <@ '{JKK,JKM,JHT,JP,JKP}'
            when 'JAKON' then programmes <@ '{JKK,JKM}'
            else programmes <@ '{JKK,JKM,JHT}'
        end
    ),
    constraint ck_participant_programmes_once check (
        cardinality(programmes) = ('JKK' = any (programmes))::integer + ('JKM' = any (programmes))::integer
            + ('JHT' = any (programmes))::integer + ('JP' = any (programmes))::integer + ('JKP' = any (programmes))::integer),
    constraint ck_participant_group check (
        (group_name is null) = (group_kind is null) and length(group_name) between 1 and 150),
    constraint ck_participant_group_name_line check (is_line(group_name)),
    constraint ck_participant_group_kind check (group_kind in (
        'KELOMPOK_TANI', 'KELOMPOK_NELAYAN', 'KOPERASI', 'BUMDES', 'PEMERINTAH_DESA', 'PERUSAHAAN', 'PROYEK', 'LAINNYA')),
    constraint ck_participant_origin check (origin in ('NEW', 'CARRIED_OVER')),
    -- docs/decisions/0011-duplicates-carried-over.md
    constraint ck_participant_duplicate_origin check (end_reason <> 'DUPLICATE' or origin = 'NEW'),
    constraint ck_participant_status check (status in ('REGISTERED', 'ACTIVE', 'GRACE', 'LAPSED', 'ENDED')),
    constraint ck_participant_end_reason check (
        (status = 'ENDED') = (end_reason is not null)
        and end_reason in ('DIED', 'WITHDREW', 'LEFT_PROVINCE', 'DUPLICATE')),
    -- What the dates of events can hold: docs/decisions/0017-limits-in-three-places.md
    constraint ck_participant_days check (
        enrolled_on between '1900-01-01' and '2100-12-31'
        and covered_from between '1900-01-01' and '2100-12-31'
        and covered_until between '1900-01-01' and '2100-12-31'),
    constraint ck_participant_covered_from check (covered_from >= enrolled_on),
    constraint ck_participant_covered_until check (covered_until >= covered_from)
);

-- A list goes through one of these, in its order; the rest of a filter is looked at row by row. There is none of word parts:
-- those of a common name are those of a hundred thousand people, so such an index takes seconds to read and slows every
-- write. Names like one are compared within a village or district, one by one.

-- Lists of a village or a larger area, in the order of villages.
create index ix_participant_village_code_id on participant (village_code, id);
-- Lists of a larger area by occupation, payer and the like: what does not fit is passed over in the index, without a look
-- at the row.
create index ix_participant_village_code_facets on participant (
    village_code, occupation, funding_source, status, segment, id);
-- Those few people who have a warning to be settled, in the order of villages.
create index ix_participant_village_code_id_with_warnings on participant (village_code, id) where warnings <> '{}';
-- The census counts in this index alone.
create index ix_participant_village_code_status on participant (village_code, status);
-- Names that begin so, within an area, in the order of names.
create index ix_participant_name_search_id_village_code on participant (name_search, id, village_code);
-- Lists by the day of enrollment.
create index ix_participant_enrolled_on_id on participant (enrolled_on, id);
-- Whose cover ends, by that day.
create index ix_participant_covered_until_id on participant (covered_until, id) where covered_until is not null;
-- Those who wait for their first day of cover, by that day: asked for each night and each hour, and mostly nobody.
create index ix_participant_covered_from_id_registered on participant (covered_from, id) where status = 'REGISTERED';

-- Who saw a whole NIK, of whom, when and what for. Written, never changed.
create table nik_disclosure (
    id uuid not null default uuidv7(),
    participant_id uuid not null,
    actor text not null,
    purpose text not null,
    disclosed_at timestamptz not null default now(),
    constraint pk_nik_disclosure primary key (id),
    constraint fk_nik_disclosure_participant_id foreign key (participant_id) references participant (id),
    constraint ck_nik_disclosure_purpose check (length(purpose) between 10 and 500),
    constraint ck_nik_disclosure_purpose_line check (is_line(purpose))
);
-- The disclosures of one person, in their order; and the foreign key.
create index ix_nik_disclosure_participant_id on nik_disclosure (participant_id, id);

grant select, insert, update on participant to ${app-role};
grant select, insert on nik_disclosure to ${app-role};
