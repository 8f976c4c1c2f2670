-- The floor under the rules for what people write, of which docs/decisions/0019-text-of-people.md tells: no control
-- characters or marks of direction, composed, and no NIK in it, also in groups.
create function is_plain(text_of_people text) returns boolean
    language sql immutable strict parallel safe
    return text_of_people !~ '[\u0001-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]'
        and text_of_people is nfc normalized
        and case
            when length(text_of_people) < 16 then true
            else translate(text_of_people, ' .-_', '') !~ '[0-9]{16}'
        end;

create function is_line(text_of_people text) returns boolean
    language sql immutable strict parallel safe
    return is_plain(text_of_people) and strpos(text_of_people, chr(10)) = 0;

-- What was let in before is mended as it would be folded now; of a NIK a mark is left.
create function pg_temp.mended(text_of_people text, line_end text) returns text
    language sql immutable strict
    return normalize(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    text_of_people,
                    '[\u000a-\u000d\u0085\u2028\u2029]+', line_end, 'g'),
                '[\u0001-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+', ' ', 'g'),
            '([0-9][ ._-]*){16,}', '(NIK) ', 'g'),
        nfc);

update participant set name = pg_temp.mended(name, ' ') where not is_line(name);
update participant set group_name = pg_temp.mended(group_name, ' ') where not is_line(group_name);
update area set name = pg_temp.mended(name, ' ') where not is_line(name);
update village set head_name = pg_temp.mended(head_name, ' ') where not is_line(head_name);
update village set office_contact = pg_temp.mended(office_contact, ' ') where not is_line(office_contact);
update village set workers_source = pg_temp.mended(workers_source, ' ') where not is_line(workers_source);
update village set notes = pg_temp.mended(notes, chr(10)) where not is_plain(notes);
update village_budget set source_document = pg_temp.mended(source_document, ' ') where not is_line(source_document);
update nik_disclosure set purpose = pg_temp.mended(purpose, ' ') where not is_line(purpose);
update import set file_name = pg_temp.mended(file_name, ' ') where not is_line(file_name);

alter table participant
    add constraint ck_participant_name_line check (is_line(name)),
    add constraint ck_participant_group_name_line check (is_line(group_name));
alter table area add constraint ck_area_name_line check (is_line(name));
alter table village
    add constraint ck_village_head_name_line check (is_line(head_name)),
    add constraint ck_village_office_contact_line check (is_line(office_contact)),
    add constraint ck_village_workers_source_line check (is_line(workers_source)),
    add constraint ck_village_notes_plain check (is_plain(notes));
alter table village_budget
    add constraint ck_village_budget_source_document_line check (is_line(source_document));
alter table nik_disclosure add constraint ck_nik_disclosure_purpose_line check (is_line(purpose));
alter table import
    add constraint ck_import_file_name_line check (is_line(file_name) and length(file_name) between 1 and 200);
