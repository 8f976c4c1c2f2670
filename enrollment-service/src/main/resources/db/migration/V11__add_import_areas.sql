-- The areas that the uploader had: an import is for them and for who is above them. What was there before is the province's.
alter table import add column areas text[] not null default '{16}';

-- Somebody whose areas have changed sends another import.
drop index uq_import_actor_sha256_defaults_sha256;
create unique index uq_import_actor_areas_sha256_defaults_sha256 on import (actor, areas, sha256, defaults_sha256)
    where expired_at is null;
