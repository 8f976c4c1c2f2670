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
    villages    integer     not null default 0,
    constraint pk_reconciliation primary key (position),
    constraint ck_reconciliation_position check (position between 1 and 999999999999999),
    constraint ck_reconciliation_differences check (differences >= 0),
    constraint ck_reconciliation_villages check (villages >= 0)
);
comment on column reconciliation.position is 'Position of the census: everything before it is counted.';
comment on column reconciliation.people is 'Everybody in the register, whatever the status.';
comment on column reconciliation.villages is 'In how many villages any of the numbers differ.';
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
        ('coverage_cell', 'birth_year_cell', 'area_total', 'area_cell', 'area_birth_year_cell', 'flow')),
    constraint ck_reconciliation_difference_register check (register between 0 and 1000000000)
);
comment on column reconciliation_difference.totals is 'The table that differs; the first thousand differences are kept.';
comment on column reconciliation_difference.status is 'COVERED for flows, which know no status.';

grant select, insert on reconciliation, reconciliation_difference to ${app-role};
