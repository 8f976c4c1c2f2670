-- From when on an import shows no rows, and the same file may come again: dropped, or past its time. Its rows are deleted after
-- that, some at a time; cleared_at tells when the last was.
alter table import add column expired_at timestamptz;
update import set expired_at = coalesce(deleted_at, cleared_at, now()) where state = 'DELETED' or cleared_at is not null;
alter table import add constraint ck_import_expired_at check (
    expired_at is not null or state <> 'DELETED' and cleared_at is null);
create index ix_import_expired_at on import (expired_at) where expired_at is not null and cleared_at is null;

-- A committed import kept its place for ever, also when its rows were gone.
drop index uq_import_actor_sha256_defaults_sha256;
create unique index uq_import_actor_sha256_defaults_sha256 on import (actor, sha256, defaults_sha256) where expired_at is null;
