-- Birth years summed up above the districts are compared too, and the villages that differ are counted before the first thousand
-- differences are kept.
alter table reconciliation_difference
    drop constraint ck_reconciliation_difference_totals,
    add constraint ck_reconciliation_difference_totals check (totals in
        ('coverage_cell', 'birth_year_cell', 'area_total', 'area_cell', 'area_birth_year_cell', 'flow'));

alter table reconciliation add column villages integer;
-- Of earlier comparisons as many as were kept.
update reconciliation
   set villages = (select count(distinct area_code) from reconciliation_difference difference
                    where difference.position = reconciliation.position and length(area_code) = 13);
alter table reconciliation
    alter column villages set not null,
    add constraint ck_reconciliation_villages check (villages >= 0);
comment on column reconciliation.villages is 'In how many villages any of the numbers differ.';
