-- The key of the index changes while the register works: docs/decisions/0035-the-index-gets-another-key.md has the phases.

-- A release of before is at work. Lists first, as it locks them: a chunk, its rows, then people. Who waits for this waits for what is before
-- it too, so it gives up before they do (5 s), and the Job tries again.
set local lock_timeout = '2s';

-- The key that a chunk's rows have their indexes from; 0 where they have none that finds anybody. Null in those of before this column.
alter table import_chunk add column index_key bigint;
-- As below, for rows whose people are in the register.
alter table import_row add column nik_index_next bytea;

-- A NIK's index by the key that comes next, from the moment on from which everybody writes it beside the one that is used. Empty otherwise.
alter table participant
    add column nik_index_next bytea,
    add constraint ck_participant_nik_index_next check (octet_length(nik_index_next) = 32);
-- The same NIK twice is refused by either key. As long as no key changes it holds nobody, and costs nobody anything.
create unique index uq_participant_nik_index_next on participant (nik_index_next) where nik_index_next is not null;

-- Since when it is known. A key of the index that is known and not used yet has 'infinity' as used_from: no clock makes it used. Of the others
-- the last one is, whatever the clock tells by now: one that is set back would bring the key before back too.
alter table register_key add column known_at timestamptz not null default clock_timestamp();
create or replace function used_key(which text) returns bigint
    language sql set search_path = public, pg_temp
    begin atomic
        select key_id from register_key
        where purpose = which and retired_at is null
          and (used_from <= clock_timestamp() or which = 'NIK_INDEX' and used_from < 'infinity')
        order by used_from desc limit 1;
    end;

-- Work that makes every index anew with the key that comes next. One at a time, in steps that each replica can take.
create table reindexing (
    id uuid not null default uuidv7(),
    key_id bigint not null,
    actor text not null,
    begun_at timestamptz not null default clock_timestamp(),
    -- WAITING: for every replica to have the key. FILLING: everybody writes both indexes, the work adds those that are missing; the key
    -- before decides. MOVING: the new key decides; the work puts its index into the place of the one before. CLEARING: the rest of
    -- the second indexes goes, also where it was taken back. DONE and TAKEN_BACK: over.
    phase text not null default 'WAITING',
    -- It is to go back, or has: in CLEARING the key before is used. Nothing else tells which one is.
    taken_back boolean not null default false,
    phase_began_at timestamptz not null default clock_timestamp(),
    -- It goes over all rows of a phase again until it has left none to the next pass.
    pass integer not null default 1,
    -- Where this pass is: at people or at lists, and after which row.
    place integer not null default 0,
    after_row uuid not null default '00000000-0000-0000-0000-000000000000',
    after_number bigint not null default 0,
    looked_at bigint not null default 0,
    of_about bigint not null default 0,
    -- Indexes made with the new key, in all passes; and rows that this pass has left to the next, mostly since somebody held them.
    indexed bigint not null default 0,
    skipped bigint not null default 0,
    -- People of this pass, and of the one before, whose NIKs no key at hand opens, or are not those of their indexes. With one of them the
    -- new key is not used, and the work rests until then, or until somebody asks for it again.
    unopened bigint not null default 0,
    unopened_before bigint not null default 0,
    rests_until timestamptz,
    finished_at timestamptz,
    constraint pk_reindexing primary key (id),
    constraint ck_reindexing_phase check (
        phase in ('WAITING', 'FILLING', 'MOVING', 'CLEARING', 'DONE', 'TAKEN_BACK')
        and (phase in ('DONE', 'TAKEN_BACK')) = (finished_at is not null)),
    constraint ck_reindexing_taken_back check (
        case when taken_back then phase not in ('MOVING', 'DONE') else phase <> 'TAKEN_BACK' end),
    constraint ck_reindexing_counts check (
        pass > 0 and place >= 0 and looked_at >= 0 and of_about >= 0 and indexed >= 0 and skipped >= 0 and unopened >= 0 and unopened_before >= 0)
);
-- One at a time.
create unique index uq_reindexing_unfinished on reindexing ((true)) where finished_at is null;

-- Never has a row. Who writes or looks up an index holds it in row exclusive mode until the transaction ends; the moments from which
-- another rule holds take it in share row exclusive mode. So nobody is in the middle of a transaction with the rule before.
create table nik_index_gate ();

-- Which keys index what this transaction writes: the one that is used, and where it is on its way the next one (or the one used, once
-- more, while some rows have it in the second place alone). Who lacks a key that somebody may be found by is refused, as one who
-- asks while the database is away: another replica has it.
create function hold_index_keys(at_hand bigint[], out used bigint, out next bigint)
    language plpgsql volatile set search_path = public, pg_temp
as $$
begin
    lock table nik_index_gate in row exclusive mode;
    select max(key_id) filter (where number = 1) into used
    from (
        select key_id, row_number() over (order by used_from desc) as number
        from register_key
        where purpose = 'NIK_INDEX' and retired_at is null and used_from < 'infinity'
    ) as key
    having bool_and(key_id = any (at_hand));
    select key_id into next from reindexing where finished_at is null and phase in ('FILLING', 'MOVING');
    if used is null or next <> all (at_hand) then
        raise exception 'a key of the index is missing here' using errcode = '57D01';
    end if;
end
$$;

-- The database itself holds to it who does not ask: a release of before, or a replica that has not heard of the next key. Nobody is
-- registered in a way in which others would not find them.
create function require_index_keys_of_enrolled() returns trigger
    language plpgsql set search_path = public, pg_temp
as $$
declare
    used bigint;
    present text;
begin
    lock table nik_index_gate in row exclusive mode;
    used := used_key('NIK_INDEX');
    select phase into present from reindexing where finished_at is null;
    if exists (
            select from enrolled
            where nik_index_key <> used
               or present in ('FILLING', 'MOVING') and nik_index_next is null
               or present = 'MOVING' and nik_index_next <> nik_index) then
        raise exception 'an index by keys that do not index now' using errcode = '57D01';
    end if;
    return null;
end
$$;
create trigger index_keys_of_enrolled after insert on participant
    referencing new table as enrolled for each statement execute function require_index_keys_of_enrolled();

create function require_index_keys_of_changed() returns trigger
    language plpgsql set search_path = public, pg_temp
as $$
declare
    present text;
    is_next_same boolean := new.nik_index_next is not distinct from old.nik_index_next;
begin
    if new.nik_index = old.nik_index and new.nik_index_key = old.nik_index_key then
        return new;
    end if;
    if new.erased_at is not null then
        -- Nobody is found by it any more, by no key.
        new.nik_index_next := null;
        return new;
    end if;
    lock table nik_index_gate in row exclusive mode;
    select phase into present from reindexing where finished_at is null;
    if new.nik_index_key <> used_key('NIK_INDEX')
        or present = 'FILLING' and (new.nik_index_next is null or is_next_same)
        or present = 'MOVING' and not coalesce(
            new.nik_index_next = new.nik_index, coalesce(new.nik_index = old.nik_index_next, false)) then
        raise exception 'an index by keys that do not index now' using errcode = '57D01';
    end if;
    if is_next_same and present is distinct from 'MOVING' then
        -- Of the NIK before, while that one's second index is on its way out.
        new.nik_index_next := null;
    end if;
    return new;
end
$$;
create trigger index_keys_of_changed before update of nik_index, nik_index_key on participant
    for each row execute function require_index_keys_of_changed();

-- As V19 has it, for whoever has this NIK by any of its indexes.
create function ask_for_transfer_of_any(
    request uuid, asked bytea[], region text, destination text, why text, in_words text, effective date, open_for interval)
    returns text
    language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
    person record;
    asked_at timestamptz;
begin
    if is_own(destination) is not true then
        raise exception 'a request for a village of others' using errcode = 'insufficient_privilege';
    end if;
    -- Whoever is being moved is waited for, and then stands where the move left them.
    select id, village_code into person from participant where nik_index = any (asked) for share;
    if not found then
        return 'NOWHERE';
    elsif is_own(person.village_code) then
        return 'OWN';
    end if;
    asked_at := clock_timestamp();
    update transfer_request set state = 'EXPIRED', ended_at = expires_at
    where participant_id = person.id and village_code = destination and state = 'OPEN' and expires_at <= asked_at;
    insert into transfer_request (
        id, participant_id, from_village_code, village_code, nik_region, reason, explanation, effective_on, requested_at, expires_at)
    values (request, person.id, person.village_code, destination, region, why, in_words, effective, asked_at, asked_at + open_for)
    on conflict (participant_id, village_code) where state = 'OPEN' do nothing;
    return case when found then 'ASKED' else 'AGAIN' end;
end
$$;
revoke all on function ask_for_transfer_of_any(uuid, bytea[], text, text, text, text, date, interval) from public;
grant execute on function ask_for_transfer_of_any(uuid, bytea[], text, text, text, text, date, interval) to ${app-role};
-- As a release of before asks: by one index, under the same rules. While there are two it would be told that somebody is nowhere.
create or replace function ask_for_transfer(
    request uuid, asked bytea, region text, destination text, why text, in_words text, effective date, open_for interval)
    returns text
    language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
    if exists (select from reindexing where phase in ('FILLING', 'MOVING', 'CLEARING')) then
        raise exception 'one index where there are two' using errcode = '57D01';
    end if;
    return ask_for_transfer_of_any(request, array[asked], region, destination, why, in_words, effective, open_for);
end
$$;

-- A caller begins the work, looks how far it is, and takes it back. It is done as nobody's.
revoke all on function hold_index_keys(bigint[]) from public;
grant execute on function hold_index_keys(bigint[]) to ${app-role}, ${worker-role};
grant update on nik_index_gate to ${app-role}, ${worker-role};
grant select, insert, update on reindexing to ${app-role};
grant select, update on reindexing to ${worker-role};
