-- The register. Run by the owner role; the service itself connects as ${app-role}, which may use these tables only as
-- granted below and change none of them.

create table area (
    code text collate "C" not null,
    parent_code text collate "C",
    kind text not null,
    name text not null,
    constraint pk_area primary key (code),
    constraint fk_area_parent_code foreign key (parent_code) references area (code),
    constraint ck_area_kind check (kind in ('province', 'regency', 'city', 'district', 'desa', 'kelurahan')),
    constraint ck_area_code check (
        case kind
            when 'province' then code ~ '^[0-9]{2}$' and parent_code is null
            when 'regency' then code ~ '^[0-9]{2}\.[0-9]{2}$' and parent_code = left(code, 2)
            when 'city' then code ~ '^[0-9]{2}\.[0-9]{2}$' and parent_code = left(code, 2)
            when 'district' then code ~ '^([0-9]{2}\.){2}[0-9]{2}$' and parent_code = left(code, 5)
            when 'desa' then code ~ '^([0-9]{2}\.){3}2[0-9]{3}$' and parent_code = left(code, 8)
            when 'kelurahan' then code ~ '^([0-9]{2}\.){3}1[0-9]{3}$' and parent_code = left(code, 8)
        end
    )
);
create index ix_area_parent_code on area (parent_code, code);

-- What the register itself keeps of a desa or kelurahan. A participant belongs to a village, never to a larger area.
create table village (
    code text collate "C" not null,
    version integer not null default 1,
    constraint pk_village primary key (code),
    constraint fk_village_code foreign key (code) references area (code),
    constraint ck_village_code check (length(code) = 13)
);

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
    birth_date date not null,
    sex text not null,
    village_code text collate "C" not null,
    segment text not null,
    occupation text not null,
    funding_source text not null,
    programmes text[] not null,
    origin text not null,
    status text not null,
    enrolled_on date not null,
    warnings text[] not null,
    created_at timestamptz not null,
    constraint pk_participant primary key (id),
    constraint uq_participant_nik_index unique (nik_index),
    constraint fk_participant_village_code foreign key (village_code) references village (code),
    constraint ck_participant_version check (version > 0),
    constraint ck_participant_nik_index check (octet_length(nik_index) = 32),
    constraint ck_participant_name check (length(name) between 1 and 150),
    constraint ck_participant_birth_date check (birth_date between '1900-01-01' and enrolled_on),
    constraint ck_participant_sex check (sex in ('F', 'M')),
    constraint ck_participant_segment check (segment in ('PU', 'BPU', 'JAKON', 'PMI')),
    constraint ck_participant_occupation check (occupation in (
        'KEPALA_DESA', 'PERANGKAT_DESA', 'BPD', 'RT_RW', 'LINMAS', 'KADER_POSYANDU', 'PKK', 'BUMDES', 'GURU_NGAJI',
        'PETANI', 'PEKEBUN', 'NELAYAN', 'PETERNAK', 'PEDAGANG', 'BURUH', 'PENGRAJIN', 'PENGEMUDI',
        'PEKERJA_RENTAN_LAIN', 'LAINNYA')),
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
    constraint ck_participant_origin check (origin in ('NEW', 'CARRIED_OVER')),
    constraint ck_participant_status check (status in ('REGISTERED', 'ACTIVE', 'GRACE', 'LAPSED', 'ENDED'))
);
create index ix_participant_village_code on participant (village_code);

grant select on area, village to ${app-role};
grant select, insert, update on participant to ${app-role};
