-- What each census of the register found when it was compared with the totals at exactly its position.
create table reconciliation (
    position    bigint      not null,
    census_id   uuid        not null,
    taken_at    timestamptz not null,
    compared_at timestamptz not null default clock_timestamp(),
    generation  smallint    not null,
    people      bigint      not null,
    parked      bigint      not null,
    differences integer     not null,
    matched     boolean     not null generated always as (differences = 0) stored,
    constraint pk_reconciliation primary key (position),
    constraint ck_reconciliation_differences check (differences >= 0)
);
comment on column reconciliation.position is 'Position of the census: everything before it is counted.';
comment on column reconciliation.people is 'Everybody in the register, whatever the status.';
comment on column reconciliation.parked is 'Events missing from the totals at that moment.';

create table reconciliation_difference (
    position  bigint           not null,
    totals    text             not null,
    area_code text collate "C" not null,
    status    text             not null,
    register  bigint           not null,
    reported  bigint           not null,
    constraint pk_reconciliation_difference primary key (position, area_code, totals, status),
    constraint fk_reconciliation_difference_position foreign key (position) references reconciliation (position),
    constraint ck_reconciliation_difference_totals check (totals in
        ('coverage_cell', 'birth_year_cell', 'area_total', 'area_cell', 'flow'))
);
comment on column reconciliation_difference.totals is 'The table that differs; the first thousand differences are kept.';
comment on column reconciliation_difference.status is 'COVERED for flows, which know no status.';

-- The latest comparison of what stands in this generation; null until there is one.
alter table projection
    add column reconciled_at timestamptz,
    add column matched       boolean,
    add column waiting_for   bigint;
comment on column projection.waiting_for is 'The position that is missing while it is fetched from the feed.';

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
create unique index uq_rebuild_running on rebuild ((true)) where finished_at is null;

grant select, insert on reconciliation, reconciliation_difference to ${app-role};
grant select, insert, update on rebuild to ${app-role};
