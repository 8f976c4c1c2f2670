-- Whether rows may be dated back as far as a reason has it: the branch sent the list, and it also commits it.
alter table import add column dates_back boolean not null default false;
