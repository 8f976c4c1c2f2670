-- A replica of the release before does not count villages, and folds on while this one starts.
alter table reconciliation alter column villages set default 0;
