-- Answers that are given again to a request that comes again.
create table idempotent_request (
    id uuid not null,
    caller text not null,
    key text not null,
    request_sealed bytea not null,
    status integer not null,
    location text,
    etag text,
    answer_sealed bytea not null,
    created_at timestamptz not null default now(),
    constraint pk_idempotent_request primary key (id),
    constraint uq_idempotent_request_caller_key unique (caller, key)
);
-- Old answers are deleted by their age.
create index ix_idempotent_request_created_at on idempotent_request (created_at);

grant select, insert, delete on idempotent_request to ${app-role};
