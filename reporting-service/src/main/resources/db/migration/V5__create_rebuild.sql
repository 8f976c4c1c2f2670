-- Folding everything anew into the generation that does not answer. One at a time; whoever holds the advisory lock works on it.
create table rebuild (
    id           bigint generated always as identity,
    source       text        not null,
    reason       text        not null,
    requested_by text        not null,
    requested_at timestamptz not null default clock_timestamp(),
    -- When the generation was cleared for it; null before.
    started_at   timestamptz,
    finished_at  timestamptz,
    position     bigint,
    failure      text,
    constraint pk_rebuild primary key (id),
    constraint ck_rebuild_source check (source in ('TOPIC', 'FEED')),
    constraint ck_rebuild_reason check (reason in ('REQUESTED', 'SHAPE'))
);
comment on column rebuild.position is 'Where the new totals took the place of the old.';
comment on column rebuild.failure is 'Why the last try did not get on; it is tried again.';
-- One that is not done at a time.
create unique index uq_rebuild_running on rebuild ((true)) where finished_at is null;

grant select, insert, update on rebuild to ${app-role};
