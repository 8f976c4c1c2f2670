-- A goal is stated anew through the service: the row in force is closed and the next one added, so that each is kept.
alter table goal add column recorded_by text;
comment on column goal.recorded_by is 'Subject of the token; null for what came with the service.';

grant insert on goal to ${app-role};
grant update (superseded_at) on goal to ${app-role};
