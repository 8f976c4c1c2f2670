-- Uploads that come in parts and go on where they broke off (tus 1.0): docs/decisions/0008-imports.md.
create table import_upload (
    id uuid not null,
    actor text not null,
    areas text[] not null,
    -- What the sender said of the file when it began: its name, and the defaults. As it came.
    metadata text not null,
    length bigint not null,
    received bigint not null default 0,
    -- Once the file is there and is an import.
    import_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    constraint pk_import_upload primary key (id),
    constraint fk_import_upload_import_id foreign key (import_id) references import (id),
    constraint ck_import_upload_received check (length > 0 and received between 0 and length),
    constraint ck_import_upload_metadata check (length(metadata) <= 4000)
);
-- Those of one caller, which are held to a share.
create index ix_import_upload_actor on import_upload (actor);
-- Those that are to be deleted.
create index ix_import_upload_expires_at on import_upload (expires_at);
-- The foreign key.
create index ix_import_upload_import_id on import_upload (import_id) where import_id is not null;

-- Bytes of a file, sealed and bound to the upload and to where they begin.
create table import_upload_part (
    upload_id uuid not null,
    begins_at bigint not null,
    sealed bytea not null,
    constraint pk_import_upload_part primary key (upload_id, begins_at),
    constraint fk_import_upload_part_upload_id foreign key (upload_id) references import_upload (id)
);

grant select, insert, update, delete on import_upload to ${app-role};
grant select, insert, delete on import_upload_part to ${app-role};
