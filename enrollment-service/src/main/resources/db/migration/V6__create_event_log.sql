-- Every change of the register leaves one row in outbox, in the change's own transaction. The sequencer moves committed
-- rows into event_log and gives each the next position.

create table outbox (
    -- Hands out ids in no commit order: it says which rows are older, never that none is missing.
    id bigint generated always as identity,
    event_id uuid not null default uuidv7(),
    type text not null,
    subject text not null,
    recorded_at timestamptz not null default now(),
    actor text not null,
    traceparent text,
    data json not null,
    constraint pk_outbox primary key (id)
)
-- A queue: rows come and go, so it is vacuumed by count and not by share of its size.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0);

-- A position is a JSON number that every reader holds exactly.
create table event_log (
    position bigint not null,
    event_id uuid not null,
    type text not null,
    subject text not null,
    recorded_at timestamptz not null,
    actor text not null,
    traceparent text,
    data json not null,
    constraint pk_event_log primary key (position),
    constraint uq_event_log_event_id unique (event_id),
    constraint ck_event_log_position check (position between 1 and 999999999999999)
);
-- The history of one participant or village, in its order.
create index ix_event_log_subject on event_log (subject, position);

-- How far each stage has come. Whoever holds a row's lock is that stage's only worker.
create table event_cursor (
    stage text not null,
    position bigint not null,
    constraint pk_event_cursor primary key (stage),
    constraint ck_event_cursor_stage check (stage in ('sequenced', 'published')),
    constraint ck_event_cursor_position check (position between 0 and 999999999999999)
);
insert into event_cursor (stage, position) values ('sequenced', 0), ('published', 0);

grant select, insert, delete on outbox to ${app-role};
grant select, insert on event_log to ${app-role};
grant select, update on event_cursor to ${app-role};
