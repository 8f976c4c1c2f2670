-- The ETag: counts up with each change of state, and not as the work goes on.
alter table import
    add column version integer not null default 1,
    add constraint ck_import_version check (version > 0);

-- When its rows had their verdicts, and when they were enrolled: the pace of the work is told from the last of them.
alter table import_chunk
    add column checked_at timestamptz,
    add column committed_at timestamptz;

-- Each report that was sent of an import, since it shows whole NIKs (UU 27/2022). Append-only: docs/decisions/0008-imports.md.
create table import_report (
    id uuid not null default uuidv7(),
    import_id uuid not null,
    actor text not null,
    -- Which of the list's rows, and as what kind of file.
    extent text not null,
    form text not null,
    sent_at timestamptz not null default clock_timestamp(),
    constraint pk_import_report primary key (id),
    constraint fk_import_report_import_id foreign key (import_id) references import (id),
    constraint ck_import_report_extent check (extent in ('ALL', 'FAILED')),
    constraint ck_import_report_form check (form in ('CSV', 'XLSX'))
);
create index ix_import_report_import_id on import_report (import_id, sent_at);

grant select, insert on import_report to ${app-role};
