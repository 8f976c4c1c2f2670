-- What the fields of events can hold stands in the contract's schemas, in the reader, and here. The reader takes the nearest day
-- within the limits for one outside, as an older release of the register could write it; so do the rows that are there.
update village_fact
   set workers_on = greatest(least(workers_on, date '2100-12-31'), date '1900-01-01'),
       valid_from = greatest(least(valid_from, date '2100-12-31'), date '1900-01-01'),
       valid_until = greatest(least(valid_until, date '2100-12-31'), date '1900-01-01')
 where not (workers_on between '1900-01-01' and '2100-12-31')
    or not (valid_from between '1900-01-01' and '2100-12-31')
    or not (valid_until between '1900-01-01' and '2100-12-31');

alter table area add constraint ck_area_name check (length(name) between 1 and 150);

alter table village_fact
    drop constraint ck_village_fact_workers,
    add constraint ck_village_fact_workers check (workers between 0 and 1000000),
    add constraint ck_village_fact_days check (
        workers_on between '1900-01-01' and '2100-12-31'
        and valid_from between '1900-01-01' and '2100-12-31'
        and valid_until between '1900-01-01' and '2100-12-31'),
    add constraint ck_village_fact_successors check (cardinality(successors) <= 20);

alter table village_budget
    drop constraint ck_village_budget_amounts,
    add constraint ck_village_budget_amounts check (
        add_total between 0 and 1000000000000000
        and add_social_security between 0 and 1000000000000000
        and dana_desa_social_security between 0 and 1000000000000000),
    add constraint ck_village_budget_workers check (workers between 0 and 1000000),
    add constraint ck_village_budget_year check (year between 2015 and 2100);

alter table flow add constraint ck_flow_day check (day between '1900-01-01' and '2100-12-31');

alter table birth_year_cell
    add constraint ck_birth_year_cell_birth_year check (birth_year between 1900 and 2100);
alter table area_birth_year_cell
    add constraint ck_area_birth_year_cell_birth_year check (birth_year between 1900 and 2100);

alter table projection
    drop constraint ck_projection_position,
    add constraint ck_projection_position check (position between 0 and 999999999999999);

alter table reconciliation
    add constraint ck_reconciliation_position check (position between 1 and 999999999999999);
alter table reconciliation_difference
    add constraint ck_reconciliation_difference_register check (register between 0 and 1000000000);

alter table goal
    drop constraint ck_goal_target,
    drop constraint ck_goal_baseline,
    drop constraint ck_goal_workforce,
    drop constraint ck_goal_source,
    add constraint ck_goal_target check (target between 1 and 1000000000),
    add constraint ck_goal_baseline check (baseline between 0 and 1000000000),
    add constraint ck_goal_workforce check (workforce between 1 and 1000000000),
    add constraint ck_goal_source check (length(source) between 1 and 500),
    add constraint ck_goal_days check (
        stated_on between '2000-01-01' and '2100-12-31' and due_on between '2000-01-01' and '2100-12-31');

-- Totals that parked nothing hold all that this release can read of what they were folded from.
update projection set shape = 3 where shape = 2 and parked = 0;
