-- Those who wait for their first day of cover, by that day: asked for each night and each hour, and mostly nobody.
create index ix_participant_covered_from_id_registered on participant (covered_from, id) where status = 'REGISTERED';
