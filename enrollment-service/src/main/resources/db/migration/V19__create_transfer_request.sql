-- Asking for somebody who is registered in another village: docs/decisions/0033-transfers-on-request.md.
create table transfer_request (
    id uuid not null,
    version integer not null default 1,
    participant_id uuid not null,
    -- Where the person is as long as it is open, and was when it ended: whose offices decide. Never told to who asked. It refers to no
    -- row of village: whoever closes that one waits for who asks, and would be waited for.
    from_village_code text collate "C" not null,
    -- That asks.
    village_code text collate "C" not null,
    -- What a masked NIK shows, so that who asked knows the request again.
    nik_region text not null,
    reason text not null,
    explanation text not null,
    -- The day of the transfer; without one it is the day on which it is accepted.
    effective_on date,
    -- One that stands as OPEN behind its last moment has expired, whatever stands here.
    state text not null default 'OPEN',
    return_reason text,
    requested_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    constraint pk_transfer_request primary key (id),
    constraint fk_transfer_request_participant_id foreign key (participant_id) references participant (id),
    constraint fk_transfer_request_village_code foreign key (village_code) references village (code),
    constraint ck_transfer_request_version check (version > 0),
    constraint ck_transfer_request_nik_region check (nik_region ~ '^[0-9]{6}$'),
    constraint ck_transfer_request_reason check (reason in ('MOVED', 'MARRIED', 'WRONG_VILLAGE', 'VILLAGE_CHANGED')),
    constraint ck_transfer_request_explanation check (is_line(explanation) and length(explanation) between 10 and 300),
    constraint ck_transfer_request_effective_on check (effective_on between '1900-01-01' and '2100-12-31'),
    constraint ck_transfer_request_state check (
        state in ('OPEN', 'ACCEPTED', 'RETURNED', 'WITHDRAWN', 'EXPIRED', 'OVERTAKEN')
        and (state = 'OPEN') = (ended_at is null)),
    constraint ck_transfer_request_return_reason check (
        (state = 'RETURNED') = (return_reason is not null)
        and is_line(return_reason) and length(return_reason) between 10 and 300),
    constraint ck_transfer_request_expires_at check (expires_at > requested_at)
);
-- A village asks once at a time; and those that end with a transfer.
create unique index uq_transfer_request_participant_id_village_code on transfer_request (participant_id, village_code) where state = 'OPEN';
-- The foreign key.
create index ix_transfer_request_participant_id on transfer_request (participant_id);
-- Those that the own villages have made, the latest first; and the foreign key.
create index ix_transfer_request_village_code_id on transfer_request (village_code, id);
-- Those that ask for the own people, the latest first.
create index ix_transfer_request_from_village_code_id on transfer_request (from_village_code, id);

-- Two areas see one: where the person would go, and where the person is or was. It is made by the function below alone; what is
-- asked for does not change.
alter table transfer_request enable row level security, force row level security;
create policy owner on transfer_request to current_user using (true);
create policy own on transfer_request to ${app-role} using (is_own(village_code) or is_own(from_village_code));
grant select on transfer_request to ${app-role};
grant update (version, state, return_reason, ended_at, from_village_code) on transfer_request to ${app-role};

-- Asks for whoever has this NIK, for one of the own villages. It tells whether somebody is registered elsewhere, and nothing more:
-- ASKED; AGAIN where the village asks already; NOWHERE; OWN where the person is in the own areas, whom they may transfer.
create function ask_for_transfer(
    request uuid, asked bytea, region text, destination text, why text, in_words text, effective date, open_for interval)
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
    select id, village_code into person from participant where nik_index = asked for share;
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
revoke all on function ask_for_transfer(uuid, bytea, text, text, text, text, date, interval) from public;
grant execute on function ask_for_transfer(uuid, bytea, text, text, text, text, date, interval) to ${app-role};

-- As before, and ends what is asked for whom it moves. The one that is accepted says so before.
create or replace function transfer_participant(person uuid, its_version integer, destination text) returns integer
    language sql volatile security definer set search_path = public, pg_temp
    begin atomic
        with moved as (
            update participant set village_code = destination, version = version + 1
            where id = person and version = its_version and is_own(village_code)
            returning version
        ), ended as (
            update transfer_request
            set state = 'OVERTAKEN', ended_at = clock_timestamp(), version = transfer_request.version + 1
            from moved
            where participant_id = person and state = 'OPEN' and expires_at > clock_timestamp()
        )
        select version from moved;
    end;
