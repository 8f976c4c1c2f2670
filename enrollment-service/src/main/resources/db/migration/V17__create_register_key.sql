-- The keys that the register was written with. A service that lacks one of them, or has another one under its id, does not start:
-- docs/decisions/0032-keys-change-while-the-register-works.md.
create table register_key (
    purpose text not null,
    key_id bigint not null,
    -- What the key makes of a text that everybody may know. Another key under the same id makes something else of it.
    check_value bytea not null,
    -- From when on the key is the one that is used: late enough for every replica to have it by then.
    used_from timestamptz not null,
    -- Since when nothing is sealed with it any more.
    retired_at timestamptz,
    constraint pk_register_key primary key (purpose, key_id),
    constraint ck_register_key_purpose check (purpose in ('SEALING', 'NIK_INDEX'))
);

-- The key that seals now, or that indexes.
create function used_key(which text) returns bigint
    language sql set search_path = public, pg_temp
    begin atomic
        select key_id from register_key
        where purpose = which and retired_at is null and used_from <= clock_timestamp()
        order by used_from desc limit 1;
    end;
revoke all on function used_key(text) from public;
grant execute on function used_key(text) to ${app-role}, ${worker-role};

-- Work that seals everything anew with the key that is used now. One at a time, in steps that each replica can take.
create table resealing (
    id uuid not null default uuidv7(),
    key_id bigint not null,
    actor text not null,
    begun_at timestamptz not null default clock_timestamp(),
    -- It goes over all values again until it finds none to be sealed anew.
    pass integer not null default 1,
    -- Where this pass is: in which of the columns, and after which row of it.
    place integer not null default 0,
    after_row uuid not null default '00000000-0000-0000-0000-000000000000',
    after_number bigint not null default 0,
    looked_at bigint not null default 0,
    of_about bigint not null,
    -- In all passes, and in this one.
    sealed_anew bigint not null default 0,
    found bigint not null default 0,
    -- Values that no key at hand opens. With one of them no key is retired.
    unopened bigint not null default 0,
    finished_at timestamptz,
    constraint pk_resealing primary key (id),
    constraint ck_resealing_counts check (
        pass > 0 and place >= 0 and looked_at >= 0 and of_about >= 0 and sealed_anew >= 0 and found >= 0 and unopened >= 0)
);
-- One at a time.
create unique index uq_resealing_unfinished on resealing ((true)) where finished_at is null;

-- A caller begins the work and looks how far it is. It is done, and keys are written down, as nobody's.
grant select on register_key to ${app-role};
grant select, insert on resealing to ${app-role};
grant select, insert, update on register_key to ${worker-role};
grant select, update on resealing to ${worker-role};
-- Kept answers are sealed anew too; nothing else of them changes. What later tables seal is granted with them.
grant update (request_sealed, answer_sealed) on idempotent_request to ${worker-role};
