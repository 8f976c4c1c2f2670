-- One choice for all rows that have a finding, made before the commit: docs/decisions/0030-one-choice-for-many-rows.md.
create table import_correction (
    id uuid not null default uuidv7(),
    import_id uuid not null,
    number integer not null,
    code text not null,
    field text not null,
    -- Whether it is for all rows of the finding, or for those that say the same. What they say is sealed, and goes with the rows.
    of_all boolean not null,
    said_sealed bytea,
    choice text not null,
    actor text not null,
    made_at timestamptz not null default clock_timestamp(),
    constraint pk_import_correction primary key (id),
    constraint fk_import_correction_import_id foreign key (import_id) references import (id),
    constraint ck_import_correction_number check (number > 0),
    constraint ck_import_correction_choice check (is_line(choice) and length(choice) between 1 and 50),
    constraint ck_import_correction_said check (not of_all or said_sealed is null),
    -- Their order; and the foreign key.
    constraint uq_import_correction_import_id_number unique (import_id, number)
);

-- How often the rows have been given their verdicts anew. A chunk of another round is not for who has seen this one.
alter table import add column round integer not null default 0;
alter table import_chunk add column round integer not null default 0;

-- What rows say where they have a finding: by chunk with the numbers of the rows, and counted for the import.
alter table import_chunk add column said_sealed bytea;
alter table import add column said_sealed bytea;
-- For each finding, by code, field and verdict, how many of its rows have no other: those that one choice mends.
alter table import add column alone json;

grant select, insert on import_correction to ${app-role};
grant select, update (said_sealed) on import_correction to ${worker-role};

-- They go with their list, as its rows do.
alter table import_correction enable row level security, force row level security;
create policy owner on import_correction to current_user using (true);
create policy workers on import_correction to ${worker-role} using (true);
create policy own on import_correction to ${app-role} using (exists (select from import where import.id = import_id));
