-- The totals, folded from the enrollment service's events. Nothing here knows a person.

-- Codes compare byte by byte: an area's descendants are then one range of the key.
create table area (
    code        text collate "C" not null,
    parent_code text collate "C",
    kind        text             not null,
    name        text             not null,
    constraint pk_area primary key (code),
    constraint fk_area_parent_code foreign key (parent_code) references area (code),
    constraint ck_area_kind check (kind in ('province', 'regency', 'city', 'district', 'desa', 'kelurahan'))
);
create index ix_area_parent_code on area (parent_code);

-- One row for each way to be counted; a cell that nobody is in has no row.
create table coverage_cell (
    village_code   text collate "C" not null,
    status         text             not null,
    segment        text             not null,
    occupation     text             not null,
    funding_source text             not null,
    programmes     text             not null,
    sex            text             not null,
    origin         text             not null,
    people         bigint           not null,
    constraint pk_coverage_cell primary key
        (village_code, status, segment, occupation, funding_source, programmes, sex, origin),
    constraint fk_coverage_cell_village_code foreign key (village_code) references area (code),
    constraint ck_coverage_cell_people check (people >= 0)
);
comment on column coverage_cell.programmes is 'In the order JKK, JKM, JHT, JP, JKP, joined by +: JKK+JKM.';

create table birth_year_cell (
    village_code text collate "C" not null,
    status       text             not null,
    birth_year   integer          not null,
    people       bigint           not null,
    constraint pk_birth_year_cell primary key (village_code, status, birth_year),
    constraint fk_birth_year_cell_village_code foreign key (village_code) references area (code),
    constraint ck_birth_year_cell_people check (people >= 0)
);

-- The cells summed up for the village and each area above it, so that a headline reads a handful of rows.
create table area_total (
    area_code text collate "C" not null,
    status    text             not null,
    origin    text             not null,
    people    bigint           not null,
    constraint pk_area_total primary key (area_code, status, origin),
    constraint fk_area_total_area_code foreign key (area_code) references area (code),
    constraint ck_area_total_people check (people >= 0)
);

-- How far the totals are. Whoever folds holds this row's lock; it changes in the transaction of the totals.
create table projection (
    name         text        not null,
    position     bigint      not null default 0,
    topic_offset bigint      not null default 0,
    event_at     timestamptz,
    folded_at    timestamptz,
    complete_at  timestamptz,
    parked       bigint      not null default 0,
    constraint pk_projection primary key (name),
    constraint ck_projection_name check (name = 'coverage'),
    constraint ck_projection_position check (position >= 0),
    constraint ck_projection_topic_offset check (topic_offset >= 0),
    constraint ck_projection_parked check (parked >= 0)
);
comment on column projection.position is 'Position of the last event folded (or parked): every event up to it has been dealt with.';
comment on column projection.topic_offset is 'Offset of the next record to read from the topic.';
comment on column projection.event_at is 'Time of the event at the position; null before the first.';
comment on column projection.folded_at is 'When that event became part of the totals.';
comment on column projection.complete_at is 'When the totals were last known to hold everything that was on the topic.';
insert into projection (name) values ('coverage');

-- What could not be read or counted, so that nobody has to wonder. Never the body: it could hold anything.
create table parked_event (
    id           bigint generated always as identity,
    position     bigint,
    topic_offset bigint,
    recorded_at  timestamptz,
    reason       text        not null,
    parked_at    timestamptz not null default clock_timestamp(),
    constraint pk_parked_event primary key (id),
    constraint uq_parked_event_topic_offset_recorded_at unique (topic_offset, recorded_at),
    constraint ck_parked_event_reason check (length(reason) between 1 and 500)
);
comment on column parked_event.position is 'Null where the record did not say a usable one.';
comment on column parked_event.topic_offset is 'Null where the event came from the HTTP feed.';
comment on column parked_event.recorded_at is 'The broker''s time of the record: with the offset, the record''s identity even if the topic is made anew.';

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
    constraint pk_goal primary key (area_code, version),
    constraint fk_goal_area_code foreign key (area_code) references area (code),
    constraint ck_goal_version check (version >= 1),
    constraint ck_goal_target check (target > 0),
    constraint ck_goal_baseline check (baseline >= 0),
    constraint ck_goal_workforce check (workforce > 0),
    constraint ck_goal_workforce_derived check ((workforce is null) = (workforce_derived is null)),
    constraint ck_goal_due_on check (due_on >= stated_on),
    constraint ck_goal_source check (source <> '')
);
create unique index uq_goal_area_code on goal (area_code) where superseded_at is null;

grant select on area, goal to ${app-role};
grant select, insert, update, delete on coverage_cell, birth_year_cell, area_total to ${app-role};
grant select, update on projection to ${app-role};
grant select, insert on parked_event to ${app-role};
