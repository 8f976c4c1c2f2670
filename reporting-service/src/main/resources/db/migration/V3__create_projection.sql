-- The totals, folded from the enrollment service's events, and how far they are.
--
-- They stand in two generations: one answers, the other can be folded anew beside it and take its place. Each table of
-- totals is parted by generation, so that a statement touches one of them alone and a generation is cleared at once.
--
-- No foreign keys from totals to areas: the fold takes an area only from the areas it knows, and the check of each new row
-- would be planned anew each time, which costs more than the row.

-- How far each generation is. Whoever folds into one holds its row's lock; the row changes in the transaction of the totals.
create table projection (
    generation     smallint    not null,
    state          text        not null,
    shape          integer     not null,
    position       bigint      not null default 0,
    topic_offset   bigint      not null default 0,
    event_at       timestamptz,
    first_event_at timestamptz,
    folded_at      timestamptz,
    complete_at    timestamptz,
    parked         bigint      not null default 0,
    -- The latest comparison of what stands in this generation; null until there is one.
    reconciled_at  timestamptz,
    matched        boolean,
    waiting_for    bigint,
    constraint pk_projection primary key (generation),
    constraint ck_projection_generation check (generation in (0, 1)),
    constraint ck_projection_state check (state in ('LIVE', 'BUILDING', 'RETIRED', 'EMPTY')),
    constraint ck_projection_shape check (shape >= 0),
    constraint ck_projection_position check (position between 0 and 999999999999999),
    constraint ck_projection_topic_offset check (topic_offset >= 0),
    constraint ck_projection_parked check (parked >= 0)
);
-- Never two generations that answer.
create unique index uq_projection_live on projection (state) where state = 'LIVE';
comment on column projection.state is 'LIVE: answers, and is folded into; BUILDING: being folded anew; RETIRED: answered before; EMPTY: holds nothing.';
comment on column projection.shape is 'What the totals of this generation hold, as the code that folded them counts it. 1: no flows, no facts of villages.';
comment on column projection.position is 'Position of the last event folded (or parked): every event up to it has been dealt with.';
comment on column projection.topic_offset is 'Offset of the next record to read from the topic.';
comment on column projection.event_at is 'Time of the event at the position; null before the first.';
comment on column projection.first_event_at is 'Time of the first event folded; null before it, and in totals that an older release began.';
comment on column projection.folded_at is 'When that event became part of the totals.';
comment on column projection.complete_at is 'When the totals were last known to hold everything that was on the topic.';
comment on column projection.waiting_for is 'The position that is missing while it is fetched from the feed.';
insert into projection (generation, state, shape) values (0, 'LIVE', 3), (1, 'EMPTY', 0);

-- The ways in which people are counted, each once: some thousands, where the cells are a million. A cell then has a short key,
-- which makes three times as many of them in the same time as the facets' texts would.
create table facets (
    id             integer generated always as identity,
    status         text not null,
    segment        text not null,
    occupation     text not null,
    funding_source text not null,
    programmes     text not null,
    sex            text not null,
    origin         text not null,
    constraint pk_facets primary key (id),
    constraint uq_facets unique (status, segment, occupation, funding_source, programmes, sex, origin)
);
comment on column facets.programmes is 'In the order JKK, JKM, JHT, JP, JKP, joined by +: JKK+JKM.';

-- Rows are changed far more often than added: the room left in each page takes the new version without a change of the index.
create table coverage_count (
    generation   smallint         not null,
    village_code text collate "C" not null,
    facets_id    integer          not null,
    people       bigint           not null,
    constraint pk_coverage_count primary key (generation, village_code, facets_id),
    constraint ck_coverage_count_people check (people >= 0)
) partition by list (generation);
create table coverage_count_0 partition of coverage_count for values in (0) with (fillfactor = 75);
create table coverage_count_1 partition of coverage_count for values in (1) with (fillfactor = 75);

create view coverage_cell as
select cell.generation, cell.village_code, facets.status, facets.segment, facets.occupation, facets.funding_source,
       facets.programmes, facets.sex, facets.origin, cell.people
  from coverage_count cell
  join facets on facets.id = cell.facets_id;

-- The same, summed up for the areas whose villages are too many to be read for one answer: province, regencies and cities.
create table area_count (
    generation smallint         not null,
    area_code  text collate "C" not null,
    facets_id  integer          not null,
    people     bigint           not null,
    constraint pk_area_count primary key (generation, area_code, facets_id),
    constraint ck_area_count_people check (people >= 0)
) partition by list (generation);
create table area_count_0 partition of area_count for values in (0) with (fillfactor = 50);
create table area_count_1 partition of area_count for values in (1) with (fillfactor = 50);
create view area_cell as
select cell.generation, cell.area_code, facets.status, facets.segment, facets.occupation, facets.funding_source,
       facets.programmes, facets.sex, facets.origin, cell.people
  from area_count cell
  join facets on facets.id = cell.facets_id;

-- People by their year of birth, and the same summed up for province, regencies and cities.
create table birth_year_cell (
    generation   smallint         not null,
    village_code text collate "C" not null,
    status       text             not null,
    birth_year   integer          not null,
    people       bigint           not null,
    constraint pk_birth_year_cell primary key (generation, village_code, status, birth_year),
    constraint ck_birth_year_cell_people check (people >= 0),
    constraint ck_birth_year_cell_birth_year check (birth_year between 1900 and 2100)
) partition by list (generation);
create table birth_year_cell_0 partition of birth_year_cell for values in (0) with (fillfactor = 75);
create table birth_year_cell_1 partition of birth_year_cell for values in (1) with (fillfactor = 75);

create table area_birth_year_cell (
    generation smallint         not null,
    area_code  text collate "C" not null,
    status     text             not null,
    birth_year integer          not null,
    people     bigint           not null,
    constraint pk_area_birth_year_cell primary key (generation, area_code, status, birth_year),
    constraint ck_area_birth_year_cell_people check (people >= 0),
    constraint ck_area_birth_year_cell_birth_year check (birth_year between 1900 and 2100)
) partition by list (generation);
create table area_birth_year_cell_0 partition of area_birth_year_cell for values in (0) with (fillfactor = 50);
create table area_birth_year_cell_1 partition of area_birth_year_cell for values in (1) with (fillfactor = 50);

-- People by status and origin, for the village and each area above it: a headline reads a handful of rows.
create table area_total (
    generation smallint         not null,
    area_code  text collate "C" not null,
    status     text             not null,
    origin     text             not null,
    people     bigint           not null,
    constraint pk_area_total primary key (generation, area_code, status, origin),
    constraint ck_area_total_people check (people >= 0)
) partition by list (generation);
create table area_total_0 partition of area_total for values in (0) with (fillfactor = 50);
create table area_total_1 partition of area_total for values in (1) with (fillfactor = 50);

-- What happened on each day, for the village and each area above it: a province's year reads no village's rows.
create table flow (
    generation   smallint         not null,
    area_code    text collate "C" not null,
    day          date             not null,
    kind         text             not null,
    people       bigint           not null,
    covered      bigint           not null,
    carried_over bigint           not null,
    constraint pk_flow primary key (generation, area_code, day, kind),
    constraint ck_flow_kind check (kind in ('ENROLLED', 'ACTIVATED', 'GRACE', 'LAPSED', 'ENDED', 'REINSTATED',
                                            'TRANSFERRED_IN', 'TRANSFERRED_OUT', 'CORRECTED')),
    constraint ck_flow_people check (people >= 0),
    constraint ck_flow_day check (day between '1900-01-01' and '2100-12-31')
) partition by list (generation);
comment on column flow.day is 'The business date in Asia/Jakarta that the events say.';
comment on column flow.people is 'How many such events.';
comment on column flow.covered is 'Net change of the people with status ACTIVE or GRACE; summed over days and kinds it is their number.';
comment on column flow.carried_over is 'Net change of the people with origin CARRIED_OVER.';
create table flow_0 partition of flow for values in (0) with (fillfactor = 75);
create table flow_1 partition of flow for values in (1) with (fillfactor = 75);

create table village_fact (
    generation     smallint         not null,
    village_code   text collate "C" not null,
    workers        bigint,
    workers_on     date,
    head_present   boolean          not null,
    sadar          boolean          not null,
    parent_village text collate "C",
    valid_from     date,
    valid_until    date,
    successors     text[]           not null,
    constraint pk_village_fact primary key (generation, village_code),
    constraint ck_village_fact_workers check (workers between 0 and 1000000),
    constraint ck_village_fact_workers_on check ((workers is null) = (workers_on is null)),
    constraint ck_village_fact_days check (
        workers_on between '1900-01-01' and '2100-12-31'
        and valid_from between '1900-01-01' and '2100-12-31'
        and valid_until between '1900-01-01' and '2100-12-31'),
    constraint ck_village_fact_successors check (cardinality(successors) <= 20)
) partition by list (generation);
comment on table village_fact is 'As the village''s last event told; no row before its first.';
comment on column village_fact.workers is 'Workers living there, the register''s estimate.';
comment on column village_fact.workers_on is 'Day of the event that brought that estimate.';
comment on column village_fact.valid_until is 'The day from which the village is no more; null while it is open.';
create table village_fact_0 partition of village_fact for values in (0);
create table village_fact_1 partition of village_fact for values in (1);

create table village_budget (
    generation                  smallint         not null,
    village_code                text collate "C" not null,
    year                        integer          not null,
    add_total                   bigint           not null,
    add_social_security         bigint           not null,
    dana_desa_social_security   bigint           not null,
    workers                     bigint           not null,
    constraint pk_village_budget primary key (generation, village_code, year),
    constraint ck_village_budget_year check (year between 2015 and 2100),
    constraint ck_village_budget_amounts check (
        add_total between 0 and 1000000000000000
        and add_social_security between 0 and 1000000000000000
        and dana_desa_social_security between 0 and 1000000000000000),
    constraint ck_village_budget_workers check (workers between 0 and 1000000)
) partition by list (generation);
comment on table village_budget is 'Whole rupiah a year.';
comment on column village_budget.workers is 'Workers that the amounts are meant to pay for.';
create table village_budget_0 partition of village_budget for values in (0);
create table village_budget_1 partition of village_budget for values in (1);

create table parked_event (
    generation   smallint    not null,
    id           bigint generated always as identity,
    position     bigint,
    topic_offset bigint,
    recorded_at  timestamptz,
    reason       text        not null,
    parked_at    timestamptz not null default clock_timestamp(),
    constraint pk_parked_event primary key (generation, id),
    constraint uq_parked_event_topic_offset_recorded_at unique (generation, topic_offset, recorded_at),
    constraint ck_parked_event_reason check (length(reason) between 1 and 500)
) partition by list (generation);
comment on table parked_event is 'What could not be read or counted, so that nobody has to wonder. Never the body: it could hold anything.';
comment on column parked_event.position is 'Null where the record did not say a usable one.';
comment on column parked_event.topic_offset is 'Null where the event came from the HTTP feed.';
comment on column parked_event.recorded_at is 'The broker''s time of the record: with the offset, the record''s identity even if the topic is made anew.';
create table parked_event_0 partition of parked_event for values in (0);
create table parked_event_1 partition of parked_event for values in (1);

grant select
    on coverage_cell, area_cell, birth_year_cell, area_birth_year_cell, area_total, flow, village_fact, village_budget,
       parked_event
    to ${app-role};
-- The fold writes to one generation's tables, and clears one before it is folded anew.
grant select, insert, update, delete, truncate
    on coverage_count_0, coverage_count_1, area_count_0, area_count_1, birth_year_cell_0, birth_year_cell_1,
       area_birth_year_cell_0, area_birth_year_cell_1, area_total_0, area_total_1, flow_0, flow_1, village_fact_0,
       village_fact_1, village_budget_0, village_budget_1
    to ${app-role};
grant select, insert on facets to ${app-role};
grant select, insert, truncate on parked_event_0, parked_event_1 to ${app-role};
grant select, update on projection to ${app-role};
