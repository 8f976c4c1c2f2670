-- Who read or wrote what about whom: docs/decisions/0029-the-access-record.md. The service adds to it and reads it, and can
-- change or delete nothing in it. It has a partition for each month, so that what is past its time goes as a whole table.
create table access_record (
    id uuid not null,
    at timestamptz not null,
    -- Of the token: its subject, the program that it was made for, and the role; of the service's own work only whose it is.
    actor text not null,
    client text not null,
    role text not null,
    -- Where the request came from, as the platform tells.
    address text not null,
    -- The operationId of the description, and the status of its answer.
    operation text not null,
    status integer not null,
    -- The smallest area that holds all that was asked about: of a person, the village.
    area text collate "C" not null,
    participants uuid[] not null,
    -- What a list was asked for, without what people write: of a name only that one was asked for.
    selection json,
    -- Of how many people something was shown or changed, and of how many it was told that they are registered elsewhere.
    people bigint not null,
    elsewhere integer not null,
    purpose text,
    explanation text,
    constraint pk_access_record primary key (at, id),
    constraint ck_access_record_area check (area ~ '^16(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$'),
    constraint ck_access_record_people check (people >= 0 and elsewhere >= 0),
    constraint ck_access_record_purpose check (
        (purpose is null) = (explanation is null) and purpose ~ '^[A-Z_]{1,40}$' and is_line(explanation))
) partition by range (at);
-- What was done to one person. A row names one person mostly, so that it has one entry here.
create index ix_access_record_participants on access_record using gin (participants) with (gin_pending_list_limit = 256);
-- What somebody did, in its order.
create index ix_access_record_actor_at_id on access_record (actor, at, id);

-- How much each caller was told today: for the limits, which hold for all replicas together, and for what is unusual.
create table telling (
    kind text not null,
    actor text not null,
    day date not null,
    told bigint not null,
    constraint pk_telling primary key (kind, actor, day),
    constraint ck_telling_kind check (kind in ('DISCLOSED', 'ELSEWHERE', 'SHOWN')),
    constraint ck_telling_told check (told >= 0)
)
-- Few rows that change often.
with (fillfactor = 50);
-- What is told today, and what is old.
create index ix_telling_day on telling (day);

-- What it was for, as a code beside the text; rows of before have none.
alter table nik_disclosure add column purpose_code text;
alter table nik_disclosure add constraint ck_nik_disclosure_purpose_code check (purpose_code ~ '^[A-Z_]{1,40}$');

-- The service's role can create and drop nothing. These two do it for the service, and nothing else.

-- Partitions from this month on, each made beside the table and then attached: that stops no reader and no writer.
create function make_access_record_months(ahead integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '2s'
as $$
declare
    month timestamptz;
    name text;
    made integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('access_record months'));
    for month in
        select generate_series(date_trunc('month', now()), date_trunc('month', now()) + least(ahead, 24) * interval '1 month', interval '1 month')
    loop
        name := 'access_record_' || to_char(month, 'YYYYMM');
        if to_regclass('public.' || name) is null then
            execute format('create table public.%I (like public.access_record including all)', name);
            execute format(
                'alter table public.access_record attach partition public.%I for values from (%L) to (%L)',
                name, month, month + interval '1 month');
            made := made + 1;
        end if;
    end loop;
    return made;
end
$$;

-- Drops the months that ended so many months ago. Never less than a year, whatever the service asks for: who took it over could
-- otherwise take its traces away.
create function drop_access_record_months(kept integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '2s'
as $$
declare
    partition text;
    dropped integer := 0;
begin
    if kept is null or kept < 12 then
        raise exception 'the access record is kept for 12 months at least';
    end if;
    perform pg_advisory_xact_lock(hashtext('access_record months'));
    for partition in
        select c.relname
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.access_record'::regclass
          and c.relname ~ '^access_record_[0-9]{6}$'
          and to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= date_trunc('month', now()) - kept * interval '1 month'
        order by c.relname
    loop
        execute format('drop table public.%I', partition);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;

revoke execute on function make_access_record_months(integer), drop_access_record_months(integer) from public;
grant execute on function make_access_record_months(integer), drop_access_record_months(integer) to ${app-role};

-- Every caller's request adds to the record, whoever it is about. Nobody's sees it: it is read past the floor, by one class that looks
-- at areas itself, since no policy would let the index of people be used (the operator of arrays is not leakproof).
alter table access_record enable row level security, force row level security;
create policy owner on access_record to current_user using (true);
create policy workers on access_record to ${worker-role} using (true);
create policy own on access_record for insert to ${app-role} with check (true);
grant insert on access_record to ${app-role};
grant select, insert on access_record to ${worker-role};
grant select, insert, update, delete on telling to ${app-role};
grant select, insert, update on telling to ${worker-role};

-- Which of these NIKs are registered outside these areas, and nothing more of them.
create function niks_outside(asked bytea[], areas text[]) returns setof bytea
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select nik_index from participant
        where nik_index = any (asked)
          and not exists (
              select from unnest(areas) as area (code) where starts_with(village_code || '.', area.code || '.'));
    end;
revoke all on function niks_outside(bytea[], text[]) from public;
grant execute on function niks_outside(bytea[], text[]) to ${app-role};

-- The first rows come before the service's own job has run.
select make_access_record_months(2);
