-- Since when a generation's totals know anything: days before it were written down afterwards, if at all.
alter table projection add column first_event_at timestamptz;
comment on column projection.first_event_at is 'Time of the first event folded; null before it, and in totals that an older release began.';
