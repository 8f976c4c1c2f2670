-- The floor under the rules for what people write (decision 0019 of the enrollment service): no control characters or marks
-- of direction, composed, one line, and no NIK in it, also in groups.
create function is_line(text_of_people text) returns boolean
    language sql immutable strict parallel safe
    return text_of_people !~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]'
        and text_of_people is nfc normalized
        and translate(text_of_people, ' .-_', '') !~ '[0-9]{16}';

update goal
   set source = normalize(
           regexp_replace(
               regexp_replace(
                   source, '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+', ' ', 'g'),
               '([0-9][ ._-]*){16,}', '(NIK) ', 'g'),
           nfc)
 where not is_line(source);
alter table goal add constraint ck_goal_source_line check (is_line(source) and length(source) <= 500);
