-- Not a migration but what Flyway does after each run: the service, which does not migrate, may look whether all of its own are there.
grant select on flyway_schema_history to ${app-role};

-- Nor does a policy hold who owns its table, or passes by all of them. Migrated as the service's own role, the register would have no floor
-- (docs/decisions/0028-rows-held-to-areas.md), and nothing else would tell.
do $$
begin
    if exists (
            select from pg_roles
            where rolname in ('${app-role}', '${worker-role}') and (
                rolsuper or rolbypassrls or exists (
                    select from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(rolname, relowner, 'MEMBER'))))
    then
        raise exception 'The role ${app-role}, or ${worker-role}, owns tables or passes by their policies'
            using hint = 'The migrations run as another role, an owner that the service cannot become (quarkus.flyway.username); both roles have nosuperuser and nobypassrls';
    end if;
end $$;
