-- What the fields of events can hold stands in the contract's schemas, in the API, and here: what the register takes, its readers can
-- count. Rows of before keep the nearest day within the limits, as readers of their events do; no number depends on it.
update participant
   set covered_from = least(covered_from, date '2100-12-31'),
       covered_until = least(covered_until, date '2100-12-31')
 where covered_from > '2100-12-31' or covered_until > '2100-12-31';
update village
   set valid_from = greatest(valid_from, date '1900-01-01'),
       valid_until = greatest(valid_until, date '1900-01-01'),
       workers_as_of = greatest(workers_as_of, date '1900-01-01')
 where valid_from < '1900-01-01' or valid_until < '1900-01-01' or workers_as_of < '1900-01-01';

alter table area add constraint ck_area_name check (length(name) between 1 and 150);

alter table participant
    add constraint ck_participant_days check (
        enrolled_on between '1900-01-01' and '2100-12-31'
        and covered_from between '1900-01-01' and '2100-12-31'
        and covered_until between '1900-01-01' and '2100-12-31'),
    add constraint ck_participant_programmes_once check (
        cardinality(programmes) = ('JKK' = any (programmes))::integer + ('JKM' = any (programmes))::integer
            + ('JHT' = any (programmes))::integer + ('JP' = any (programmes))::integer + ('JKP' = any (programmes))::integer);

alter table village add constraint ck_village_days check (
    valid_from between '1900-01-01' and '2100-12-31'
    and valid_until between '1900-01-01' and '2100-12-31'
    and workers_as_of between '1900-01-01' and '2100-12-31');

-- As many as an event may name.
alter table village_successor add column place integer;
update village_successor
   set place = numbered.place
  from (select village_code, successor_code,
               row_number() over (partition by village_code order by successor_code) - 1 as place
          from village_successor) numbered
 where (village_successor.village_code, village_successor.successor_code)
     = (numbered.village_code, numbered.successor_code);
alter table village_successor
    alter column place set not null,
    add constraint uq_village_successor_village_code_place unique (village_code, place),
    add constraint ck_village_successor_place check (place between 0 and 19);

-- A position is a JSON number that every reader holds exactly.
alter table event_log
    drop constraint ck_event_log_position,
    add constraint ck_event_log_position check (position between 1 and 999999999999999);
alter table event_cursor
    drop constraint ck_event_cursor_position,
    add constraint ck_event_cursor_position check (position between 0 and 999999999999999);
