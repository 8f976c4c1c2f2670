-- What is told of a list as a whole before it counts (hidden rows, doubled columns, a sheet that was passed over), as findings;
-- and the rows that are left out, each with its reason and number: with the rows that have a verdict they are all rows of the file.
alter table import add column notes json not null default '[]';
alter table import add column left_out json not null default '[]';
