-- The floor beneath the service's own check by area: docs/decisions/0028-rows-held-to-areas.md tells why, and what a new table needs.
--
-- ${app-role} sees and changes what its transaction says, in settings that the service makes when it takes a connection:
--   register.lo, register.hi   the range of the codes of its areas
--   register.several           these codes, each between commas, where the range holds more than them; else empty
--   register.callers           whose kept answers it may have, as an array
-- Without them it sees nothing. ${worker-role} is who it becomes for work that is nobody's alone, and sees all.

-- Made by whoever makes the other roles; an owner cannot. With its rights inherited, its policies would hold for every request.
do $$
begin
    if not exists (select from pg_roles where rolname = '${worker-role}') then
        raise exception 'The role ${worker-role} is missing'
            using hint = 'As a superuser: create role ${worker-role} nologin; grant ${worker-role} to ${app-role} with inherit false, set true';
    end if;
    if not pg_has_role('${app-role}', '${worker-role}', 'SET') or exists (
            select from pg_auth_members
            where roleid = to_regrole('${worker-role}') and member = to_regrole('${app-role}') and inherit_option) then
        raise exception 'The role ${app-role} has to be able to become ${worker-role}, and may not inherit from it'
            using hint = 'As a superuser: grant ${worker-role} to ${app-role} with inherit false, set true';
    end if;
end $$;

-- Where somebody is, for small tables. In the policies of participant and village the same stands in full: behind the name of a
-- function the planner would not see the range, and would read the whole register for a list of one village.
create function is_own(area_code text) returns boolean
    language sql stable parallel safe
    return area_code collate "C" >= coalesce(current_setting('register.lo', true), '')
        and area_code collate "C" < coalesce(current_setting('register.hi', true), '')
        and case
            when current_setting('register.several', true) = '' then true
            else strpos(current_setting('register.several', true), ',' || area_code || ',') > 0
                or strpos(current_setting('register.several', true), ',' || left(area_code, 8) || ',') > 0
                or strpos(current_setting('register.several', true), ',' || left(area_code, 5) || ',') > 0
        end;

-- People: those of the own villages. Changes stay within them; out of them goes transfer_participant alone.
alter table participant enable row level security, force row level security;
create policy owner on participant to current_user using (true);
create policy workers on participant to ${worker-role} using (true);
create policy own on participant to ${app-role} using (
    village_code >= coalesce(current_setting('register.lo', true), '')
    and village_code < coalesce(current_setting('register.hi', true), '')
    and case
        when current_setting('register.several', true) = '' then true
        else strpos(current_setting('register.several', true), ',' || village_code || ',') > 0
            or strpos(current_setting('register.several', true), ',' || left(village_code, 8) || ',') > 0
            or strpos(current_setting('register.several', true), ',' || left(village_code, 5) || ',') > 0
    end);

-- Heads of villages, with their phones. What everybody may know of a village (code, days, whether it is open) is read as a worker.
alter table village enable row level security, force row level security;
create policy owner on village to current_user using (true);
create policy workers on village to ${worker-role} using (true);
create policy own on village to ${app-role} using (
    code >= coalesce(current_setting('register.lo', true), '')
    and code < coalesce(current_setting('register.hi', true), '')
    and case
        when current_setting('register.several', true) = '' then true
        else strpos(current_setting('register.several', true), ',' || code || ',') > 0
            or strpos(current_setting('register.several', true), ',' || left(code, 8) || ',') > 0
            or strpos(current_setting('register.several', true), ',' || left(code, 5) || ',') > 0
    end);

-- What was said of people goes with them. The subquery is held to the policy of participant.
alter table nik_disclosure enable row level security, force row level security;
create policy owner on nik_disclosure to current_user using (true);
create policy own on nik_disclosure to ${app-role} using (
    exists (select from participant where participant.id = participant_id));

-- Written by every change and read by the sequencer alone.
alter table outbox enable row level security, force row level security;
create policy owner on outbox to current_user using (true);
create policy workers on outbox to ${worker-role} using (true);
create policy own on outbox for insert to ${app-role} with check (true);

-- The history of the own people; the feed is for the whole province or not at all.
alter table event_log enable row level security, force row level security;
create policy owner on event_log to current_user using (true);
create policy workers on event_log to ${worker-role} using (true);
create policy own on event_log to ${app-role} using (
    case
        when current_setting('register.lo', true) = '16' then true
        when type ^@ 'id.desaterlindungi.participant.' then exists (
            select from participant where participant.id = cast(subject as uuid))
        else false
    end);

-- An answer that is kept for a request that comes again is its caller's, wherever it was about.
alter table idempotent_request enable row level security, force row level security;
create policy owner on idempotent_request to current_user using (true);
create policy workers on idempotent_request to ${worker-role} using (true);
create policy own on idempotent_request to ${app-role} using (
    caller = any (cast(coalesce(nullif(current_setting('register.callers', true), ''), '{}') as text[])));

-- Lists of people: for who has all the areas that the uploader had. Chunks, rows and reports go with their list.
alter table import enable row level security, force row level security;
create policy owner on import to current_user using (true);
create policy workers on import to ${worker-role} using (true);
create policy own on import to ${app-role} using (
    cardinality(areas) > 0 and not exists (select from unnest(areas) as area (code) where not is_own(area.code)));

alter table import_chunk enable row level security, force row level security;
create policy owner on import_chunk to current_user using (true);
create policy workers on import_chunk to ${worker-role} using (true);
create policy own on import_chunk to ${app-role} using (exists (select from import where import.id = import_id));

alter table import_row enable row level security, force row level security;
create policy owner on import_row to current_user using (true);
create policy workers on import_row to ${worker-role} using (true);
create policy own on import_row to ${app-role} using (exists (select from import where import.id = import_id));

alter table import_report enable row level security, force row level security;
create policy owner on import_report to current_user using (true);
create policy own on import_report to ${app-role} using (exists (select from import where import.id = import_id));

-- Whose work it is has the rights for it, and nobody else.
grant usage on schema public to ${worker-role};
grant select on area to ${worker-role};
-- The update is for the lock that keeps a village open.
grant select, update on village to ${worker-role};
grant select, insert, update on participant to ${worker-role};
grant select, insert, delete on outbox to ${worker-role};
grant select, insert on event_log to ${worker-role};
grant select, update on event_cursor to ${worker-role};
grant update on sequencing_gate to ${worker-role};
grant select, delete on idempotent_request to ${worker-role};
grant select, update on import, import_chunk to ${worker-role};
grant select, insert, update, delete on import_row to ${worker-role};
revoke select, delete on outbox from ${app-role};
revoke insert on event_log from ${app-role};
revoke all on event_cursor, sequencing_gate from ${app-role};
revoke delete on idempotent_request from ${app-role};
revoke delete on import_chunk from ${app-role};
revoke insert, update, delete on import_row from ${app-role};

-- What somebody may know or do beyond the own areas: these three, which run as the owner.

-- Which of these NIKs are in the register, wherever. Asked when a row was refused: for a NIK, or for a KPJ?
create function registered_niks(asked bytea[]) returns setof bytea
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select nik_index from participant where nik_index = any (asked);
    end;

-- Moves one of the own people to any village, also where the caller sees nobody. @return the new version; null where there is no
-- such version, or it is not one of the own people
create function transfer_participant(person uuid, its_version integer, destination text) returns integer
    language sql volatile security definer set search_path = public, pg_temp
    begin atomic
        update participant set village_code = destination, version = version + 1
        where id = person and version = its_version and is_own(village_code)
        returning version;
    end;

-- Whether a village is open; null where there is none.
create function is_open_village(asked text) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select open_code is not null from village where code = asked;
    end;

revoke all on function registered_niks(bytea[]), transfer_participant(uuid, integer, text), is_open_village(text) from public;
grant execute on function registered_niks(bytea[]), is_open_village(text) to ${app-role}, ${worker-role};
grant execute on function transfer_participant(uuid, integer, text) to ${app-role};
