-- The names of a workbook's other sheets that can be seen: nothing was read from them.
alter table import add column other_sheets text[] not null default '{}';
