-- The floor under the rules for what people write (decision 0019 of the enrollment service): no control characters or marks
-- of direction, composed, one line, and no NIK in it, also in groups.
create function is_line(text_of_people text) returns boolean
    language sql immutable strict parallel safe
    return text_of_people !~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]'
        and text_of_people is nfc normalized
        and translate(text_of_people, ' .-_', '') !~ '[0-9]{16}';

-- A goal as somebody stated it. A new statement is a new row; the one before it is kept with the moment it was superseded.
create table goal (
    area_code         text collate "C" not null,
    version           integer     not null,
    target            bigint      not null,
    baseline          bigint      not null,
    stated_on         date        not null,
    due_on            date        not null,
    workforce         bigint,
    workforce_derived boolean,
    source            text        not null,
    recorded_at       timestamptz not null default clock_timestamp(),
    superseded_at     timestamptz,
    recorded_by       text,
    constraint pk_goal primary key (area_code, version),
    constraint fk_goal_area_code foreign key (area_code) references area (code),
    constraint ck_goal_version check (version >= 1),
    constraint ck_goal_target check (target between 1 and 1000000000),
    constraint ck_goal_baseline check (baseline between 0 and 1000000000),
    constraint ck_goal_workforce check (workforce between 1 and 1000000000),
    constraint ck_goal_workforce_derived check ((workforce is null) = (workforce_derived is null)),
    constraint ck_goal_due_on check (due_on >= stated_on),
    constraint ck_goal_days check (
        stated_on between '2000-01-01' and '2100-12-31' and due_on between '2000-01-01' and '2100-12-31'),
    constraint ck_goal_source check (length(source) between 1 and 500),
    constraint ck_goal_source_line check (is_line(source) and length(source) <= 500)
);
-- One goal of an area in force.
create unique index uq_goal_area_code on goal (area_code) where superseded_at is null;
comment on column goal.recorded_by is 'Subject of the token; null for what came with the service.';

-- The figures of the source; the workforce is derived from two of them (1,485,000 / 49.46 %), nobody stated it.
insert into goal (area_code, version, target, baseline, stated_on, due_on, workforce, workforce_derived, source)
values ('16', 1, 1485000, 1100000, date '2024-04-29', date '2025-12-31', 3002426, true,
        'Planning news of BPJS Ketenagakerjaan''s South Sumatra regional office, dateline Palembang 29 April 2024');

-- A goal is stated anew through the service: the row in force is closed and the next one added, so that each is kept.
grant select, insert, update (superseded_at) on goal to ${app-role};
