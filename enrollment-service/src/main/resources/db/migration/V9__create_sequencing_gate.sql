-- Never has a row. A sequencer holds it in row exclusive mode and a census in exclusive mode, each before its transaction
-- takes a snapshot, which waiting for a row's lock could not do. docs/decisions/0009-census.md
create table sequencing_gate ();

grant update on sequencing_gate to ${app-role};
