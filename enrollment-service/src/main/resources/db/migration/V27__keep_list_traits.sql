-- What only a list as a whole tells, and each of its rows is read by: that its NIKs were rounded, that its P may be a man.
alter table import add column traits text[] not null default '{}';
alter table import
    add constraint ck_import_traits check (traits <@ array['NIKS_ROUNDED', 'P_BESIDE_W']);
