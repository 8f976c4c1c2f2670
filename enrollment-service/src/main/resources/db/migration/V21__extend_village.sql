-- A village's whole record, its beginning and its end, and what it sets aside each year.
alter table village
    -- Sealed values are bound to this id, as a participant's are to its own.
    add column id uuid not null default uuidv7(),
    add column parent_village text collate "C",
    add column valid_from date,
    add column valid_until date,
    -- What people refer to. It is gone once the village is closed, so that the foreign key below keeps them out.
    add column open_code text collate "C" generated always as (case when valid_until is null then code end) stored,
    add column head_name text,
    add column head_phone_sealed bytea,
    add column office_contact text,
    add column office_phone_sealed bytea,
    add column workers_estimate integer,
    add column workers_source text,
    add column workers_as_of date,
    add column sadar boolean not null default false,
    add column notes text,
    add constraint uq_village_id unique (id),
    add constraint uq_village_open_code unique (open_code),
    add constraint fk_village_parent_village foreign key (parent_village) references village (code),
    add constraint ck_village_version check (version > 0),
    add constraint ck_village_parent_village check (parent_village <> code),
    add constraint ck_village_valid_until check (valid_until >= valid_from),
    add constraint ck_village_head_name check (length(head_name) between 1 and 150),
    add constraint ck_village_office_contact check (length(office_contact) between 1 and 300),
    add constraint ck_village_workers check (
        (workers_estimate is null) = (workers_source is null) and (workers_estimate is null) = (workers_as_of is null)),
    add constraint ck_village_workers_estimate check (workers_estimate between 0 and 1000000),
    add constraint ck_village_workers_source check (length(workers_source) between 1 and 300),
    add constraint ck_village_notes check (length(notes) between 1 and 2000);

create table village_successor (
    village_code text collate "C" not null,
    successor_code text collate "C" not null,
    constraint pk_village_successor primary key (village_code, successor_code),
    constraint fk_village_successor_village_code foreign key (village_code) references village (code),
    constraint fk_village_successor_successor_code foreign key (successor_code) references village (code),
    constraint ck_village_successor_codes check (village_code <> successor_code)
);
create index ix_village_successor_successor_code on village_successor (successor_code);

-- docs/decisions/0005-closed-villages.md
alter table participant
    drop constraint fk_participant_village_code,
    add constraint fk_participant_village_code foreign key (village_code) references village (open_code);

-- Whole rupiah.
create table village_budget (
    id uuid not null,
    village_code text collate "C" not null,
    budget_year integer not null,
    version integer not null,
    add_total bigint not null,
    add_social_security bigint not null,
    dana_desa_social_security bigint not null,
    workers integer not null,
    source_document text not null,
    constraint pk_village_budget primary key (id),
    constraint uq_village_budget_village_code_budget_year unique (village_code, budget_year),
    constraint fk_village_budget_village_code foreign key (village_code) references village (code),
    constraint ck_village_budget_version check (version > 0),
    constraint ck_village_budget_budget_year check (budget_year between 2015 and 2100),
    constraint ck_village_budget_amounts check (
        add_total between 0 and 1000000000000000
        and add_social_security between 0 and add_total
        and dana_desa_social_security between 0 and 1000000000000000),
    constraint ck_village_budget_workers check (workers between 0 and 1000000),
    constraint ck_village_budget_source_document check (length(source_document) between 1 and 300)
);

grant insert on area to ${app-role};
grant insert, update on village to ${app-role};
grant select, insert on village_successor to ${app-role};
grant select, insert, update on village_budget to ${app-role};
