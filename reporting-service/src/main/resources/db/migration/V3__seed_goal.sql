-- The figures of the source; the workforce is derived from two of them (1,485,000 / 49.46 %), nobody stated it.
insert into goal (area_code, version, target, baseline, stated_on, due_on, workforce, workforce_derived, source)
values ('16', 1, 1485000, 1100000, date '2024-04-29', date '2025-12-31', 3002426, true,
        'Planning news of BPJS Ketenagakerjaan''s South Sumatra regional office, dateline Palembang 29 April 2024');
