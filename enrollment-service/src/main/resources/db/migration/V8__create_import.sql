-- Lists that are checked row by row and then enrolled: docs/decisions/0008-imports.md.
create table import (
    id uuid not null,
    state text not null,
    -- The ETag: counts up with each change of state, and not as the work goes on.
    version integer not null default 1,
    actor text not null,
    file_name text,
    sha256 bytea not null,
    size_bytes bigint not null,
    format text not null,
    encoding text,
    sheet text,
    -- The names of a workbook's other sheets that can be seen: nothing was read from them.
    other_sheets text[] not null default '{}',
    -- The file's own header, in its order, and what each of its columns is taken for: '' for nothing.
    header_row integer not null,
    headers text[] not null,
    fields text[] not null,
    -- What only a list as a whole tells, and each of its rows is read by: that its NIKs were rounded, that its P may be a man.
    traits text[] not null default '{}',
    -- What stands for a cell that the file leaves empty, and its digest, which tells two uploads of one file apart.
    defaults json not null,
    defaults_sha256 bytea not null,
    row_count integer not null,
    skipped_rows integer not null,
    commit_when_checked boolean not null,
    committed_by text,
    findings json,
    -- Failures of its work in a row, and when it may be tried again.
    attempts integer not null default 0,
    try_after timestamptz,
    created_at timestamptz not null default now(),
    checked_at timestamptz,
    commit_began_at timestamptz,
    committed_at timestamptz,
    failed_at timestamptz,
    deleted_at timestamptz,
    -- From when on an import shows no rows, and the same file may come again: dropped, or past its time. Its rows are deleted
    -- after that, some at a time; cleared_at tells when the last was.
    expired_at timestamptz,
    cleared_at timestamptz,
    constraint pk_import primary key (id),
    constraint ck_import_state check (state in ('CHECKING', 'CHECKED', 'COMMITTING', 'COMMITTED', 'FAILED', 'DELETED')),
    constraint ck_import_version check (version > 0),
    constraint ck_import_file_name_line check (is_line(file_name) and length(file_name) between 1 and 200),
    constraint ck_import_format check (format in ('CSV', 'XLSX')),
    constraint ck_import_sha256 check (octet_length(sha256) = 32 and octet_length(defaults_sha256) = 32),
    constraint ck_import_headers check (cardinality(headers) = cardinality(fields)),
    constraint ck_import_traits check (traits <@ array['NIKS_ROUNDED', 'P_BESIDE_W']),
    constraint ck_import_committed_by check ((commit_began_at is null) or (committed_by is not null)),
    constraint ck_import_expired_at check (
        expired_at is not null or state <> 'DELETED' and cleared_at is null)
);
-- The same bytes with the same defaults are the same import, until it expires.
create unique index uq_import_actor_sha256_defaults_sha256 on import (actor, sha256, defaults_sha256) where expired_at is null;
-- Somebody's own imports, in their order.
create index ix_import_actor_id on import (actor, id);
-- What there is to do for the worker.
create index ix_import_state on import (state) where state in ('CHECKING', 'COMMITTING');
-- Whose rows are to be deleted.
create index ix_import_expired_at on import (expired_at) where expired_at is not null and cleared_at is null;

-- A unit of work: about a thousand rows, and everything that they say sealed as one value bound to import and number.
create table import_chunk (
    import_id uuid not null,
    number integer not null,
    state text not null,
    row_count integer not null,
    sealed bytea,
    ok integer not null default 0,
    warned integer not null default 0,
    failed integer not null default 0,
    enrolled integer not null default 0,
    -- When its rows had their verdicts, and when they were enrolled: the pace of the work is told from the last of them.
    checked_at timestamptz,
    committed_at timestamptz,
    constraint pk_import_chunk primary key (import_id, number),
    constraint fk_import_chunk_import_id foreign key (import_id) references import (id),
    constraint ck_import_chunk_state check (state in ('STAGED', 'CHECKED', 'COMMITTED')),
    constraint ck_import_chunk_counts check (
        state = 'STAGED' or ok + warned + failed = row_count and enrolled <= ok + warned)
);

-- The verdict on each row, under its number in the file. Written once, when its chunk is checked; changed only where a later
-- look finds a fault. Without a foreign key: the chunk's lock orders writing and dropping, and a key would cost each row.
create table import_row (
    import_id uuid not null,
    row_number integer not null,
    chunk_number integer not null,
    nik_index bytea,
    kpj_index bytea,
    verdict text not null,
    findings json,
    constraint pk_import_row primary key (import_id, row_number),
    constraint ck_import_row_verdict check (verdict in ('OK', 'WARNED', 'FAILED')),
    constraint ck_import_row_findings check ((verdict = 'OK') = (findings is null))
);
-- The rows with findings, the failed and the warned each in the order of the file.
create index ix_import_row_told on import_row (import_id, verdict, row_number) where verdict <> 'OK';

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
-- The reports of one import, in their order; and the foreign key.
create index ix_import_report_import_id on import_report (import_id, sent_at);

grant select, insert, update on import to ${app-role};
grant select, insert, update, delete on import_chunk, import_row to ${app-role};
grant select, insert on import_report to ${app-role};
