-- What people may ask of what is held about them, and the register of breaches (UU 27/2022): docs/decisions/0034-rights-of-people.md.

-- Restricted: counted as before, and not worked with until somebody lifts it. Erased: what told who it is, is gone for good, and the
-- row stays for the totals.
alter table participant
    add column restricted_at timestamptz,
    add column restriction_reason text,
    add column restricted_by text,
    add column erased_at timestamptz,
    add constraint ck_participant_restriction check (num_nonnulls(restricted_at, restriction_reason, restricted_by) in (0, 3)),
    add constraint ck_participant_restriction_reason check (restriction_reason ~ '^[A-Z_]{1,40}$'),
    -- The columns that were there before keep their constraints: the release of before goes on reading such a row.
    add constraint ck_participant_erased_at check (
        erased_at is null
        or status = 'ENDED' and name = '-' and warnings = '{}'
            and num_nonnulls(phone_sealed, kpj, monthly_income, group_name, covered_until, restricted_at) = 0
            and extract(month from birth_date) = 1 and extract(day from birth_date) = 1);
-- Whose membership has ended, for the job that erases them in time.
create index ix_participant_id_ended on participant (id) where status = 'ENDED' and erased_at is null;

create table data_subject_request (
    id uuid not null default uuidv7(),
    version integer not null default 1,
    participant_id uuid not null,
    kind text not null,
    state text not null default 'OPEN',
    received_at timestamptz not null,
    -- By the law of that day: 72 hours after it was received.
    due_at timestamptz not null,
    identity_check text not null,
    note text,
    recorded_by text not null,
    -- The time of the transaction, which a kept answer to the same request has too.
    recorded_at timestamptz not null default now(),
    -- When the person's data were last handed out for it.
    answered_at timestamptz,
    closed_at timestamptz,
    closed_by text,
    refusal_reason text,
    closing_note text,
    constraint pk_data_subject_request primary key (id),
    constraint fk_data_subject_request_participant_id foreign key (participant_id) references participant (id),
    constraint ck_data_subject_request_version check (version > 0),
    constraint ck_data_subject_request_kind check (kind in ('ACCESS', 'CORRECTION', 'RESTRICTION', 'ERASURE')),
    constraint ck_data_subject_request_state check (state in ('OPEN', 'COMPLETED', 'REFUSED')),
    constraint ck_data_subject_request_due_at check (due_at > received_at),
    constraint ck_data_subject_request_identity_check check (identity_check ~ '^[A-Z_]{1,40}$'),
    constraint ck_data_subject_request_note check (is_plain(note) and length(note) between 1 and 500),
    constraint ck_data_subject_request_closed check (
        (state = 'OPEN') = (closed_at is null) and (closed_at is null) = (closed_by is null)
        and (state = 'REFUSED') = (refusal_reason is not null) and (state <> 'OPEN' or closing_note is null)),
    constraint ck_data_subject_request_refusal_reason check (refusal_reason ~ '^[A-Z_]{1,40}$'),
    constraint ck_data_subject_request_closing_note check (is_plain(closing_note) and length(closing_note) between 1 and 500)
);
-- The list, by what is due first.
create index ix_data_subject_request_due_at_id on data_subject_request (due_at, id);
-- What is to be done, which stays short while those that were met grow; and how many are late, which metrics ask often.
create index ix_data_subject_request_due_at_id_open on data_subject_request (due_at, id) where state = 'OPEN';
-- Those of one person; and the foreign key.
create index ix_data_subject_request_participant_id on data_subject_request (participant_id, id);

-- They go with their person, as disclosures do. Workers count what is due, and forget notes of who is erased.
alter table data_subject_request enable row level security, force row level security;
create policy owner on data_subject_request to current_user using (true);
create policy workers on data_subject_request to ${worker-role} using (true);
create policy own on data_subject_request to ${app-role} using (
    exists (select from participant where participant.id = participant_id));
grant select, insert, update on data_subject_request to ${app-role};
grant select, update on data_subject_request to ${worker-role};

-- Words of who asked for somebody go with that person.
create policy workers on transfer_request to ${worker-role} using (true);
grant select, update (version, state, ended_at, nik_region, explanation, return_reason) on transfer_request to ${worker-role};

-- When personal data have failed to be protected, and who was told of it. Of no person: what happened stands here in words that name none.
create table breach (
    id uuid not null default uuidv7(),
    version integer not null default 1,
    kind text not null,
    summary text not null,
    -- About how many; null while nobody knows.
    people bigint,
    noticed_at timestamptz not null,
    -- By the law of that day: 72 hours after it was noticed.
    due_at timestamptz not null,
    recorded_by text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint pk_breach primary key (id),
    constraint ck_breach_version check (version > 0),
    constraint ck_breach_kind check (kind ~ '^[A-Z_]{1,40}$'),
    constraint ck_breach_summary check (is_plain(summary) and length(summary) between 1 and 2000),
    constraint ck_breach_people check (people between 0 and 1000000000),
    constraint ck_breach_due_at check (due_at > noticed_at)
);
-- The list, the latest first.
create index ix_breach_noticed_at_id on breach (noticed_at, id);

-- What was done about it, each once. Written, never changed.
create table breach_step (
    breach_id uuid not null,
    step text not null,
    at timestamptz not null,
    note text,
    recorded_by text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint pk_breach_step primary key (breach_id, step),
    constraint fk_breach_step_breach_id foreign key (breach_id) references breach (id),
    constraint ck_breach_step_step check (step in ('ASSESSED', 'CONTAINED', 'PERSONS_TOLD', 'AUTHORITY_TOLD', 'NO_NOTICE_DUE', 'CLOSED')),
    constraint ck_breach_step_note check (is_plain(note) and length(note) between 1 and 2000)
);
grant select, insert, update (version) on breach to ${app-role};
grant select, insert on breach_step to ${app-role};
