-- Not a migration but what Flyway does after each run: the service, which does not migrate, may look whether all of its own are there.
grant select on flyway_schema_history to ${app-role};
