-- Lists of a larger area by occupation, payer and the like: what does not fit is passed over in the index, without a look
-- at the row.
create index ix_participant_village_code_facets on participant (
    village_code, occupation, funding_source, status, segment, id);

-- Names within an area, in the order of names.
drop index ix_participant_name_search_id;
create index ix_participant_name_search_id_village_code on participant (name_search, id, village_code);

-- Word parts of a common name are those of a hundred thousand people: an index of them takes seconds to read and slows every
-- write. Names much like one are compared within a village or district, one by one.
drop index ix_participant_name_trigrams;
