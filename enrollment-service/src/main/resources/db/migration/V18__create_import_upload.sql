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
    -- The last part counts together with the import made of it.
    constraint ck_import_upload_import_id check ((received = length) = (import_id is not null)),
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
-- The update is for the lock that a part which is just coming waits for.
grant select, update, delete on import_upload to ${worker-role};
grant select, update (sealed), delete on import_upload_part to ${worker-role};

-- A file on its way is its sender's alone.
alter table import_upload enable row level security, force row level security;
create policy owner on import_upload to current_user using (true);
create policy workers on import_upload to ${worker-role} using (true);
create policy own on import_upload to ${app-role} using (
    actor = any (cast(coalesce(nullif(current_setting('register.callers', true), ''), '{}') as text[])));

alter table import_upload_part enable row level security, force row level security;
create policy owner on import_upload_part to current_user using (true);
create policy workers on import_upload_part to ${worker-role} using (true);
create policy own on import_upload_part to ${app-role} using (exists (select from import_upload where import_upload.id = upload_id));

-- How many bytes all senders together have announced, past the floor: there is room for so many.
create function announced_bytes() returns bigint
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select cast(coalesce(sum(length), 0) as bigint) from import_upload where import_id is null and expires_at > clock_timestamp();
    end;
revoke all on function announced_bytes() from public;
grant execute on function announced_bytes() to ${app-role};
