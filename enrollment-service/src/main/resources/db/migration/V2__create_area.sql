create table area (
    code text collate "C" not null,
    parent_code text collate "C",
    kind text not null,
    name text not null,
    constraint pk_area primary key (code),
    constraint fk_area_parent_code foreign key (parent_code) references area (code),
    constraint ck_area_kind check (kind in ('province', 'regency', 'city', 'district', 'desa', 'kelurahan')),
    constraint ck_area_name check (length(name) between 1 and 150),
    constraint ck_area_name_line check (is_line(name)),
    constraint ck_area_code check (
        case kind
            when 'province' then code ~ '^[0-9]{2}$' and parent_code is null
            when 'regency' then code ~ '^[0-9]{2}\.[0-9]{2}$' and parent_code = left(code, 2)
            when 'city' then code ~ '^[0-9]{2}\.[0-9]{2}$' and parent_code = left(code, 2)
            when 'district' then code ~ '^([0-9]{2}\.){2}[0-9]{2}$' and parent_code = left(code, 5)
            when 'desa' then code ~ '^([0-9]{2}\.){3}2[0-9]{3}$' and parent_code = left(code, 8)
            when 'kelurahan' then code ~ '^([0-9]{2}\.){3}1[0-9]{3}$' and parent_code = left(code, 8)
        end
    )
);
-- Lists of the areas right below one, in the order of their codes; and the foreign key.
create index ix_area_parent_code on area (parent_code, code);

grant select, insert on area to ${app-role};
