-- That somebody elsewhere is without cover is told to nobody any more, nor of lists that were checked before.
update import_row
set findings = replace(findings::text, '"nik-lapsed-elsewhere"', '"nik-registered-elsewhere"')::json
where findings::text like '%"nik-lapsed-elsewhere"%';
update import
set findings = replace(findings::text, '"nik-lapsed-elsewhere"', '"nik-registered-elsewhere"')::json
where findings::text like '%"nik-lapsed-elsewhere"%';

-- Of a list that was read before V27 nobody knows whether its P is a man or its NIKs were rounded. Those not yet enrolled are
-- given up, to be dropped and sent again.
update import
set state = 'FAILED', version = version + 1, failed_at = clock_timestamp()
where state in ('CHECKING', 'CHECKED');
