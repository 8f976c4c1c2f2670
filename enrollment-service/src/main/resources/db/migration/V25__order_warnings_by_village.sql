-- Lists stand in the order of villages; so does the index of those few people who have a warning to be settled.
drop index ix_participant_with_warnings;
create index ix_participant_village_code_id_with_warnings on participant (village_code, id) where warnings <> '{}';
