-- What a month of a programme costs, by whom and when. A new figure is a new row; the old one gets its end.
-- For the exclusion of two tariffs for the same at the same time.
create extension if not exists btree_gist;

create table tariff (
    -- Stable and readable: quotes name the rows that they were reckoned with.
    id text collate "C" not null,
    programme text not null,
    segment text not null,
    -- The next three: null where the tariff is the same for all.
    sector text,
    occupation text,
    risk_class text,
    -- A relief takes the place of the regular tariff for as long as it is valid and for those whom it is for.
    relief boolean not null default false,
    -- Payers for whom the row is not meant, and those of whom nobody has settled whether it is.
    excluded_payers text[] not null default '{}',
    unsettled_payers text[] not null default '{}',
    -- Percent of the monthly income, or an amount.
    rate_percent numeric,
    fixed_rupiah bigint,
    minimum_rupiah bigint,
    -- The programme counts the wage up to a cap only; null while no figure of it is settled.
    wage_capped boolean not null default false,
    wage_cap_rupiah bigint,
    valid_from date not null,
    -- Exclusive; null while no end is known.
    valid_until date,
    source text not null,
    settled boolean not null,
    constraint pk_tariff primary key (id),
    constraint ck_tariff_id check (id ~ '^[a-z0-9-]{1,60}$'),
    constraint ck_tariff_programme check (programme in ('JKK', 'JKM', 'JHT', 'JP', 'JKP')),
    constraint ck_tariff_segment check (segment in ('PU', 'BPU', 'JAKON', 'PMI')),
    constraint ck_tariff_sector check (sector in ('GENERAL', 'TRANSPORT')),
    constraint ck_tariff_occupation check (occupation in (
        'KEPALA_DESA', 'PERANGKAT_DESA', 'BPD', 'RT_RW', 'LINMAS', 'KADER_POSYANDU', 'PKK', 'BUMDES', 'GURU_NGAJI',
        'PETANI', 'PEKEBUN', 'NELAYAN', 'PETERNAK', 'PEDAGANG', 'BURUH', 'PENGRAJIN', 'PENGEMUDI',
        'PEKERJA_RENTAN_LAIN', 'LAINNYA')),
    constraint ck_tariff_risk_class check (risk_class in ('VERY_LOW', 'LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')),
    constraint ck_tariff_payers check (
        excluded_payers || unsettled_payers <@ '{ADD,DANA_DESA,APBD_KABUPATEN,APBD_PROVINSI,APBN,DBH_SAWIT,CSR,MANDIRI,PEMBERI_KERJA}'
        and not excluded_payers && unsettled_payers),
    constraint ck_tariff_amount check (
        num_nonnulls(rate_percent, fixed_rupiah) = 1 and rate_percent > 0 and rate_percent < 100 and fixed_rupiah > 0),
    constraint ck_tariff_minimum_rupiah check (
        minimum_rupiah is null or minimum_rupiah > 0 and rate_percent is not null),
    constraint ck_tariff_wage_cap check (
        (wage_cap_rupiah is null or wage_capped and wage_cap_rupiah > 0) and (not wage_capped or rate_percent is not null)),
    constraint ck_tariff_validity check (valid_until > valid_from),
    constraint ck_tariff_source check (length(source) > 0),
    constraint ck_tariff_settled check (
        not settled or cardinality(unsettled_payers) = 0 and (not wage_capped or wage_cap_rupiah is not null)),
    -- At most one tariff for each on a day; its index is for that alone.
    constraint ex_tariff_validity exclude using gist (
        programme with =,
        segment with =,
        (coalesce(sector, '')) with =,
        (coalesce(occupation, '')) with =,
        (coalesce(risk_class, '')) with =,
        (relief::integer) with =,
        daterange(valid_from, valid_until) with &&)
);

-- The regular figures stood so in 2024, the year of the goal's statement; what went before is not kept here.
insert into tariff (id, programme, segment, rate_percent, fixed_rupiah, minimum_rupiah, valid_from, source, settled)
values
    ('bpu-jkk-2024', 'JKK', 'BPU', 1, null, 10000, '2024-01-01',
     'Published tariff (PP 44/2015 as amended): 1 % of the income base, at least Rp10,000', true),
    ('bpu-jkm-2024', 'JKM', 'BPU', null, 6800, null, '2024-01-01',
     'Published tariff (PP 44/2015 as amended): Rp6,800', true),
    ('bpu-jht-2024', 'JHT', 'BPU', 2, null, 20000, '2024-01-01',
     'Published tariff: 2 % of the income base, at least Rp20,000', true),
    ('pu-jkm-2024', 'JKM', 'PU', 0.30, null, null, '2024-01-01', 'Published tariff: 0.30 % of the wage', true),
    ('pu-jht-2024', 'JHT', 'PU', 5.7, null, null, '2024-01-01', 'Published tariff: 5.7 % of the wage', true);

insert into tariff (id, programme, segment, risk_class, rate_percent, valid_from, source, settled)
select 'pu-jkk-' || replace(lower(risk_class), '_', '-') || '-2024', 'JKK', 'PU', risk_class, rate, '2024-01-01',
       'Published tariff: ' || rate || ' % of the wage in this risk class', true
from (values ('VERY_LOW', 0.24), ('LOW', 0.54), ('MEDIUM', 0.89), ('HIGH', 1.27), ('VERY_HIGH', 1.74))
    as class (risk_class, rate);

insert into tariff (id, programme, segment, occupation, rate_percent, valid_from, source, settled)
select 'pu-jkk-' || replace(lower(occupation), '_', '-') || '-2024', 'JKK', 'PU', occupation, 0.24, '2024-01-01',
       'Published tariff: village officers pay 0.54 % of siltap for JKK and JKM, 0.24 % of it for JKK', true
from unnest(array['KEPALA_DESA', 'PERANGKAT_DESA']) as occupation;

insert into tariff (id, programme, segment, rate_percent, wage_capped, valid_from, source, settled)
values ('pu-jp-2024', 'JP', 'PU', 3, true, '2024-01-01',
        'Published tariff: 3 % of the wage up to a cap; the cap''s figure and dates are not settled', false);

insert into tariff (id, programme, segment, sector, relief, excluded_payers, unsettled_payers,
                    rate_percent, fixed_rupiah, minimum_rupiah, valid_from, valid_until, source, settled)
select 'bpu-' || lower(programme) || '-relief-' || lower(sector) || '-2026', programme, 'BPU', sector, true,
       '{APBD_KABUPATEN,APBD_PROVINSI,APBN}', '{ADD}', rate, fixed, minimum, valid_from, valid_until,
       'PP 50/2025: JKK and JKM of BPU halved, not where APBN or APBD pays; whether ADD counts as such is not settled', false
from (values ('JKK', 0.5, null::bigint, 5000), ('JKM', null, 3400, null)) as amount (programme, rate, fixed, minimum)
cross join (values ('GENERAL', date '2026-04-01', date '2027-01-01'), ('TRANSPORT', date '2026-01-01', date '2027-04-01'))
    as period (sector, valid_from, valid_until);

grant select on tariff to ${app-role};
