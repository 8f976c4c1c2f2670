-- The floor under the rules for what people write, of which docs/decisions/0019-text-of-people.md tells: no control
-- characters or marks of direction, composed, and no NIK in it, also in groups.
--
-- All migrations are run by the owner role. The service connects as ${app-role}, which may use the tables only as each
-- migration grants, and may change none of them.
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
