-- What the register itself keeps of a desa or kelurahan. A participant belongs to a village, never to a larger area.
create table village (
    code text collate "C" not null,
    -- Sealed values are bound to this id, as a participant's are to its own.
    id uuid not null default uuidv7(),
    version integer not null default 1,
    parent_village text collate "C",
    valid_from date,
    valid_until date,
    -- What people refer to. It is gone once the village is closed, so that their foreign key keeps them out.
    open_code text collate "C" generated always as (case when valid_until is null then code end) stored,
    head_name text,
    head_phone_sealed bytea,
    office_contact text,
    office_phone_sealed bytea,
    workers_estimate integer,
    workers_source text,
    workers_as_of date,
    sadar boolean not null default false,
    notes text,
    constraint pk_village primary key (code),
    constraint uq_village_id unique (id),
    constraint uq_village_open_code unique (open_code),
    constraint fk_village_code foreign key (code) references area (code),
    constraint fk_village_parent_village foreign key (parent_village) references village (code),
    constraint ck_village_code check (length(code) = 13),
    constraint ck_village_version check (version > 0),
    constraint ck_village_parent_village check (parent_village <> code),
    constraint ck_village_valid_until check (valid_until >= valid_from),
    constraint ck_village_days check (
        valid_from between '1900-01-01' and '2100-12-31'
        and valid_until between '1900-01-01' and '2100-12-31'
        and workers_as_of between '1900-01-01' and '2100-12-31'),
    constraint ck_village_head_name check (length(head_name) between 1 and 150),
    constraint ck_village_head_name_line check (is_line(head_name)),
    constraint ck_village_office_contact check (length(office_contact) between 1 and 300),
    constraint ck_village_office_contact_line check (is_line(office_contact)),
    constraint ck_village_workers check (
        (workers_estimate is null) = (workers_source is null) and (workers_estimate is null) = (workers_as_of is null)),
    constraint ck_village_workers_estimate check (workers_estimate between 0 and 1000000),
    constraint ck_village_workers_source check (length(workers_source) between 1 and 300),
    constraint ck_village_workers_source_line check (is_line(workers_source)),
    constraint ck_village_notes check (length(notes) between 1 and 2000),
    constraint ck_village_notes_plain check (is_plain(notes))
);

create table village_successor (
    village_code text collate "C" not null,
    successor_code text collate "C" not null,
    -- Their order, and that they are no more than an event may name.
    place integer not null,
    constraint pk_village_successor primary key (village_code, successor_code),
    constraint uq_village_successor_village_code_place unique (village_code, place),
    constraint fk_village_successor_village_code foreign key (village_code) references village (code),
    constraint fk_village_successor_successor_code foreign key (successor_code) references village (code),
    constraint ck_village_successor_codes check (village_code <> successor_code),
    constraint ck_village_successor_place check (place between 0 and 19)
);
-- From a successor back to the villages that went into it; and the foreign key.
create index ix_village_successor_successor_code on village_successor (successor_code);

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
    constraint ck_village_budget_source_document check (length(source_document) between 1 and 300),
    constraint ck_village_budget_source_document_line check (is_line(source_document))
);

grant select, insert, update on village to ${app-role};
grant select, insert on village_successor to ${app-role};
grant select, insert, update on village_budget to ${app-role};
