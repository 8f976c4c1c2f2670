-- All migrations are run by the owner role. The service connects as ${app-role}, which may use the tables only as each
-- migration grants, and may change none of them. Nothing in this database knows a person.

-- Codes compare byte by byte: an area's descendants are then one range of the key.
create table area (
    code        text collate "C" not null,
    parent_code text collate "C",
    kind        text             not null,
    name        text             not null,
    constraint pk_area primary key (code),
    constraint fk_area_parent_code foreign key (parent_code) references area (code),
    constraint ck_area_kind check (kind in ('province', 'regency', 'city', 'district', 'desa', 'kelurahan')),
    constraint ck_area_name check (length(name) between 1 and 150)
);
-- The areas right below one; and the foreign key.
create index ix_area_parent_code on area (parent_code);
-- Lists of a level: those of the province would else look at each of its areas.
create index ix_area_kind_code on area (kind, code);

-- A village that comes into being by a split arrives as an event and is added by the fold.
grant select, insert on area to ${app-role};
